import type { Chart, Shown } from '../chart.ts'
import { RANKED_HEIGHT, ranked } from '../drawings/ranked.ts'
import { counted, number, percent } from '../formats.ts'
import { alike, type Group, largest, sumBy, total } from '../series.ts'

/** Charts of what is played most. */

const MOST = 10

/** The SQL of a ranking gives those that have the most in all, and no others. */
const KNOWN = 100

interface Ranking {
  /** The chart's name in links. */
  readonly chart: string
  readonly title: string
  readonly sql: Chart['sql']
  /** The columns that name what is counted, as they stand in the answer and over the table. */
  readonly names: readonly string[]
  readonly says: (groups: readonly [Group, ...Group[]], shown: Shown) => string
  /** What is said where there is nothing. */
  readonly none: string
  /** What is counted: `songs`, where only the hundred that have the most in all are known. */
  readonly limited?: string
}

function ranking({ chart, title, sql, names, says, none, limited }: Ranking): Chart {
  const groups = ({ series }: Shown) => largest(sumBy(series, names, ['plays']), KNOWN)
  /** Whether a choice may hold others that have more. */
  const isPartial = ({ series, whole }: Shown) =>
    limited !== undefined &&
    series.rows.length < whole.rows.length &&
    sumBy(whole, names, []).length >= KNOWN
  return {
    id: chart,
    title,
    sql,
    colours: 'none',
    says(shown) {
      const [top, ...others] = groups(shown)
      const partial = isPartial(shown)
      if (!top) {
        return partial
          ? `None of the ${KNOWN} ${limited} with the most plays in all was played then.`
          : none
      }
      const said = says([top, ...others], shown)
      return partial
        ? `${said} Only the ${KNOWN} ${limited} with the most plays in all are counted.`
        : said
    },
    table: (shown) => ({
      columns: [...names, 'plays'],
      rows: groups(shown).map(({ key, sums }) => [...key, ...sums]),
    }),
    height: (shown) => Math.max(1, Math.min(MOST, groups(shown).length)) * RANKED_HEIGHT + 10,
    option: (shown, width) =>
      ranked(
        groups(shown)
          .slice(0, MOST)
          .map(({ key, sums }) => ({
            name: key.join(' · '),
            value: sums[0] ?? 0,
          })),
        width,
        (value) => counted(value, 'play'),
      ),
  }
}

const plays = ({ sums }: Group) => counted(sums[0] ?? 0, 'play')

/** `A leads with 32 plays, before B with 31`, or that they have as many. */
function leading(groups: readonly [Group, ...Group[]], named: (group: Group) => string): string {
  const [top, second] = groups
  const others = alike(groups)
  if (others === 1 && second)
    return `${named(top)} and ${named(second)} lead with ${plays(top)} each.`
  if (others > 1) return `${named(top)} and ${others} others lead with ${plays(top)} each.`
  const before = second ? `, before ${named(second)} with ${number(second.sums[0] ?? 0)}` : ''
  return `${named(top)} leads with ${plays(top)}${before}.`
}

const songNamed = ({ key: [title, artist] }: Group) => `'${title}' by ${artist}`

export const songs: Chart = ranking({
  chart: 'songs',
  title: 'Songs played most',
  sql: [{ file: 'songs', needs: 'songplays.title' }, { file: 'songs_matched' }],
  names: ['title', 'artist'],
  limited: 'songs',
  says: (groups) => leading(groups, songNamed),
  none: 'No song was played in this time.',
})

export const artists: Chart = ranking({
  chart: 'artists',
  title: 'Artists played most',
  sql: [{ file: 'artists', needs: 'songplays.artist' }, { file: 'artists_matched' }],
  names: ['artist'],
  limited: 'artists',
  says: (groups) => leading(groups, ({ key: [artist] }) => String(artist)),
  none: 'No song was played in this time.',
})

export const missingSongs: Chart = ranking({
  chart: 'missing-songs',
  title: 'Songs played most that the catalogue lacks',
  sql: [{ file: 'missing_songs', needs: 'songplays.title' }, { file: 'missing_songs_staged' }],
  names: ['title', 'artist'],
  limited: 'songs',
  says: (groups) => leading(groups, songNamed),
  none: 'No play of this time lacks its song.',
})

export const browsers: Chart = ranking({
  chart: 'browsers',
  title: 'Browsers',
  sql: [{ file: 'browsers' }],
  names: ['browser'],
  says: ([top, second], { series }) => {
    const share = ({ key, sums }: Group) =>
      `${key[0]} plays ${percent(sums[0] ?? 0, total(series, 'plays'))}`
    return `${share(top)} of the songs${second ? `, ${share(second).replace(' plays', '')}` : ''}.`
  },
  none: 'No song was played in this time.',
})
