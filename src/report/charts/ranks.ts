import type { Chart, Shown } from '../chart.ts'
import { RANKED_HEIGHT, ranked } from '../drawings/ranked.ts'
import { counted, number, percent } from '../formats.ts'
import { type Group, largest, sumBy, total } from '../series.ts'

/** Charts of what is played most. */

const MOST = 10

interface Ranking {
  /** The chart's name in links. */
  readonly chart: string
  readonly title: string
  readonly sql: Chart['sql']
  /** The columns that name what is counted, as they stand in the answer and over the table. */
  readonly names: readonly string[]
  /** The column that tells those apart that are named alike. */
  readonly id?: string
  readonly says: (top: Group, groups: readonly Group[], shown: Shown) => string
  readonly none: string
}

function ranking({ chart, title, sql, names, id, says, none }: Ranking): Chart {
  const keys = id === undefined ? names : [...names, id]
  const groups = ({ series }: Shown) => largest(sumBy(series, keys, ['plays']), 100)
  return {
    id: chart,
    title,
    sql,
    colours: 'none',
    says(shown) {
      const found = groups(shown)
      return found[0] ? says(found[0], found, shown) : none
    },
    table: (shown) => ({
      columns: [...keys, 'plays'],
      rows: groups(shown).map(({ key, sums }) => [...key, ...sums]),
    }),
    height: (shown) => Math.max(1, Math.min(MOST, groups(shown).length)) * RANKED_HEIGHT + 10,
    option: (shown, width) =>
      ranked(
        groups(shown)
          .slice(0, MOST)
          .map(({ key, sums }) => ({
            name: key.slice(0, names.length).join(' · '),
            value: sums[0] ?? 0,
          })),
        width,
        (value) => counted(value, 'play'),
      ),
  }
}

const plays = ({ sums }: Group) => counted(sums[0] ?? 0, 'play')
const [OF_HUNDRED_SONGS, OF_HUNDRED_ARTISTS] = ['songs', 'artists'].map(
  (what) => `Among the hundred ${what} most played in all.`,
)

export const songs: Chart = ranking({
  chart: 'songs',
  title: 'Songs played most',
  sql: [{ file: 'songs' }],
  names: ['title', 'artist'],
  id: 'song_id',
  says: (top, groups) =>
    `'${top.key[0]}' by ${top.key[1]} leads with ${plays(top)}` +
    `${groups[1] ? `, before '${groups[1].key[0]}' with ${number(groups[1].sums[0] ?? 0)}` : ''}. ${OF_HUNDRED_SONGS}`,
  none: 'No play of this time found a song of the catalogue.',
})

export const artists: Chart = ranking({
  chart: 'artists',
  title: 'Artists played most',
  sql: [{ file: 'artists' }],
  names: ['artist'],
  id: 'artist_id',
  says: (top, groups) =>
    `${top.key[0]} leads with ${plays(top)}` +
    `${groups[1] ? `, before ${groups[1].key[0]} with ${number(groups[1].sums[0] ?? 0)}` : ''}. ${OF_HUNDRED_ARTISTS}`,
  none: 'No play of this time found an artist of the catalogue.',
})

export const missingSongs: Chart = ranking({
  chart: 'missing-songs',
  title: 'Songs played most that the catalogue lacks',
  sql: [{ file: 'missing_songs', needs: 'songplays.title' }, { file: 'missing_songs_staged' }],
  names: ['title', 'artist'],
  says: (top) =>
    `'${top.key[0]}' by ${top.key[1]} is missed most: ${plays(top)} could not find it. ${OF_HUNDRED_SONGS}`,
  none: 'The catalogue holds every song that was played in this time.',
})

export const browsers: Chart = ranking({
  chart: 'browsers',
  title: 'Browsers',
  sql: [{ file: 'browsers' }],
  names: ['browser'],
  says: (top, groups, { series }) =>
    `${top.key[0]} plays ${percent(top.sums[0] ?? 0, total(series, 'plays'))} of the songs` +
    `${groups[1] ? `, ${groups[1].key[0]} ${percent(groups[1].sums[0] ?? 0, total(series, 'plays'))}` : ''}.`,
  none: 'No song was played in this time.',
})
