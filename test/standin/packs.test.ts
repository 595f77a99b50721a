import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { migrate } from '../../src/migrator.ts'
import { runSteps } from '../../src/pipeline.ts'
import { lint } from '../../src/redshift/lint.ts'
import { isCopy, readSteps } from '../../src/steps.ts'
import { readVersions } from '../../src/versions.ts'
import type { Warehouse } from '../../src/warehouse.ts'
import { contents } from '../fingerprint.ts'
import { bareWarehouse, failure, localSettings, temporaryFolder } from '../warehouse.ts'
import type { Kind } from './backend.ts'
import { CONFLICT, type Running, startCluster } from './cluster.ts'
import { fillWith, fillWithSample, stderrOf } from './lake.ts'

const versions = await readVersions()
const steps = await readSteps()
const loads = steps.filter(isCopy)
const WORK = 's3://sparkify/work'

/** A cluster at the newest version that packs what it loads. */
async function packing(t: TestContext, kind: Partial<Kind> = {}) {
  const cluster = await startCluster(t, kind)
  const warehouse = await bareWarehouse(t, cluster.settings({ S3_WORK: WORK }))
  await migrate(warehouse, versions)
  return { cluster, warehouse }
}

/** A local warehouse of the same lake. */
async function beside(t: TestContext, { environment }: Running): Promise<Warehouse> {
  const { LOG_DATA, SONG_DATA, S3_REGION } = environment
  const local = await bareWarehouse(
    t,
    localSettings(temporaryFolder(t), { LOG_DATA, SONG_DATA, S3_REGION }),
  )
  await migrate(local, versions)
  return local
}

/** Notes what is written under the work prefix when something is copied, and where that is read from. */
function watched({ bucket, disturb, sent }: Running) {
  const packs: string[][] = []
  return {
    packs,
    note: async () => void packs.push(bucket.keys('work/')),
    copies: () => sent.map(({ sql }) => sql).filter((sql) => /^copy/.test(sql)),
    disturb,
  }
}

/** What the ledger holds of the files of a lake. */
function ledger({ session }: Warehouse) {
  return session.rows(
    'select uri, load_id, rows_loaded, rows_rejected from loaded_files order by uri',
  )
}

for (const serverless of [false, true]) {
  const kind = serverless ? 'a Serverless workgroup' : 'a provisioned cluster'
  const packs = serverless ? 8 : 4

  test(`${kind} loads ${packs} packs of the sample by a manifest, and gets the rows of the local engine`, async (t) => {
    const { cluster, warehouse } = await packing(t, { serverless })
    fillWithSample(cluster.bucket)
    const local = await beside(t, cluster)
    const { packs: written, note, copies } = watched(cluster)
    cluster.disturb(/^copy "staging_events"/, note)

    const reports = await runSteps(warehouse, versions, steps)
    const ofLocal = await runSteps(local, versions, steps)

    assert.deepEqual(await contents(warehouse), await contents(local))
    assert.deepEqual(
      reports.map(({ step, rows, files }) => [step, rows, files]),
      ofLocal.map(({ step, rows, files }) => [step, rows, files]),
    )
    assert.deepEqual(await ledger(warehouse), await ledger(local))
    assert.equal(copies().length, 2)
    const run = /from '(s3:\/\/sparkify\/work\/sparkify-[0-9a-f]{8})\//.exec(copies()[0] ?? '')?.[1]
    assert.ok(copies()[0]?.includes(`from '${run}/log_data/manifest'`))
    assert.ok(
      copies()[0]?.includes(`format json '${run}/log_data/jsonpaths.json'\nmanifest\ngzip\n`),
    )
    assert.ok(copies()[1]?.includes("format json 'auto'\nmanifest\ngzip\n"))
    for (const sql of copies()) {
      assert.match(sql, /,\n {4}"load_id"\n\)/)
      assert.deepEqual(lint(sql, { inTransaction: true }), [])
    }
    const named = (source: string) => written[0]?.filter((key) => key.includes(`/${source}/pack-`))
    assert.deepEqual([named('log_data')?.length, named('song_data')?.length], [packs, packs])
    assert.deepEqual(cluster.bucket.keys('work'), [])
  })
}

const event = (session: number, ts = 1542837407796 + session) =>
  `{"page":"NextSong","sessionId":${session},"itemInSession":0,"ts":${ts},"userId":"15","level":"free"}`

