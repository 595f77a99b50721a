import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lakeOf } from './lake.ts'

test('the same arguments make the same bytes', () => {
  const args = '--events 3000 --songs 90 --days 9 --seed 5'

  assert.deepEqual(lakeOf(args).files, lakeOf(args).files)
})

test('another seed makes another lake', () => {
  const one = lakeOf('--events 500 --songs 10 --seed 1')
  const other = lakeOf('--events 500 --songs 10 --seed 2')

  assert.notDeepEqual(one.events, other.events)
  assert.notDeepEqual(one.songs, other.songs)
})

test('there are exactly as many events and songs as asked for, and a file for every day', () => {
  const lake = lakeOf('--events 4321 --songs 123 --days 14')

  assert.equal(lake.events.length, 4321)
  assert.equal(lake.songs.length, 123)
  assert.equal(lake.summary.logs.events, 4321)
  assert.equal(lake.summary.logs.files, 14)
  assert.equal([...lake.files.keys()].filter((path) => path.startsWith('log_data')).length, 14)
})

test('a single event is possible', () => {
  assert.equal(lakeOf('--events 1 --songs 1 --days 1').events.length, 1)
})

test('the summary tells the bytes that were written', () => {
  const { files, summary } = lakeOf('--events 2000 --songs 50')
  const bytes = (part: string) =>
    [...files].reduce((sum, [path, text]) => sum + (path.startsWith(part) ? text.length : 0), 0)

  assert.equal(summary.logs.bytes, bytes('log_data'))
  assert.equal(summary.songs.bytes, bytes('song_data'))
})

test('a number of users limits who comes, and the events are still exact', () => {
  const lake = lakeOf('--events 8056 --songs 10 --users 97')
  const users = new Set(lake.events.map((event) => event.userId).filter((id) => id !== ''))

  assert.equal(lake.events.length, 8056)
  assert.ok(users.size > 80 && users.size <= 97, `${users.size} users came`)
  assert.equal(lake.summary.logs.files, 30)
})

test('a lake may begin on any day and cross the end of a year', () => {
  const { files } = lakeOf('--events 600 --songs 1 --days 3 --start 2019-12-30')
  const logs = [...files.keys()].filter((path) => path.startsWith('log_data'))

  assert.deepEqual(logs, [
    'log_data/2019/12/2019-12-30-events.json',
    'log_data/2019/12/2019-12-31-events.json',
    'log_data/2020/01/2020-01-01-events.json',
  ])
})

test('the share of tracks that are known is the share of plays that find their song', () => {
  const { events, songs } = lakeOf('--events 20000 --songs 400 --known 0.25 --without mojibake')
  const known = new Set(songs.map((song) => `${song.title}\n${song.artist_name}`))
  const played = events.filter((event) => event.page === 'NextSong')
  const found = played.filter((event) => known.has(`${event.song}\n${event.artist}`))

  const share = found.length / played.length
  assert.ok(Math.abs(share - 0.25) < 0.03, `${share} of the plays found their song`)
})
