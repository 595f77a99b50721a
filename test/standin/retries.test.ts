import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { migrate, rollback } from '../../src/migrator.ts'
import { runSteps } from '../../src/pipeline.ts'
import { readSteps } from '../../src/steps.ts'
import { readVersions } from '../../src/versions.ts'
import { contents, fingerprint } from '../fingerprint.ts'
import { bareWarehouse, failure } from '../warehouse.ts'
import { CONFLICT, type Disturbance, startCluster } from './cluster.ts'
import { fillWith, stderrOf } from './lake.ts'

const versions = await readVersions()
const steps = await readSteps()
const plays = [
  '{"page":"NextSong","userId":"15","level":"paid","ts":1542837407796,"song":"Setanta matins"}',
  '{"page":"NextSong","userId":"16","level":"free","ts":1542837407797}',
].join('\n')

/** A cluster with a small lake, and a warehouse on it. */
async function started(t: TestContext) {
  const cluster = await startCluster(t)
  fillWith(cluster.bucket, { 'a.json': plays })
  const warehouse = await bareWarehouse(t, cluster.settings())
  return { cluster, warehouse, stderr: stderrOf(t) }
}

const conflict = '1023 (Serializable isolation violation on table - 100)'
/** What a run that nothing disturbs makes of the lake: made once, on a cluster of its own. */
let undisturbed: Promise<Record<string, unknown>> | null = null

async function undisturbedRun(t: TestContext): Promise<Record<string, unknown>> {
  const { warehouse } = await started(t)
  await migrate(warehouse, versions)
  await runSteps(warehouse, versions, steps)
  return contents(warehouse)
}

const lost = 'Connection terminated unexpectedly'
const missing: Disturbance = { message: 'could not open relation with OID 100' }
const concurrent: Disturbance = {
  message: 'could not complete because of conflict with concurrent transaction',
}

const cases: readonly (readonly [
  name: string,
  at: RegExp,
  nth: number,
  disturbance: Disturbance,
  told: string,
])[] = [
  ['a conflict', /^insert into users/, 1, CONFLICT, conflict],
  ['a conflict at COMMIT', /^commit/i, 2, CONFLICT, conflict],
  ['a concurrent transaction', /^lock "staging_events"/, 1, concurrent, concurrent.message],
  ['a table that was replaced', /^select count/, 3, missing, missing.message],
  [
    'an end by the administrator',
    /^copy "landing_staging_songs"/,
    1,
    'terminated',
    'terminating connection due to administrator command',
  ],
  ['a connection that is lost in a COPY', /^copy "landing_staging_events"/, 1, 'lost before', lost],
  ['a connection that is lost at BEGIN', /^begin/i, 2, 'lost before', lost],
  ['a connection that is lost before COMMIT', /^commit/i, 1, 'lost before', lost],
  ['a connection that is lost after COMMIT', /^commit/i, 1, 'lost after', lost],
  ['a connection that is lost before the COMMIT of the star', /^commit/i, 2, 'lost before', lost],
  ['a connection that is lost after the COMMIT of the star', /^commit/i, 2, 'lost after', lost],
]

for (const [name, at, nth, disturbance, told] of cases) {
  test(`${name} ends in the rows of an undisturbed run, and is told`, async (t) => {
    undisturbed ??= undisturbedRun(t)
    await undisturbed
    const { cluster, warehouse, stderr } = await started(t)
    await migrate(warehouse, versions)
    cluster.disturb(at, disturbance, nth)

    await runSteps(warehouse, versions, steps)

    assert.deepEqual(await contents(warehouse), await undisturbed)
    assert.equal(
      stderr.join('').replace(/ \d+ ms /, ' # ms '),
      `${told}: the transaction is tried again in # ms (2 of 5)\n`,
    )
  })
}

for (const [name, disturbance] of [
  ['before', 'lost before'],
  ['after', 'lost after'],
] as const) {
  for (const nth of versions.keys()) {
    test(`a connection that is lost ${name} the COMMIT of version ${nth + 1} applies and undoes each once`, async (t) => {
      const { cluster, warehouse } = await started(t)
      cluster.disturb(/^commit/i, disturbance, nth + 1)
      await migrate(warehouse, versions)

      const { rows } = (await fingerprint(warehouse)).schema_versions as { rows: string[] }
      assert.equal(rows.length, versions.length)

      cluster.disturb(/^commit/i, disturbance, nth + 1)
      await rollback(warehouse, versions, { to: '0' })
      assert.deepEqual(await fingerprint(warehouse), {})
    })
  }
}

test('what never goes through is given up after five times, and the star is as it was', async (t) => {
  const { cluster, warehouse, stderr } = await started(t)
  await migrate(warehouse, versions)
  const before = await fingerprint(warehouse)
  for (let time = 1; time <= 5; time += 1) cluster.disturb(/^insert into users/, CONFLICT)

  const message = await failure(() => runSteps(warehouse, versions, steps))

  assert.equal(
    message,
    `03_users was undone: ${conflict}\nThe star is as it was. See transforms/03_users.ts`,
  )
  assert.equal(stderr.length, 4)
  for (const name of ['songplays', 'users', 'songs', 'artists', 'time'])
    assert.deepEqual((await fingerprint(warehouse))[name], before[name])
})

test('a statement that is wrong is not tried again', async (t) => {
  const { cluster, warehouse, stderr } = await started(t)
  await migrate(warehouse, versions)
  cluster.disturb(/^insert into users/, { message: 'Numeric data overflow' })

  assert.match(await failure(() => runSteps(warehouse, versions, steps)), /Numeric data overflow/)
  assert.deepEqual(stderr, [])
})

test('two migrators at once apply each version once, and neither fails', async (t) => {
  const { cluster, warehouse } = await started(t)
  const other = await bareWarehouse(t, cluster.settings())

  await Promise.all([migrate(warehouse, versions), migrate(other, versions)])

  const { rows } = (await fingerprint(warehouse)).schema_versions as { rows: string[] }
  assert.equal(rows.length, versions.length)
})

test('another migrator may be done just before the first version begins', async (t) => {
  const { cluster, warehouse, stderr } = await started(t)
  const other = await bareWarehouse(t, cluster.settings())
  cluster.disturb(/^begin/i, () => migrate(other, versions))

  await migrate(warehouse, versions)

  const { rows } = (await fingerprint(warehouse)).schema_versions as { rows: string[] }
  assert.equal(rows.length, versions.length)
  assert.deepEqual(stderr, [])
})

test('another rollback may be done just before the first version is undone', async (t) => {
  const { cluster, warehouse } = await started(t)
  await migrate(warehouse, versions)
  const other = await bareWarehouse(t, cluster.settings())
  cluster.disturb(/^begin/i, () => rollback(other, versions, { to: '0' }))

  await rollback(warehouse, versions, { to: '0' })

  assert.deepEqual(await fingerprint(warehouse), {})
})

test('two transforms at once end in the rows of one', async (t) => {
  const { cluster, warehouse } = await started(t)
  await migrate(warehouse, versions)
  const other = await bareWarehouse(t, cluster.settings())

  await Promise.all([runSteps(warehouse, versions, steps), runSteps(other, versions, steps)])

  const tables = (await fingerprint(warehouse)) as Record<string, { rows: string[] }>
  assert.deepEqual(
    ['staging_events', 'songplays', 'users'].map((name) => tables[name]?.rows.length),
    [2, 2, 2],
  )
})