test('deliveries are packed as they come, and a file that changed is loaded in the place of what it was', async (t) => {
  const { cluster, warehouse } = await packing(t)
  const local = await beside(t, cluster)
  fillWith(cluster.bucket, { 'a.json': event(1), 'b.json.gz': gzipSync(event(2)) })
  cluster.bucket.objects.set('log_data/notes.txt', Buffer.from('no rows'))
  for (const each of [warehouse, local]) await runSteps(each, versions, steps)
  cluster.bucket.objects.set('log_data/a.json', Buffer.from(`${event(1)}\n${event(3)}`))
  cluster.bucket.objects.set('log_data/c.json', Buffer.from(event(4)))
  cluster.bucket.got.length = 0

  const [report] = await runSteps(warehouse, versions, steps)
  const got = cluster.bucket.got.filter((key) => /^log_data/.test(key)).sort()
  await runSteps(local, versions, steps)

  assert.deepEqual([report?.files, report?.inserted, report?.deleted], [2, 3, 1])
  assert.deepEqual(got, ['log_data/a.json', 'log_data/c.json'])
  assert.deepEqual(await contents(warehouse), await contents(local))
  assert.deepEqual(await ledger(warehouse), await ledger(local))
  assert.deepEqual(
    (await runSteps(warehouse, versions, steps)).map(({ changed }) => changed),
    steps.map(() => 0),
  )
})

test('of any number of files each can be replaced later', async (t) => {
  const { cluster, warehouse } = await packing(t)
  const many = Array.from({ length: 65 }, (_, index) => [`${index + 100}.json`, event(index)])
  fillWith(cluster.bucket, Object.fromEntries(many))
  await runSteps(warehouse, versions, steps)
  cluster.bucket.objects.set('log_data/100.json', Buffer.from(`${event(0)}\n${event(200)}`))

  const [report] = await runSteps(warehouse, versions, steps)

  assert.deepEqual([report?.files, report?.rows, report?.deleted], [1, 66, 1])
})

test('a row that does not fit is told by its own file and line, and nothing is left', async (t) => {
  for (const serverless of [false, true]) {
    const { cluster, warehouse } = await packing(t, { serverless })
    fillWith(cluster.bucket, {
      'a.json': `${event(1)}\n${event(2)}`,
      'b.json': `${event(3)}\n\n{"page":"Home",\n"sessionId":"eight"}\n${event(4)}`,
    })

    assert.equal(
      await failure(() => runSteps(warehouse, versions, loads)),
      "Cannot load staging_events: 's3://sparkify/log_data/b.json', line 4, column session_id (integer): not a whole number" +
        (serverless ? " (Invalid digit, Value 'e', Pos 0, Type: Integer).\n" : ": 'eight'.\n") +
        'Nothing was loaded; every table is as it was.\n' +
        'Mend the file, or let some bad rows pass with maxErrors in transforms/01_staging_events.ts.',
    )
    assert.deepEqual(await ledger(warehouse), [])
    assert.deepEqual(cluster.bucket.keys('work'), [])
  }
})

test('what is no JSON is told as it stands in its file', async (t) => {
  const { cluster, warehouse } = await packing(t)
  fillWith(cluster.bucket, { 'a.json': `${event(1)}\n{"page" "Home"}` })

  assert.match(
    await failure(() => runSteps(warehouse, versions, loads)),
    /^Cannot load staging_events: 's3:\/\/sparkify\/log_data\/a\.json', line 2: not JSON: \{"page" "Home"\}\.\n/,
  )
})

