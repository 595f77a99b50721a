import type { Chart, Shown, Unit } from '../chart.ts'
import { bars, type Line, levelColour, lines } from '../drawings/axes.ts'
import { counted, dayText, number, percent, shortDay } from '../formats.ts'
import { alike, largest, sumBy, total } from '../series.ts'

/** Charts over time. */

/** `Wed 21 Nov 2018`, or the week or month that begins then. */
function timeText(day: string, unit: Unit): string {
  return unit === 'day' ? dayText(day) : `the ${unit} from ${dayText(day)}`
}

function names({ days, unit }: Shown) {
  return {
    names: days.map((day) => timeText(day, unit)),
    short: days.map((day) => (unit === 'month' ? day.slice(0, 7) : shortDay(day))),
  }
}

/** A count over the days of the choice, one line a level. */
function linesOf({ series, days, levels }: Shown, count: string): Line[] {
  const groups = sumBy(series, ['level', 'day'], [count])
  const sums = new Map(groups.map(({ key, sums }) => [key.join(' '), sums[0] ?? 0]))
  return levels.map((level) => ({
    name: level,
    colour: levelColour(level),
    values: days.map((day) => sums.get(`${level} ${day}`) ?? 0),
  }))
}

function tableOf(shown: Shown, count: string) {
  const found = linesOf(shown, count)
  return {
    columns: [shown.unit, ...found.map(({ name }) => `${count}, ${name}`), `${count} in all`],
    rows: shown.days.map((day, at) => {
      const values = found.map(({ values }) => values[at] ?? 0)
      return [day, ...values, values.reduce((sum, value) => sum + value, 0)]
    }),
  }
}

export const plays: Chart = {
  id: 'plays',
  title: 'Plays over time',
  sql: [{ file: 'plays' }],
  colours: 'levels',
  isWide: true,
  says({ series, days, unit, choice }) {
    const all = total(series, 'plays')
    const groups = sumBy(series, ['day'], ['plays'])
    const others = alike(groups)
    const [top] = largest(groups, 1)
    if (!top) return 'No song was played in this time.'
    const [paid] = sumBy(
      { ...series, rows: series.rows.filter(([, of]) => of === 'paid') },
      [],
      ['plays'],
    )
    return (
      `${counted(all, 'play')}, ${number(all / days.length)} a ${unit}, ` +
      `${choice.level === null ? `${percent(paid?.sums[0] ?? 0, all)} of them` : 'all'} by ${choice.level ?? 'paying'} users. ` +
      `The most were ${unit === 'day' ? 'on' : 'in'} ${timeText(String(top.key[0]), unit)}: ${counted(top.sums[0] ?? 0, 'play')}` +
      `${others > 0 ? `, and as many in ${counted(others, `other ${unit}`)}` : ''}.`
    )
  },
  table: (shown) => tableOf(shown, 'plays'),
  height: () => 240,
  option: (shown) =>
    bars({
      ...names(shown),
      lines: linesOf(shown, 'plays'),
      text: (value) => counted(value, 'play'),
      unit: 'plays',
    }),
}

export const users: Chart = {
  id: 'users',
  title: 'Users who listened, by level',
  sql: [{ file: 'plays' }],
  colours: 'levels',
  says(shown) {
    const found = linesOf(shown, 'users')
    const most = shown.unit === 'day' ? 'a day' : `on the fullest day of a ${shown.unit}`
    const parts = found.map(({ name, values }) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
      return `${number(mean)} ${name} ${mean === 1 ? 'user' : 'users'} (at most ${number(Math.max(0, ...values))})`
    })
    const both =
      found.length > 1 ? ' A user who played on both levels on a day counts on both.' : ''
    return `On average ${parts.join(' and ')} listened ${most}.${both}`
  },
  table: (shown) => {
    const { columns, rows } = tableOf(shown, 'users')
    return { columns: columns.slice(0, -1), rows: rows.map((row) => row.slice(0, -1)) }
  },
  height: () => 220,
  option: (shown) =>
    lines({
      ...names(shown),
      lines: linesOf(shown, 'users'),
      text: (value) => counted(value, 'user'),
      unit: 'users',
    }),
}

