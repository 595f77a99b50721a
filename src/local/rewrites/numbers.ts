import { call, typed } from '../nodes.ts'
import { type Calls, takes } from './call.ts'

/** The same under the same name. */
const SAME = `abs:1 acos:1 asin:1 atan:1 atan2:2 cbrt:1 cos:1 cot:1 degrees:1 exp:1 floor:1 ln:1 pi:0
  power:2 radians:1 random:0 sign:1 sin:1 sqrt:1 tan:1 version:0`

const same = Object.fromEntries(
  SAME.split(/\s+/).map((entry) => {
    const [name = '', count] = entry.split(':')
    return [name, takes(Number(count), Number(count), (args) => call(name, ...args))]
  }),
)

/** Functions of numbers. */
export const NUMBER_CALLS: Calls = {
  ...same,
  ceil: takes(1, 1, (args) => call('ceil', ...args)),
  ceiling: takes(1, 1, (args) => call('ceil', ...args)),
  round: takes(1, 2, (args) => call('round', ...args)),
  // Of a timestamp TRUNC makes its day (https://docs.aws.amazon.com/redshift/latest/dg/r_TRUNC_date.html).
  trunc: takes(1, 2, ([value, digits]) =>
    digits === undefined ? call('rs_trunc', typed(value)) : call('trunc', value, digits),
  ),
  mod: takes(2, 2, (args) => call('rs_modulo', ...args)),
  pow: takes(2, 2, (args) => call('power', ...args)),
  log: takes(1, 1, (args) => call('log10', ...args)),
  dlog10: takes(1, 1, (args) => call('log10', ...args)),
  dlog1: takes(1, 1, (args) => call('ln', ...args)),
  dexp: takes(1, 1, (args) => call('exp', ...args)),
  strtol: takes(2, 2, (args) => call('rs_strtol', ...args)),
  to_hex: takes(1, 1, (args) => call('lower', call('to_hex', ...args))),
}
