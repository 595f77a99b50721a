import type { Chart, Shown } from '../chart.ts'
import { squares } from '../drawings/squares.ts'
import { counted, hourText, number, WEEKDAYS } from '../formats.ts'
import { alike, largest, sumBy, total } from '../series.ts'

/** Monday first, as in the weeks of `time`. */
const ORDER = [1, 2, 3, 4, 5, 6, 0]
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

function playsAt({ series }: Shown): Map<string, number> {
  const groups = sumBy(series, ['weekday', 'hour'], ['plays'])
  return new Map(groups.map(({ key, sums }) => [key.join(' '), sums[0] ?? 0]))
}

export const week: Chart = {
  id: 'hours',
  title: 'Hours of the week',
  sql: [{ file: 'hours' }],
  colours: 'shades',
  most: (shown) => counted(Math.max(0, ...playsAt(shown).values()), 'play'),
  says({ series }) {
    const groups = sumBy(series, ['weekday', 'hour'], ['plays'])
    const others = alike(groups)
    const [top] = largest(groups, 1)
    const all = total(series, 'plays')
    if (!top) return 'No song was played in this time.'
    const [weekday, hour] = top.key.map(Number)
    const weekend = {
      ...series,
      rows: series.rows.filter((row) => [0, 6].includes(Number(row[2]))),
    }
    return (
      `The busiest hour is ${WEEKDAYS[weekday ?? 0]}, ${hourText(hour ?? 0)} to ${hourText((hour ?? 0) + 1)} UTC, ` +
      `with ${counted(top.sums[0] ?? 0, 'play')}${others > 0 ? `; ${counted(others, 'other')} had as many` : ''}. Saturdays and Sundays together have ` +
      `${number(total(weekend, 'plays'))} of all ${counted(all, 'play')}.`
    )
  },
  table(shown) {
    const at = playsAt(shown)
    return {
      columns: ['hour, UTC', ...ORDER.map((day) => `plays, ${WEEKDAYS[day]?.slice(0, 3)}`)],
      rows: HOURS.map((hour) => [
        hourText(hour),
        ...ORDER.map((day) => at.get(`${day} ${hour}`) ?? 0),
      ]),
    }
  },
  height: () => 250,
  option(shown) {
    const at = playsAt(shown)
    return squares({
      cells: ORDER.flatMap((day, row) =>
        HOURS.map((hour) => ({
          column: hour,
          row,
          value: at.get(`${day} ${hour}`) ?? 0,
          name: `${WEEKDAYS[day]}, ${hourText(hour)} to ${hourText(hour + 1)} UTC`,
        })),
      ),
      columns: HOURS.map(String),
      rows: ORDER.map((day) => WEEKDAYS[day]?.slice(0, 3) ?? ''),
      text: (value) => counted(value, 'play'),
      margin: { left: 36, bottom: 24 },
    })
  },
}
