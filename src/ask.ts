import type { Answer, FoundTable } from './engine.ts'
import { EngineError, Failure, messageOf } from './errors.ts'
import { didYouMean } from './nearest.ts'
import { isOneQuery } from './sql.ts'
import { placeAt, shownPlace } from './sql-place.ts'
import { tokenAt, tokensOf } from './sql-text.ts'
import type { Warehouse } from './warehouse.ts'

export interface AskOptions {
  /** How many rows are wanted, from the first; all of them by default. */
  readonly most?: number | undefined
  /** The line of a file at which the text begins, where it comes from one. */
  readonly firstLine?: number | undefined
}

/**
 * Asks the warehouse a question in Redshift SQL.
 * @throws Failure when the text is not one query, or the engine cannot answer it.
 */
export async function ask(
  warehouse: Warehouse,
  sql: string,
  { most, firstLine = 1 }: AskOptions = {},
): Promise<Answer> {
  const text = sql.trim().replace(/;\s*$/, '')
  if (!(await isOneQuery(text))) {
    throw new Failure(
      'This is not a query: expected one statement that reads (select or with). Nothing was run. ' +
        'Tables change by migrations and transforms.',
    )
  }
  try {
    return await (most === undefined
      ? warehouse.session.answer(text)
      : warehouse.connection.firstRows(text, most))
  } catch (error) {
    throw new Failure(await explained(warehouse, text, error, firstLine), { cause: error })
  }
}

/** An answer, or its first rows. */
export interface Found extends Answer {
  /** Whether there are more rows. */
  readonly more: boolean
  readonly seconds: number
}

/** Asks for the first rows, all of them by default, and tells whether there are more. @throws as `ask`. */
export async function askFirst(
  warehouse: Warehouse,
  sql: string,
  { most, ...options }: AskOptions,
): Promise<Found> {
  const begun = performance.now()
  const one = most === undefined ? undefined : most + 1
  const answer = await ask(warehouse, sql, { ...options, most: one })
  return {
    ...answer,
    rows: answer.rows.slice(0, most),
    more: most !== undefined && answer.rows.length > most,
    seconds: (performance.now() - begun) / 1_000,
  }
}

async function explained(
  { connection, session }: Warehouse,
  sql: string,
  error: unknown,
  firstLine: number,
): Promise<string> {
  const [said = '', ...place] = messageOf(error).split('\n')
  const why = said.replace(/^Cannot read this SQL: /, '').replace(/\.?$/, '.')
  const tables = await connection.tables(session)
  const index = indexOf(sql, error, said)
  const shown =
    place.length > 0
      ? [inFile(place[0] ?? '', firstLine), ...place.slice(1)]
      : index === undefined
        ? []
        : [shownPlace(sql, placeAt(sql, index), firstLine)]
  return [
    `Cannot answer this: ${why}${meant(said, sql, tables)} Nothing was changed.`,
    ...shown,
    tablesLine(tables),
  ].join('\n')
}

/** The parser's `Line 1, column 8:`, counted as in the file. */
function inFile(place: string, firstLine: number): string {
  return place.replace(/^Line (\d+)/, (_, line) => `Line ${Number(line) + firstLine - 1}`)
}

/** Where an error is, as the engine tells, or else where the name stands that it tells. */
function indexOf(sql: string, error: unknown, said: string): number | undefined {
  const position = error instanceof EngineError ? error.position : undefined
  if (position !== undefined) return position - 1
  const name = /"([^"]+)"/.exec(said)?.[1] ?? /\bfunction (\w+)\(/.exec(said)?.[1]
  return name === undefined ? undefined : tokenAt(sql, name)
}

/** The table or column that was meant, where the engine knows none of that name. */
function meant(said: string, sql: string, tables: readonly FoundTable[]): string {
  const missing = /^(relation|column) "(?:\w+\.)*(\w+)"(?: of relation "\w+")? does not exist/.exec(
    said,
  )
  if (!missing) return ''
  const [, kind, name = ''] = missing
  if (kind === 'relation')
    return didYouMean(
      name,
      tables.map((table) => [table.name]),
    )
  const words = new Set(tokensOf(sql).map((word) => word.toLowerCase()))
  const named = tables.filter((table) => words.has(table.name))
  const columns = named.flatMap((table) => Object.keys(table.columns))
  return didYouMean(
    name,
    columns.map((column) => [column]),
  )
}

/** What could have been asked for, or how to come by it. */
function tablesLine(tables: readonly FoundTable[]): string {
  const names = tables.map(({ name }) => name).sort()
  return names.length === 0
    ? "The warehouse has no tables yet: run 'npm start'."
    : `Tables: ${names.join(', ')}.`
}
