import { guide, type Rule } from './rule.ts'
import { closing, inside, is, isName, nameOf, type Statement } from './statement.ts'
import type { Token } from './tokens.ts'

const WITH = guide('r_WITH_clause')

/** What tables of a WITH may not say that read themselves. */
export const RECURSION_RULES = {
  'recursive-columns': {
    finds: (statement) =>
      recursive(statement).flatMap(({ name, columns }) => (columns ? [] : [name])),
    says: ({ text }) =>
      `Redshift takes a table that reads itself with the names of its columns: ${text} (...) as (...).`,
    source: WITH,
  },
  'recursive-union': {
    finds: (statement) =>
      recursive(statement).flatMap(({ query }) =>
        query.filter(
          (token, index) =>
            is(token, 'union') && token.depth === query[0]?.depth && !is(query[index + 1], 'all'),
        ),
      ),
    says: 'Redshift takes UNION ALL between the two queries of a table that reads itself.',
    source: WITH,
  },
} as const satisfies Readonly<Record<string, Rule>>

/** A table of a WITH that reads itself. */
interface Recursive {
  readonly name: Token
  /** Whether its columns are named. */
  readonly columns: boolean
  readonly query: readonly Token[]
}

function recursive({ tokens, words }: Statement): Recursive[] {
  if (!words.has('recursive')) return []
  return tokens.flatMap((name, index) => {
    if (!isName(name) || !is(tokens[index - 1], 'recursive', ',')) return []
    const columns = is(tokens[index + 1], '(')
    const at = columns ? closing(tokens, index + 1) + 1 : index + 1
    if (!is(tokens[at], 'as') || !is(tokens[at + 1], '(')) return []
    const query = inside(tokens, at + 1)
    const readsItself = query.some(
      (token, place) =>
        isName(token) && nameOf(token) === nameOf(name) && is(query[place - 1], 'from', 'join'),
    )
    return readsItself ? [{ name, columns, query }] : []
  })
}
