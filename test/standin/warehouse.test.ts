import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { ask } from '../../src/ask.ts'
import { migrate, rollback } from '../../src/migrator.ts'
import { checkSteps, runSteps } from '../../src/pipeline.ts'
import { readQuestions } from '../../src/query.ts'
import { readSteps } from '../../src/steps.ts'
import { readVersions } from '../../src/versions.ts'
import { contents, fingerprint } from '../fingerprint.ts'
import { RUN } from '../run.ts'
import { bareWarehouse, failure } from '../warehouse.ts'
import { startCluster } from './cluster.ts'
import { fillWithSample } from './lake.ts'

const versions = await readVersions()
const steps = await readSteps()

test('every version goes up, down and up again, to the same tables as on the local engine', async (t) => {
  const cluster = await startCluster(t)
  const warehouse = await bareWarehouse(t, cluster.settings())
  const local = await bareWarehouse(t)

  for (const { name } of versions) {
    assert.deepEqual(await migrate(warehouse, versions, { to: name }), [name])
    await migrate(local, versions, { to: name })
    assert.deepEqual(await fingerprint(warehouse), await fingerprint(local))
  }
  const newest = await fingerprint(warehouse)
  for (const { name } of versions.toReversed()) {
    assert.deepEqual(await rollback(warehouse, versions), [name])
    await rollback(local, versions)
    assert.deepEqual(await fingerprint(warehouse), await fingerprint(local))
  }
  assert.deepEqual(await fingerprint(warehouse), {})

  assert.equal((await migrate(warehouse, versions)).length, versions.length)
  assert.deepEqual(await fingerprint(warehouse), newest)
})

test('tables are found where they are made: in the schema of the user, where there is one', async (t) => {
  const cluster = await startCluster(t)
  await cluster.backend.query(
    'create table users (name text); create schema analyst; set search_path to analyst, public, redshift',
  )
  const warehouse = await bareWarehouse(t, cluster.settings())
  assert.deepEqual(await fingerprint(warehouse), {})
  await migrate(warehouse, versions)

  assert.deepEqual(await migrate(warehouse, versions), [])
  assert.equal((await rollback(warehouse, versions, { to: '0' })).length, versions.length)
  assert.deepEqual(await fingerprint(warehouse), {})
})

test('the sample becomes the same rows as on the local engine, and a second run changes none', async (t) => {
  const cluster = await startCluster(t)
  fillWithSample(cluster.bucket)
  const warehouse = await bareWarehouse(t, cluster.settings())
  const local = await bareWarehouse(t)
  for (const each of [warehouse, local]) await migrate(each, versions)

  const reports = await runSteps(warehouse, versions, steps)
  const ofLocal = await runSteps(local, versions, steps)

  const told = ({ step, rows, changed, files, bytes, rejected }: (typeof reports)[number]) => {
    return { step, rows, changed, files, bytes, rejected }
  }
  assert.deepEqual(reports.map(told), ofLocal.map(told))
  assert.deepEqual(await contents(warehouse), await contents(local))
  assert.deepEqual((await checkSteps(warehouse, versions, steps)).broken, [])
  for (const { name, sql } of readQuestions())
    assert.deepEqual(await ask(warehouse, sql), await ask(local, sql), name)

  const before = await fingerprint(warehouse)
  const again = await runSteps(warehouse, versions, steps)
  assert.deepEqual(
    again.filter(({ files, changed }) => files === undefined && changed !== 0),
    [],
  )
  assert.deepEqual(await fingerprint(warehouse), before)
})

test('a rollback that would lose rows lists them and refuses', async (t) => {
  const cluster = await startCluster(t)
  fillWithSample(cluster.bucket)
  const warehouse = await bareWarehouse(t, cluster.settings())
  await migrate(warehouse, versions)
  await runSteps(warehouse, versions, steps)
  const before = await fingerprint(warehouse)

  assert.equal(
    await failure(() => rollback(warehouse, versions, { to: '001' })),
    `Cannot roll back '005_changed_plays', '004_incremental', '003_songplays' and '002_dimensions': it would lose
  - table run_steps: 8 rows
  - table runs: 1 row
  - table user_levels: 79 rows
  - column songplays.title: 940 values
  - column songplays.artist: 940 values
  - column songplays.length: 940 values
  - column users.seen_at: 73 values
  - column users.session_id: 73 values
  - column users.item_in_session: 73 values
  - table songplays: 940 rows
  - table time: 938 rows
  - table artists: 38 rows
  - table songs: 80 rows
  - table users: 73 rows
Nothing was changed. To lose them, add --discard-data.`,
  )
  assert.deepEqual(await fingerprint(warehouse), before)
})

test('npm start does on a cluster what it does here, and ends', async (t) => {
  const cluster = await startCluster(t)
  fillWithSample(cluster.bucket)

  const first = await start(cluster.environment)
  const second = await start(cluster.environment)

  assert.deepEqual([first.code, first.stderr], [0, ''])
  assert.deepEqual([second.code, second.stderr], [0, ''])
  assert.deepEqual(JSON.parse(second.stdout), {
    ...JSON.parse(first.stdout),
    applied: [],
    changed: 0,
    steps: JSON.parse(second.stdout).steps,
  })
})

/** Runs the command beside this process, which is the cluster. */
async function start(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [RUN, 'start', '--json'], {
    env: { ...process.env, ...env },
  })
  const printed = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (chunk: Buffer) => {
      printed[stream] += chunk.toString()
    })
  const code = await new Promise((resolve) => child.on('close', resolve))
  return { code, ...printed }
}
