import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { ask } from '../../src/ask.ts'
import { status } from '../../src/migrator.ts'
import { runSteps } from '../../src/pipeline.ts'
import { readSteps } from '../../src/steps.ts'
import { readVersions } from '../../src/versions.ts'
import { type Warehouse, withWarehouse } from '../../src/warehouse.ts'
import { spread } from '../spread.ts'
import { bareWarehouse, emptyWarehouse, failure, temporaryFolder } from '../warehouse.ts'
import { startCluster } from './cluster.ts'
import { fillWith, stderrOf } from './lake.ts'

const versions = await readVersions()
const steps = await readSteps()
/** At how many statements the connection is lost; 1000 is at all of them. */
const LOSSES = Number(process.env.LOSSES ?? 6)

/** A cluster with a play that is loaded and published. */
async function started(t: TestContext) {
  const cluster = await startCluster(t)
  fillWith(cluster.bucket, {
    'a.json': '{"page":"NextSong","userId":"15","level":"paid","ts":1542837407796}',
  })
  const warehouse = await emptyWarehouse(t, cluster.settings())
  await runSteps(warehouse, versions, steps)
  return { cluster, warehouse, stderr: stderrOf(t) }
}

const READS: readonly (readonly [string, (warehouse: Warehouse) => Promise<unknown>])[] = [
  ['a run with nothing new', (warehouse) => runSteps(warehouse, versions, steps)],
  ['the status of the schema', (warehouse) => status(warehouse, versions)],
  ['a query', (warehouse) => ask(warehouse, 'select user_id from users')],
  ['the first rows of a query', (warehouse) => ask(warehouse, 'select 1 as one', { most: 1 })],
]

for (const [name, read] of READS) {
  test(`${name} goes on when the connection is lost at any of its statements, and that is told`, async (t) => {
    const { cluster, stderr } = await started(t)
    t.mock.method(Math, 'random', () => 0) // the shortest waits
    const before = cluster.sent.length
    const undisturbed = await withWarehouse(cluster.settings(), read)
    const sent = cluster.sent.slice(before).map(({ sql }) => sql)

    for (const nth of spread(sent.length, LOSSES)) {
      const sql = sent[nth - 1] ?? ''
      stderr.splice(0)
      cluster.disturb(/^/, 'lost before', nth)
      assert.deepEqual(await withWarehouse(cluster.settings(), read), undisturbed, sql)
      assert.match(
        stderr.join(''),
        /^Connection terminated unexpectedly: \w[\w ]* is tried again in \d+ ms \(2 of 5\)\n$/,
        sql,
      )
    }
  })
}

for (const table of ['schema_versions', 'runs', 'loaded_files', 'pending_changes', 'users']) {
  test(`a run that may not read ${table} says which right it needs`, async (t) => {
    const { cluster, warehouse, stderr } = await started(t)
    const reads = new RegExp(`^select .* from "${table}"`)
    cluster.disturb(reads, { message: `permission denied for relation ${table}` })

    assert.equal(
      await failure(() => runSteps(warehouse, versions, steps)),
      `permission denied for relation ${table}. The user of REDSHIFT_USER needs that right, or must own the table.`,
    )
    assert.deepEqual(stderr, [])
  })
}

test('a step that may not count its table says which right it needs, and no statement', async (t) => {
  const { cluster, warehouse } = await started(t)
  cluster.bucket.objects.set(
    'log_data/b.json',
    Buffer.from('{"page":"NextSong","userId":"16","ts":1542837407797}'),
  )
  cluster.disturb(/^select count.* from "users"/, {
    message: 'permission denied for relation users',
  })

  assert.equal(
    await failure(() => runSteps(warehouse, versions, steps)),
    '03_users was undone: permission denied for relation users. The user of REDSHIFT_USER needs that right, or ' +
      'must own the table.\nThe star is as it was. See transforms/03_users.ts',
  )
})

test('a step that may not empty its table says which right it needs, and no statement', async (t) => {
  const { cluster, warehouse } = await started(t)
  cluster.bucket.objects.set(
    'log_data/a.json',
    Buffer.from('{"page":"NextSong","userId":"16","ts":1542837407797}'),
  )
  cluster.disturb(/^delete from "users"/, { message: 'permission denied for relation users' })

  assert.equal(
    await failure(() => runSteps(warehouse, versions, steps, { fullRefresh: true })),
    '03_users was undone: permission denied for relation users. The user of REDSHIFT_USER needs that right, or ' +
      'must own the table.\nThe star is as it was. See transforms/03_users.ts',
  )
})

test('a number is exported with all of its digits, and shown as Redshift shows it', async (t) => {
  const cluster = await startCluster(t)
  const { connection, session, transaction } = await bareWarehouse(t, cluster.settings())
  await cluster.backend.query(
    'create table sums as select 0.1::double precision + 0.2::double precision as sum',
  )
  const file = path.join(temporaryFolder(t), 'sums.csv')

  await transaction((inside) => connection.writeTable(inside, 'sums', file, 'csv'))

  assert.equal(readFileSync(file, 'utf8'), 'sum\n0.30000000000000004\n')
  assert.deepEqual(await session.rows('select sum from sums'), [{ sum: 0.3 }])
})
