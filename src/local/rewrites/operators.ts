import { Failure } from '../../errors.ts'
import { RULES } from '../../redshift/lint/rules.ts'
import type { Node } from '../../sql.ts'
import { asText, call, inParentheses, kindOf, typed } from '../nodes.ts'
import type { Rule } from '../rewrites.ts'
import { readingDates } from './date-literals.ts'
import { type Interval, intervalOf, timesInterval } from './intervals.ts'

/** How tightly the operators bind that are written as they are; operands of others stand in parentheses. */
const LEVEL: Readonly<Record<string, number>> = { add: 1, sub: 1, mul: 2 }

/** An operator between operands, each in parentheses where it could be read otherwise. */
const binary =
  (kind: string): Rule =>
  ({ left, right }, rewrite) => {
    const level = LEVEL[kind] ?? Number.POSITIVE_INFINITY
    const binds = (operand: Node) => LEVEL[kindOf(operand) ?? ''] ?? 0
    const [one, other] = [rewrite(left), rewrite(right)]
    return {
      [kind]: {
        left: binds(one) >= level ? one : inParentheses(one),
        right: binds(other) > level ? other : inParentheses(other),
        left_comments: [],
        operator_comments: [],
        trailing_comments: [],
      },
    }
  }

const unary =
  (kind: string): Rule =>
  (content, rewrite) => ({ [kind]: { ...content, this: inParentheses(rewrite(content.this)) } })

/** `+` and `-` bind tighter than `||` on Redshift, as on PostgreSQL; to the parser they are equal. */
const SAME_TO_PARSER = new Set(['add', 'sub', 'concat'])

/** `a || b + c`, read as `(a || b) + c`, as `a || (b + c)`; undefined where there is no such thing. */
function regrouped(node: Node): Node | undefined {
  const pieces: { kind: string; operand: Node }[] = []
  let left = node
  while (SAME_TO_PARSER.has(kindOf(left) ?? '')) {
    const kind = kindOf(left) as string
    pieces.unshift({ kind, operand: left[kind].right })
    left = left[kind].left
  }
  const firstText = pieces.findIndex(({ kind }) => kind === 'concat')
  if (firstText < 0 || pieces.slice(firstText).every(({ kind }) => kind === 'concat'))
    return undefined
  const texts: Node[] = [left]
  for (const { kind, operand } of pieces) {
    if (kind === 'concat') texts.push(operand)
    else texts.push({ [kind]: { left: texts.pop(), right: operand } })
  }
  return texts.reduce((one, other) => ({ concat: { left: one, right: other } }))
}

const chain =
  (kind: string, taken = (operand: Node): Node => operand): Rule =>
  (content, rewrite, node) => {
    const again = regrouped(node)
    if (again) return rewrite(again)
    return binary(kind)(content, (operand) => taken(rewrite(operand)), node)
  }

/** `& | # << >> ||` are one level on Redshift and several to the parser: mixed, they need parentheses. */
const bitwise =
  (kind: string): Rule =>
  (content, rewrite, node) => {
    for (const operand of [content.left, content.right]) {
      const inner = kindOf(operand) ?? ''
      if (inner !== kind && /^bitwise_(and|or|xor|left|right)|^concat$/.test(inner)) {
        throw new Failure('Write parentheses: Redshift takes &, |, #, <<, >> and || from the left.')
      }
    }
    if (kind !== 'bitwise_xor') return binary(kind)(content, rewrite, node)
    return call('xor', rewrite(content.left), rewrite(content.right))
  }

const COMPARISONS = ['eq', 'neq', 'lt', 'lte', 'gt', 'gte']
const BITWISE = ['and', 'or', 'xor', 'left_shift', 'right_shift'].map((name) => `bitwise_${name}`)

export const OPERATORS: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(COMPARISONS.map((kind) => [kind, readingDates(binary(kind))])),
  ...Object.fromEntries(BITWISE.map((kind) => [kind, bitwise(kind)])),
  add: chain('add'),
  sub: chain('sub'),
  concat: chain('concat', asText),
  mul: (content, rewrite, node) => {
    const product = productOf(node)
    if (!product) return binary('mul')(content, rewrite, node)
    return timesInterval(rewrite(product.quantity), product.interval)
  },
  div: ({ left, right }, rewrite) => {
    const interval = intervalOf(left)
    if (interval) return timesInterval(call('rs_reciprocal', rewrite(right)), interval)
    const product = productOf(left)
    if (product) {
      const share = call('rs_ratio', rewrite(product.quantity), rewrite(right))
      return timesInterval(share, product.interval)
    }
    const [one, other] = [typed(rewrite(left)), typed(rewrite(right))]
    return call(isDouble(one) || isDouble(other) ? 'rs_ratio' : 'rs_divide', one, other)
  },
  mod: ({ left, right }, rewrite) => call('rs_modulo', rewrite(left), rewrite(right)),
  power: ({ this: base, expression }, rewrite) => call('power', rewrite(base), rewrite(expression)),
  neg: unary('neg'),
  not: unary('not'),
  bitwise_not: unary('bitwise_not'),
  is_null: unary('is_null'),
  is_true: unary('is_true'),
  is_false: unary('is_false'),
  between: readingDates((content, rewrite) => ({
    between: {
      ...content,
      this: inParentheses(rewrite(content.this)),
      low: inParentheses(rewrite(content.low)),
      high: inParentheses(rewrite(content.high)),
    },
  })),
  in: readingDates((content, rewrite) => ({
    in: {
      ...content,
      this: inParentheses(rewrite(content.this)),
      expressions: content.expressions.map(rewrite),
      query: content.query && rewrite(content.query),
    },
  })),
  any: comparedWithQuery('any'),
  all: comparedWithQuery('all'),
}

/** What `n * interval '1 day'` multiplies; undefined for anything else. */
function productOf(node: Node): { quantity: Node; interval: Interval } | undefined {
  if (kindOf(node) === 'paren') return productOf(node.paren.this)
  if (kindOf(node) !== 'mul') return undefined
  const { left, right } = node.mul
  const [last, first] = [intervalOf(right), intervalOf(left)]
  if (last) return { quantity: left, interval: last }
  return first && { quantity: right, interval: first }
}

/** Whether a value is written as a double: what it is divided by, or divides, makes another one. */
function isDouble(value: Node): boolean {
  if (kindOf(value) === 'paren') return isDouble(value.paren.this)
  return kindOf(value) === 'cast' && value.cast.to.data_type === 'double'
}

/** `= any (select ...)`; Redshift has no arrays for it to look into. */
function comparedWithQuery(kind: string): Rule {
  return (content, rewrite) => {
    const queried = kindOf(content.subquery)
    if (queried !== 'subquery' && queried !== 'select') {
      throw new Failure(RULES['any-array'].says)
    }
    return {
      [kind]: { ...content, this: rewrite(content.this), subquery: rewrite(content.subquery) },
    }
  }
}
