import { Failure } from '../../errors.ts'
import type { Node } from '../../sql.ts'
import { call, castTo, number, text } from '../nodes.ts'
import { type Calls, takes } from './call.ts'

/** TO_CHAR and TO_NUMBER of numbers (https://docs.aws.amazon.com/redshift/latest/dg/r_Numeric_formating.html). */

const PATTERN = /^(FM)?([$L\s]*)(S?)([90,G]*)(?:[.D]([90]*))?(S|MI|PR)?$/i

/** `to_char(value, pattern)` where the pattern is one of numbers; undefined where it is not. */
export function numberText(value: Node, pattern: string): Node | undefined {
  const match = PATTERN.exec(pattern.replace(/^(FM)?S([$L])/i, '$1$2S'))
  if (!match) return undefined
  const [, trimmed, currency = '', sign, whole = '', fraction = '', behind = ''] = match
  if (whole === '' && fraction === '') return undefined
  const digits = whole.replace(/[^90]/g, '')
  const firstZero = digits.indexOf('0')
  return call(
    'rs_number_text',
    castTo(
      'text',
      castTo('decimal', call('abs', value), { precision: 38, scale: fraction.length }),
    ),
    call('sign', value),
    number(digits.length),
    number(firstZero < 0 ? 0 : digits.length - firstZero),
    number(fraction.lastIndexOf('0') + 1),
    number(whole.length + (fraction === '' ? 0 : fraction.length + 1)),
    { boolean: { value: /[,G]/i.test(whole) } },
    { boolean: { value: trimmed !== undefined } },
    text(currency.trim() === '' ? '' : '$'),
    text(sign !== '' ? 'S<' : behind.toUpperCase()),
  )
}

/** `to_number(text, pattern)`: the pattern says how many decimals there are. */
export const NUMBER_TEXT_CALLS: Calls = {
  to_number: takes(2, 2, ([value, format], name) => {
    const pattern = format?.literal?.literal_type === 'string' ? String(format.literal.value) : ''
    if (!PATTERN.test(pattern)) {
      throw new Failure(`The local engine does not know the format '${pattern}' of ${name}().`)
    }
    const scale = /[.D]([90]*)/i.exec(pattern)?.[1]?.length ?? 0
    return castTo('decimal', call('rs_number_of_text', value), { precision: 38, scale })
  }),
}
