import { UsageError } from './errors.ts'
import { BOOKS } from './ledger.ts'
import { didYouMean } from './nearest.ts'
import { columnsOf, type Dist, type Sort, type Table } from './table.ts'
import { tableText, wrappedLast } from './terminal/table.ts'
import type { Version } from './versions.ts'

/** The tables of the newest version, then those that the project keeps for itself. */
export function tablesOf(versions: readonly Version[]): Table[] {
  return [...(versions.at(-1)?.after.values() ?? []), ...BOOKS]
}

/** The table that a user names. @throws UsageError when there is none. */
export function findTable(tables: readonly Table[], wanted: string): Table {
  const found = tables.find(({ name }) => name === wanted)
  if (found) return found
  const names = tables.map(({ name }) => name)
  const meant = didYouMean(
    wanted,
    names.map((name) => [name]),
  )
  throw new UsageError(`There is no table '${wanted}'.${meant} Tables: ${names.join(', ')}.`)
}

/** What a table is, for programs. */
export function described(table: Table) {
  const columns = columnsOf(table).map(([name, { type, notNull, description }]) => ({
    name,
    type,
    notNull,
    references: table.references[name] ?? null,
    description,
  }))
  return { ...table, columns }
}

/** What every table is, a line each, or more where the width asks for it. */
export function tablesLines(tables: readonly Table[], width?: number): string[] {
  const rows = tables.map(({ name, row }) => [name, row])
  return [...tableText(wrappedLast({ columns: ['table', 'one row is'], rows }, width)).lines]
}

/** What a table is: its rows, its columns, its keys, in lines that fit the width. */
export function tableDescription(table: Table, width?: number): string[] {
  const columns = described(table).columns.map(({ name, type, notNull, description }) => [
    name,
    notNull ? `${type} not null` : type,
    description ?? '',
  ])
  const listed = { columns: ['column', 'type', 'description'], rows: columns }
  const references = Object.entries(table.references).map(([column, to]) => `${column} = ${to}`)
  return [
    `${table.name}: one row is ${table.row}`,
    '',
    ...tableText(wrappedLast(listed, width)).lines,
    '',
    `primary key  ${table.primaryKey.join(', ') || 'none'}`,
    ...references.map((text, index) => `${index === 0 ? 'joins' : ''}`.padEnd(13) + text),
    `dist         ${distText(table.dist)}`,
    `sort         ${sortText(table.sort)}`,
  ]
}

/** `key(song_id)`, or the style's name. */
export function distText(dist: Dist): string {
  return typeof dist === 'object' ? `key(${dist.key})` : dist
}

/** `start_time, user_id`, or auto. */
export function sortText(sort: Sort): string {
  return sort === 'auto' ? 'auto' : sort.join(', ')
}
