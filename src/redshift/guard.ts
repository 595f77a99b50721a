import type pg from 'pg'
import { Failure } from '../errors.ts'
import { statementsOf } from './lint/statement.ts'
import { lint, opens } from './lint.ts'

/** What a pg client is asked: text, or text with the values that are bound to it. */
type Query = string | { readonly text?: string; readonly values?: readonly unknown[] }

/**
 * The last look at what a connection sends. Commands read their SQL before they connect; what they
 * missed, or made later, is refused here, statement by statement.
 */
export function guard(connection: pg.Client): void {
  const send = connection.query.bind(connection) as (...query: unknown[]) => unknown
  let inTransaction = false
  const look = (query: Query) => {
    const sql = typeof query === 'string' ? query : query.text
    if (sql === undefined) return
    const binds = typeof query === 'string' ? 0 : (query.values?.length ?? 0)
    const problems = lint(sql, { inTransaction, binds })
    if (problems.length > 0) throw unsent(sql, problems)
    for (const statement of statementsOf(sql)) inTransaction = opens(statement) ?? inTransaction
  }
  const guarded = (query: Query, ...rest: unknown[]) => {
    look(query)
    return send(query, ...rest)
  }
  connection.query = guarded as typeof connection.query
}

function unsent(sql: string, problems: ReturnType<typeof lint>): Failure {
  const start = sql.replace(/\s+/g, ' ').trim().slice(0, 60)
  const told = problems.map(({ line, message, rule, source }) => {
    return `line ${line}: ${message}\n  ${rule}: ${source}`
  })
  return new Failure(`A statement was not sent: '${start}'.\n${told.join('\n')}`)
}
