import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { migrate } from '../../src/migrator.ts'
import { runSteps } from '../../src/pipeline.ts'
import { readSteps } from '../../src/steps.ts'
import { readVersions } from '../../src/versions.ts'
import type { Warehouse } from '../../src/warehouse.ts'
import { contents } from '../fingerprint.ts'
import { bareWarehouse, failure, localSettings, temporaryFolder } from '../warehouse.ts'
import { type Disturbance, type Running, startCluster } from './cluster.ts'
import { fillWith, stderrOf } from './lake.ts'

const versions = await readVersions()
const steps = await readSteps()

/** A play, so many minutes after the first one. */
function play(minutes: number, other: Readonly<Record<string, unknown>> = {}): string {
  const ts = 1542837407796 + minutes * 60_000
  const event = { page: 'NextSong', userId: '15', level: 'free', sessionId: 818, ts, ...other }
  return JSON.stringify(event)
}

const elena = { song: 'Setanta matins', artist: 'Elena', length: 269.58322 }
const first = {
  'log_data/a.json': [play(0, elena), play(1, { userId: '16' })],
  'log_data/b.json': [play(30)],
}
/** A file that grew, with an earlier play than the newest, and one that is new. */
const second = {
  'log_data/a.json': [...first['log_data/a.json'], play(20, { ...elena, level: 'paid' })],
  'log_data/c.json': [play(60, { userId: '17', level: 'paid' }), play(61)],
}
const song = {
  'song_data/b.json': [
    '{"song_id":"SO2","title":"Setanta matins","artist_id":"AR1","artist_name":"Elena","duration":269.58322}',
  ],
}

type Lines = Readonly<Record<string, readonly string[]>>

function deliver({ bucket }: Running, lines: Lines): void {
  for (const [key, content] of Object.entries(lines))
    bucket.objects.set(key, Buffer.from(content.join('\n')))
}

/** A cluster whose warehouse holds the first delivery. */
async function delivered(t: TestContext) {
  const cluster = await startCluster(t)
  fillWith(cluster.bucket, {})
  deliver(cluster, first)
  const warehouse = await bareWarehouse(t, cluster.settings())
  await migrate(warehouse, versions)
  await runSteps(warehouse, versions, steps)
  const sent = cluster.sent.length
  return { cluster, warehouse, since: () => cluster.sent.slice(sent).map(({ sql }) => sql) }
}

/** A local warehouse that loads from the same bucket. */
async function beside(t: TestContext, { environment }: Running): Promise<Warehouse> {
  const { LOG_DATA, SONG_DATA, S3_REGION } = environment
  const lake = { LOG_DATA, SONG_DATA, S3_REGION }
  const local = await bareWarehouse(t, localSettings(temporaryFolder(t), lake))
  await migrate(local, versions)
  await runSteps(local, versions, steps)
  return local
}

