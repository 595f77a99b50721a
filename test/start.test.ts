import assert from 'node:assert/strict'
import { cpSync, existsSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { PROJECT } from '../src/settings.ts'
import { start } from '../src/start.ts'
import { withWarehouse } from '../src/warehouse.ts'
import { run } from './run.ts'
import { localSettings, temporaryFolder } from './warehouse.ts'

test('the first start builds the warehouse and answers; the second changes no row', (t) => {
  const env = { LOCAL_DATABASE: path.join(temporaryFolder(t), 'warehouse.duckdb') }

  const first = run('start', [], env)
  const second = run('start', [], env)

  assert.deepEqual([first.code, second.code], [0, 0], first.stderr + second.stderr)
  assert.match(
    first.stdout,
    /^Applied 001_staging, 002_dimensions, 003_songplays, 004_incremental, 005_changed_plays\.\n/,
  )
  assert.match(first.stdout, /\n07_songplays +[\d,]+ rows +\d+\.\d s\n/)
  assert.match(first.stdout, /\n\d+ promises, all kept\.\n/)
  assert.match(first.stdout, /\n[\d,]+ of [\d,]+ plays found a song \(\d+\.\d %\)\.\n/)
  assert.match(first.stdout, /\nHow many users are on each level\?\n {2}level {2}users\n/)
  assert.match(second.stdout, /^Schema up to date\.\n/)
  assert.match(second.stdout, /\nNo row of the star changed\.\n/)
  assert.equal(first.stderr + second.stderr, '')
})

test('start --json is one document', async (t) => {
  const { code, stdout } = run('start', ['--json'], {
    LOCAL_DATABASE: path.join(temporaryFolder(t), 'warehouse.duckdb'),
  })

  assert.equal(code, 0)
  const summary = JSON.parse(stdout)
  assert.deepEqual(summary.applied, [
    '001_staging',
    '002_dimensions',
    '003_songplays',
    '004_incremental',
    '005_changed_plays',
  ])
  assert.equal(summary.steps.length, 8)
  assert.ok(summary.playsWithSong > 0 && summary.playsWithSong < summary.plays)
})

test('paths may be relative to where the command is typed, and hold spaces and quotes', (t) => {
  const folder = temporaryFolder(t)
  const lake = path.join(folder, "Lily's lake [2018]")
  cpSync(path.join(PROJECT, 'seeds'), lake, { recursive: true })
  const env = {
    LOCAL_DATABASE: 'my warehouse/w.duckdb',
    LOG_DATA: "Lily's lake [2018]/log_data",
    LOG_JSONPATH: `${lake}/log_json_path.json`,
    SONG_DATA: "./Lily's lake [2018]/song_data/",
  }

  const { code, stdout, stderr } = run('start', ['--json'], env, folder)

  assert.equal(code, 0, stderr)
  assert.ok(JSON.parse(stdout).plays > 0)
  assert.ok(existsSync(path.join(folder, 'my warehouse/w.duckdb')))
})

const REAL = path.resolve(PROJECT, '../shared/lake')

test('the real November 2018 gives the rows that it is known to hold', {
  skip: existsSync(REAL) ? false : 'the real lake is not beside the project',
}, async (t) => {
  const settings = localSettings(temporaryFolder(t), {
    LOG_DATA: path.join(REAL, 'log_data'),
    LOG_JSONPATH: path.join(REAL, 'log_json_path.json'),
    SONG_DATA: path.join(REAL, 'song_data'),
  })

  const { steps, plays, playsWithSong } = await start(settings)

  assert.deepEqual(Object.fromEntries(steps.map(({ table, rows }) => [table, rows])), {
    staging_events: 8056,
    staging_songs: 71,
    users: 97,
    songs: 71,
    artists: 69,
    time: 6813,
    songplays: 6820,
    user_levels: 106,
  })
  assert.deepEqual([plays, playsWithSong], [6820, 1])
  await withWarehouse(settings, async ({ session }) => {
    assert.deepEqual(
      await session.rows('select level, count(*) from users group by level order by level'),
      [
        { level: 'free', count: 75 },
        { level: 'paid', count: 22 },
      ],
    )
    const found = await session.rows(
      `select songs.title, artists.name, songplays.user_id
       from songplays
       join songs on songs.song_id = songplays.song_id
       join artists on artists.artist_id = songplays.artist_id`,
    )
    assert.deepEqual(found, [{ title: 'Setanta matins', name: 'Elena', user_id: 15 }])
    assert.deepEqual(
      await session.rows('select count(distinct user_id) as players from songplays'),
      [{ players: 96 }],
    )
  })
})

test('the status of a warehouse that nobody has made yet lists what is pending, and makes no file', (t) => {
  const folder = temporaryFolder(t)
  const { code, stdout } = run('migrate-status', [], {
    LOCAL_DATABASE: path.join(folder, 'none', 'warehouse.duckdb'),
  })

  assert.equal(code, 0)
  assert.match(stdout, /^pending {2}001_staging\npending {2}002_dimensions\n/)
  assert.ok(!existsSync(path.join(folder, 'none')))
})
