import { guide, type Rule } from './rule.ts'
import { calls, closing, inside, is, isName, parts, phrases, type Statement } from './statement.ts'
import type { Token } from './tokens.ts'

const WINDOWS = guide('r_Window_function_synopsis')

/** Aggregates that may be asked of a window. */
const IN_WINDOWS = new Set(
  `avg count max min sum stddev stddev_samp stddev_pop variance var_samp var_pop first_value last_value
   nth_value`.split(/\s+/),
)

/** Functions that say something of a row among others. */
const RANKING = new Set(
  'row_number rank dense_rank percent_rank cume_dist ntile lag lead ratio_to_report'.split(' '),
)

/** What windows may not be. */
export const WINDOW_RULES = {
  'window-clause': {
    finds: phrases('window _ as ('),
    says: 'Redshift has no WINDOW clause. Write the window after over.',
    source: guide('r_SELECT_synopsis'),
  },
  'named-window': {
    finds: ({ tokens }) =>
      tokens.filter(
        (token, index) =>
          is(token, 'over') && is(tokens[index - 1], ')') && isName(tokens[index + 1]),
      ),
    says: 'Redshift has no named windows. Write the window after over.',
    source: WINDOWS,
  },
  'window-frame': {
    finds: (statement) =>
      windows(statement)
        .filter(({ words }) => words.includes('order') && !words.some((word) => FRAMES.has(word)))
        .map(({ name }) => name),
    says:
      'Aggregate window functions with an ORDER BY clause require a frame clause: ' +
      'add rows unbounded preceding.',
    source: WINDOWS,
  },
  'rows-frame': {
    finds: phrases('range|groups between|unbounded|current'),
    says: 'Redshift takes frames of rows only.',
    source: WINDOWS,
  },
  'window-missing': {
    finds: (statement) =>
      calls(statement, RANKING)
        .filter(({ open }) => !is(afterCall(statement.tokens, open), 'over'))
        .map(({ name }) => name),
    says: ({ text }) => `Redshift takes ${text}() with a window only: add over (...).`,
    source: guide('c_Window_functions'),
  },
  'window-distinct': {
    finds: (statement) =>
      calls(statement, IN_WINDOWS)
        .filter(
          ({ open }) =>
            is(statement.tokens[open + 1], 'distinct') &&
            is(afterCall(statement.tokens, open), 'over'),
        )
        .map(({ name }) => name),
    says: 'Redshift takes no DISTINCT in a window. Count the rows in a query first.',
    source: guide('r_WF_COUNT'),
  },
  'neighbour-default': {
    finds: (statement) =>
      calls(statement, new Set(['lag', 'lead']))
        .filter(({ open }) => parts(inside(statement.tokens, open)).length > 2)
        .map(({ name }) => name),
    says: ({ text }) => noDefault(text),
    source: guide('r_WF_LAG'),
  },
} as const satisfies Readonly<Record<string, Rule>>

/** Why LAG or LEAD is not taken with a default. */
export function noDefault(name: string): string {
  return `Redshift takes no default in ${name.toUpperCase()}. Use: nvl(${name}(...) over (...), default).`
}

const FRAMES = new Set(['rows', 'range', 'groups'])

/** What follows a call, and what is said of its nulls. */
function afterCall(tokens: readonly Token[], open: number): Token | undefined {
  let at = closing(tokens, open) + 1
  while (is(tokens[at], 'ignore', 'respect', 'nulls')) at += 1
  return tokens[at]
}

/** The windows of aggregates: the function's name, and the words of the window that stand in no parentheses of their own. */
function windows(statement: Statement): { name: Token; words: string[] }[] {
  const { tokens } = statement
  return calls(statement, IN_WINDOWS).flatMap(({ name, open }) => {
    const over = afterCall(tokens, open)
    const at = over ? tokens.indexOf(over) + 1 : tokens.length
    if (!is(over, 'over') || !is(tokens[at], '(')) return []
    const window = inside(tokens, at)
    const words = window.filter(({ depth, kind }) => kind === 'word' && depth === name.depth + 1)
    return [{ name, words: words.map(({ text }) => text) }]
  })
}
