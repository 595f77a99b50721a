import { beginningOf } from './beginning.ts'
import { Failure } from './errors.ts'
import { BOOKS } from './ledger.ts'
import type { Operation } from './migration.ts'
import type { Schema } from './schema.ts'
import {
  statementsOf,
  TRANSACTION_VERBS,
  tokensOf,
  verbOf,
  withoutDollarQuotes,
} from './sql-text.ts'

/** What is known of the raw SQL of a migration before any of it is run, on either engine. */

type RawSql = Extract<Operation, { kind: 'rawSql' }>

/**
 * Reads the way of a raw SQL operation that is run on this schema.
 * @throws Failure for what would break the transaction of its version, and for what is an operation's to do.
 */
export function checkRawSql(operation: RawSql, schema: Schema): void {
  checkNotBlank(operation, 'up', 'down')
  checkNotBlank(operation, 'down', 'up')
  for (const statement of rawStatements(operation.up)) {
    const why = whyNot(statement, schema)
    if (why) throw new Failure(`Cannot take '${beginningOf(statement)}' as raw SQL: ${why}`)
  }
}

function checkNotBlank(operation: RawSql, way: 'up' | 'down', other: 'up' | 'down'): void {
  if (/[^\s;]/.test(operation[way])) return
  throw new Failure(
    `The '${way}' of the raw SQL is blank, and its '${other}' is '${beginningOf(operation[other])}': ` +
      "a version has to be undoable. Write what belongs there, or where nothing does, why: '-- ...'.",
  )
}

function whyNot(statement: string, schema: Schema): string | undefined {
  const verb = verbOf(statement)
  if (TRANSACTION_VERBS.has(verb)) {
    return (
      'a version is applied and undone in a transaction of its own, which begins and ends by itself. ' +
      'Take the statement out.'
    )
  }
  if (verb === 'truncate') {
    return 'on Redshift TRUNCATE commits the transaction that it stands in. Use: delete from.'
  }
  const kept = droppedTables(statement).find(
    (name) => schema.has(name) || BOOKS.some((book) => book.name === name),
  )
  return kept === undefined
    ? undefined
    : `table '${kept}' is made and dropped by operations (dropTable in src/migration.ts), which know ` +
        'the way back and say what would be lost.'
}

/** The names of the tables that a statement drops, as Redshift folds them. */
function droppedTables(statement: string): string[] {
  const names = /^\s*drop\s+table\s+(?:if\s+exists\s+)?([\s\S]+?)(?:\s+(?:cascade|restrict))?\s*$/i
  return (names.exec(statement)?.[1] ?? '')
    .split(',')
    .map((name) => name.trim().replace(/^.*\./s, '').replaceAll('"', '').toLowerCase())
}

/** What raw SQL may destroy: its statements that change or remove rows, columns or tables, as they begin. */
export function lossesOfRawSql(sql: string): string[] {
  return rawStatements(sql).filter(mayLose).map(beginningOf)
}

function mayLose(statement: string): boolean {
  const verb = verbOf(statement)
  if (verb === 'drop') return /^\s*drop\s+(table|schema)\b/i.test(statement)
  if (verb === 'alter') return tokensOf(statement).some((token) => /^drop$/i.test(token))
  const main = verb === 'with' ? tokensOf(statement).find((token) => CHANGES.test(token)) : verb
  return CHANGES.test(main ?? '')
}

const CHANGES = /^(delete|update|merge|truncate)$/i

/** The statements of raw SQL; what stands in dollar quotes is the body of something, and none of them. */
function rawStatements(sql: string): string[] {
  return statementsOf(withoutDollarQuotes(sql))
}
