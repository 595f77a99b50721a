import { varcharBytes } from '../column.ts'
import type { Copy } from '../transform.ts'
import type { Kind } from './kinds.ts'

/** What is wrong with a value. */
export type Misfit = readonly [kind: Kind, problem: string]

/** Says why a value does not fit a column, by COPY's rules; null when it does. */
export type ValueCheck = (value: string | number | boolean) => Misfit | null

/** Where a lake may lie in time. */
export interface Plausible {
  /** Milliseconds since 1970. */
  readonly from: number
  readonly to: number
}

/**
 * The check of a column's values, null left aside
 * (https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-data-conversion.html). A blank text
 * is null in a column that is not text.
 */
export function valueCheck(type: string, copy: Copy, plausible: Plausible): ValueCheck {
  const bytes = varcharBytes(type)
  if (bytes !== null) return textCheck(bytes)
  const range = INTEGERS[type]
  if (range !== undefined) return numeric((number, text) => wholeMisfit(number, text, type, range))
  if (type === 'real' || type === 'double precision') {
    return numeric((number) => finiteMisfit(number, type))
  }
  if (type.startsWith('decimal')) return decimalCheck(type)
  if (type === 'boolean') return written('not a number', 'neither true nor false', isBoolean)
  if (type === 'date') return written('not a moment', 'not a date (YYYY-MM-DD)', isMoment(DATE))
  switch (copy.timeformat) {
    case 'epochmillisecs':
      return numeric(momentCheck(1, plausible))
    case 'epochsecs':
      return numeric(momentCheck(1_000, plausible))
    case 'auto':
      return written('not a moment', 'not a moment in UTC', isMoment(ANY_MOMENT))
    default:
      return written('not a moment', 'not a moment (YYYY-MM-DD HH:MI:SS)', isMoment(MOMENT))
  }
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/
const WHOLE = /^[+-]?\d+(\.0*)?$/

const BOOLEAN = /^(t|true|f|false|y|yes|n|no|1|0)$/i
const DAY = '\\d{4}-\\d{2}-\\d{2}'
const TIME = '([01]\\d|2[0-3]):[0-5]\\d'
const DATE = new RegExp(`^${DAY}([ T].*)?$`)
const MOMENT = new RegExp(`^${DAY} ${TIME}:[0-5]\\d([.]\\d+)?$`)
const ANY_MOMENT = new RegExp(`^${DAY}([ T]${TIME}(:[0-5]\\d([.]\\d+)?)?Z?)?$`)

/** By type: what is just out of it, upwards. */
const INTEGERS: Readonly<Record<string, number>> = {
  smallint: 2 ** 15,
  integer: 2 ** 31,
  bigint: 2 ** 63,
}

function textCheck(bytes: number): ValueCheck {
  return (value) => {
    const text = typeof value === 'string' ? value : String(value)
    // No character takes more than three bytes for each of its units.
    if (text.length * 3 <= bytes) return null
    const length = Buffer.byteLength(text)
    return length <= bytes
      ? null
      : [
          'text over its bytes',
          `${length.toLocaleString('en')} bytes, and ${bytes.toLocaleString('en')} fit`,
        ]
  }
}

type NumberCheck = (number: number, text: string | null) => Misfit | null

/** Numbers, written as such or as text. */
function numeric(check: NumberCheck): ValueCheck {
  return (value) => {
    if (typeof value === 'number') return check(value, null)
    const text = String(value).trim()
    if (text === '') return null
    return NUMBER.test(text) ? check(Number(text), text) : ['not a number', 'not a number']
  }
}

function wholeMisfit(
  number: number,
  text: string | null,
  type: string,
  over: number,
): Misfit | null {
  if (!Number.isInteger(number) && Number.isFinite(number)) {
    return ['fraction', 'not a whole number']
  }
  if (text !== null && !WHOLE.test(text)) return ['not a number', 'not a whole number']
  const exact = text === null ? number : BigInt(text.replace(/^[+]|[.].*$/g, ''))
  return exact < -over || exact >= over ? ['out of range', `out of the range of ${type}`] : null
}

function finiteMisfit(number: number, type: string): Misfit | null {
  const most = type === 'real' ? 3.402_823_5e38 : Number.MAX_VALUE
  return Math.abs(number) <= most ? null : ['out of range', `out of the range of ${type}`]
}

function decimalCheck(type: string): ValueCheck {
  const [, digits = '0', scale = '0'] = /\((\d+), ?(\d+)\)/.exec(type) ?? []
  const over = 10 ** (Number(digits) - Number(scale))
  return numeric((number) =>
    Math.abs(number) < over ? null : ['out of range', `out of the range of ${type}`],
  )
}

/** @param unit milliseconds of a one. */
function momentCheck(unit: number, plausible: Plausible): NumberCheck {
  const name = unit === 1 ? 'milliseconds' : 'seconds'
  const isPlausible = (ms: number) => ms >= plausible.from && ms <= plausible.to
  return (number, text) => {
    const ms = number * unit
    if (isPlausible(ms)) {
      return Number.isInteger(number) && (text === null || WHOLE.test(text))
        ? null
        : ['fraction', `not a moment in whole ${name} since 1970`]
    }
    const [otherUnit] = OTHER_UNITS.find(([, factor]) => isPlausible(number * factor)) ?? []
    const found = otherUnit === undefined ? '' : `; it looks like ${otherUnit}`
    const side = ms > plausible.to ? 'in the future' : `before ${dayOf(plausible.from)}`
    return ['implausible time', `${side} as ${name} since 1970${found}`]
  }
}

const OTHER_UNITS: readonly (readonly [name: string, milliseconds: number])[] = [
  ['seconds', 1_000],
  ['milliseconds', 1],
  ['microseconds', 0.001],
]

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

function written(kind: Kind, problem: string, fits: (text: string) => boolean): ValueCheck {
  return (value) => {
    const text = String(value).trim()
    return text === '' || fits(text) ? null : [kind, problem]
  }
}

function isBoolean(text: string): boolean {
  return BOOLEAN.test(text)
}

/** Written so, and of a day that the calendar has. */
function isMoment(pattern: RegExp): (text: string) => boolean {
  return (text) => {
    if (!pattern.test(text)) return false
    const day = new Date(`${text.slice(0, 10)}T00:00:00Z`)
    return !Number.isNaN(day.getTime()) && dayOf(day.getTime()) === text.slice(0, 10)
  }
}
