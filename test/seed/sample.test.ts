import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { groups, lakeOf, plays, readLake, type Song } from './lake.ts'

const SEEDS = fileURLToPath(new URL('../../seeds', import.meta.url))
const sample = readLake(SEEDS)
const played = plays(sample.events)
const songs = new Map<string, Song[]>()
for (const song of sample.songs) {
  const pair = `${song.title}\n${song.artist_name}`
  songs.set(pair, [...(songs.get(pair) ?? []), song])
}
const candidates = played.map((play) => songs.get(`${play.song}\n${play.artist}`)?.length ?? 0)

test('the command in its README makes the sample again, byte for byte', () => {
  const readme = readFileSync(join(SEEDS, 'README.md'), 'utf8')
  const [, args = ''] = /npm run seed -- --out seeds --replace (.+)/.exec(readme) ?? []

  assert.deepEqual(lakeOf(args).files, sample.files)
})

test('the sample is small, and every day has something', () => {
  const bytes = [...sample.files.values()].reduce((sum, text) => sum + text.length, 0)
  const days = groups(sample.events, (event) => new Date(event.ts).toISOString().slice(0, 10))

  assert.ok(bytes < 1_000_000, `${bytes} bytes`)
  assert.equal(days.size, 12)
  assert.ok(Math.min(...[...days.values()].map((events) => events.length)) > 40)
})

test('many plays of the sample find their song, some of them two, and some none', () => {
  const share = candidates.filter((count) => count > 0).length / played.length

  assert.ok(share > 0.5 && share < 0.75, `${share} find one`)
  assert.ok(candidates.includes(2))
})

test('the sample has what makes the data awkward', () => {
  const { events } = sample
  const users = groups(events, (event) => event.userId)
  users.delete('')
  const levels = [...users.values()].map((of) => new Set(of.map((event) => event.level)).size)
  const titles = sample.songs.map((song) => song.title).filter((title) => typeof title === 'number')
  const names = new Map(sample.songs.map((song) => [song.artist_id, song.artist_name]))

  assert.ok(levels.includes(2), 'someone changes level')
  assert.ok(
    events.some((event) => event.userId === ''),
    'someone is logged out',
  )
  assert.ok(
    [...users.values()].some((of) => plays(of).length === 0),
    'someone never plays',
  )
  assert.ok(
    played.some((play) => titles.includes(Number(play.song))),
    'a number is played',
  )
  assert.ok(
    played.some((play) => play.song?.includes('\u00c3\u0083')),
    'some text is garbled',
  )
  assert.ok(
    sample.songs.some((song) => names.get(song.artist_id) !== song.artist_name),
    'aliases',
  )
  assert.ok(sample.songs.every((song) => String(song.artist_location).length < 200))
})
