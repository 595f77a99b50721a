import { Failure } from '../../errors.ts'

/** Redshift's names of date parts (https://docs.aws.amazon.com/redshift/latest/dg/r_Dateparts_for_datetime_functions.html). */
const PARTS: Readonly<Record<string, string>> = {
  millennium: 'millennium millennia mil mils',
  century: 'century centuries c cent cents',
  decade: 'decade decades dec decs',
  epoch: 'epoch',
  year: 'year years y yr yrs',
  quarter: 'quarter quarters qtr qtrs',
  month: 'month months mon mons',
  week: 'week weeks w',
  dow: 'dayofweek dow dw weekday',
  doy: 'dayofyear doy dy yearday',
  day: 'day days d',
  hour: 'hour hours h hr hrs',
  minute: 'minute minutes m min mins',
  second: 'second seconds s sec secs',
  millisecond:
    'millisecond milliseconds ms msec msecs msecond mseconds millisec millisecs millisecon',
  microsecond:
    'microsecond microseconds us usec usecs usecond useconds microsec microsecs microsecon',
}
const PART_OF = new Map(
  Object.entries(PARTS).flatMap(([part, names]) => names.split(' ').map((name) => [name, part])),
)

/** The date part that a word names. @throws Failure when there is none. */
export function datePart(word: string): string {
  const part = PART_OF.get(word.toLowerCase())
  if (part === undefined) throw new Failure(`Redshift knows no date part '${word}'.`)
  return part
}

/** A date part that time can be counted in. @throws Failure for `dow`, `doy` and `epoch`. */
export function unitOfTime(word: string, name: string): string {
  const part = datePart(word)
  if (['dow', 'doy', 'epoch'].includes(part)) {
    throw new Failure(`${name}() does not count in '${word}'. Use day.`)
  }
  return part
}
