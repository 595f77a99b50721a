import { setFlagsFromString } from 'node:v8'
import type * as Polyglot from '@polyglot-sql/sdk'
import { Failure } from './errors.ts'
import { shownPlace } from './sql-place.ts'
import {
  beginsWithFrom,
  guardSubqueries,
  isUnambiguous,
  markFunctions,
  standardLiterals,
  statementsOf,
  tokensOf,
  verbOf,
  withoutMarks,
} from './sql-text.ts'

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

/** The tree of one statement. @throws Failure that shows the place where it is not SQL. */
export async function parseRedshift(sql: string): Promise<Node> {
  if (beginsWithFrom(sql)) throw new Failure('Redshift begins a query with select or with.')
  const { parse } = await polyglot()
  const text = markFunctions(guardSubqueries(standardLiterals(sql)))
  const parsed = parse(text, 'redshift' as Polyglot.Dialect)
  if (!parsed.success) throw notUnderstood(text, parsed.error)
  const [statement, ...others] = parsed.ast as Node[]
  if (statement === undefined || others.length > 0)
    throw notUnderstood(text, 'expected one statement')
  return withNegatedLikes(statement, (expression) => {
    const inside = parse(`select ${expression}`, 'redshift' as Polyglot.Dialect)
    if (!inside.success) throw notUnderstood(text, inside.error)
    return (inside.ast as Node[])[0].select.expressions[0]
  })
}

/** The parser leaves `not a like b` as text; it is `not (a like b)`. */
function withNegatedLikes(node: Node, read: (expression: string) => Node): Node {
  if (Array.isArray(node)) return node.map((item) => withNegatedLikes(item, read))
  if (node === null || typeof node !== 'object') return node
  const negated = /^not\s+([\s\S]+)$/i.exec(node.raw?.sql ?? '')?.[1]
  if (negated !== undefined) return { not: { this: withNegatedLikes(read(negated), read) } }
  return Object.fromEntries(
    Object.entries(node).map(([field, value]) => [field, withNegatedLikes(value, read)]),
  )
}

/** Whether a text is one statement that only reads. @throws Failure when it is not SQL. */
export async function isOneQuery(sql: string): Promise<boolean> {
  const [text, ...others] = statementsOf(sql)
  if (text === undefined || others.length > 0 || !READING.has(verbOf(text))) return false
  if (text.includes("\\'") && text.includes(';')) {
    // Whoever read the backslash as a character would see two statements here.
    throw new Failure("Cannot tell where this statement ends: write '' for a quote, not \\'.")
  }
  const tokens = tokensOf(text)
  if (tokens.some((word) => ACTS.test(word))) return false
  if (isUnambiguous(text) && !tokens.some((word) => MAY_WRITE.test(word))) return true
  const statement = await parseRedshift(text)
  return isQuery(statement) && !writes(statement)
}

const READING = new Set(['select', 'with', '('])

/** Without one of these, what begins as a query can be nothing else; with one, the parser is asked. */
const MAY_WRITE = /^(into|insert|update|delete|merge|values)$/i

/** Functions of Redshift that do something to the server or the session. */
const ACTS =
  /^(pg_(cancel|terminate)_\w+|pg_(try_)?advisory_\w+|set_config|setval|nextval|change_\w+_priority)$/i

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

/** Why a text is not SQL, with the place. */
export function notUnderstood(sql: string, reason: string | null | undefined): Failure {
  const at = /line (\d+), column (\d+)/.exec(reason ?? '')
  const line = sql.split('\n')[Number(at?.[1] ?? 1) - 1] ?? ''
  const why = (reason ?? 'unknown').replace(/^.*?line \d+, column \d+: /, '')
  // The parser tells where a word ends.
  const before = withoutMarks(line.slice(0, Number(at?.[2] ?? 0) - 1).replace(/\w+$|\W$/, ''))
  const place = { line: Number(at?.[1]), column: before.length + 1 }
  const shown = at ? `\n${shownPlace(withoutMarks(sql), place)}` : ''
  return new Failure(`Cannot read this SQL: ${withoutMarks(why).replace(/\.?$/, '.')}${shown}`)
}
