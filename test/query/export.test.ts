import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { exportStar } from '../../src/export.ts'
import { runSteps } from '../../src/pipeline.ts'
import { isInsert, readSteps } from '../../src/steps.ts'
import { readVersions } from '../../src/versions.ts'
import { given, play, song } from '../rows.ts'
import { bareWarehouse, emptyWarehouse, failure, temporaryFolder } from '../warehouse.ts'

const steps = await readSteps()

/** A warehouse with a play in it, and a folder that is not there yet. */
async function withPlay(t: TestContext) {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'staging_events', [play])
  await given(warehouse, 'staging_songs', [song])
  await runSteps(warehouse, await readVersions(), steps.filter(isInsert))
  return { warehouse, folder: path.join(temporaryFolder(t), 'star') }
}

test('the star is exported, a file for each table, in each format', async (t) => {
  const { warehouse, folder } = await withPlay(t)
  for (const format of ['csv', 'json', 'parquet'] as const) {
    const { tables } = await exportStar(warehouse, steps, folder, format)

    assert.deepEqual(
      tables.map(({ file, rows }) => [file, rows]),
      ['users', 'songs', 'artists', 'time', 'songplays', 'user_levels'].map((table) => [
        `${table}.${format}`,
        1,
      ]),
    )
    assert.deepEqual(readdirSync(folder).sort(), [
      `artists.${format}`,
      'export.json',
      `songplays.${format}`,
      `songs.${format}`,
      `time.${format}`,
      `user_levels.${format}`,
      `users.${format}`,
    ])
    const file = path.join(folder, `songs.${format}`)
    const { rows } = await warehouse.session.knex
      .raw(`select * from '${file}'`)
      .options({ asIs: true })
    assert.deepEqual(rows, await warehouse.session.rows('select * from songs'))
  }
  assert.deepEqual(readdirSync(path.dirname(folder)), ['star'])
})

test('what is no export is not replaced', async (t) => {
  const { warehouse, folder } = await withPlay(t)
  await exportStar(warehouse, steps, folder, 'csv')
  writeFileSync(path.join(folder, 'notes.txt'), 'mine')
  const before = readdirSync(folder)

  const message = await failure(() => exportStar(warehouse, steps, folder, 'csv'))

  assert.equal(
    message,
    `Cannot export to '${folder}': it holds 'notes.txt', of no export. Nothing was written. Choose a new or an empty folder.`,
  )
  assert.deepEqual(readdirSync(folder), before)
  const file = path.join(folder, 'notes.txt')
  assert.equal(
    await failure(() => exportStar(warehouse, steps, file, 'csv')),
    `Cannot export to '${file}': it is a file. Nothing was written. Choose a new or an empty folder.`,
  )
})

test('an export that fails leaves the earlier one, and no half of itself', async (t) => {
  const { warehouse, folder } = await withPlay(t)
  await exportStar(warehouse, steps, folder, 'csv')
  const before = readFileSync(path.join(folder, 'songs.csv'), 'utf8')
  await warehouse.session.run('delete from songs')
  const [users, ...others] = steps.filter(isInsert)
  assert.ok(users)
  const broken = [...others, { ...users, into: 'nobody' }]

  const message = await failure(() => exportStar(warehouse, broken, folder, 'csv'))

  assert.equal(
    message,
    `Cannot export to '${folder}': the warehouse has no 'nobody' yet: run 'npm start'. The folder is as it was.`,
  )
  assert.equal(readFileSync(path.join(folder, 'songs.csv'), 'utf8'), before)
  assert.deepEqual(readdirSync(path.dirname(folder)), ['star'])
})

test('a warehouse without tables exports nothing', async (t) => {
  const folder = path.join(temporaryFolder(t), 'star')

  const message = await failure(async () =>
    exportStar(await bareWarehouse(t), steps, folder, 'parquet'),
  )

  assert.match(message, /the warehouse has no 'users', 'songs', .* yet: run 'npm start'\./)
  assert.equal(existsSync(folder), false)
})

test('an empty folder is taken', async (t) => {
  const { warehouse, folder } = await withPlay(t)
  mkdirSync(folder)

  await exportStar(warehouse, steps, folder, 'parquet')

  assert.equal(readdirSync(folder).length, 7)
})
