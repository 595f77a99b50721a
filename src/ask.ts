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
  const missing = missingIn(said)
  return [
    `Cannot answer this: ${why}${meant(missing, sql, tables)} Nothing was changed.`,
    ...shown,
    ...choices(missing, sql, tables),
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

/** A name that the engine does not know. */
interface Missing {
  readonly kind: 'relation' | 'column'
  readonly name: string
}

function missingIn(said: string): Missing | null {
  const found = /^(relation|column) "(?:\w+\.)*(\w+)"(?: of relation "\w+")? does not exist/.exec(
    said,
  )
  return found && { kind: found[1] as Missing['kind'], name: found[2] ?? '' }
}

/** The tables that a query names. */
function namedIn(sql: string, tables: readonly FoundTable[]): FoundTable[] {
  const words = new Set(tokensOf(sql).map((word) => word.toLowerCase()))
  return tables.filter((table) => words.has(table.name))
}

/** The table or column that was meant, where the engine knows none of that name. */
function meant(missing: Missing | null, sql: string, tables: readonly FoundTable[]): string {
  if (!missing) return ''
  const names =
    missing.kind === 'relation'
      ? tables.map(({ name }) => name)
      : namedIn(sql, tables).flatMap(({ columns }) => Object.keys(columns))
  return didYouMean(
    missing.name,
    names.map((name) => [name]),
  )
}

/** What could have been asked for in the place of what is missing, or how to come by it. */
function choices(missing: Missing | null, sql: string, tables: readonly FoundTable[]): string[] {
  if (!missing) return []
  if (tables.length === 0) return ["The warehouse has no tables yet: run 'npm start'."]
  if (missing.kind === 'column') {
    return namedIn(sql, tables).map(
      ({ name, columns }) => `Columns of ${name}: ${Object.keys(columns).join(', ')}.`,
    )
  }
  return [
    `Tables: ${tables
      .map(({ name }) => name)
      .sort()
      .join(', ')}.`,
  ]
}
