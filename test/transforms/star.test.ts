import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runSteps } from '../../src/pipeline.ts'
import { isInsert, readSteps } from '../../src/steps.ts'
import { readVersions } from '../../src/versions.ts'
import type { Warehouse } from '../../src/warehouse.ts'
import { given, play, rowsOf, song } from '../rows.ts'
import { emptyWarehouse } from '../warehouse.ts'

const versions = await readVersions()
const star = (await readSteps()).filter(isInsert)

const publish = (warehouse: Warehouse) => runSteps(warehouse, versions, star)

test('a play of a song that the catalogue holds finds it by title and artist', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'staging_events', [play])
  await given(warehouse, 'staging_songs', [song])

  await publish(warehouse)

  assert.deepEqual(await warehouse.session.rows('select * from songplays'), [
    {
      songplay_id: 0,
      start_time: '2018-11-21 21:56:47.796',
      user_id: 15,
      level: 'paid',
      song_id: 'SOZCTXZ12AB0182364',
      artist_id: 'AR5KOSW1187FB35FF4',
      session_id: 818,
      location: 'Chicago-Naperville-Elgin, IL-IN-WI',
      user_agent: '"Mozilla/5.0 (X11; Linux x86_64)"',
      title: 'Setanta matins',
      artist: 'Elena',
      length: 269.58322,
    },
  ])
})

test('a play of a song that we do not hold is kept, without a song', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'staging_events', [
    { ...play, song: 'Unheard' },
    { ...play, artist: 'Somebody', ts: '2018-11-21 22:00:00.796' },
    { ...play, song: null, artist: null, length: null, ts: '2018-11-21 23:00:00.796' },
  ])
  await given(warehouse, 'staging_songs', [song])

  await publish(warehouse)

  assert.deepEqual(await rowsOf(warehouse, 'songplays', ['start_time', 'song_id', 'artist_id']), [
    { start_time: '2018-11-21 21:56:47.796', song_id: null, artist_id: null },
    { start_time: '2018-11-21 22:00:00.796', song_id: null, artist_id: null },
    { start_time: '2018-11-21 23:00:00.796', song_id: null, artist_id: null },
  ])
})

test('of several songs of one title and artist the nearest in length is taken, then the smallest id', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'staging_songs', [
    { ...song, song_id: 'SO_SHORT', duration: 100 },
    { ...song, song_id: 'SO_LONG_B', duration: 300 },
    { ...song, song_id: 'SO_LONG_A', duration: 300 },
  ])
  await given(warehouse, 'staging_events', [
    { ...play, length: 120, ts: '2018-11-01 00:00:01' },
    { ...play, length: 299, ts: '2018-11-01 00:00:02' },
    { ...play, length: 200, ts: '2018-11-01 00:00:03' },
    { ...play, length: null, ts: '2018-11-01 00:00:04' },
  ])

  await publish(warehouse)

  assert.deepEqual(await rowsOf(warehouse, 'songplays', ['start_time', 'song_id']), [
    { start_time: '2018-11-01 00:00:01', song_id: 'SO_SHORT' },
    { start_time: '2018-11-01 00:00:02', song_id: 'SO_LONG_A' },
    { start_time: '2018-11-01 00:00:03', song_id: 'SO_LONG_A' },
    { start_time: '2018-11-01 00:00:04', song_id: 'SO_LONG_A' },
  ])
})

test("a play finds its song by the song file's own name of the artist", async (t) => {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'staging_songs', [
    { ...song, song_id: 'SO1', title: 'One', artist_name: 'Kid Cudi' },
    { ...song, song_id: 'SO2', title: 'Two', artist_name: 'Kid Cudi / Kanye West / Common' },
  ])
  await given(warehouse, 'staging_events', [
    { ...play, song: 'Two', artist: 'Kid Cudi / Kanye West / Common' },
  ])

  await publish(warehouse)

  assert.deepEqual(await rowsOf(warehouse, 'songplays', ['song_id']), [{ song_id: 'SO2' }])
  assert.deepEqual(await rowsOf(warehouse, 'artists', ['name']), [{ name: 'Kid Cudi' }])
})

test('the same play twice is two rows: plays in are plays out', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'staging_events', [play, play, { ...play, page: 'Home' }])
  await given(warehouse, 'staging_songs', [song])

  await publish(warehouse)

  assert.equal((await rowsOf(warehouse, 'songplays', ['song_id'])).length, 2)
})

