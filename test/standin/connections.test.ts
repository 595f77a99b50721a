import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask } from '../../src/ask.ts'
import { migrate } from '../../src/migrator.ts'
import { runSteps } from '../../src/pipeline.ts'
import { readSteps } from '../../src/steps.ts'
import { readVersions } from '../../src/versions.ts'
import { openWarehouse } from '../../src/warehouse.ts'
import { bareWarehouse, failure } from '../warehouse.ts'
import { startCluster } from './cluster.ts'
import { fillWith, stderrOf } from './lake.ts'

const versions = await readVersions()
const steps = await readSteps()

test('a refused password is tried once, for five failures lock a user', async (t) => {
  const cluster = await startCluster(t)
  const settings = cluster.settings({ REDSHIFT_PASSWORD: 'wrong' })

  assert.equal(
    await failure(() => openWarehouse(settings)),
    `Cannot connect to Redshift at 127.0.0.1:${cluster.environment.REDSHIFT_PORT}: it refuses the user 'etl'. Nothing was run. ` +
      'It was tried once: five failures lock a user. Check REDSHIFT_USER and REDSHIFT_PASSWORD.',
  )
  assert.equal(cluster.connections, 1)
})

test('a server without TLS is refused', async (t) => {
  const cluster = await startCluster(t)

  assert.equal(
    await failure(() => openWarehouse(cluster.settings({ REDSHIFT_SSL: 'verify-full' }))),
    `Cannot connect to Redshift at 127.0.0.1:${cluster.environment.REDSHIFT_PORT}: it offers no TLS. Nothing was run. ` +
      'On this machine alone, REDSHIFT_SSL=disable does without.',
  )
  assert.equal(cluster.connections, 1)
})

test('a cluster that cannot be reached for a moment is tried again, and that is told', async (t) => {
  const cluster = await startCluster(t)
  const stderr = stderrOf(t)
  cluster.unreachable = 2

  await bareWarehouse(t, cluster.settings())

  assert.equal(cluster.connections, 3)
  assert.deepEqual(
    stderr.map((line) => line.replace(/ \d+ ms /, ' # ms ')),
    [2, 3].map(
      (time) =>
        `Connection terminated unexpectedly: connecting is tried again in # ms (${time} of 5)\n`,
    ),
  )
})

test('a cluster that restarts within a transaction is signed in to again', async (t) => {
  const cluster = await startCluster(t)
  const warehouse = await bareWarehouse(t, cluster.settings())
  const stderr = stderrOf(t)
  cluster.disturb(/^create table "users"/, 'lost before')
  cluster.disturb(/^lock "schema_versions"/, async () => {
    cluster.unreachable = 2
  })

  assert.equal((await migrate(warehouse, versions)).length, versions.length)

  assert.equal(stderr.length, 3)
})

test('a connection that ends while nobody uses it is replaced', async (t) => {
  const cluster = await startCluster(t)
  const warehouse = await bareWarehouse(t, cluster.settings())
  stderrOf(t)
  await cluster.disconnect()

  assert.equal((await migrate(warehouse, versions)).length, versions.length)

  assert.equal(cluster.connections, 2)
})

test('a query whose connection is lost is asked again', async (t) => {
  const cluster = await startCluster(t)
  const warehouse = await bareWarehouse(t, cluster.settings())
  const stderr = stderrOf(t)
  cluster.disturb(/^select 2/, 'lost after')

  assert.deepEqual((await ask(warehouse, 'select 2 as two')).rows, [[2]])

  assert.match(
    stderr.join(''),
    /^Connection terminated unexpectedly: the query is tried again in \d+ ms \(2 of 5\)\n$/,
  )
})

test('a DBA sees who runs what: the run in every statement, and the step in those of its transaction', async (t) => {
  const cluster = await startCluster(t)
  fillWith(cluster.bucket, { 'a.json': '{"page":"Home"}' })
  const warehouse = await bareWarehouse(t, cluster.settings())
  await migrate(warehouse, versions)
  await runSteps(warehouse, versions, steps)

  const [, run] =
    /^sparkify-warehouse ([0-9a-f]{8})$/.exec(cluster.sent[0]?.application ?? '') ?? []
  assert.ok(run)
  const groupOf = (pattern: RegExp) => [
    ...new Set(cluster.sent.filter(({ sql }) => pattern.test(sql)).map(({ group }) => group)),
  ]
  assert.deepEqual(groupOf(/^create table "users"/), [`sparkify ${run} 002_dimensions`])
  assert.deepEqual(groupOf(/^copy "landing_staging_songs"/), [`sparkify ${run} 02_staging_songs`])
  assert.deepEqual(groupOf(/^insert into songplays/), [`sparkify ${run} 07_songplays`])
  assert.deepEqual(groupOf(/pg_table_def/).slice(0, 1), [`sparkify ${run}`])
  await warehouse.session.rows('select 2')
  assert.deepEqual(groupOf(/^select 2$/), [`sparkify ${run}`])
})

test('a statement timeout is set on every connection before anything else', async (t) => {
  const cluster = await startCluster(t)
  const settings = cluster.settings({ REDSHIFT_STATEMENT_TIMEOUT: '60000' })
  const warehouse = await bareWarehouse(t, settings)
  cluster.disturb(/^begin/i, 'lost before')
  stderrOf(t)
  await migrate(warehouse, versions)

  const firsts = [...new Set(cluster.sent.map(({ connection }) => connection))].map(
    (number) => cluster.sent.find(({ connection }) => connection === number)?.sql,
  )
  assert.equal(firsts.length, 2)
  for (const sql of firsts)
    assert.match(
      sql ?? '',
      /^set timezone to 'UTC'; set query_group to 'sparkify [0-9a-f]{8}'; set statement_timeout to 60000$/,
    )
  assert.deepEqual(await warehouse.session.rows('show statement_timeout'), [
    { statement_timeout: '1min' },
  ])
})

test('a run asks the cluster once whether it is there, for each statement is billed', async (t) => {
  const cluster = await startCluster(t)
  fillWith(cluster.bucket, { 'a.json': '{"page":"Home"}' })
  const warehouse = await bareWarehouse(t, cluster.settings())
  await migrate(warehouse, versions)
  await runSteps(warehouse, versions, steps)

  assert.equal(cluster.sent.filter(({ sql }) => /^select (1|version\(\))\b/i.test(sql)).length, 1)
  assert.equal(cluster.connections, 1)
})
