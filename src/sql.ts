import { setFlagsFromString } from 'node:v8'
import type * as Polyglot from '@polyglot-sql/sdk'
import { Failure } from './errors.ts'

/** Redshift SQL, read: what every room needs to know of a statement before it makes it its own. */

let loading: Promise<typeof Polyglot> | undefined

/**
 * The parser is 23 MB of WebAssembly: commands that need none do not load it. V8's optimizing compiler
 * would spend a second and 200 MB on it for a few dozen statements, so it is left to the baseline one.
 */
export function polyglot(): Promise<typeof Polyglot> {
  if (!loading) {
    setFlagsFromString('--liftoff-only')
    loading = import('@polyglot-sql/sdk')
  }
  return loading
}

/** A node of a parsed statement: one key, the node's kind, over its content. */
// biome-ignore lint/suspicious/noExplicitAny: the parser's tree is JSON of some hundred shapes.
export type Node = any

/** The statements of a text. @throws Failure that shows the place where it is not SQL. */
export async function parseRedshift(sql: string): Promise<Node[]> {
  const { parse } = await polyglot()
  const parsed = parse(standardLiterals(sql), 'redshift' as Polyglot.Dialect)
  if (!parsed.success) throw notUnderstood(sql, parsed.error)
  return parsed.ast as Node[]
}

/** Whether a text is one statement that only reads. @throws Failure when it is not SQL. */
export async function isOneQuery(sql: string): Promise<boolean> {
  if (NOT_PARSED.has(verbOf(withoutComments(sql)))) return false
  const [statement, ...others] = await parseRedshift(sql)
  return others.length === 0 && isQuery(statement) && !writes(statement)
}

/** Statements that the parser has no tree for, or the wrong one. */
const NOT_PARSED = new Set([
  'explain',
  'describe',
  'show',
  'set',
  'copy',
  'unload',
  'vacuum',
  'analyze',
  'lock',
])

/** Whether a statement is a query. */
export function isQuery(statement: Node): boolean {
  const kind = Object.keys(statement ?? {})[0] ?? ''
  return ['select', 'union', 'intersect', 'except', 'subquery'].includes(kind)
}

/** Whether SELECT INTO, or a change inside a WITH, is anywhere in a statement. */
export function writes(node: Node): boolean {
  if (Array.isArray(node)) return node.some(writes)
  if (node === null || typeof node !== 'object') return false
  return Object.entries(node).some(
    ([key, value]) =>
      (key === 'into' && value !== null) ||
      ['insert', 'update', 'delete', 'merge'].includes(key) ||
      writes(value),
  )
}

/** The first word of a statement, in lower case. */
export function verbOf(sql: string): string {
  return /^(\w+|\()/.exec(sql)?.[1]?.toLowerCase() ?? ''
}

/** Why a text is not SQL, with the place. */
export function notUnderstood(sql: string, reason: string | null | undefined): Failure {
  const at = /line (\d+), column (\d+)/.exec(reason ?? '')
  const line = sql.split('\n')[Number(at?.[1] ?? 1) - 1] ?? ''
  const why = (reason ?? 'unknown').replace(/^.*?line \d+, column \d+: /, '')
  const place = at ? `\n${line}\n${' '.repeat(Math.max(0, Number(at[2]) - 2))}^` : ''
  return new Failure(`Cannot read this SQL: ${why.replace(/\.?$/, '.')}${place}`)
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }

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

/** Comments and quoted names are stepped over, so that a quote inside them opens nothing. */
const TOKEN = /--[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"]|"")*"|'(?:[^'\\]|''|\\[\s\S])*'/g

function plain(escaped: string): string {
  return escaped === "'" ? "''" : (ESCAPES[escaped] ?? escaped)
}

/** The statement without its comments, for looking at its words. */
export function withoutComments(sql: string): string {
  return sql.replace(TOKEN, (token) => (/^(--|\/\*)/.test(token) ? ' ' : token)).trim()
}
