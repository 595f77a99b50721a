import { Failure } from '../../errors.ts'
import type { Node } from '../../sql.ts'
import { call, kindOf, number } from '../nodes.ts'
import { unitOfTime } from './date-parts.ts'

/** A span of time; its three counts do not convert into each other, as months and days differ. */
export interface Interval {
  readonly months: number
  readonly days: number
  readonly microseconds: number
}

const MONTHS: Readonly<Record<string, number>> = {
  millennium: 12_000,
  century: 1_200,
  decade: 120,
  year: 12,
  quarter: 3,
  month: 1,
}
const DAYS: Readonly<Record<string, number>> = { week: 7, day: 1 }
const MICROSECONDS: Readonly<Record<string, number>> = {
  hour: 3_600_000_000,
  minute: 60_000_000,
  second: 1_000_000,
  millisecond: 1_000,
  microsecond: 1,
}
const DAY = 86_400_000_000

const PIECE =
  /^[\s,]*(?:([+-]?)(\d+):(\d\d?)(?::(\d\d?(?:\.\d+)?))?|([+-]?(?:\d+\.?\d*|\.\d+))\s*([a-z]*))/i

/**
 * Reads an interval literal: quantities with units, `04:05:06`, seconds where there is no unit
 * (https://docs.aws.amazon.com/redshift/latest/dg/r_interval_literals.html).
 * @throws Failure when it is none.
 */
export function readInterval(text: string, unit = 'second'): Interval {
  const total = { months: 0, days: 0, microseconds: 0 }
  let rest = text.trim()
  if (rest === '') throw notAnInterval(text)
  while (rest !== '') {
    const piece = PIECE.exec(rest)
    if (!piece) throw notAnInterval(text)
    const [all, sign, hours, minutes, seconds = '0', quantity, word] = piece
    if (hours !== undefined) {
      const time = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
      total.microseconds += Math.round(time * 1_000_000) * (sign === '-' ? -1 : 1)
    } else {
      add(total, Number(quantity), unitOfTime(word || unit, 'interval'))
    }
    rest = rest.slice(all.length).trim()
  }
  return total
}

/** Fractions go down: of a month into days of thirty to it, of a day into time. */
function add(total: { -readonly [Part in keyof Interval]: number }, count: number, unit: string) {
  const months = count * (MONTHS[unit] ?? 0)
  const days = count * (DAYS[unit] ?? 0) + (months % 1) * 30
  total.months += Math.trunc(months)
  total.days += Math.trunc(days)
  total.microseconds += Math.round((days % 1) * DAY + count * (MICROSECONDS[unit] ?? 0))
}

function notAnInterval(text: string): Failure {
  return new Failure(`invalid input syntax for type interval: "${text}"`)
}

/** The interval that a literal stands for, with the signs and parentheses before it; else undefined. */
export function intervalOf(node: Node): Interval | undefined {
  if (kindOf(node) === 'paren') return intervalOf(node.paren.this)
  if (kindOf(node) === 'neg') return negative(intervalOf(node.neg.this))
  const content = node?.interval
  if (!content) return undefined
  const literal = content.this?.literal
  const { type, unit } = content.unit ?? { type: 'simple' }
  if (type !== 'simple' || !literal) {
    throw new Failure("The local engine takes intervals as text only: interval '1 day 2 hours'.")
  }
  return readInterval(literal.value, unit)
}

function negative(interval: Interval | undefined): Interval | undefined {
  if (!interval) return undefined
  const { months, days, microseconds } = interval
  return { months: -months, days: -days, microseconds: -microseconds }
}

/** `quantity * interval '...'` */
export function timesInterval(quantity: Node, { months, days, microseconds }: Interval): Node {
  return call('rs_interval', quantity, ...[months, days, microseconds].map(number))
}
