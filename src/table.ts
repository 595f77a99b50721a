import { type Column, type ColumnDefinition, parseColumn } from './column.ts'
import { Failure } from './errors.ts'

type Columns = Readonly<Record<string, ColumnDefinition>>
type Name<C> = keyof C & string
/** A column's text without its description. */
type Bare<D> = D extends `${infer Before} -- ${string}` ? Before : D
type NotNullName<C> = {
  [K in Name<C>]: Bare<C[K]> extends `${string}not null${string}` | `${string}identity(${string}`
    ? K
    : never
}[Name<C>]

/** Where rows live on a cluster: spread evenly, copied to every node, left to Redshift, or by a column's value. */
export type Dist<ColumnName extends string = string> =
  | 'even'
  | 'all'
  | 'auto'
  | { readonly key: ColumnName }

/** The order of rows on disk: by these columns, or left to Redshift. */
export type Sort<ColumnName extends string = string> = 'auto' | readonly ColumnName[]

/** What a migration writes about a table. */
export interface TableLiteral<C extends Columns> {
  readonly name: string
  /** What one row is, for example `a song a listener started`: the table's description. */
  readonly row: string
  readonly columns: C
  /** Not enforced by Redshift; the promises of the transforms check it. */
  readonly primaryKey?: readonly NotNullName<C>[]
  /** `{ user_id: 'users.user_id' }`. Not enforced by Redshift; the promises check it. */
  readonly references?: { readonly [K in Name<C>]?: `${string}.${string}` }
  readonly dist: Dist<Name<C>>
  readonly sort?: Sort<Name<C>>
}

/** A table as every part of the project sees it. */
export interface Table {
  readonly name: string
  readonly row: string
  readonly columns: Readonly<Record<string, string>>
  readonly primaryKey: readonly string[]
  readonly references: Readonly<Record<string, string>>
  readonly dist: Dist
  readonly sort: Sort
}

/**
 * Declares a table. A misspelt column in a key, or a primary key over a nullable column, does not
 * compile; `checkTable` says the same at run time, before anything is sent.
 */
export function table<const C extends Columns>(literal: TableLiteral<C>): Table {
  return {
    name: literal.name,
    row: literal.row,
    columns: literal.columns,
    primaryKey: literal.primaryKey ?? [],
    references: (literal.references ?? {}) as Record<string, string>,
    dist: literal.dist,
    sort: literal.sort ?? 'auto',
  }
}

/** The columns of a table, read, in their order. */
export function columnsOf(table: Table): [name: string, column: Column][] {
  return Object.entries(table.columns).map(([name, definition]) => [
    name,
    parseColumn(definition, `${table.name}.${name}`),
  ])
}

/** The column of a staging table that says with which load a row came; files do not have it. */
export const LOAD_COLUMN = 'load_id'

/** The columns that a row of a file is written to. */
export function fileColumns(table: Table): string[] {
  return writableColumns(table).filter((name) => name !== LOAD_COLUMN)
}

/** The columns that a row is written to: all but the identity, whose values Redshift makes. */
export function writableColumns(table: Table): string[] {
  return columnsOf(table).flatMap(([name, column]) => (column.identity ? [] : [name]))
}

/** Redshift folds names to lower case, quoted or not, and cuts them at 127 bytes without a word. */
const NAME = /^[a-z_][a-z0-9_]{0,126}$/

/** @throws Failure when the table could not exist on Redshift as it is written. */
export function checkTable(table: Table): void {
  checkName(table.name, 'A table')
  const columns = new Map(columnsOf(table))
  if (columns.size === 0) throw new Failure(`Table '${table.name}' has no columns.`)
  for (const name of columns.keys()) checkName(name, `A column of '${table.name}'`)
  if (typeof table.row !== 'string' || table.row === '') {
    throw new Failure(`Table '${table.name}' does not say what a row is: set 'row'.`)
  }
  checkDist(table)
  for (const name of table.sort === 'auto' ? [] : table.sort) checkKey(table, name, 'sort')
  for (const name of table.primaryKey) {
    checkKey(table, name, 'primaryKey')
    if (!columns.get(name)?.notNull) {
      throw new Failure(
        `Table '${table.name}' has the nullable column '${name}' in its primaryKey: ` +
          "Redshift refuses that. Declare the column 'not null'.",
      )
    }
  }
  for (const name of Object.keys(table.references)) checkKey(table, name, 'references')
}

function checkDist(table: Table): void {
  const dist: unknown = table.dist
  if (dist === 'even' || dist === 'all' || dist === 'auto') return
  if (typeof dist === 'object' && dist !== null && 'key' in dist && typeof dist.key === 'string') {
    checkKey(table, dist.key, 'dist')
    return
  }
  throw new Failure(
    `Table '${table.name}' has no usable dist: expected 'even', 'all', 'auto' or { key: column }, ` +
      `found ${JSON.stringify(dist) ?? 'nothing'}.`,
  )
}

function checkName(name: string, what: string): void {
  if (NAME.test(name)) return
  throw new Failure(
    `${what} is named '${name}': expected lower case letters, digits and _, at most 127 of them.`,
  )
}

function checkKey(table: Table, column: string, key: string): void {
  if (column in table.columns) return
  throw new Failure(
    `Table '${table.name}' names '${column}' in ${key}, but has no such column. ` +
      `Its columns: ${Object.keys(table.columns).join(', ')}.`,
  )
}
