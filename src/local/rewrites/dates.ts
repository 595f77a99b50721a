import { Failure } from '../../errors.ts'
import type { Node } from '../../sql.ts'
import { call, castTo, inParentheses, number, text, textOf, wordOf } from '../nodes.ts'
import type { Rule } from '../rewrites.ts'
import { type Calls, takes } from './call.ts'
import { datePart, unitOfTime } from './date-parts.ts'
import { dateText, momentOf } from './date-text.ts'
import { intervalOf, timesInterval } from './intervals.ts'
import { numberText } from './number-text.ts'
import { zoneHere } from './time-zones.ts'

/** Literals of dates and intervals, EXTRACT, AT TIME ZONE. */
export const DATES: Readonly<Record<string, Rule>> = {
  literal: ({ literal_type, value }, _, node) => {
    switch (literal_type) {
      case 'string':
        return node
      case 'number':
        if (/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) return node
        throw new Failure(`Redshift has no number '${value}'.`)
      case 'date':
        return call('rs_date', text(value))
      case 'timestamp':
        return call('rs_timestamp', text(value))
      case 'time':
        return castTo('time', text(value), { timezone: false })
      default:
        throw new Failure(
          `Write text as '...': the local engine takes no ${literal_type} literals.`,
        )
    }
  },
  interval: (_content, _, node) => timesInterval(number(1), intervalOf(node) ?? NOTHING),
  extract: ({ this: moment, field }, rewrite) =>
    extract(typeof field === 'string' ? field : field.Custom, rewrite(moment)),
  at_time_zone: ({ this: moment, zone }, rewrite) =>
    call('timezone', zoneHere(rewrite(zone)), typedMoment(rewrite(moment))),
}

const NOTHING = { months: 0, days: 0, microseconds: 0 }

/** The parser's own names for the date parts that it knows. */
const PARSED: Readonly<Record<string, string>> = { DayOfWeek: 'dow', DayOfYear: 'doy' }

function extract(field: string, moment: Node): Node {
  const part = datePart(PARSED[field] ?? field)
  return call('rs_extract', text(part), typedMoment(moment))
}

/** Text says nothing of its type: where a moment is expected it is one. */
function typedMoment(moment: Node): Node {
  return textOf(moment) === undefined ? moment : call('rs_timestamp', moment)
}

const add = (name: string) =>
  takes(3, 3, ([part, count, moment]) => {
    const unit = unitOfTime(wordOf(part), name)
    return call('rs_dateadd', text(unit), inParentheses(count), call('rs_timestamp', moment))
  })

const difference = (name: string) =>
  takes(3, 3, ([part, from, to]) => {
    const unit = unitOfTime(wordOf(part), name)
    return call('rs_datediff', text(unit), call('rs_timestamp', from), call('rs_timestamp', to))
  })

/** The beginning of the unit of time in which a moment is. */
function truncated(unit: string, moment: Node): Node {
  const name = YEAR_ONE.has(unit) ? 'rs_trunc_from_one' : 'date_trunc'
  return castTo('timestamp', call(name, text(unit), moment))
}

/** These begin with their year 1 (https://docs.aws.amazon.com/redshift/latest/dg/r_DATE_TRUNC.html). */
const YEAR_ONE = new Set(['century', 'millennium'])

const now = takes(0, 0, () => call('rs_now'))
const sooner = takes(2, 2, ([one, other]) => call('rs_compare', one, other))

export const DATE_CALLS: Calls = {
  dateadd: add('dateadd'),
  date_add: add('date_add'),
  datediff: difference('datediff'),
  date_diff: difference('date_diff'),
  date_part: takes(2, 2, ([part, moment]) =>
    call('rs_date_part', text(datePart(wordOf(part))), typedMoment(moment)),
  ),
  date_part_year: takes(1, 1, ([moment]) => call('rs_extract', text('year'), typedMoment(moment))),
  date_trunc: takes(2, 2, ([part, moment]) =>
    truncated(unitOfTime(wordOf(part), 'date_trunc'), call('rs_timestamp', moment)),
  ),
  add_months: takes(2, 2, ([moment, count]) =>
    call('rs_add_months', call('rs_timestamp', moment), count),
  ),
  last_day: takes(1, 1, ([moment]) => call('last_day', call('rs_timestamp', moment))),
  months_between: takes(2, 2, ([one, other]) =>
    call('rs_months_between', call('rs_timestamp', one), call('rs_timestamp', other)),
  ),
  next_day: takes(2, 2, ([moment, weekday]) =>
    call('rs_next_day', call('rs_date', moment), weekday),
  ),
  // Of whole seconds (https://docs.aws.amazon.com/redshift/latest/dg/r_GETDATE.html), unlike SYSDATE.
  getdate: takes(0, 0, () => truncated('second', call('rs_now'))),
  sysdate: now,
  current_date: takes(0, 0, () => castTo('date', call('rs_now'))),
  date: takes(1, 1, ([moment]) => call('rs_date', moment)),
  date_cmp: sooner,
  timestamp_cmp: sooner,
  date_cmp_timestamp: sooner,
  timestamp_cmp_date: sooner,
  convert_timezone: takes(2, 3, (args) => {
    const [moment, to, from = text('UTC')] = [...args].reverse()
    return call(
      'timezone',
      zoneHere(to),
      call('timezone', zoneHere(from), call('rs_timestamp', moment)),
    )
  }),
  timezone: takes(2, 2, ([zone, moment]) => call('timezone', zoneHere(zone), typedMoment(moment))),
  to_char: takes(2, 2, ([value, format]) => {
    const pattern = patternOf(format, 'to_char')
    return numberText(value, pattern) ?? dateText(typedMoment(value), pattern)
  }),
  to_date: takes(2, 3, ([value, format]) =>
    castTo('date', momentOf('to_date', value, patternOf(format, 'to_date'))),
  ),
  to_timestamp: takes(2, 3, ([value, format]) =>
    castTo('timestamp', momentOf('to_timestamp', value, patternOf(format, 'to_timestamp')), {
      timezone: true,
    }),
  ),
}

function patternOf(format: Node, name: string): string {
  const pattern = textOf(format)
  if (pattern !== undefined) return pattern
  throw new Failure(`The local engine takes ${name}() with a literal format only.`)
}
