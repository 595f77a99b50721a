import { varcharBytes } from '../column.ts'
import type { Copy } from '../transform.ts'
import { literal } from './literals.ts'

/** How a value of a JSON file, as text, becomes a column's value, by COPY's rules. */
export interface Conversion {
  /** SQL for the value; its cast fails on what does not fit. */
  readonly value: string
  /** SQL for why the value does not fit, null where it does. */
  readonly problem: string
}

/**
 * COPY's conversion of the text `raw` (an SQL expression) into a column
 * (https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-data-conversion.html). A blank text is
 * null in a column that is not text.
 */
export function conversion(raw: string, type: string, copy: Copy): Conversion {
  const bytes = varcharBytes(type)
  if (bytes !== null) return textConversion(raw, bytes, copy)
  const text = `nullif(trim(${raw}), '')`
  switch (type) {
    case 'smallint':
    case 'integer':
    case 'bigint':
      return castConversion(
        raw,
        type,
        wholeText(raw, text),
        `case when try_cast(${wholeText(raw, text)} as hugeint) is null
          then 'not a whole number' else 'out of the range of ${type}' end`,
      )
    case 'timestamp':
      return timestampConversion(raw, text, copy.timeformat ?? 'auto')
    case 'real':
    case 'double precision':
      return castConversion(raw, type, text, "'not a number'")
    case 'boolean':
      return castConversion(raw, type, text, "'neither true nor false'")
    case 'date':
      return castConversion(raw, type, text, "'not a date (YYYY-MM-DD)'")
    case 'timestamptz':
      return castConversion(raw, type, text, "'not a moment'")
    default:
      return decimalConversion(raw, type, text)
  }
}

/** The problem of a null in a column that takes none. */
export function nullProblem(value: string): string {
  return `case when ${value} is null then 'null in a column that is not null' end`
}

function textConversion(raw: string, bytes: number, copy: Copy): Conversion {
  let value = raw
  if (copy.blanksAsNull)
    value = `case when trim(${raw}) = '' and ${raw} <> '' then null else ${value} end`
  if (copy.emptyAsNull) value = `nullif(${value}, '')`
  return {
    value, // the table checks the bytes
    problem: `case when strlen(${raw}) > ${bytes} then 'text of ' || strlen(${raw}) || ' bytes' end`,
  }
}

/** Whole numbers written as floats load (`1540919166796.0`); those with a fraction become no number at all. */
function wholeText(raw: string, text: string): string {
  return `case when contains(${raw}, '.') then regexp_extract(${raw}, '^([+-]?[0-9]+)[.]0*$', 1) else ${text} end`
}

function castConversion(raw: string, type: string, text: string, reason: string): Conversion {
  return {
    value: `cast(${text} as ${type})`,
    problem: `case when trim(${raw}) <> '' and try_cast(${text} as ${type}) is null then ${reason} end`,
  }
}

function timestampConversion(raw: string, text: string, timeformat: string): Conversion {
  if (timeformat === 'auto') return castConversion(raw, 'timestamp', text, "'not a moment'")
  const factor = timeformat === 'epochsecs' ? 1_000 : 1
  const whole = wholeText(raw, text)
  const words = timeformat === 'epochsecs' ? 'seconds' : 'milliseconds'
  return {
    value: `epoch_ms(cast(${whole} as bigint) * ${factor})`,
    problem: `case when trim(${raw}) <> '' and try_cast(${whole} as bigint) is null
      then ${literal(`not a moment in whole ${words} since 1970`)} end`,
  }
}

/** Digits beyond the scale are cut, not rounded. */
function decimalConversion(raw: string, type: string, text: string): Conversion {
  const scale = Number(/, ?(\d+)\)/.exec(type)?.[1] ?? 0)
  const cut = `regexp_replace(${text}, '([.][0-9]{${scale}})[0-9]+$', '\\1')`
  return castConversion(raw, type, cut, `'not a number of ${type}'`)
}
