import { columns, tableAt } from './definitions.ts'
import { NEVER_IN_QUERIES, RESERVED_WORDS } from './reserved-words.ts'
import { guide, type Rule, UNSUPPORTED_FEATURES } from './rule.ts'
import { inside, is, nameOf, phrases, type Statement } from './statement.ts'
import { tableNames } from './table-names.ts'
import type { Token } from './tokens.ts'

const NAMES = guide('r_names')
const QUERYING = new Set(['select', 'insert', 'update', 'delete', 'merge'])
const DEFINING = new Set(['create', 'alter'])
const MOST_BYTES = 127

/** Names that Redshift does not take, or makes others of. */
export const NAME_RULES = {
  'reserved-word': {
    finds: (statement) => [
      ...new Set(
        [...namedPlaces(statement), ...namedAnywhere(statement)].filter(
          (token) => token.kind === 'word',
        ),
      ),
    ],
    says: ({ text }) => `'${text}' is a reserved word on Redshift. As a name, quote it: "${text}".`,
    source: guide('r_pg_keywords'),
  },
  'timestamp-name': {
    finds: ({ tokens, main }) =>
      tokens.filter(
        (token, index) =>
          QUERYING.has(main) &&
          is(token, 'timestamp') &&
          !is(tokens[index - 1], '::', 'as', '.') &&
          (is(
            tokens[index + 1],
            ',',
            'from',
            ')',
            '=',
            '<',
            '>',
            '<=',
            '>=',
            '<>',
            '-',
            '+',
            'is',
            'desc',
            'asc',
          ) ||
            index === tokens.length - 1) &&
          !is(tokens[index - 2], 'convert'),
      ),
    says: `'timestamp' is a reserved word on Redshift. As a name, quote it: "timestamp".`,
    source: guide('r_pg_keywords'),
  },
  'system-column': {
    finds: (statement) =>
      columns(statement).flatMap(([name]) =>
        name && SYSTEM_COLUMNS.has(nameOf(name)) ? [name] : [],
      ),
    says: (name) => `No column may be named '${nameOf(name)}' on Redshift. Choose another name.`,
    source: UNSUPPORTED_FEATURES,
  },
  'folded-name': {
    finds: ({ tokens, verb }) =>
      tokens.filter(
        ({ kind, text }) => DEFINING.has(verb) && kind === 'name' && text !== text.toLowerCase(),
      ),
    says: ({ text }) =>
      `Redshift folds ${text} to lower case, quoted or not. Write ${text.toLowerCase()}.`,
    source: NAMES,
  },
  'long-name': {
    finds: ({ tokens }) =>
      tokens.filter(
        (token) =>
          (token.kind === 'name' || token.kind === 'word') &&
          Buffer.byteLength(nameOf(token)) > MOST_BYTES,
      ),
    says: (name) =>
      `Redshift cuts names at ${MOST_BYTES} bytes, and '${nameOf(name).slice(0, 20)}...' has ${Buffer.byteLength(nameOf(name))}.`,
    source: NAMES,
  },
  backtick: {
    finds: (statement) => phrases('`')(statement).slice(0, 1),
    says: 'Redshift quotes names with ", not with `.',
    source: NAMES,
  },
  'escape-string': {
    finds: ({ tokens }) => tokens.filter(({ kind, text }) => kind === 'text' && /^e'/i.test(text)),
    says: "Redshift documents no e'...': a backslash escapes in every '...'. Leave the e out.",
    source: guide('r_CREATE_USER'),
  },
  unended: {
    finds: ({ tokens }) => tokens.filter(({ kind }) => kind === 'unended'),
    says: ({ text }) =>
      `This ${UNENDED[text.slice(0, 1)]} is never ended.` +
      (text.startsWith("'")
        ? " A backslash before a quote escapes it: write '\\\\' for a backslash."
        : ''),
    source: guide('r_CREATE_USER'),
  },
  'question-mark': {
    finds: phrases('?'),
    says: 'Redshift has no ? in SQL. Write the value.',
    source: guide('r_PREPARE'),
  },
} as const satisfies Readonly<Record<string, Rule>>

const SYSTEM_COLUMNS = new Set(['oid', 'tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'])
const UNENDED: Readonly<Record<string, string>> = {
  "'": 'text',
  '"': 'name',
  '/': 'comment',
  $: 'text',
}

/** Reserved words where only a name can stand. */
function namedPlaces(statement: Statement): Token[] {
  const { tokens, verb, main } = statement
  const places: (Token | undefined)[] = columns(statement).map(([name]) => name)
  const table = tableAt(statement)
  if (table !== -1) places.push(tokens[table])
  if (QUERYING.has(main)) places.push(...tableNames(statement).map(({ token }) => token))
  if (verb === 'alter') {
    tokens.forEach((token, index) => {
      const next = is(tokens[index + 1], 'column') ? index + 2 : index + 1
      if (is(token, 'drop', 'rename') && !is(tokens[next], ...NOT_NAMES)) places.push(tokens[next])
      if (is(token, 'to') && tokens.some((other) => is(other, 'rename')))
        places.push(tokens[index + 1])
    })
  }
  if (main === 'insert') {
    const into = tokens.findIndex((token) => is(token, 'into'))
    const open = tokens.findIndex((token, index) => index > into && is(token, '('))
    const isList = open !== -1 && open <= into + 4 && !is(tokens[open - 1], 'values', 'as')
    if (isList && !is(tokens[open + 1], 'select', 'with')) {
      places.push(...inside(tokens, open).filter((token) => token.kind === 'word'))
    }
  }
  return places.filter(
    (token): token is Token =>
      token?.kind === 'word' && RESERVED_WORDS.has(token.text) && !SYSTEM_COLUMNS.has(token.text),
  )
}

/** What may follow DROP and RENAME beside a name. */
const NOT_NAMES = 'to constraint not default partition primary foreign unique'.split(' ')

/** Reserved words in a query that has no use for them. */
function namedAnywhere(statement: Statement): Token[] {
  const { tokens, main } = statement
  if (!QUERYING.has(main)) return []
  // Where no table could have such a column, it is asked who is signed in.
  const asks = tableNames(statement).length === 0
  return tokens.filter(
    (token, index) =>
      token.kind === 'word' &&
      NEVER_IN_QUERIES.has(token.text) &&
      !(asks && token.text === 'user') &&
      // After AS, and after a table and its dot, any word is taken.
      !is(tokens[index - 1], 'as', '.', 'overriding') &&
      !is(tokens[index + 1], '('),
  )
}