/** Users on each level at the end of each day; where a day has no play, those of the day before. */
function usersThen(shown: Shown): Line[] {
  return linesOf(shown, 'users_then').map((line) => {
    const known = new Set(
      shown.series.rows.filter(([, level]) => level === line.name).map(([day]) => String(day)),
    )
    let last = 0
    const values = line.values.map((value, at) => {
      if (known.has(shown.days[at] ?? '')) last = value
      return last
    })
    return { ...line, values }
  })
}

export const usersOnLevel: Chart = {
  id: 'users-on-level',
  title: 'Users on each level',
  sql: [{ file: 'users_on_level', needs: 'user_levels.valid_from' }],
  colours: 'levels',
  says(shown) {
    const [first, last] = [shown.days[0], shown.days.at(-1)]
    if (shown.series.rows.length === 0 || !first || !last) return 'No song was played in this time.'
    const found = usersThen(shown)
    const at = (place: number) =>
      found.map(({ name, values }) => `${number(values.at(place) ?? 0)} ${name}`).join(' and ')
    return (
      `At the end of ${timeText(last, shown.unit)} there are ${at(-1)} users` +
      `${first === last ? '' : `, after ${at(0)} at the end of ${timeText(first, shown.unit)}`}. ` +
      'A user counts from their first event on.'
    )
  },
  table(shown) {
    const found = usersThen(shown)
    return {
      columns: [`end of ${shown.unit}`, ...found.map(({ name }) => `users, ${name}`)],
      rows: shown.days.map((day, at) => [day, ...found.map(({ values }) => values[at] ?? 0)]),
    }
  },
  height: () => 220,
  option: (shown) =>
    lines({
      ...names(shown),
      lines: usersThen(shown),
      text: (value) => counted(value, 'user'),
      unit: 'users',
    }),
}

export const levelChanges: Chart = {
  id: 'level-changes',
  title: 'Users who changed their level',
  sql: [
    { file: 'level_changes', needs: 'user_levels.valid_from' },
    { file: 'level_changes_played' },
  ],
  colours: 'levels',
  says({ series, levels }) {
    const parts = [...levels].reverse().map((level, index) => {
      const rows = series.rows.filter(([, to]) => to === level)
      const changes = total({ ...series, rows }, 'changes')
      return `${index === 0 ? counted(changes, 'change') : number(changes)} to ${level}`
    })
    return `${parts.join(' and ')}. A bar's colour is the level that users changed to.`
  },
  table: (shown) => tableOf(shown, 'changes'),
  height: () => 180,
  option: (shown) =>
    bars({
      ...names(shown),
      lines: linesOf(shown, 'changes').map((line) => ({ ...line, name: `to ${line.name}` })),
      text: (value) => counted(value, 'change'),
      unit: 'changes',
    }),
}

export const found: Chart = {
  id: 'found',
  title: 'Plays that found their song in the catalogue',
  sql: [{ file: 'plays' }],
  colours: 'none',
  isWide: true,
  says({ series }) {
    const [all, with_] = [total(series, 'plays'), total(series, 'found')]
    if (all === 0) return 'No song was played in this time.'
    return (
      `${number(with_)} of ${counted(all, 'play')} found a song: ${percent(with_, all)}. ` +
      'The others are kept, without a song.'
    )
  },
  table(shown) {
    const sums = byDay(shown)
    return {
      columns: [shown.unit, 'plays', 'plays with a song', '% with a song'],
      rows: shown.days.map((day) => {
        const [all = 0, with_ = 0] = sums.get(day) ?? []
        return [day, all, with_, all === 0 ? null : Math.round((1000 * with_) / all) / 10]
      }),
    }
  },
  height: () => 180,
  option(shown) {
    const sums = byDay(shown)
    const values = shown.days.map((day) => {
      const [all = 0, with_ = 0] = sums.get(day) ?? []
      return all === 0 ? 0 : (100 * with_) / all
    })
    return bars({
      ...names(shown),
      lines: [{ name: 'with a song', colour: 'var(--one)', values }],
      text: (value) => `${value.toFixed(1)} % of the plays`,
      unit: '% of the plays',
    })
  },
}

function byDay({ series }: Shown): Map<string, readonly number[]> {
  const groups = sumBy(series, ['day'], ['plays', 'found'])
  return new Map(groups.map(({ key, sums }) => [String(key[0]), sums]))
}
