import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALL_TRAPS, RARE_TRAPS, type Trap } from '../../src/seed/traps.ts'
import { groups, type Lake, type LogEvent, lakeOf, plays, type Song } from './lake.ts'

const LAKE = '--events 3000 --songs 120 --known 1 --days 20'

const users = ({ events }: Lake) => {
  const byUser = groups(events, (event) => event.userId)
  byUser.delete('')
  return [...byUser.values()]
}

const changes = (of: readonly LogEvent[]): number[] =>
  of.flatMap((event, place) =>
    place > 0 && of[place - 1]?.level !== event.level ? [event.ts] : [],
  )

/** Whether some value of `key` comes with several values of `other`. */
function hasSeveral<T>(rows: readonly T[], key: (row: T) => unknown, other: (row: T) => unknown) {
  const first = new Map(rows.map((row) => [key(row), other(row)]))
  return rows.some((row) => first.get(key(row)) !== other(row))
}

const isNumber = (value: unknown): boolean => typeof value === 'number'
const pair = (song: Song): string => `${song.title}\n${song.artist_name}`
const texts = ({ events }: Lake): string =>
  plays(events)
    .map((e) => `${e.artist} - ${e.song}`)
    .join('\n')

/** How to see that a lake has a trap. */
const SEEN: Record<Trap, (lake: Lake) => boolean> = {
  'level-changes': (lake) => users(lake).some((of) => changes(of).length > 0),
  'quick-level-changes': (lake) =>
    users(lake).some((of) => {
      const at = changes(of)
      return at.some((ts, place) => ts - (at[place - 1] ?? 0) <= 300_000)
    }),
  'logged-out': ({ events }) => events.some((event) => event.userId === ''),
  'silent-users': (lake) => users(lake).some((of) => plays(of).length === 0),
  namesakes: ({ events }) => {
    const known = events.filter((event) => event.userId !== '')
    return hasSeveral(
      known,
      (e) => `${e.firstName} ${e.lastName}`,
      (e) => e.userId,
    )
  },
  'same-instant': (lake) => users(lake).some((of) => new Set(of.map((e) => e.ts)).size < of.length),
  'shared-instants': ({ events }) =>
    hasSeveral(
      plays(events),
      (e) => e.ts,
      (e) => e.userId,
    ),
  mojibake: (lake) => texts(lake).includes('\u00c3\u0083\u00c2'),
  'numeric-titles': ({ songs }) => songs.some((song) => isNumber(song.title)),
  'numeric-artists': ({ songs }) => songs.some((song) => isNumber(song.artist_name)),
  'numeric-locations': ({ songs }) => songs.some((song) => isNumber(song.artist_location)),
  'false-title': ({ songs }) => songs.some((song) => song.title === 'False'),
  aliases: ({ songs }) =>
    hasSeveral(
      songs,
      (s) => s.artist_id,
      (s) => s.artist_name,
    ),
  'shared-artist-names': ({ songs }) =>
    hasSeveral(
      songs,
      (s) => s.artist_name,
      (s) => s.artist_id,
    ),
  'repeated-titles': ({ songs }) =>
    hasSeveral(
      songs,
      (s) => s.title,
      (s) => s.artist_name,
    ),
  'twin-songs': ({ songs }) => hasSeveral(songs, pair, (song) => song.song_id),
  'empty-locations': ({ songs }) => songs.some((song) => song.artist_location === ''),
  'missing-positions': ({ songs }) => songs.some((song) => song.artist_latitude === null),
  'unknown-years': ({ songs }) => songs.some((song) => song.year === 0),
  'underscored-commas': (lake) => texts(lake).includes('_'),
  quotes: ({ songs }) => songs.some((song) => String(song.title).includes('"')),
  'oversized-location': ({ songs }) =>
    songs.some((song) => Buffer.byteLength(String(song.artist_location)) > 256),
}

const usual = lakeOf(LAKE)

for (const trap of ALL_TRAPS.filter((trap) => !RARE_TRAPS.includes(trap))) {
  test(`${trap}: in a lake as it comes, and not --without it`, () => {
    const without = lakeOf(`${LAKE} --without ${trap}`)

    assert.equal(SEEN[trap](usual), true)
    assert.equal(SEEN[trap](without), false)
    assert.equal(without.events.length, 3000)
  })
}

test('oversized-location: only in a lake --with it', () => {
  assert.equal(SEEN['oversized-location'](usual), false)
  assert.equal(SEEN['oversized-location'](lakeOf(`${LAKE} --with oversized-location`)), true)
})

test('a lake --without all of them has none, and still has exactly its events', () => {
  const plain = lakeOf(`${LAKE} --without ${ALL_TRAPS.join(',')}`)

  for (const trap of ALL_TRAPS) assert.equal(SEEN[trap](plain), false, trap)
  assert.equal(plain.events.length, 3000)
  assert.ok(texts(plain).includes(','), 'commas are commas')
  assert.ok(/[\u00e0-\u00ff]/.test(texts(plain)), 'there is text outside ASCII')
})

test('mojibake is UTF-8 read as ISO-8859-1 twice, and the song files are right', () => {
  const played = new Set(plays(usual.events).map((event) => event.song))
  const repaired = (text: string) => Buffer.from(text, 'latin1').toString('utf8')
  const right = usual.songs.map((song) => String(song.title)).filter((t) => t.startsWith('Canção'))

  assert.equal(right.length, 3)
  for (const title of right) {
    const garbled = [...played].find((song) => song !== null && repaired(repaired(song)) === title)
    assert.ok(garbled?.startsWith('Can\u00c3\u0083\u00c2\u00a7'), title)
  }
})

test('a numeric title is a number in its song file and text in the plays of it', () => {
  const title = usual.songs.find((song) => isNumber(song.title))?.title

  assert.ok(plays(usual.events).some((event) => event.song === String(title)))
})

test('artists have two, three or four names, and a second place', () => {
  const named = new Map<string, Set<unknown>>()
  const placed = new Map<string, Set<unknown>>()
  for (const song of usual.songs) {
    const { artist_id, artist_name, artist_location, artist_latitude } = song
    named.set(artist_id, (named.get(artist_id) ?? new Set()).add(artist_name))
    const place = `${artist_location} ${artist_latitude}`
    placed.set(artist_id, (placed.get(artist_id) ?? new Set()).add(place))
  }
  const counts = [...named.values()].map((names) => names.size).filter((count) => count > 1)

  assert.deepEqual(counts.sort(), [2, 3, 4])
  assert.equal([...placed.values()].filter((places) => places.size > 1).length, 3)
})

test('twin songs have the same title and artist, and lengths of their own', () => {
  const twins = groupSongs(usual.songs, pair).filter((songs) => songs.length > 1)

  assert.equal(twins.length, 3)
  for (const of of twins) assert.equal(new Set(of.map((song) => song.duration)).size, of.length)
})

function groupSongs(songs: readonly Song[], key: (song: Song) => string): Song[][] {
  const grouped = new Map<string, Song[]>()
  for (const song of songs) grouped.set(key(song), [...(grouped.get(key(song)) ?? []), song])
  return [...grouped.values()]
}
