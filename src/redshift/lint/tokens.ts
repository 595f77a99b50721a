/** A piece of a statement, with comments and white space left out. */
export interface Token {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'parameter' | 'symbol' | 'unended'
  /** A word in lower case, anything else as it is written. */
  readonly text: string
  /** From 1. */
  readonly line: number
  /** How many parentheses it stands in. */
  readonly depth: number
}

/**
 * Redshift reads text as PostgreSQL 8 did: a backslash escapes inside every literal
 * (https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_USER.html), and comments nest.
 */
const PIECES: readonly (readonly [Token['kind'] | 'nothing', RegExp])[] = [
  ['nothing', /\s+|--[^\n]*/y],
  ['name', /"(?:[^"]|"")*"/y],
  ['text', /[ebxn]?'(?:[^'\\]|''|\\[\s\S])*'/iy],
  ['text', /\$([a-z_]\w*)?\$[\s\S]*?\$\1\$/iy],
  ['parameter', /\$\d+/y],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy],
  ['word', /#?[\p{L}_][\p{L}\p{N}_$]*/uy],
  ['symbol', /::|:=|=>|->>|->|#>>|#>|@>|<@|@@|&&|\|\||<>|<=|>=|!=/y],
]

/** The tokens of a text. What is never ended, such as a quote, is one token to the end of the text. */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = []
  let [at, line, depth] = [0, 1, 0]
  const take = (kind: Token['kind'] | 'nothing', text: string) => {
    if (text === ')') depth -= 1
    if (kind !== 'nothing') {
      tokens.push({ kind, text: kind === 'word' ? text.toLowerCase() : text, line, depth })
    }
    if (text === '(') depth += 1
    at += text.length
    line += text.split('\n').length - 1
  }
  while (at < sql.length) {
    if (sql.startsWith('/*', at)) {
      const end = commentEnd(sql, at)
      take(end === -1 ? 'unended' : 'nothing', end === -1 ? sql.slice(at) : sql.slice(at, end))
      continue
    }
    const [kind, text] = pieceAt(sql, at)
    take(kind, text)
  }
  return tokens
}

function pieceAt(sql: string, at: number): readonly [Token['kind'] | 'nothing', string] {
  for (const [kind, pattern] of PIECES) {
    pattern.lastIndex = at
    const text = pattern.exec(sql)?.[0]
    if (text !== undefined) return [kind, text]
  }
  const rest = sql.slice(at)
  return /^["']|^\$\w*\$/.test(rest) ? ['unended', rest] : ['symbol', rest.slice(0, 1)]
}

function commentEnd(sql: string, start: number): number {
  let open = 0
  const ends = /\/\*|\*\//g
  ends.lastIndex = start
  for (let found = ends.exec(sql); found; found = ends.exec(sql)) {
    open += found[0] === '/*' ? 1 : -1
    if (open === 0) return ends.lastIndex
  }
  return -1
}