test('what is no row is told before the cluster is asked', async (t) => {
  const { cluster, warehouse } = await packing(t)
  fillWith(cluster.bucket, { 'a.json': `${event(1)}\n<html>` })

  assert.equal(
    await failure(() => runSteps(warehouse, versions, loads)),
    "Cannot load staging_events: 's3://sparkify/log_data/a.json', line 2: text where an object is expected: <html>.\n" +
      'Nothing was loaded; every table is as it was.\n' +
      'Mend the file, or let some bad rows pass with maxErrors in transforms/01_staging_events.ts.',
  )
  assert.deepEqual(
    cluster.sent.filter(({ sql }) => /^(copy|lock "(?!schema_versions))/.test(sql)),
    [],
  )
  assert.deepEqual(cluster.bucket.keys('work'), [])
})

test('rows that may be left out are counted to their own files', async (t) => {
  const { cluster, warehouse } = await packing(t)
  const lenient = loads.map((step) => ({ ...step, copy: { ...step.copy, maxErrors: 4 } }))
  fillWith(cluster.bucket, {
    'a.json': `${event(1)}\n{"userId":"x"}\njunk\n${event(2)}`,
    'b.json': `{"userId":"y"}\n${event(3)}`,
  })
  // What was refused the first time is not counted again.
  cluster.disturb(/^commit/i, CONFLICT)
  stderrOf(t)

  const [report] = await runSteps(warehouse, versions, lenient)

  assert.deepEqual([report?.rows, report?.rejected], [3, 3])
  assert.deepEqual(
    (await ledger(warehouse)).filter(({ uri }) => /log_data/.test(String(uri))),
    [
      { uri: 's3://sparkify/log_data/a.json', load_id: 1, rows_loaded: 2, rows_rejected: 2 },
      { uri: 's3://sparkify/log_data/b.json', load_id: 2, rows_loaded: 1, rows_rejected: 1 },
    ],
  )
  assert.deepEqual(
    await warehouse.session.rows(
      'select file, line, column_name, value, reason from load_errors order by file, line',
    ),
    [
      {
        file: 's3://sparkify/log_data/a.json',
        line: 2,
        column_name: 'user_id',
        value: 'x',
        reason: 'not a whole number',
      },
      {
        file: 's3://sparkify/log_data/a.json',
        line: 3,
        column_name: null,
        value: 'junk',
        reason: 'text where an object is expected',
      },
      {
        file: 's3://sparkify/log_data/b.json',
        line: 1,
        column_name: 'user_id',
        value: 'y',
        reason: 'not a whole number',
      },
    ],
  )
  const copies = cluster.sent.filter(({ sql }) => /^copy "staging_events"/.test(sql))
  assert.deepEqual(
    copies.map(({ sql }) => /\nmaxerror \d+/.exec(sql)?.[0]),
    ['\nmaxerror 3', '\nmaxerror 3'],
  )
})

test('a pack of which rows are missing is not loaded', async (t) => {
  const { cluster, warehouse } = await packing(t)
  fillWith(cluster.bucket, { 'a.json': `${event(1)}\n${event(2)}\n${event(3)}` })
  cluster.disturb(/^copy "staging_events"/, async () => {
    const [pack = ''] = cluster.bucket.keys('work/').filter((key) => /log_data\/pack-/.test(key))
    cluster.bucket.objects.set(pack, gzipSync(''))
  })

  assert.match(
    await failure(() => runSteps(warehouse, versions, loads)),
    /^Cannot load staging_events: 3 rows were packed, but the cluster loaded [012] of them and told of 0 that it left out\. Nothing was loaded; every table is as it was\. /,
  )
  assert.deepEqual(await ledger(warehouse), [])
  assert.deepEqual(cluster.bucket.keys('work'), [])
})

test('a pack that is gone before it is read stops the load', async (t) => {
  const { cluster, warehouse } = await packing(t)
  fillWith(cluster.bucket, { 'a.json': event(1) })
  cluster.disturb(/^copy "staging_events"/, async () => {
    for (const key of cluster.bucket.keys('work/'))
      if (/pack-/.test(key)) cluster.bucket.objects.delete(key)
  })

  assert.match(
    await failure(() => runSteps(warehouse, versions, loads)),
    /The specified key does not exist/,
  )
  assert.deepEqual(cluster.bucket.keys('work'), [])
})

test('a load whose connection is lost sends the same packs again, and removes them then', async (t) => {
  for (const disturbance of ['lost before', 'lost after'] as const) {
    const { cluster, warehouse } = await packing(t)
    fillWith(cluster.bucket, { 'a.json': event(1), 'b.json': event(2) })
    stderrOf(t)
    cluster.disturb(/^commit/i, disturbance)
    cluster.bucket.got.length = 0

    const [report] = await runSteps(warehouse, versions, loads)

    assert.deepEqual([report?.files, report?.rows], [2, 2])
    assert.equal(cluster.bucket.got.filter((key) => key === 'log_data/a.json').length, 1)
    assert.deepEqual(cluster.bucket.keys('work'), [])
  }
})

test('where the lake may not be read from here, the cluster is not asked', async (t) => {
  const { cluster, warehouse } = await packing(t)
  fillWith(cluster.bucket, { 'a.json': event(1) })
  cluster.bucket.denied = /^log_data\/a/

  assert.equal(
    await failure(() => runSteps(warehouse, versions, loads)),
    'Cannot read s3://sparkify/log_data/a.json: access is denied. The AWS credentials of this shell need ' +
      's3:ListBucket and s3:GetObject there. Nothing was loaded.',
  )
  assert.deepEqual(cluster.bucket.keys('work'), [])
})

test('where the cluster may not read the packs, it says which rights its role needs, and they are removed', async (t) => {
  const { cluster, warehouse } = await packing(t)
  fillWith(cluster.bucket, { 'a.json': event(1) })
  cluster.bucket.denied = /^work\//

  assert.match(
    await failure(() => runSteps(warehouse, versions, loads)),
    /Access Denied.* The cluster's role needs s3:GetObject on the files and s3:ListBucket on their bucket, and both on S3_WORK where it is set\./,
  )
  assert.deepEqual(cluster.bucket.keys('work'), [])
})
