import type { Node } from '../../sql.ts'
import { caseOf, castTo, sameOrNull, text, textOf, typeOf } from '../nodes.ts'
import type { Rule } from '../rewrites.ts'

/**
 * A comparison with a date as people write it, such as '11/15/2018' or 'Nov 15, 2018'. The embedded engine reads
 * standard ones alone, and which column holds moments it knows when it binds the query: with those the literal is
 * cast, with texts it stays (https://docs.aws.amazon.com/redshift/latest/dg/r_Date_and_time_literals.html).
 */
export function readingDates(compare: Rule): Rule {
  return (content, rewrite, node) => {
    const values: Node[] = [content.low, content.high, ...(content.expressions ?? [])]
    const sides = 'left' in content ? [content.left, content.right] : [content.this, ...values]
    if (!sides.some(isOtherDate)) return compare(content, rewrite, node)
    const tested = sides.find((side) => textOf(side) === undefined) ?? sides[0]
    const read = (type: string) => (side: Node) =>
      side === tested || isOtherDate(side) ? castTo(type, side) : side
    const asDates = (type: string) => compare(mapped(content, read(type)), rewrite, node)
    return caseOf(
      ['timestamp', 'date'].map(
        (type) => [isOfType(rewrite(tested), type), asDates(type)] as const,
      ),
      compare(content, rewrite, node),
    )
  }
}

const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*'
const OTHER_DATE = new RegExp(
  `^\\s*(\\d{1,2}[/-]\\d{1,2}[/-]\\d{2,4}|\\d{8}\\b|\\d{4}\\.\\d{3}\\b|\\d{1,4}[ -]${MONTH}[ -]|${MONTH}[ -]\\d|` +
    '(now|today|tomorrow|yesterday)\\s*$|\\d{4}-\\d{1,2}-\\d{1,2} .*[ap]m\\s*$)',
  'i',
)

function isOtherDate(node: Node): boolean {
  return OTHER_DATE.test(textOf(node) ?? '')
}

function mapped(content: Node, change: (node: Node) => Node): Node {
  return Object.fromEntries(
    Object.entries(content).map(([field, value]) => [
      field,
      Array.isArray(value) ? value.map(change) : change(value),
    ]),
  )
}

function isOfType(value: Node, type: string): Node {
  return sameOrNull(typeOf(value), text(type.toUpperCase()))
}