test('a user is shown as in their latest event, and that need not be a play', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'staging_events', [
    { ...play, level: 'free', ts: '2018-11-02 00:00:00' },
    { ...play, level: 'paid', ts: '2018-11-03 00:00:00', page: 'Home', last_name: 'Koch-Elena' },
    { ...play, level: 'free', ts: '2018-11-01 00:00:00' },
    { ...play, user_id: 16, page: 'Home' },
    { ...play, user_id: null, first_name: null, last_name: null, page: 'Home' },
  ])

  await publish(warehouse)

  assert.deepEqual(await rowsOf(warehouse, 'users', ['user_id', 'last_name', 'level']), [
    { user_id: 15, last_name: 'Koch-Elena', level: 'paid' },
    { user_id: 16, last_name: 'Koch', level: 'paid' },
  ])
})

test('of two events of a user at one instant the later in the session wins', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'staging_events', [
    { ...play, item_in_session: 6, level: 'free' },
    { ...play, item_in_session: 5, level: 'paid' },
  ])

  await publish(warehouse)

  assert.deepEqual(await rowsOf(warehouse, 'users', ['level']), [{ level: 'free' }])
})

test("an artist's location and position come from one row, with a position first", async (t) => {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'staging_songs', [
    {
      ...song,
      song_id: 'SO1',
      artist_location: 'A',
      artist_latitude: null,
      artist_longitude: null,
    },
    { ...song, song_id: 'SO2', artist_location: '', artist_latitude: 1.5, artist_longitude: 2.5 },
    {
      ...song,
      song_id: 'SO3',
      artist_location: 'London',
      artist_latitude: 3.5,
      artist_longitude: 4.5,
    },
  ])

  await publish(warehouse)

  assert.deepEqual(await rowsOf(warehouse, 'artists', ['location', 'latitude', 'longitude']), [
    { location: 'London', latitude: 3.5, longitude: 4.5 },
  ])
})

test('time has one row per moment of a play, with ISO weeks and Sunday as 0', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'staging_events', [
    { ...play, ts: '2018-11-04 23:05:06.796' },
    { ...play, ts: '2018-11-04 23:05:06.796', user_id: 16 },
    { ...play, ts: '2018-12-31 00:00:00.796' },
    { ...play, ts: '2019-06-01 00:00:00.796', page: 'Home' },
  ])

  await publish(warehouse)

  assert.deepEqual(await warehouse.session.rows('select * from time order by start_time'), [
    {
      start_time: '2018-11-04 23:05:06.796',
      hour: 23,
      day: 4,
      week: 44,
      month: 11,
      year: 2018,
      weekday: 0,
    },
    {
      start_time: '2018-12-31 00:00:00.796',
      hour: 0,
      day: 31,
      week: 1,
      month: 12,
      year: 2018,
      weekday: 1,
    },
  ])
})

test('publishing twice changes no row, identities included', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'staging_events', [play, play, { ...play, song: 'Unheard' }])
  await given(warehouse, 'staging_songs', [song])
  await publish(warehouse)
  const before = await warehouse.session.rows('select * from songplays order by songplay_id')

  const reports = await publish(warehouse)

  assert.deepEqual(
    reports.map(({ step, changed }) => [step, changed]),
    [
      ['03_users', 0],
      ['04_songs', 0],
      ['05_artists', 0],
      ['06_time', 0],
      ['07_songplays', 0],
      ['08_user_levels', 0],
    ],
  )
  assert.deepEqual(
    await warehouse.session.rows('select * from songplays order by songplay_id'),
    before,
  )
})

test('rows that differ only in how often they repeat are a change', async (t) => {
  const warehouse = await emptyWarehouse(t)
  const other = { ...play, ts: '2018-11-22 00:00:00.796' }
  await given(warehouse, 'staging_events', [play, play, other])
  await publish(warehouse)
  await warehouse.session.run('delete from staging_events')
  await given(warehouse, 'staging_events', [play, other, other])

  const reports = await publish(warehouse)

  assert.equal(reports.find(({ step }) => step === '07_songplays')?.changed, 2)
  assert.equal((await rowsOf(warehouse, 'songplays', ['start_time'])).length, 3)
})
