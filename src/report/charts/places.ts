import type { Chart } from '../chart.ts'
import { squares } from '../drawings/squares.ts'
import { counted, number, percent } from '../formats.ts'
import { type Group, largest, sumBy, total } from '../series.ts'
import { TILE_COLUMNS, TILE_ROWS, TILES } from '../us-states.ts'

const numbered = (count: number) => Array.from({ length: count }, (_, index) => String(index))

/** The groups whose states have a tile. */
function onMap(groups: readonly Group[]): readonly Group[] {
  const known = new Set(TILES.map(([state]) => state))
  return groups.filter(({ key }) => known.has(String(key[0])))
}

export const places: Chart = {
  id: 'places',
  title: 'Places',
  sql: [{ file: 'states' }],
  colours: 'shades',
  most: ({ series }) =>
    counted(largest(onMap(sumBy(series, ['state'], ['plays'])), 1)[0]?.sums[0] ?? 0, 'play'),
  says({ series }) {
    const found = largest(sumBy(series, ['state'], ['plays']), 1000)
    const [first, second] = found
    if (!first) return 'No song was played in this time.'
    const here = onMap(found)
    const elsewhere = found.filter((group) => !here.includes(group))
    const outside = elsewhere.reduce((sum, { sums }) => sum + (sums[0] ?? 0), 0)
    return (
      `${first.key[0] || 'A place not known'} leads with ${counted(first.sums[0] ?? 0, 'play')} ` +
      `(${percent(first.sums[0] ?? 0, total(series, 'plays'))})` +
      `${second ? `, before ${second.key[0] || 'places not known'} with ${number(second.sums[0] ?? 0)}` : ''}; ` +
      `${counted(here.length, 'state')} in all` +
      `${outside > 0 ? `, and ${counted(outside, 'play')} from places that are not on the map` : ''}.`
    )
  },
  table: ({ series }) => ({
    columns: ['state', 'plays'],
    rows: largest(sumBy(series, ['state'], ['plays']), 100).map(({ key, sums }) => [
      key[0] || 'not known',
      ...sums,
    ]),
  }),
  height: (_, width) => Math.round((Math.min(width, 560) * TILE_ROWS) / TILE_COLUMNS),
  option({ series }) {
    const groups = sumBy(series, ['state'], ['plays'])
    const plays = new Map(groups.map(({ key, sums }) => [String(key[0]), sums[0] ?? 0]))
    return squares({
      cells: TILES.map(([state, column, row]) => ({
        column,
        row,
        value: plays.get(state) ?? 0,
        name: state,
        label: state,
      })),
      columns: numbered(TILE_COLUMNS),
      rows: numbered(TILE_ROWS),
      text: (value) => counted(value, 'play'),
      margin: { left: 0, bottom: 0 },
    })
  },
}
