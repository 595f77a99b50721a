import { type Token, tokensOf } from './tokens.ts'

/** A statement as the rules read it. */
export interface Statement {
  readonly tokens: readonly Token[]
  /** Its words and symbols, for rules to see quickly that they have nothing to look for. */
  readonly words: ReadonlySet<string>
  /** The first word, or `(`. */
  readonly verb: string
  /** What the statement does: the verb, or after a WITH the word that its tables are for. */
  readonly main: string
}

/** The statements of a text. */
export function statementsOf(sql: string): Statement[] {
  const statements: Statement[] = []
  let tokens: Token[] = []
  const end = () => {
    if (tokens.length > 0) statements.push(statement(tokens))
    tokens = []
  }
  for (const token of tokensOf(sql)) {
    if (token.text === ';') end()
    else tokens.push(token)
  }
  end()
  return statements
}

const MAIN = new Set(['select', 'insert', 'update', 'delete', 'merge'])

function statement(tokens: readonly Token[]): Statement {
  const first = tokens[0]
  const verb = first?.kind === 'word' || first?.text === '(' ? first.text : ''
  const after = tokens.find(
    ({ kind, text, depth }) => kind === 'word' && depth === 0 && MAIN.has(text),
  )
  const main = verb === 'with' ? (after?.text ?? verb) : verb === '(' ? 'select' : verb
  const words = new Set(tokens.filter((token) => is(token, token.text)).map((token) => token.text))
  return { tokens, words, verb, main }
}

/** Whether a token is this word or symbol, not a quoted name or a literal that says so. */
export function is(token: Token | undefined, ...texts: readonly string[]): boolean {
  return (token?.kind === 'word' || token?.kind === 'symbol') && texts.includes(token.text)
}

/** Whether a token can be a name. */
export function isName(token: Token | undefined): token is Token {
  return token?.kind === 'word' || token?.kind === 'name'
}

/** The name that a token is, as Redshift folds it. */
export function nameOf(token: Token): string {
  return token.kind === 'name'
    ? token.text.slice(1, -1).replaceAll('""', '"').toLowerCase()
    : token.text
}

/**
 * Finds phrases: words and symbols in a row, `a|b` for either, `_` for any name, `*` for any token.
 * Each finding is the phrase's first token.
 */
export function phrases(...written: readonly string[]): (statement: Statement) => Token[] {
  const patterns = written.map(read)
  return ({ tokens, words }) => {
    const possible = patterns.filter((pattern) =>
      pattern.every((either) => ANY.has(either[0] ?? '') || either.some((word) => words.has(word))),
    )
    if (possible.length === 0) return []
    return tokens.filter((_, index) => possible.some((pattern) => matches(tokens, index, pattern)))
  }
}

/** As `phrases`, for those that a statement begins with. */
export function begins(...written: readonly string[]): (statement: Statement) => Token[] {
  const patterns = written.map(read)
  return ({ tokens }) =>
    patterns.some((pattern) => matches(tokens, 0, pattern)) ? tokens.slice(0, 1) : []
}

const ANY = new Set(['_', '*'])

type Pattern = readonly (readonly string[])[]

function read(written: string): Pattern {
  return written.split(' ').map((part) => part.split('|'))
}

function matches(tokens: readonly Token[], start: number, pattern: Pattern): boolean {
  return pattern.every((either, offset) => {
    const token = tokens[start + offset]
    if (either[0] === '*') return token !== undefined
    return either[0] === '_' ? isName(token) : is(token, ...either)
  })
}

/** Where the parenthesis ends that opens at an index. */
export function closing(tokens: readonly Token[], open: number): number {
  const depth = tokens[open]?.depth
  const end = tokens.findIndex(
    (token, index) => index > open && token.depth === depth && is(token, ')'),
  )
  return end === -1 ? tokens.length : end
}

/** The tokens inside the parentheses that open at an index. */
export function inside(tokens: readonly Token[], open: number): readonly Token[] {
  return tokens.slice(open + 1, closing(tokens, open))
}

/** Tokens between commas that stand in no parentheses of their own. */
export function parts(tokens: readonly Token[]): Token[][] {
  const lists: Token[][] = [[]]
  const depth = tokens[0]?.depth
  for (const token of tokens) {
    if (token.depth === depth && is(token, ',')) lists.push([])
    else lists.at(-1)?.push(token)
  }
  return tokens.length === 0 ? [] : lists
}

/** A function that is called. */
export interface Call {
  readonly name: Token
  /** Where its parenthesis opens. */
  readonly open: number
}

/** After these words a name with parentheses is a table, an alias or a key and its columns. */
const NO_CALL = new Set(
  'table into as view references with recursive function procedure . distkey sortkey'.split(' '),
)

/** The calls of functions; those of a schema of their own are left out. */
export function calls({ tokens, words, verb }: Statement, names: ReadonlySet<string>): Call[] {
  if (![...words].some((word) => names.has(word))) return []
  return tokens.flatMap((name, index) => {
    if (name.kind !== 'word' || !names.has(name.text)) return []
    const [before, next] = [tokens[index - 1], tokens[index + 1]]
    if (!is(next, '(') || (before && NO_CALL.has(before.text) && before.kind !== 'text')) return []
    const after = tokens.slice(closing(tokens, index + 1) + 1)
    const isWithTable = verb === 'with' && is(after[0], 'as') && is(after[1], '(')
    return isWithTable ? [] : [{ name, open: index + 1 }]
  })
}
