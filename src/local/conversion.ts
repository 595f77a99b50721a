import { varcharBytes } from '../column.ts'
import type { Copy } from '../transform.ts'

/** How a value of a JSON file, as text, becomes a column's value, by COPY's rules. */
export interface Conversion {
  /** SQL for the text that is converted, null where COPY loads null. */
  readonly text: string
  /** SQL for the value; it fails on what does not fit. */
  readonly value: string
  /** SQL for why the value does not fit, null where it does. */
  readonly problem: string
  /** The functions that the value calls, as `create macro` takes them. */
  readonly macros: readonly string[]
  /** And that which the problem calls. */
  readonly problemMacros: readonly string[]
}

/**
 * COPY's conversion of the text `raw` (an SQL expression) into a column
 * (https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-data-conversion.html). A blank text is
 * null in a column that is not text.
 */
export function conversion(raw: string, type: string, copy: Copy): Conversion {
  const bytes = varcharBytes(type)
  if (bytes !== null) return textConversion(raw, bytes, copy)
  const kind = kindOf(type, copy)
  return {
    text: `copy_text(${raw})`,
    value: `copy_${kind.name}(${raw})`,
    problem: `copy_${kind.name}_problem(${raw})`,
    macros: [COPY_TEXT, ...valueMacros(kind)],
    problemMacros: [problemMacro(kind)],
  }
}

/** The problem of a null in a column that takes none. */
export function nullProblem(text: string): string {
  return `case when ${text} is null then 'null in a column that is not null' end`
}

/** White space as COPY sees it; the engine's own trim() takes off spaces alone. */
const COPY_TEXT = String.raw`copy_text(raw) as nullif(trim(raw, E' \t\n\x0b\f\r'), '')`

function textConversion(raw: string, bytes: number, copy: Copy): Conversion {
  const empty = copy.emptyAsNull ? `nullif(${raw}, '')` : raw
  const text = copy.blanksAsNull
    ? `case when ${raw} = '' or copy_text(${raw}) is not null then ${empty} end`
    : empty
  return {
    text,
    value: text, // the table checks the bytes
    problem: `case when strlen(${text}) > ${bytes} then strlen(${text}) || ' bytes, and ${bytes} fit' end`,
    macros: copy.blanksAsNull ? [COPY_TEXT] : [],
    problemMacros: [],
  }
}

/** A way to convert, as SQL over `raw`. */
interface Kind {
  readonly name: string
  /** Whether the text is one of those that nearly all are, and the short way for it. */
  readonly plain?: readonly [condition: string, value: string]
  /** The value, null where the text does not fit. */
  readonly value: string
  /** Why a text does not fit. */
  readonly reason: string
}

/** The engine writes macros out where they are called: the one for the value gives no reason, so that plans stay short. */
function valueMacros({ name, plain, value }: Kind): string[] {
  const short = plain ? `\n    when ${plain[0]} then ${plain[1]}` : ''
  return [
    `copy_${name}_or_null(raw) as ${value}`,
    `copy_${name}(raw) as case${short}
    when copy_text(raw) is not null then coalesce(copy_${name}_or_null(raw), error('a value does not fit'))
end`,
  ]
}

function problemMacro({ name, reason }: Kind): string {
  return `copy_${name}_problem(raw) as case
    when copy_text(raw) is not null and copy_${name}_or_null(raw) is null then ${reason}
end`
}

const WHOLE = '[+-]?[0-9]+([.]0*)?'
const NUMBER = '[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?'
const DATE = '[0-9]{4}-[0-9]{2}-[0-9]{2}([ T].*)?'
const MOMENT = '[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?'
const ANY_MOMENT = '[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?Z?)?'

function kindOf(type: string, { timeformat }: Copy): Kind {
  switch (type) {
    case 'smallint':
    case 'integer':
    case 'bigint':
      return whole(type)
    case 'real':
    case 'double precision':
      return float(type)
    case 'boolean':
      return {
        name: type,
        value: 'try_cast(copy_text(raw) as boolean)',
        reason: "'neither true nor false'",
      }
    case 'date':
      return written(type, type, DATE, 'not a date (YYYY-MM-DD)')
    case 'timestamp':
    case 'timestamptz':
      if (timeformat === undefined)
        return written(type, type, MOMENT, 'not a moment (YYYY-MM-DD HH:MI:SS)')
      if (timeformat === 'auto')
        return written(`${type}_auto`, type, ANY_MOMENT, 'not a moment in UTC')
      return epoch(type, timeformat)
    default:
      return decimal(type)
  }
}

