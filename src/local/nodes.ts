import { isDeepStrictEqual } from 'node:util'
import type { Node } from '../sql.ts'

/** Nodes of the parser's tree, made by hand. */

/** Calls a function by name. */
export function call(name: string, ...args: Node[]): Node {
  return { function: { name, args, distinct: false, trailing_comments: [], quoted: false } }
}

/** A string literal. */
export function text(value: string): Node {
  return { literal: { literal_type: 'string', value } }
}

/** A number as a literal. */
export function number(value: number | string): Node {
  return { literal: { literal_type: 'number', value: String(value) } }
}

/** What a string literal says, or undefined for any other node. */
export function textOf(node: Node): string | undefined {
  return node?.literal?.literal_type === 'string' ? node.literal.value : undefined
}

/** The word of a bare name or a string literal, such as the date part of `dateadd(day, ...)`. */
export function wordOf(node: Node): string {
  return String(node?.var?.this ?? textOf(node) ?? node?.column?.name?.name ?? '')
}

/** A value in parentheses, unless it is one piece already. */
export function inParentheses(value: Node): Node {
  return isOnePiece(value) ? value : { paren: { this: value, trailing_comments: [] } }
}

const ONE_PIECE = new Set([
  'column',
  'function',
  'literal',
  'paren',
  'subquery',
  'null',
  'boolean',
  'identifier',
])

function isOnePiece(value: Node): boolean {
  return ONE_PIECE.has(kindOf(value) ?? '')
}

/** The kind of a node: its only key. */
export function kindOf(node: Node): string | undefined {
  return node && typeof node === 'object' ? Object.keys(node)[0] : undefined
}

/** A value cast to a type of the embedded engine. */
export function castTo(type: string, value: Node, size: Node = {}): Node {
  return {
    cast: {
      this: value,
      to: { data_type: type, ...(type === 'timestamp' && { timezone: false }), ...size },
      trailing_comments: [],
      double_colon_syntax: false,
    },
  }
}

/** The name of a value's type, which the embedded engine knows when it binds the query. */
export function typeOf(value: Node): Node {
  return call('typeof', value)
}

/** A value with a type: NULL alone has none to choose by. */
export function typed(value: Node): Node {
  if (kindOf(value) === 'paren') return typed(value.paren.this)
  return kindOf(value) === 'null' ? castTo('int', value) : value
}

/** A value as Redshift writes it where a text is expected; what is evidently one stays. */
export function asText(value: Node): Node {
  const kind = kindOf(value) ?? ''
  if (kind === 'paren') return { paren: { ...value.paren, this: asText(value.paren.this) } }
  const isText = textOf(value) !== undefined || kind === 'concat' || value[kind]?.name === 'rs_text'
  return isText ? value : call('rs_text', value)
}

/** Texts one after another; null where one of them is null. */
export function joined(texts: readonly Node[]): Node {
  const [first, ...others] = texts.map(inParentheses)
  const chain = others.reduce(
    (left, right) => ({
      concat: { left, right, left_comments: [], operator_comments: [], trailing_comments: [] },
    }),
    first,
  )
  return inParentheses(chain)
}

/** `case when ... then ... else ... end` */
export function caseOf(whens: readonly (readonly [Node, Node])[], otherwise: Node): Node {
  return { case: { operand: null, whens, else_: otherwise, comments: [] } }
}

/** Whether two values are the same, or both null. */
export function sameOrNull(left: Node, right: Node): Node {
  return {
    null_safe_eq: { left, right, left_comments: [], operator_comments: [], trailing_comments: [] },
  }
}

export const NULL: Node = { null: null }

/** Whether two expressions say the same, wherever they stand, whatever they are called, however names are written. */
export function saysTheSame(one: Node, other: Node): boolean {
  return isDeepStrictEqual(bare(one), bare(other))
}

function bare(node: Node): Node {
  if (Array.isArray(node)) return node.map(bare)
  if (node === null || typeof node !== 'object') return node
  if (node.alias) return bare(node.alias.this)
  return Object.fromEntries(
    Object.entries(node)
      .filter(([field]) => field !== 'span' && !field.endsWith('comments'))
      .map(([field, value]) => [
        field,
        field === 'name' && typeof value === 'string' ? value.toLowerCase() : bare(value),
      ]),
  )
}
