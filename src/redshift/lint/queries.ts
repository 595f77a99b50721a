import { guide, type Rule, UNSUPPORTED_FEATURES, UNSUPPORTED_FUNCTIONS } from './rule.ts'
import { calls, inside, is, isName, phrases } from './statement.ts'
import type { Token } from './tokens.ts'

const SELECT = guide('r_SELECT_synopsis')

const AGGREGATES = new Set(
  'avg count max min sum stddev variance listagg string_agg array_agg bool_and bool_or'.split(' '),
)

/** What queries may not say. */
export const QUERY_RULES = {
  'distinct-on': {
    finds: phrases('distinct on ('),
    says: 'Redshift has no DISTINCT ON. Use: qualify row_number() over (partition by ... order by ...) = 1.',
    source: SELECT,
  },
  'for-update': {
    finds: phrases('for update|share', 'for no key update', 'for key share'),
    says: 'Redshift has no FOR UPDATE. Use: lock table, first in the transaction.',
    source: SELECT,
  },
  lateral: {
    finds: phrases('lateral ('),
    says: 'Redshift has no lateral joins. Join a query with its key in it.',
    source: guide('r_FROM_clause30'),
  },
  filter: {
    finds: phrases(') filter ( where'),
    says: 'Redshift has no FILTER. Use: sum(case when ... then value end).',
    source: guide('c_Aggregate_Functions'),
  },
  'like-any': {
    finds: phrases('like|ilike any|some|all ('),
    says: 'Redshift has no LIKE ANY. Use: a like ... or a like ...',
    source: guide('r_patternmatching_condition_like'),
  },
  'values-table': {
    finds: ({ tokens, verb }) =>
      tokens.filter(
        (token, index) =>
          is(token, 'values') &&
          (verb === 'values'
            ? index === 0
            : is(tokens[index - 1], '(') && is(tokens[index - 2], 'from', 'join', ',', 'as', 'in')),
      ),
    says: 'Redshift has no VALUES as a table. Use: select 1 as a union all select 2.',
    source: UNSUPPORTED_FEATURES,
  },
  'distinct-from': {
    finds: phrases('is distinct from'),
    says: 'Redshift has no IS DISTINCT FROM. Use: nvl(a, -1) <> nvl(b, -1), or is null.',
    source: UNSUPPORTED_FUNCTIONS,
  },
  'not-distinct-from': {
    finds: phrases('is not distinct from'),
    says: 'Redshift has no IS NOT DISTINCT FROM. Use: a = b or (a is null and b is null).',
    source: UNSUPPORTED_FUNCTIONS,
  },
  array: {
    finds: ({ tokens }) =>
      tokens.filter(
        (token, index) =>
          is(token, '[') && (is(tokens[index + 1], ']') || !isValue(tokens[index - 1])),
      ),
    says: 'Redshift has no arrays. Keep a row per value.',
    source: UNSUPPORTED_FEATURES,
  },
  'any-array': {
    finds: ({ tokens }) =>
      tokens.filter(
        (token, index) =>
          is(token, 'any', 'some', 'all') &&
          /^[=<>!]+$/.test(tokens[index - 1]?.text ?? '') &&
          is(tokens[index + 1], '(') &&
          !is(tokens[index + 2], 'select', 'with', '('),
      ),
    says: 'Redshift has no arrays to compare with. Use: in (...).',
    source: UNSUPPORTED_FUNCTIONS,
  },
  'json-operator': {
    finds: ({ tokens }) => tokens.filter((token) => is(token, ...JSON_OPERATORS)),
    says: ({ text }) => `Redshift has no operator ${text}. Use: json_extract_path_text(...).`,
    source: UNSUPPORTED_FUNCTIONS,
  },
  'named-argument': {
    finds: phrases('_ =>|:= *'),
    says: 'Redshift has no named arguments.',
    source: guide('c_SQL_functions'),
  },
  tablesample: {
    finds: phrases('tablesample *'),
    says: 'Redshift has no TABLESAMPLE. Use: where random() < 0.1.',
    source: guide('r_FROM_clause30'),
  },
  'except-all': {
    finds: phrases('except|intersect|minus all'),
    says: ({ text }) => noAll(text),
    source: guide('r_UNION'),
  },
  'limit-percent': {
    finds: ({ tokens }) =>
      tokens.filter(
        (token, index) =>
          is(token, 'percent') &&
          tokens[index - 1]?.kind === 'number' &&
          is(tokens[index - 2], 'limit'),
      ),
    says: 'Redshift has no LIMIT in percent.',
    source: guide('r_ORDER_BY_clause'),
  },
  'limit-comma': {
    finds: ({ tokens }) =>
      tokens.filter(
        (token, index) =>
          is(token, 'limit') && tokens[index + 1]?.kind === 'number' && is(tokens[index + 2], ','),
      ),
    says: 'Redshift takes no comma in LIMIT. Use: limit 10 offset 20.',
    source: guide('r_ORDER_BY_clause'),
  },
  'qualify-alias': {
    finds: ({ tokens }) =>
      tokens.filter((token, index) => is(token, 'qualify') && followsBareTable(tokens, index)),
    says: 'Redshift takes QUALIFY right after a table only when the table has an alias.',
    source: guide('r_QUALIFY_clause'),
  },
  'ordered-aggregate': {
    finds: (statement) =>
      calls(statement, AGGREGATES)
        .filter(({ open }) =>
          inside(statement.tokens, open).some(
            (token, index, all) =>
              is(token, 'order') && token.depth === all[0]?.depth && is(all[index + 1], 'by'),
          ),
        )
        .map(({ name }) => name),
    says: 'Redshift takes no ORDER BY inside an aggregate. Use: within group (order by ...).',
    source: guide('r_LISTAGG'),
  },
  'changing-with': {
    finds: ({ tokens }) =>
      tokens.filter(
        (token, index) =>
          is(token, 'insert', 'update', 'delete', 'merge') &&
          is(tokens[index - 1], '(') &&
          is(tokens[index - 2], 'as'),
      ),
    says: ({ text }) => `Redshift has no ${text.toUpperCase()} inside a WITH. Send it by itself.`,
    source: guide('r_WITH_clause'),
  },
  'from-first': {
    finds: ({ tokens }) =>
      tokens.filter(
        (token, index) =>
          is(token, 'from') &&
          (index === 0 ||
            is(tokens[index - 1], 'union', 'except', 'minus', 'intersect') ||
            (is(tokens[index - 1], '(') && !is(tokens[index - 2], 'trim'))),
      ),
    says: 'Redshift begins a query with select or with.',
    source: SELECT,
  },
} as const satisfies Readonly<Record<string, Rule>>

/** Why EXCEPT ALL or INTERSECT ALL is not taken. */
export function noAll(word: string): string {
  return `Redshift has no ${word.toUpperCase()} ALL.`
}

const JSON_OPERATORS = ['->', '->>', '#>', '#>>', '@>', '<@', '@@', '&&']

/** Whether a token ends a value that can be looked into: SUPER values have subscripts, `a[0]`. */
function isValue(token: Token | undefined): boolean {
  return is(token, ')', ']') || (isName(token) && !is(token, 'array', 'select', 'in', 'any'))
}

function followsBareTable(tokens: readonly Token[], qualify: number): boolean {
  let at = qualify - 1
  if (!isName(tokens[at])) return false
  while (is(tokens[at - 1], '.') && isName(tokens[at - 2])) at -= 2
  return is(tokens[at - 1], 'from')
}
