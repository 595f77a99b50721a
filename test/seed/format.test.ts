import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lakeOf } from './lake.ts'

const lake = lakeOf('--events 6000 --songs 200 --known 0.5 --days 20')
const logs = [...lake.files].filter(([path]) => path.startsWith('log_data/'))
const songs = [...lake.files].filter(([path]) => path.startsWith('song_data/'))

// Text as both kinds of files have it: ASCII, with slashes escaped and everything else as \u.
const TEXT = String.raw`"(?:[ !#-.0-\[\]-~]|\\["\\/]|\\u[0-9a-f]{4})*"`
const orNull = (pattern: string) => `(?:${pattern}|null)`

const EVENT = new RegExp(
  `^\\{"artist":${orNull(TEXT)},"auth":"(?:Logged In|Logged Out|Cancelled)",` +
    `"firstName":${orNull(TEXT)},"gender":(?:"F"|"M"|null),"itemInSession":\\d+,` +
    `"lastName":${orNull(TEXT)},"length":${orNull('\\d+\\.\\d{1,5}')},"level":"(?:free|paid)",` +
    `"location":${orNull(TEXT)},"method":"(?:GET|PUT)","page":"[A-Z][A-Za-z ]+",` +
    `"registration":${orNull('15\\d{8}796\\.0')},"sessionId":\\d+,"song":${orNull(TEXT)},` +
    `"status":(?:200|307|404),"ts":15\\d{8}796,"userAgent":${orNull(TEXT)},"userId":"\\d*"\\}$`,
)
const SONG = new RegExp(
  `^\\{"num_songs": 1, "artist_id": "AR[A-Z0-9]{16}", ` +
    `"artist_latitude": ${orNull('-?\\d+\\.\\d+')}, "artist_longitude": ${orNull('-?\\d+\\.\\d+')}, ` +
    `"artist_location": (?:${TEXT}|\\d+), "artist_name": (?:${TEXT}|\\d+), ` +
    `"song_id": "SO[A-Z0-9]{16}", "title": (?:${TEXT}|\\d+), ` +
    `"duration": \\d+\\.\\d{1,5}, "year": \\d{1,4}\\}$`,
)

test('every line of a log has the keys, the order and the format of the real ones', () => {
  for (const [path, text] of logs) {
    for (const line of text.split('\n')) assert.match(line, EVENT, path)
  }
})

test('a log file is of one UTC day and has no newline at its end', () => {
  for (const [path, text] of logs) {
    const [, date = ''] = /^log_data\/\d{4}\/\d\d\/(\d{4}-\d\d-\d\d)-events\.json$/.exec(path) ?? []
    assert.equal(text.at(-1), '}')
    for (const [, ts] of text.matchAll(/"ts":(\d+)/g)) {
      assert.equal(new Date(Number(ts)).toISOString().slice(0, 10), date)
    }
  }
})

test('every song file has the keys, the order and the format of the real ones', () => {
  for (const [path, text] of songs) assert.match(text, SONG, path)
})

test('a song file lies where the letters of its track id say', () => {
  for (const [path] of songs) {
    assert.match(
      path,
      /^song_data\/([A-Z])\/([A-Z])\/([A-Z])\/TR\1\2\3[A-Z]{2}128F[0-9A-F]{7}\.json$/,
    )
  }
})

test('the files for COPY name the fields as the real one does', () => {
  const text = lake.files.get('log_json_path.json') ?? ''

  assert.ok(
    text.startsWith(`{\n    "jsonpaths": [\n        "$['artist']",\n        "$['auth']",\n`),
  )
  assert.ok(text.endsWith(`        "$['userAgent']",\n        "$['userId']"\n    ]\n}`))
  assert.equal(JSON.parse(text).jsonpaths.length, 18)
})

test('someone who is not signed in is nobody, but has a level and a session', () => {
  const out = lake.events.filter((event) => event.auth === 'Logged Out')

  assert.ok(out.length > 0)
  for (const event of out) {
    const { firstName, lastName, location, registration, userAgent, userId } = event
    assert.deepEqual(
      [firstName, lastName, location, registration, userAgent, userId],
      [null, null, null, null, null, ''],
    )
  }
})

test('only plays have an artist, a song and a length', () => {
  for (const { artist, song, length, page } of lake.events) {
    const isPlay = page === 'NextSong'
    assert.deepEqual(
      [artist, song, length].map((value) => value !== null),
      Array(3).fill(isPlay),
    )
  }
})

test('user agents with a comma are wrapped in quotes, the others are not', () => {
  const agents = new Set(lake.events.flatMap(({ userAgent }) => userAgent ?? []))

  for (const agent of agents) assert.equal(agent.startsWith('"Mozilla'), agent.includes(','), agent)
  for (const browser of ['Chrome/', 'Firefox/', 'Version/7', 'Trident/', 'iPhone', 'X11; Linux']) {
    assert.ok(
      [...agents].some((agent) => agent.includes(browser)),
      browser,
    )
  }
})

test('track, song and artist ids are their own', () => {
  const ids = new Set(lake.songs.map((song) => song.song_id))
  const names = new Set(songs.map(([path]) => path.split('/').at(-1)))

  assert.equal(ids.size, 200)
  assert.equal(names.size, 200)
})
