import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkSteps, runSteps } from '../../src/pipeline.ts'
import { type InsertStep, isInsert, readSteps } from '../../src/steps.ts'
import { readVersions } from '../../src/versions.ts'
import { fingerprint } from '../fingerprint.ts'
import { given, play, song } from '../rows.ts'
import { emptyWarehouse, failure } from '../warehouse.ts'

const versions = await readVersions()
const star = (await readSteps()).filter(isInsert)

/** The star's steps, with one of them written otherwise. */
function starWith(name: string, change: (step: InsertStep) => Partial<InsertStep>): InsertStep[] {
  return star.map((step) =>
    step.name === name ? ({ ...step, ...change(step) } as InsertStep) : step,
  )
}

/** The step's insert without the words that make its rows unique. */
function withoutPlaces(step: InsertStep): Partial<InsertStep> {
  const loose = (sql: string) => sql.replace('where place = 1', '')
  return { insert: loose(step.insert), query: loose(step.query) }
}

test('a broken promise undoes the run and names step, promise and keys', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'staging_events', [play])
  await given(warehouse, 'staging_songs', [song])
  await runSteps(warehouse, versions, star)
  const before = await fingerprint(warehouse)
  await given(
    warehouse,
    'staging_songs',
    ['A', 'B', 'C', 'D', 'E', 'F', 'G'].flatMap((id) => [
      { ...song, song_id: id },
      { ...song, song_id: id, year: 1999 },
    ]),
  )
  const stagingOnly = await fingerprint(warehouse)

  const message = await failure(() =>
    runSteps(warehouse, versions, starWith('04_songs', withoutPlaces)),
  )

  assert.equal(
    message,
    `The run was undone: 04_songs: songs breaks its promise 'unique (song_id)' 7 times.
  For example: song_id = A (2 rows)
  For example: song_id = B (2 rows)
  For example: song_id = C (2 rows)
  For example: song_id = D (2 rows)
  For example: song_id = E (2 rows)
04_songs: songs breaks its promise 'songs in = songs out' 7 times.
  For example: 8 in, 15 out
The star is as it was. See transforms/04_songs.ts`,
  )
  assert.deepEqual(await fingerprint(warehouse), stagingOnly)
  assert.deepEqual(stagingOnly.songs, before.songs)
})

test('a statement that fails undoes the run and names its step', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'staging_events', [play])
  await runSteps(warehouse, versions, star)
  await given(warehouse, 'staging_events', [{ ...play, ts: null }])
  const before = await fingerprint(warehouse)

  const message = await failure(() => runSteps(warehouse, versions, star))

  assert.equal(
    message,
    `06_time was undone: Cannot insert a NULL value into column time.start_time.
The star is as it was. See transforms/06_time.ts`,
  )
  assert.deepEqual(await fingerprint(warehouse), before)
})

test('check asks every promise of what is there, and changes nothing', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'staging_events', [play])
  await given(warehouse, 'staging_songs', [song])
  await runSteps(warehouse, versions, star)
  assert.deepEqual((await checkSteps(warehouse, versions, star)).broken, [])
  await warehouse.session.run("update users set level = 'gold'")
  await warehouse.session.run('update songplays set user_id = 99')
  await warehouse.session.run('delete from songs')

  const { asked, broken } = await checkSteps(warehouse, versions, star)

  assert.ok(asked > broken.length)
  assert.deepEqual(broken, [
    {
      step: '03_users',
      table: 'users',
      promise: 'level is one of free, paid',
      severity: 'error',
      broken: 1,
      examples: ['level = gold'],
    },
    {
      step: '04_songs',
      table: 'songs',
      promise: 'songs in = songs out',
      severity: 'error',
      broken: 1,
      examples: ['1 in, 0 out'],
    },
    {
      step: '07_songplays',
      table: 'songplays',
      promise: 'user_id references users.user_id',
      severity: 'error',
      broken: 1,
      examples: ['user_id = 99'],
    },
    {
      step: '07_songplays',
      table: 'songplays',
      promise: 'song_id references songs.song_id',
      severity: 'error',
      broken: 1,
      examples: ['song_id = SOZCTXZ12AB0182364'],
    },
  ])
})

test('readers see the old star until the new one is committed', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'staging_events', [play])
  await runSteps(warehouse, versions, star)
  const seen: unknown[] = []

  await warehouse.transaction(async (session) => {
    await session.run('delete from songplays')
    seen.push(...(await warehouse.session.rows('select count(*) from songplays')))
  })
  seen.push(...(await warehouse.session.rows('select count(*) from songplays')))

  assert.deepEqual(seen, [{ count: 1 }, { count: 0 }])
})
