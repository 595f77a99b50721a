import { rmSync } from 'node:fs'
import type * as DuckDB from '@duckdb/node-api'
import type { FileFormat } from '../engine.ts'
import { requirePackage } from '../modules.ts'
import { identifier, literal } from './literals.ts'

/** Rows of any warehouse, gathered to be written as one file. */
export interface RowFile {
  append(rows: readonly (readonly unknown[])[]): void
  /** Writes the rows. Resolves to their number. */
  write(file: string, format: FileFormat): Promise<number>
  close(): void
}

/**
 * Opens a file of rows with these columns, of types as Redshift spells them. Rows wait in memory, or in
 * the file `waiting` where there may be many.
 */
export async function openRowFile(
  columns: readonly string[],
  types: readonly string[],
  waiting = ':memory:',
): Promise<RowFile> {
  // Not before: commands that write no such file need not load the engine.
  const { DuckDBInstance } = requirePackage('@duckdb/node-api') as typeof DuckDB
  const instance = await DuckDBInstance.create(waiting, { memory_limit: '500MB' })
  const connection = await instance.connect()
  const texts = columns.map((_, index) => `c${index} varchar`)
  await connection.run(`set TimeZone = 'UTC'; create table gathered (${texts.join(', ')})`)
  const appender = await connection.createAppender('gathered')
  return {
    append(rows) {
      for (const row of rows) {
        for (const value of row) {
          if (value === null || value === undefined) appender.appendNull()
          else appender.appendVarchar(String(value))
        }
        appender.endRow()
      }
      appender.flushSync()
    },
    async write(file, format) {
      const typed = columns.map(
        (name, index) => `cast(c${index} as ${typeHere(types[index])}) as ${identifier(name)}`,
      )
      const copy = copyTo(`select ${typed.join(', ')} from gathered`, file, format)
      const result = await connection.runAndReadAll(copy)
      return Number(result.getRows()[0]?.[0])
    },
    close() {
      appender.closeSync()
      connection.closeSync()
      instance.closeSync()
      if (waiting === ':memory:') return
      for (const left of [waiting, `${waiting}.wal`]) rmSync(left, { force: true })
    },
  }
}

/** The statement that writes what a query in this engine's words finds; it answers with the number of rows. */
export function copyTo(query: string, file: string, format: FileFormat): string {
  const options = format === 'csv' ? 'format csv, header true' : `format ${format}`
  return `copy (${query}) to ${literal(file)} (${options})`
}

const TYPES: Readonly<Record<string, string>> = {
  'character varying': 'varchar',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  numeric: 'varchar', // of no known precision: all its digits are kept
}

function typeHere(type = 'character varying'): string {
  return TYPES[type] ?? type
}