/** The engine's own cast takes too much (`1_000`, `0x1F`, `12.5` for 13): it counts where it reads as the text. */
function isPlainWhole(type: string): string {
  return `cast(try_cast(raw as ${type}) as varchar) = raw`
}

/** Whole numbers, those written as floats (`1540919166796.0`) among them. */
function wholeNumber(type: string): string {
  return `try_cast(regexp_extract(copy_text(raw), '^([+-]?[0-9]+)(?:[.]0*)?$', 1) as ${type})`
}

function whole(type: string): Kind {
  return {
    name: type,
    plain: [isPlainWhole(type), `try_cast(raw as ${type})`],
    value: wholeNumber(type),
    reason: misfit(WHOLE, type, 'not a whole number'),
  }
}

/**
 * JSON has no NaN and no infinity, and the engine's cast makes one of what is too large. It also takes
 * `1_000` for 1000 and `+-1` for -1.
 */
function float(type: string): Kind {
  const value = (text: string) => `try_cast(${text} as ${type})`
  const fits = (text: string) =>
    `isfinite(${value(text)}) and not contains(${text}, '_') and not starts_with(${text}, '+-')`
  return {
    name: type.split(' ')[0] ?? type,
    plain: [fits('raw'), value('raw')],
    value: `case when ${fits('copy_text(raw)')} then ${value('copy_text(raw)')} end`,
    reason: misfit(NUMBER, type, 'not a number'),
  }
}

/** Digits beyond the scale are cut, not rounded. */
function decimal(type: string): Kind {
  const [, digits = '', scale = ''] = /\((\d+), ?(\d+)\)/.exec(type) ?? []
  const cut = `regexp_replace(copy_text(raw), '([.][0-9]{${scale}})[0-9]+$', '\\1')`
  return {
    name: `decimal_${digits}_${scale}`,
    value: `case when ${isWritten(NUMBER)} then try_cast(${cut} as ${type}) end`,
    reason: misfit(NUMBER, type, 'not a number'),
  }
}

function written(name: string, type: string, pattern: string, reason: string): Kind {
  return {
    name,
    value: `case when ${isWritten(pattern)} then try_cast(copy_text(raw) as ${type}) end`,
    reason: `'${reason}'`,
  }
}

/** Redshift's first and this engine's last moment, in milliseconds since 1970. */
const FIRST_MOMENT = -210_866_803_200_000n
const LAST_MOMENT = 9_223_372_036_854_775n

function epoch(type: string, timeformat: 'epochsecs' | 'epochmillisecs'): Kind {
  const [factor, unit] = timeformat === 'epochsecs' ? [1_000n, 'seconds'] : [1n, 'milliseconds']
  const inRange = (number: string) =>
    `${number} between ${FIRST_MOMENT / factor} and ${LAST_MOMENT / factor}`
  const moment = (number: string) => {
    const utc = `epoch_ms(${factor === 1n ? number : `${number} * ${factor}`})`
    return type === 'timestamp' ? utc : `timezone('UTC', ${utc})`
  }
  const plain = 'try_cast(raw as bigint)'
  const number = wholeNumber('bigint')
  return {
    name: `${type}_${timeformat}`,
    plain: [`${isPlainWhole('bigint')} and ${inRange(plain)}`, moment(plain)],
    value: `case when ${inRange(number)} then ${moment(number)} end`,
    reason: misfit(WHOLE, type, `not a moment in whole ${unit} since 1970`),
  }
}

function isWritten(pattern: string): string {
  return `regexp_full_match(copy_text(raw), '${pattern}')`
}

function misfit(pattern: string, type: string, otherwise: string): string {
  return `case when ${isWritten(pattern)} then 'out of the range of ${type}' else '${otherwise}' end`
}
