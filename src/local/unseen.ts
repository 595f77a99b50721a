import { Failure } from '../errors.ts'
import type { Rule } from '../redshift/lint/rule.ts'
import { RULES, type RuleName } from '../redshift/lint/rules.ts'
import { statementsOf } from '../redshift/lint/statement.ts'

/** Rules whose findings leave no trace in a parsed statement, and which the embedded engine would run. */
const UNSEEN = [
  'recursive-columns',
  'recursive-union',
  'double-equals',
  'any-comparison',
  'limit-comma',
  'backtick',
  'double-precision',
  'like-including',
] as const satisfies readonly RuleName[]

/** @throws Failure for what Redshift does not take, and the parser takes for something else. */
export function checkUnseen(text: string): void {
  const around = { inTransaction: false, together: false, binds: 0 }
  for (const statement of statementsOf(text)) {
    for (const name of UNSEEN) {
      const { finds, says }: Rule = RULES[name]
      const [token] = finds(statement, around)
      if (token) throw new Failure(typeof says === 'string' ? says : says(token))
    }
  }
}
