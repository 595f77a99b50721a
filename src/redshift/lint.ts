import type { Problem, Sending } from '../engine.ts'
import { TRANSACTION_VERBS } from '../sql-text.ts'
import type { Context, Rule } from './lint/rule.ts'
import { RULES } from './lint/rules.ts'
import { type Statement, statementsOf } from './lint/statement.ts'

/**
 * What Redshift would refuse of a text of statements, or take and make something else of, in the order
 * of its lines. Reads tokens and no more, so that it costs little: what is no SQL at all is found by
 * whoever parses it, and what a statement's tables hold is not known here.
 */
export function lint(sql: string, { inTransaction = false, binds = 0 }: Sending = {}): Problem[] {
  const statements = statementsOf(sql)
  // Several statements in one text are one transaction, begun or not.
  const together = statements.length > 1
  let isOpen = inTransaction
  const found: Problem[] = []
  for (const statement of statements) {
    isOpen = opens(statement) ?? isOpen
    found.push(...problemsOf(statement, { inTransaction: isOpen || together, together, binds }))
  }
  return found
}

/** Whether a transaction is open after a statement; undefined when it changes nothing in that. */
export function opens({ verb }: Pick<Statement, 'verb'>): boolean | undefined {
  if (verb === 'begin' || verb === 'start') return true
  return TRANSACTION_VERBS.has(verb) ? false : undefined
}

function problemsOf(statement: Statement, context: Context): Problem[] {
  const found = Object.entries<Rule>(RULES).flatMap(([rule, { finds, says, source }]) =>
    finds(statement, context).map((token) => ({
      at: statement.tokens.indexOf(token),
      rule,
      line: token.line,
      message: typeof says === 'string' ? says : says(token),
      source,
    })),
  )
  return found.sort((one, other) => one.at - other.at).map(({ at: _, ...problem }) => problem)
}
