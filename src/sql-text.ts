import { Failure } from './errors.ts'

/** Redshift SQL as text, before a parser reads it: comments, literals, quoted names, and where a statement ends. */

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }

/** Comments, quoted names and literals first, so that what stands inside them is nothing else. */
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"]|"")*"|'(?:[^'\\]|''|\\[\s\S])*'|\$[A-Za-z_]*\$|[A-Za-z_][\w$]*|;/g

/** The tokens, and what begins a literal, a quoted name or a comment that has no end. */
export const OPENING: RegExp = new RegExp(`${TOKEN.source}|['"]|\\/\\*`, 'g')

/** The tokens of a text that are words, literals, quoted names or semicolons. */
export function tokensOf(sql: string): string[] {
  return [...withoutComments(sql).matchAll(TOKEN)].map(([token]) => token)
}

/** Where a name stands in a text, or else a literal that says the same; in characters from 0. */
export function tokenAt(sql: string, wanted: string): number | undefined {
  const says = ({ 0: token }: RegExpMatchArray) =>
    (/^["']/.test(token) ? token.slice(1, -1) : token).toLowerCase() === wanted.toLowerCase()
  const found = [...withoutComments(sql).matchAll(TOKEN)].filter(says)
  return (found.find(([token]) => !token.startsWith("'")) ?? found[0])?.index
}

/**
 * Rewrites the string literals of a Redshift statement, where a backslash escapes as it did in
 * PostgreSQL 8, into standard ones, where it does not
 * (https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_USER.html shows `'\\'` for one backslash).
 */
export function standardLiterals(sql: string): string {
  if (!sql.includes('\\')) return sql
  return sql.replace(TOKEN, (token) =>
    token.startsWith("'")
      ? token.replace(/\\([\s\S])/g, (_, escaped: string) => plain(escaped))
      : token,
  )
}

function plain(escaped: string): string {
  return escaped === "'" ? "''" : (ESCAPES[escaped] ?? escaped)
}

/**
 * The statement with blanks for its comments, so that what is left stands where it stood.
 * @throws Failure for a comment inside a comment: what ends it is not the same for every reader.
 */
export function withoutComments(sql: string): string {
  return sql.replace(TOKEN, (token) => {
    if (!/^(--|\/\*)/.test(token)) return token
    if (token.startsWith('/*') && token.includes('/*', 2)) {
      throw new Failure('Cannot read this SQL: a comment stands inside a comment. Take one out.')
    }
    return token.replace(/[^\n]/g, ' ')
  })
}

/**
 * The statements of a text, without their comments and semicolons.
 * @throws Failure for dollar quotes, inside which this reader cannot look.
 */
export function statementsOf(sql: string): string[] {
  const text = withoutComments(sql)
  const statements: string[] = []
  let start = 0
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (/^\$[A-Za-z_]*\$$/.test(token)) {
      throw new Failure("Cannot read this SQL: it has dollar quotes. Write text as '...'.")
    }
    if (token !== ';') continue
    statements.push(text.slice(start, index))
    start = index + 1
  }
  statements.push(text.slice(start))
  return statements.filter((statement) => statement.trim() !== '')
}

/** The verbs that begin or end a transaction. */
export const TRANSACTION_VERBS: ReadonlySet<string> = new Set([
  'begin',
  'start',
  'commit',
  'end',
  'rollback',
  'abort',
])

const DOLLAR_QUOTED = new RegExp(`(\\$[A-Za-z_]*\\$)[\\s\\S]*?\\1|${TOKEN.source}`, 'g')

/** The text with an empty literal in the place of each that stands in dollar quotes. */
export function withoutDollarQuotes(sql: string): string {
  return sql.replace(DOLLAR_QUOTED, (token) => (token.startsWith('$') ? "''" : token))
}

const PARAMETER = new RegExp(`${TOKEN.source}|::|:[a-z]\\w*`, 'g')

/** The text with something else for each `:name`, but not in comments, literals, names or after a cast's `::`. */
export function withParameters(sql: string, replace: (name: string) => string): string {
  return sql.replace(PARAMETER, (token) =>
    /^:[a-z]/.test(token) ? replace(token.slice(1)) : token,
  )
}

/**
 * Whether a statement without comments has all of its literals and parentheses closed, and no backslash,
 * which not every reader takes for an escape: then its words are those that `tokensOf` finds.
 */
export function isUnambiguous(sql: string): boolean {
  if (sql.includes('\\')) return false
  let depth = 0
  for (const character of sql.replace(TOKEN, ' ')) {
    if (character === "'" || character === '"') return false
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
    if (depth < 0) return false
  }
  return depth === 0
}

/** Whether a query in a statement without comments begins with its FROM, which the parser takes as well. */
export function beginsWithFrom(sql: string): boolean {
  const words = sql.replace(TOKEN, (token) => (/^["']/.test(token) ? 'x' : token))
  return /(?<!\btrim\s*)\(\s*from\b|\b(union|union\s+all|except|minus|intersect)\s+from\b/i.test(
    words,
  )
}

/**
 * The text with a call around every subquery that is the right side of an operator and stands before a
 * set operation: the parser would take `a > (select 1) union select 2` for `a > ((select 1) union select 2)`.
 */
export function guardSubqueries(sql: string): string {
  if (!/\b(union|except|minus|intersect)\b/i.test(sql)) return sql
  const words = sql.replace(TOKEN, (token) =>
    /^["']/.test(token) ? 'x'.repeat(token.length) : token,
  )
  const open: number[] = []
  const guarded: [start: number, end: number][] = []
  for (const { 0: bracket, index } of words.matchAll(/[()]/g)) {
    if (bracket === '(') {
      open.push(index)
      continue
    }
    const start = open.pop() ?? 0
    const isSubquery = /^\(\s*(select|with)\b/i.test(words.slice(start))
    const isRightSide = /([<>=!+\-*/%|]|\b(and|between|like))\s*$/i.test(words.slice(0, start))
    const isBeforeSet = /^\s*(union|except|minus|intersect)\b/i.test(words.slice(index + 1))
    if (isSubquery && isRightSide && isBeforeSet) guarded.push([start, index + 1])
  }
  return guarded.reduceRight(
    (text, [start, end]) =>
      `${text.slice(0, start)}coalesce(${text.slice(start, end)})${text.slice(end)}`,
    sql,
  )
}

/** The first word of a statement without comments, in lower case. */
export function verbOf(sql: string): string {
  return /^\s*(\w+|\()/.exec(sql)?.[1]?.toLowerCase() ?? ''
}

/**
 * The functions that the parser has its own idea of: it forgets the name that was written (`len` and
 * `char_length` are one to it) or the arguments too many. Under a mark they are functions like any other.
 */
const OWN_IDEA = new Set(
  `abs acos add_months array_length asin atan atan2 cbrt ceil ceiling char_length character_length
   coalesce contains cos date_from_parts day dayofweek degrees epoch epoch_ms exp floor hour if iff ifnull
   initcap instr json_array_length json_extract last_day lcase len length ln log lower mod month
   months_between next_day nvl nvl2 pi pow power quarter radians random sin split sqrt starts_with strpos
   substr tan textlen to_json to_number typeof ucase upper year`.split(/\s+/),
)
const MARK = 'rs__'

/** The text with a mark on the functions that the parser would not leave as they are. */
export function markFunctions(sql: string): string {
  return sql.replace(TOKEN, (token, index: number) => {
    if (!/^\s*\(/.test(sql.slice(index + token.length))) return token
    const name = token.toLowerCase()
    if (name === 'dec') return 'decimal' // the parser takes DEC(5, 2) for a type without digits
    const isCall = OWN_IDEA.has(name) && !NAMES_TABLE.test(sql.slice(0, index))
    return isCall ? MARK + token : token
  })
}

/** After these words a name is that of a table, and what is in the parentheses its columns. */
const NAMES_TABLE = /\b(into|table|join|update|as|from)\s+$/i

/** The text as it was written, or a function's own name. */
export function withoutMarks(text: string): string {
  return text.replaceAll(new RegExp(MARK, 'gi'), '')
}
