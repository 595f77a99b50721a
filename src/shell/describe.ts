import type { Answer, FoundTable } from '../engine.ts'
import { UsageError } from '../errors.ts'
import { didYouMean } from '../nearest.ts'
import type { Table } from '../table.ts'
import { wrappedLast } from '../terminal/table.ts'

/** The tables, each with what a row of it is where a version says so, in lines that fit the width. */
export function tablesAnswer(
  found: readonly FoundTable[],
  declared: ReadonlyMap<string, Table>,
  width: number,
): Answer {
  const rows = [...found]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name }) => [name, declared.get(name)?.row ?? ''])
  return wrappedLast({ columns: ['table', 'a row is'], rows }, width)
}

/** The columns of a table. @throws UsageError when there is none of that name. */
export function columnsAnswer(
  wanted: string,
  found: readonly FoundTable[],
  declared: ReadonlyMap<string, Table>,
): Answer {
  const table = found.find(({ name }) => name === wanted.toLowerCase())
  if (!table) {
    const meant = didYouMean(
      wanted,
      found.map(({ name }) => [name]),
    )
    throw new UsageError(`There is no table '${wanted}'.${meant} \\d lists them.`)
  }
  const { primaryKey = [], references = {} } = declared.get(table.name) ?? {}
  const rows = Object.entries(table.columns).map(([name, { type, notNull }]) => [
    name,
    type,
    notNull ? 'not null' : '',
    [
      ...(primaryKey.includes(name) ? ['primary key'] : []),
      ...(references[name] ? [`references ${references[name]}`] : []),
    ].join(', '),
  ])
  return { columns: ['column', 'type', 'null', 'key'], rows }
}
