import type { Node } from '../sql.ts'
import { checkKnown, isKind } from './grammar.ts'
import { AGGREGATES } from './rewrites/aggregates.ts'
import { CALLED } from './rewrites/calls.ts'
import { CASTS } from './rewrites/casts.ts'
import { DATES } from './rewrites/dates.ts'
import { MATCHES } from './rewrites/matches.ts'
import { OPERATORS } from './rewrites/operators.ts'
import { checkIdentifier, QUERIES } from './rewrites/queries.ts'

/** Rewrites what stands in a node, or gives another node for it. */
export type Rule = (content: Node, rewrite: (node: Node) => Node, node: Node) => Node

const RULES: Readonly<Record<string, Rule>> = {
  ...OPERATORS,
  ...MATCHES,
  ...CASTS,
  ...DATES,
  ...AGGREGATES,
  ...CALLED,
  ...QUERIES,
}

/**
 * Rewrites a parsed Redshift statement, in place of what would mean something else locally.
 * @throws Failure for what Redshift would not take, or what cannot be made to mean the same.
 */
export function rewrite(node: Node): Node {
  return rewriteIn(node, '')
}

function rewriteIn(node: Node, field: string): Node {
  if (Array.isArray(node)) return node.map((item) => rewriteIn(item, field))
  if (node === null || typeof node !== 'object') return node
  const [kind, ...others] = Object.keys(node)
  if (kind !== undefined && others.length === 0 && isKind(kind)) {
    const content = node[kind]
    checkKnown(kind, content)
    const rule = RULES[kind]
    return rule ? rule(content, rewrite, node) : rewriteInside(node)
  }
  if ('quoted' in node && 'name' in node) return checkIdentifier(node)
  // A table where nothing but a table can stand is no node.
  if ('final_' in node) return rewrite({ table: node }).table
  checkKnown(`.${field}`, node)
  return rewriteFields(node)
}

/** A node of the same kind, with what stands in it rewritten. */
export function rewriteInside(node: Node): Node {
  const [kind, content] = Object.entries(node)[0] as [string, Node]
  return { [kind]: content === null ? null : rewriteFields(content) }
}

function rewriteFields(content: Node): Node {
  return Object.fromEntries(
    Object.entries(content).map(([field, value]) => [
      field,
      AS_IT_IS.has(field) ? value : rewriteIn(value, field),
    ]),
  )
}

/** Fields that hold no nodes: types, and where in the text a node stands. */
const AS_IT_IS = new Set(['to', 'span', 'data_type'])
