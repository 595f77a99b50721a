import { Failure } from '../../errors.ts'
import { withoutMarks } from '../../sql-text.ts'
import { call, kindOf } from '../nodes.ts'
import type { Rule } from '../rewrites.ts'
import type { Calls } from './call.ts'
import { convert } from './casts.ts'
import { CONDITIONS } from './conditions.ts'
import { DATE_CALLS } from './dates.ts'
import { JSON_CALLS } from './json.ts'
import { NUMBER_TEXT_CALLS } from './number-text.ts'
import { NUMBER_CALLS } from './numbers.ts'
import { refusedFunction } from './refused-functions.ts'
import { TEXT_CALLS, TEXT_RULES } from './texts.ts'

const CALLS: Calls = {
  ...CONDITIONS,
  ...DATE_CALLS,
  ...JSON_CALLS,
  ...NUMBER_CALLS,
  ...NUMBER_TEXT_CALLS,
  ...TEXT_CALLS,
}

/** Groupings, which the parser takes for functions. */
const GROUPINGS = new Set(['rollup', 'cube', 'grouping sets', 'grouping', 'grouping_id'])

/** Function calls, and what has a syntax of its own for one. */
export const CALLED: Readonly<Record<string, Rule>> = {
  ...TEXT_RULES,
  function: (content, rewrite, node) => {
    const name = withoutMarks(String(content.name)).toLowerCase()
    if (name === 'convert' && content.args.length === 2) {
      return convert(content.args[0], rewrite(content.args[1]))
    }
    const args = content.args.map((arg: unknown) => rewrite(arg))
    if (GROUPINGS.has(name)) return { function: { ...node.function, args } }
    const known = Object.hasOwn(CALLS, name) ? CALLS[name] : undefined
    if (!known) throw refusedFunction(name)
    if (content.distinct) throw new Failure(`Redshift's ${name}() takes no DISTINCT.`)
    if (args.some((arg: unknown) => kindOf(arg) === 'star')) {
      throw new Failure(`Redshift's ${name}() takes no star.`)
    }
    return known(args, name)
  },
  sqrt: ({ this: value }, rewrite) => call('sqrt', rewrite(value)),
  cbrt: ({ this: value }, rewrite) => call('cbrt', rewrite(value)),
  abs: ({ this: value }, rewrite) => call('abs', rewrite(value)),
}
