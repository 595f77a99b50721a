import assert from 'node:assert/strict'
import { test } from 'node:test'
import { migrate, rollback } from '../../src/migrator.ts'
import { readVersions, type Version } from '../../src/versions.ts'
import { fingerprint } from '../fingerprint.ts'
import { given } from '../rows.ts'
import { bareWarehouse, emptyWarehouse, failure } from '../warehouse.ts'

const versions = await readVersions()

for (const [index, { name }] of versions.entries()) {
  test(`${name}: up, down, up leaves the same warehouse, rows of the tables that stay included`, async (t) => {
    const warehouse = await bareWarehouse(t)
    const below = versions[index - 1] as Version | undefined
    if (below) {
      await migrate(warehouse, versions, { to: below.name })
      for (const table of below.after.keys()) await warehouse.session.run(aRow(table))
    }
    const before = await fingerprint(warehouse)
    await migrate(warehouse, versions, { to: name })
    const after = await fingerprint(warehouse)

    await rollback(warehouse, versions)
    assert.deepEqual(await fingerprint(warehouse), before)

    await migrate(warehouse, versions, { to: name })
    assert.deepEqual(await fingerprint(warehouse), after)
    assert.notDeepEqual(after, before)
  })
}

function aRow(table: string): string {
  const rows: Record<string, string> = {
    staging_events: "insert into staging_events (page, song) values ('NextSong', 'Heitor')",
    staging_songs: "insert into staging_songs (song_id, title) values ('SO1', 'Heitor')",
    users: "insert into users (user_id, level) values (1, 'free')",
    songs: "insert into songs (song_id, title) values ('SO1', 'Heitor')",
    artists: "insert into artists (artist_id, name) values ('AR1', 'Elena')",
    time: "insert into time (start_time) values ('2018-11-01 00:00:00.796')",
    songplays: "insert into songplays (start_time) values ('2018-11-01 00:00:00.796')",
    loaded_files: `insert into loaded_files
      (uri, source, place, size_bytes, version, state, run_id, loaded_at)
      values ('a.json', 'log_data', '.', 2, '1', 'loaded', 'run', '2018-11-01 01:00:00')`,
    pending_changes: "insert into pending_changes (source) values ('log_data')",
    pending_songs: "insert into pending_songs (title, artist_name) values ('Heitor', 'Elena')",
    user_levels:
      "insert into user_levels (user_id, level, valid_from) values (1, 'free', '2018-11-01')",
    runs: `insert into runs (run_id, started_at, seconds, state, schema_version, run_by)
      values ('run', '2018-11-01 01:00:00', 1, 'published', '004_incremental', 'etl@here')`,
    run_steps: `insert into run_steps
      (run_id, step, checksum, rows_inserted, rows_deleted, rows_rejected, seconds)
      values ('run', '03_users', 'f9', 1, 0, 0, 1)`,
  }
  const row = rows[table]
  if (row === undefined) throw new Error(`give table ${table} a row here`)
  return row
}

test('the tables are those of the original design, with its keys', async (t) => {
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, versions, { to: '003' })

  const tables = await warehouse.connection.tables(warehouse.session)

  const keys = Object.fromEntries(tables.map(({ name, dist, sort }) => [name, `${dist} ${sort}`]))
  assert.deepEqual(keys, {
    artists: '{"key":"artist_id"} ["name"]',
    load_errors: '"even" "auto"',
    schema_versions: '"all" "auto"',
    songplays: '{"key":"song_id"} ["start_time"]',
    songs: '{"key":"song_id"} ["year"]',
    staging_events: '"even" "auto"',
    staging_songs: '"even" "auto"',
    time: '"all" ["start_time"]',
    users: '"all" ["user_id"]',
  })
  const columns = Object.fromEntries(
    tables.map(({ name, columns }) => [name, Object.keys(columns).join(' ')]),
  )
  assert.equal(
    columns.staging_events,
    'artist auth first_name gender item_in_session last_name length level location method page ' +
      'registration session_id song status ts user_agent user_id',
  )
  assert.equal(
    columns.staging_songs,
    'num_songs artist_id artist_latitude artist_longitude artist_location artist_name song_id title duration year',
  )
  assert.equal(
    columns.songplays,
    'songplay_id start_time user_id level song_id artist_id session_id location user_agent',
  )
  assert.equal(columns.users, 'user_id first_name last_name gender level')
  assert.equal(columns.songs, 'song_id title artist_id year duration')
  assert.equal(columns.artists, 'artist_id name location latitude longitude')
  assert.equal(columns.time, 'start_time hour day week month year weekday')
})

test('what the next run makes anew from the lake is no loss of a rollback, and what it does not is', async (t) => {
  const warehouse = await emptyWarehouse(t)
  const file = (uri: string, state: string) => ({
    uri,
    source: 'log_data',
    place: '/lake/log_data',
    load_id: state === 'loaded' ? 1 : null,
    size_bytes: 10,
    version: '2018-11-15 21:00:00.000',
    state,
    run_id: 'run',
    loaded_at: '2018-11-15 21:00:00',
  })
  await given(warehouse, 'loaded_files', [file('a.json', 'loaded'), file('b.json', 'loaded')])
  await given(warehouse, 'pending_changes', [{ source: 'log_data' }])
  await given(warehouse, 'pending_songs', [{ title: 'Heitor', artist_name: 'Elena' }])
  await given(warehouse, 'staging_events', [{ page: 'Home', load_id: 1 }])
  await rollback(warehouse, versions, { to: '003' })
  await migrate(warehouse, versions)
  await given(warehouse, 'loaded_files', [file('a.json', 'loaded'), file('b.json', 'excluded')])
  await given(warehouse, 'user_levels', [
    { user_id: 1, level: 'free', valid_from: '2018-11-15 21:00:00' },
  ])

  assert.equal(
    await failure(() => rollback(warehouse, versions, { to: '003' })),
    `Cannot roll back '005_changed_plays' and '004_incremental': it would lose
  - table user_levels: 1 row
  - table loaded_files: 1 row
Nothing was changed. To lose them, add --discard-data.`,
  )
})
