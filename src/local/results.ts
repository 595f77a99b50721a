import type { DuckDBResultReader } from '@duckdb/node-api'
import { fromDuckDB, typeName } from './values.ts'

/** A column of a result. */
export interface Field {
  readonly name: string
  /** As Redshift spells it. */
  readonly type: string
}

/** What a statement gives, in the shape of a pg result. */
export interface Result {
  readonly command: string
  readonly rowCount: number
  readonly fields: readonly Field[]
  readonly rows: Record<string, unknown>[] | unknown[][]
}

/** The result of a statement that gives no rows. */
export function done(command: string): Result {
  return { command, rowCount: 0, fields: [], rows: [] }
}

/** Statements whose one row says how many rows they changed. */
const CHANGES = new Set(['insert', 'update', 'delete', 'merge', 'create'])

/** How rows are wanted. */
export interface Wanted {
  /** As arrays, so that two columns of one name are both there. */
  readonly rowMode?: 'array'
  /** How many, from the first; all of them by default. */
  readonly most?: number
}

/** What the embedded engine gave for a statement that begins with a verb. */
export function resultOf(
  reader: DuckDBResultReader,
  verb: string,
  { rowMode, most }: Wanted = {},
): Result {
  const types = reader.columnTypes()
  const names = reader.columnNames().map((name) => name.toLowerCase())
  const arrays = reader
    .getRows()
    .slice(0, most)
    .map((row) =>
      row.map((value, column) => {
        const type = types[column]
        return type ? fromDuckDB(value, type) : value
      }),
    )
  const command = verb.toUpperCase()
  if (CHANGES.has(verb)) return { ...done(command), rowCount: Number(arrays[0]?.[0] ?? 0) }
  return {
    command: command === 'WITH' ? 'SELECT' : command,
    rowCount: arrays.length,
    fields: names.map((name, column) => ({ name, type: typeName(types[column]) })),
    rows: rowMode === 'array' ? arrays : arrays.map((row) => byName(names, row)),
  }
}

function byName(names: readonly string[], row: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name, column) => [name, row[column]]))
}
