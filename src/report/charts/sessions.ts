import type { Chart, Shown } from '../chart.ts'
import { bars, levelColour } from '../drawings/axes.ts'
import { counted, number, percent } from '../formats.ts'
import { sumBy, total } from '../series.ts'

const LENGTHS = ['1', '2 to 5', '6 to 10', '11 to 20', '21 to 50', 'over 50']

function sessionsOf({ series, levels }: Shown) {
  const groups = sumBy(series, ['level', 'length'], ['sessions'])
  const sums = new Map(groups.map(({ key, sums }) => [key.join('|'), sums[0] ?? 0]))
  return levels.map((level) => ({
    name: level,
    colour: levelColour(level),
    values: LENGTHS.map((length) => sums.get(`${level}|${length}`) ?? 0),
  }))
}

export const sessions: Chart = {
  id: 'sessions',
  title: 'Sessions, by the songs in them',
  sql: [{ file: 'sessions' }],
  colours: 'levels',
  says({ series }) {
    const all = total(series, 'sessions')
    if (all === 0) return 'No session began in this time.'
    const [songs, minutes] = [total(series, 'songs') / all, total(series, 'seconds') / 60 / all]
    const single = { ...series, rows: series.rows.filter((row) => row[2] === LENGTHS[0]) }
    return (
      `${counted(all, 'session')} began, on average of ${number(songs)} songs and ${number(minutes)} minutes ` +
      `from the first song to the start of the last; ${percent(total(single, 'sessions'), all)} have one song only.`
    )
  },
  table(shown) {
    const found = sessionsOf(shown)
    const groups = sumBy(shown.series, ['length'], ['sessions', 'songs', 'seconds'])
    const sums = new Map(groups.map(({ key, sums }) => [key[0], sums]))
    return {
      columns: ['songs', ...found.map(({ name }) => `sessions, ${name}`), 'minutes on average'],
      rows: LENGTHS.map((length, at) => {
        const [sessions = 0, , seconds = 0] = sums.get(length) ?? []
        const minutes = sessions === 0 ? null : Math.round(seconds / 6 / sessions) / 10
        return [length, ...found.map(({ values }) => values[at] ?? 0), minutes]
      }),
    }
  },
  height: () => 240,
  option: (shown) =>
    bars({
      names: LENGTHS.map((length) => (length === '1' ? '1 song' : `${length} songs`)),
      short: LENGTHS,
      lines: sessionsOf(shown),
      text: (value) => counted(value, 'session'),
      unit: 'sessions',
      nameUnit: 'songs in the session',
    }),
}