const PLACE = /^copy[^']*from 's3:\/\/sparkify\/([^']*)'/

/** The places that statements copy from. */
function copied(statements: readonly string[]): string[] {
  return statements.flatMap((sql) => PLACE.exec(sql)?.[1] ?? []).sort()
}

test('a delivery of a new object and one that grew loads those alone, and ends in the rows of the local engine', async (t) => {
  const { cluster, warehouse, since } = await delivered(t)
  const local = await beside(t, cluster)
  assert.deepEqual(await contents(warehouse), await contents(local))
  deliver(cluster, second)

  const reports = await runSteps(warehouse, versions, steps)
  const ofLocal = await runSteps(local, versions, steps)

  assert.deepEqual(copied(since()), ['log_data/a.json', 'log_data/c.json'])
  assert.deepEqual(await contents(warehouse), await contents(local))
  const told = ({ step, rows, inserted, deleted, files }: (typeof reports)[number]) => {
    return { step, rows, inserted, deleted, files }
  }
  assert.deepEqual(reports.map(told), ofLocal.map(told))
})

test('a play finds its song when the song comes, as on the local engine', async (t) => {
  const { cluster, warehouse, since } = await delivered(t)
  const local = await beside(t, cluster)
  const found = 'select count(song_id) as n from songplays'
  assert.deepEqual(await warehouse.session.rows(found), [{ n: 0 }])
  deliver(cluster, song)

  for (const each of [warehouse, local]) await runSteps(each, versions, steps)

  assert.deepEqual(copied(since()), ['song_data/b.json'])
  assert.deepEqual(await warehouse.session.rows(found), [{ n: 1 }])
  assert.deepEqual(await contents(warehouse), await contents(local))
})

test('a run keeps the numbers of the statements that wrote, under which the cluster tells of them', async (t) => {
  const { cluster, warehouse } = await delivered(t)
  const local = await beside(t, cluster)
  deliver(cluster, second)
  for (const each of [warehouse, local]) await runSteps(each, versions, steps)
  const written =
    'select step, query_id from run_steps where rows_inserted > 0 order by run_id, step'

  const ofCluster = await warehouse.session.rows<{ step: string; query_id: number }>(written)
  const ofLocal = await local.session.rows<{ query_id: number | null }>(written)

  assert.ok(ofCluster.length > steps.length)
  for (const { step, query_id } of ofCluster) {
    const { sql = '' } = cluster.sent[query_id - 1] ?? {}
    const table = step.slice(3)
    const writes = new RegExp(
      `^(insert into "?${table}"? |copy "${table}" |delete from "landing_${table}")`,
    )
    assert.match(sql, writes, `${step} has the number ${query_id}`)
  }
  assert.ok(ofLocal.length > steps.length && ofLocal.every(({ query_id }) => query_id === null))
})

test('a run that finds nothing new opens no transaction', async (t) => {
  const { warehouse, since } = await delivered(t)

  const reports = await runSteps(warehouse, versions, steps)

  assert.deepEqual(
    since().filter((sql) => /^(begin|copy|insert|delete|lock)/i.test(sql)),
    [],
  )
  assert.deepEqual(
    reports.map(({ changed }) => changed),
    steps.map(() => 0),
  )
})

/** All that a warehouse tells of its rows, its files and its last run, but for times and names. */
async function told({ session }: Warehouse, all: Record<string, unknown>) {
  const [run] = await session.rows<{ run_id: string; state: string }>(
    'select run_id, state from runs order by started_at desc limit 1',
  )
  return {
    all,
    files: await session.rows(
      'select uri, rows_loaded, first_moment, last_moment from loaded_files order by uri',
    ),
    state: run?.state,
    steps: await session.rows(
      `select step, rows_inserted, rows_deleted, files from run_steps where run_id = '${run?.run_id}' order by step`,
    ),
  }
}

/** What a run that nothing disturbs makes of the second delivery: made once, on a cluster of its own. */
let undisturbed: ReturnType<typeof told> | null = null

async function undisturbedRun(t: TestContext) {
  const { cluster, warehouse } = await delivered(t)
  deliver(cluster, { ...second, ...song })
  await runSteps(warehouse, versions, steps)
  return told(warehouse, await contents(warehouse))
}

const losses: readonly (readonly [string, number, Disturbance])[] = [
  ['before the COMMIT of staging', 1, 'lost before'],
  ['after the COMMIT of staging', 1, 'lost after'],
  ['before the COMMIT of the star', 2, 'lost before'],
  ['after the COMMIT of the star', 2, 'lost after'],
]

for (const [name, nth, disturbance] of losses) {
  test(`a delivery whose connection is lost ${name} is loaded and recorded once`, async (t) => {
    undisturbed ??= undisturbedRun(t)
    const expected = await undisturbed
    const { cluster, warehouse } = await delivered(t)
    stderrOf(t)
    deliver(cluster, { ...second, ...song })
    cluster.disturb(/^commit/i, disturbance, nth)

    await runSteps(warehouse, versions, steps)

    assert.deepEqual(await told(warehouse, await contents(warehouse)), expected)
  })

  test(`a run that ends ${name} is made good by the next one`, async (t) => {
    undisturbed ??= undisturbedRun(t)
    const { all, files } = await undisturbed
    const { cluster, warehouse } = await delivered(t)
    stderrOf(t)
    deliver(cluster, { ...second, ...song })
    cluster.disturb(/^commit/i, disturbance, nth)
    // Neither is the transaction begun again, nor the failure written down.
    cluster.disturb(/^begin/i, { message: 'out of memory' }, nth + 1)
    cluster.disturb(/^begin/i, { message: 'out of memory' })
    assert.match(await failure(() => runSteps(warehouse, versions, steps)), /out of memory/)

    await runSteps(warehouse, versions, steps)

    const after = await told(warehouse, await contents(warehouse))
    assert.deepEqual([after.all, after.files], [all, files])
  })
}

test('two runs at once load a delivery once', async (t) => {
  undisturbed ??= undisturbedRun(t)
  const { all, files } = await undisturbed
  const { cluster, warehouse } = await delivered(t)
  const other = await bareWarehouse(t, cluster.settings())
  deliver(cluster, { ...second, ...song })

  await Promise.all([runSteps(warehouse, versions, steps), runSteps(other, versions, steps)])

  const after = await told(warehouse, await contents(warehouse))
  assert.deepEqual([after.all, after.files], [all, files])
})

/** So many objects that a load of all of them is one COPY. */
const many = Object.fromEntries(
  Array.from({ length: 65 }, (_, index) => [`log_data/2018/${index + 100}.json`, [play(index)]]),
)

test('an object that is left out is not loaded by the prefix of the others', async (t) => {
  const cluster = await startCluster(t)
  fillWith(cluster.bucket, {})
  deliver(cluster, { ...many, 'log_data/bad.json': [play(100)] })
  const warehouse = await bareWarehouse(t, cluster.settings())
  await migrate(warehouse, versions)

  const [report] = await runSteps(warehouse, versions, steps, { exclude: ['bad'] })

  assert.deepEqual([report?.files, report?.rows], [65, 65])
})

test('an object that changed after it was loaded with the others is loaded with all of them', async (t) => {
  const cluster = await startCluster(t)
  fillWith(cluster.bucket, {})
  deliver(cluster, many)
  const warehouse = await bareWarehouse(t, cluster.settings())
  await migrate(warehouse, versions)
  await runSteps(warehouse, versions, steps)
  deliver(cluster, { 'log_data/2018/100.json': [play(0), play(200)] })

  const [report] = await runSteps(warehouse, versions, steps)

  assert.deepEqual([report?.files, report?.rows], [65, 66])
})

test('an object that comes while the others are loaded by their prefix stops the load', async (t) => {
  const cluster = await startCluster(t)
  fillWith(cluster.bucket, {})
  deliver(cluster, many)
  const warehouse = await bareWarehouse(t, cluster.settings())
  await migrate(warehouse, versions)
  cluster.disturb(/^copy "staging_events"/, async () =>
    deliver(cluster, { 'log_data/late.json': [play(100)] }),
  )

  assert.equal(
    await failure(() => runSteps(warehouse, versions, steps)),
    'Cannot tell what was loaded from LOG_DATA: s3://sparkify/log_data/late.json came while its objects were copied. ' +
      'Nothing was loaded. Run it again.',
  )
  assert.equal((await runSteps(warehouse, versions, steps))[0]?.rows, 66)
})

test('an object whose key begins that of a loaded one is refused', async (t) => {
  const { cluster, warehouse } = await delivered(t)
  deliver(cluster, { 'log_data/d.json.json': [play(100)] })
  await runSteps(warehouse, versions, steps)
  const before = await contents(warehouse)
  deliver(cluster, { 'log_data/d.json': [play(101)] })

  assert.equal(
    await failure(() => runSteps(warehouse, versions, steps)),
    'COPY from s3://sparkify/log_data/d.json also loads s3://sparkify/log_data/d.json.json, whose key begins with it. ' +
      'Nothing was loaded. Rename one of them.',
  )
  assert.deepEqual(await contents(warehouse), before)
})
