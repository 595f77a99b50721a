import type { Node } from '../../sql.ts'
import { call, caseOf, inParentheses, NULL, sameOrNull } from '../nodes.ts'
import { type Calls, takes } from './call.ts'

const ANY_NUMBER = Number.POSITIVE_INFINITY
const coalesce = takes(1, ANY_NUMBER, (args) => call('coalesce', ...args))

/** Conditional functions. */
export const CONDITIONS: Calls = {
  coalesce,
  nvl: coalesce,
  nvl2: takes(3, 3, ([value, given, missing]) =>
    caseOf([[{ is_null: { this: inParentheses(value), not: true } }, given]], missing),
  ),
  nullif: takes(2, 2, (args) => call('nullif', ...args)),
  // Nulls are passed over, as by the embedded engine.
  greatest: takes(1, ANY_NUMBER, (args) => call('greatest', ...args)),
  least: takes(1, ANY_NUMBER, (args) => call('least', ...args)),
  // Two nulls are the same (https://docs.aws.amazon.com/redshift/latest/dg/r_DECODE_expression.html).
  decode: takes(3, ANY_NUMBER, ([value, ...pairs]) => {
    const whens: [Node, Node][] = []
    while (pairs.length > 1) {
      const [search, result] = pairs.splice(0, 2)
      whens.push([sameOrNull(inParentheses(value), inParentheses(search)), result])
    }
    return caseOf(whens, pairs[0] ?? NULL)
  }),
}
