import { Failure } from './errors.ts'
import { statementsOf, verbOf, withoutDollarQuotes } from './sql-text.ts'

/** What is known of the raw SQL of a migration before any of it is run, on either engine. */

/** Begin or end a transaction, and a version is one. */
const CONTROLS = new Set(['begin', 'start', 'commit', 'end', 'rollback', 'abort'])

/**
 * Reads one way of a raw SQL operation.
 * @throws Failure for what would break the transaction that its version is applied in.
 */
export function checkRawSql(sql: string): void {
  for (const statement of rawStatements(sql)) {
    if (CONTROLS.has(verbOf(statement))) {
      throw new Failure(
        `Cannot take '${beginningOf(statement)}' as raw SQL: a version is applied and undone in a ` +
          'transaction of its own, which begins and ends by itself. Take the statement out.',
      )
    }
  }
}

/** The statements of raw SQL; what stands in dollar quotes is the body of something, and none of them. */
export function rawStatements(sql: string): string[] {
  return statementsOf(withoutDollarQuotes(sql))
}

const SHOWN = 60

/** A statement as messages show it: on one line, its first characters. */
export function beginningOf(statement: string): string {
  const line = statement.replace(/\s+/g, ' ').trim()
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}...` : line
}
