import type { Node } from '../../sql.ts'
import { call, kindOf, saysTheSame } from '../nodes.ts'

/** Queries for the values that stand in more than one row. */

/** Whether a query is `select a, count(*) from t group by a having count(*) > 1`, in any order and number. */
export function seeksRepeated(select: Node): boolean {
  const { expressions, from, joins, group_by, having } = select
  const [key, copies, ...others] = expressions.map((value: Node) => value.alias?.this ?? value)
  const groups = group_by?.expressions ?? []
  return (
    others.length === 0 &&
    kindOf(key) === 'column' &&
    isCountOfRows(copies) &&
    groups.length === 1 &&
    saysTheSame(groups[0], key) &&
    isCountOfRows(having?.this.gt?.left) &&
    having.this.gt.right.literal?.value === '1' &&
    from?.expressions.length === 1 &&
    kindOf(from.expressions[0]) === 'table' &&
    joins.length === 0 &&
    !OTHER_CLAUSES.some((clause) => select[clause])
  )
}

const OTHER_CLAUSES = ['where_clause', 'distinct', 'qualify', 'windows', 'with']

function isCountOfRows(node: Node): boolean {
  return node?.count?.star === true && !node.count.filter
}

/**
 * The same query, faster where the values are whole numbers: to group millions of them that are nearly all
 * different takes long. 64 neighbours are looked at as the bits of one word: where fewer are set than there
 * are rows, a number is repeated. Only the rows of such words are grouped by their numbers.
 */
export function withWords(select: Node): Node {
  const [column] = select.group_by.expressions
  const word = call('rs_word', column)
  const repeated = {
    ...select,
    expressions: [word],
    where_clause: { this: isNull(word, true) },
    group_by: { ...select.group_by, expressions: [word] },
    having: { this: call('rs_repeats', column) },
    ...{ order_by: null, limit: null, offset: null, top: null },
  }
  const isAmongThem = { this: word, expressions: [], query: { select: repeated }, not: false }
  const sides = { left: isNull(word, false), right: { in: isAmongThem } }
  const comments = { left_comments: [], operator_comments: [], trailing_comments: [] }
  return { ...select, where_clause: { this: { or: { ...sides, ...comments } } } }
}

function isNull(value: Node, not: boolean): Node {
  return { is_null: { this: value, not, postfix_form: false } }
}
