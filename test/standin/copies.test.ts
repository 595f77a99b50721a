import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { migrate } from '../../src/migrator.ts'
import { runSteps } from '../../src/pipeline.ts'
import { isCopy, readSteps } from '../../src/steps.ts'
import { readVersions } from '../../src/versions.ts'
import { fingerprint } from '../fingerprint.ts'
import {
  bareWarehouse,
  emptyWarehouse,
  failure,
  localSettings,
  temporaryFolder,
} from '../warehouse.ts'
import type { Kind } from './backend.ts'
import { startCluster } from './cluster.ts'
import { fillWith, stderrOf } from './lake.ts'

const versions = await readVersions()
const steps = (await readSteps()).filter(isCopy)
const event = '{"page":"NextSong","sessionId":818,"ts":1542837407796,"userId":"15"}'

type Files = Readonly<Record<string, string | Buffer>>

/** A cluster at the newest version whose lake holds these log files. */
async function staged(t: TestContext, files: Files, kind: Partial<Kind> = {}) {
  const cluster = await startCluster(t, kind)
  fillWith(cluster.bucket, files)
  const warehouse = await bareWarehouse(t, cluster.settings())
  await migrate(warehouse, versions)
  return { cluster, warehouse }
}

const after = `
Nothing was loaded; every table is as it was.
Mend the file, or let some bad rows pass with maxErrors in transforms/01_staging_events.ts.`

/** The message of a load of these files, after which every table holds what it held. */
async function messageFor(t: TestContext, files: Files, kind: Partial<Kind> = {}) {
  const { cluster, warehouse } = await staged(t, { 'whole.json': event }, kind)
  await runSteps(warehouse, versions, steps)
  const before = await fingerprint(warehouse)
  fillWith(cluster.bucket, files)
  const message = await failure(() => runSteps(warehouse, versions, steps))
  assert.deepEqual(await fingerprint(warehouse), before)
  return message
}

const cases: readonly (readonly [
  name: string,
  bad: string | Buffer,
  message: string,
  onServerless: string,
])[] = [
  [
    'a line that is not JSON',
    'nonsense',
    ': not JSON: nonsense',
    ': not JSON (Invalid JSON format)',
  ],
  [
    'text that is not UTF-8',
    Buffer.from('{"artist":"Bj\xf6rk"}', 'latin1'),
    ': not UTF-8: {"artist":"Bj\ufffdrk"}',
    ': not UTF-8 (String contains invalid or unsupported UTF8 codepoints)',
  ],
  [
    'a number that is none',
    '{"sessionId":"eight"}',
    ", column session_id (integer): not a whole number: 'eight'",
    ", column session_id (integer): not a whole number (Invalid digit, Value 'e', Pos 0, Type: Integer)",
  ],
  [
    'a number out of range',
    '{"sessionId":2147483648}',
    ", column session_id (integer): out of the range of integer: '2147483648'",
    ', column session_id (integer): out of the range of integer (Value out of range)',
  ],
  [
    'a number with a comma',
    '{"length":"269,6"}',
    ", column length (double precision): not a number: '269,6'",
    ", column length (double precision): not a number (Invalid data, Value '269,6', Type: Decimal)",
  ],
  [
    'a moment that is none',
    '{"ts":"2018-11-21"}',
    ", column ts (timestamp): not a moment in whole milliseconds since 1970: '2018-11-21'",
    ', column ts (timestamp): not a moment in whole milliseconds since 1970 (Invalid timestamp format or value [epochmillisecs])',
  ],
  [
    'a text over its bytes',
    '{"level":"première"}',
    ", column level (varchar(8)): 9 bytes, and 8 fit: 'première'",
    ', column level (varchar(8)): more bytes than the 8 that fit (String length exceeds DDL length)',
  ],
  [
    'a long text, which Redshift shows cut',
    `{"artist":"${'long '.repeat(300)}"}`,
    `, column artist (varchar(1024)): more bytes than the 1024 that fit: '${'long '.repeat(12)}...'`,
    ', column artist (varchar(1024)): more bytes than the 1024 that fit (String length exceeds DDL length)',
  ],
]

for (const [name, bad, onCluster, onServerless] of cases) {
  const content = Buffer.concat([Buffer.from(`${event}\n`), Buffer.from(bad as string)])
  const start = "Cannot load staging_events: 's3://sparkify/log_data/a.json', line 2"

  test(`${name} is named by file, line, column, type, value and reason`, async (t) => {
    assert.equal(await messageFor(t, { 'a.json': content }), `${start}${onCluster}.${after}`)
  })

  test(`${name} is named as far as a Serverless workgroup tells it`, async (t) => {
    const message = await messageFor(t, { 'a.json': content }, { serverless: true })

    assert.equal(message, `${start}${onServerless}.${after}`)
  })
}

test('with maxErrors the other rows are loaded, and those left out are kept in load_errors', async (t) => {
  const lenient = steps.map((step) => ({ ...step, copy: { ...step.copy, maxErrors: 3 } }))
  const said = stderrOf(t)
  for (const serverless of [false, true]) {
    const { cluster, warehouse } = await staged(
      t,
      { 'a.json': `${event}\n{"userId":"x"}\n${event}\n?` },
      { serverless },
    )

    const [report] = await runSteps(warehouse, versions, lenient)

    assert.deepEqual([report?.rows, report?.rejected], [2, 2])
    assert.deepEqual(
      await warehouse.session.rows(
        'select step, file, line, column_name, column_type, reason from load_errors order by line',
      ),
      [
        {
          step: '01_staging_events',
          file: 's3://sparkify/log_data/a.json',
          line: 2,
          column_name: 'user_id',
          column_type: 'integer',
          reason: serverless
            ? "not a whole number (Invalid digit, Value 'x', Pos 0, Type: Integer)"
            : 'not a whole number',
        },
        {
          step: '01_staging_events',
          file: 's3://sparkify/log_data/a.json',
          line: 4,
          column_name: null,
          column_type: null,
          reason: serverless ? 'not JSON (Invalid JSON format)' : 'not JSON',
        },
      ],
    )
    assert.ok(cluster.sent.some(({ sql }) => /\nmaxerror 3\n/.test(sql)))
    assert.deepEqual(
      await warehouse.session.rows(
        "select rows_loaded, rows_rejected from loaded_files where source = 'log_data'",
      ),
      [{ rows_loaded: 2, rows_rejected: 2 }],
    )
  }
  assert.match(said[0] ?? '', /'share of rows that were left out at most 0\.01'/)
})

test('a bad row is told to a user whose sessions have another time zone', async (t) => {
  const cluster = await startCluster(t)
  fillWith(cluster.bucket, { 'a.json': '?' })
  await cluster.backend.query("set timezone to 'Asia/Tokyo'") // as by ALTER USER
  const warehouse = await bareWarehouse(t, cluster.settings())
  await migrate(warehouse, versions)

  assert.match(
    await failure(() => runSteps(warehouse, versions, steps)),
    /^Cannot load staging_events: 's3:\/\/sparkify\/log_data\/a\.json', line 1: not JSON: \?\.\n/,
  )
})

test('more bad rows than maxErrors allows stop the load', async (t) => {
  const { warehouse } = await staged(t, { 'a.json': '{"userId":"x"}\n{"userId":"y"}' })
  const lenient = steps.map((step) => ({ ...step, copy: { ...step.copy, maxErrors: 2 } }))

  assert.equal(
    (await failure(() => runSteps(warehouse, versions, lenient))).split('\n')[0],
    "Cannot load staging_events: 's3://sparkify/log_data/a.json', line 1, column user_id (integer): not a whole number: 'x'. " +
      '2 rows are bad, this is the first. The copy allows 1.',
  )
})

test('errors are counted over all objects that are copied one by one', async (t) => {
  const { warehouse } = await staged(t, { 'a.json': '{"userId":"x"}', 'b.json': '{"userId":"y"}' })
  const lenient = steps.map((step) => ({ ...step, copy: { ...step.copy, maxErrors: 2 } }))

  assert.match(
    await failure(() => runSteps(warehouse, versions, lenient)),
    /'x'\. 2 rows are bad, this is the first\. The copy allows 1\.\nNothing was loaded/,
  )
})

test('odd but sound files become the same rows on a cluster and here', async (t) => {
  const files = {
    'blank.json': '{"userId":"","length":" ","level":"","song":"  ","ts":1}',
    'lines.json': `{"page":\n"Home"}{"page":"About"}\n\n ${event}`,
    'numbers.json':
      '{"sessionId":818.0,"length":1e2,"registration":1540919166796.0,"status":"200"}',
    'texts.json': String.raw`{"song":"\u00e9\\n\"'","artist":"Bj\u00f6rk \ud83c\udfb6","location":"C:\\temp","extra":1}`,
    'empty.json': '',
  }
  for (const marks of [{}, { blanksAsNull: true, emptyAsNull: true }]) {
    const marked = steps.map((step) => ({ ...step, copy: { ...step.copy, ...marks } }))
    const { cluster, warehouse } = await staged(t, files)
    const { LOG_DATA, SONG_DATA, S3_REGION } = cluster.environment
    const local = await bareWarehouse(
      t,
      localSettings(temporaryFolder(t), { LOG_DATA, SONG_DATA, S3_REGION }),
    )
    await migrate(local, versions)

    for (const each of [warehouse, local]) await runSteps(each, versions, marked)

    const { staging_events: ofCluster } = await fingerprint(warehouse)
    assert.deepEqual(ofCluster, (await fingerprint(local)).staging_events)
    assert.equal((ofCluster as { rows: unknown[] }).rows.length, 6)
  }
})

test('compressed objects are loaded as compressed', async (t) => {
  const { cluster, warehouse } = await staged(t, {})
  for (const name of ['a', 'b'])
    cluster.bucket.objects.set(`log_data/${name}.json.gz`, gzipSync(`${event}\n${event}`))

  assert.equal((await runSteps(warehouse, versions, steps))[0]?.rows, 4)
})

test('compressed and plain objects are loaded beside each other, one by one', async (t) => {
  const { warehouse } = await staged(t, { 'a.json': event, 'b.json.gz': gzipSync(event) })

  const [report] = await runSteps(warehouse, versions, steps)

  assert.deepEqual([report?.files, report?.rows], [2, 2])
})

/** More objects than are copied one by one. */
const many = Object.fromEntries(
  Array.from({ length: 65 }, (_, index) => [`${index + 100}.json`, event]),
)

test('many objects are loaded by their prefix, in one COPY', async (t) => {
  const { cluster, warehouse } = await staged(t, many)

  const [report] = await runSteps(warehouse, versions, steps)

  assert.deepEqual([report?.files, report?.rows], [65, 65])
  assert.equal(cluster.sent.filter(({ sql }) => /^copy "\w*staging_events"/.test(sql)).length, 1)
})

test('compressed and plain objects under a prefix that is loaded at once are refused', async (t) => {
  const { warehouse } = await staged(t, { ...many, 'b.json.gz': gzipSync(event) })

  assert.equal(
    await failure(() => runSteps(warehouse, versions, steps)),
    'Cannot read LOG_DATA: one COPY takes objects that are all compressed or all plain, and found s3://sparkify/log_data/b.json.gz ' +
      'beside s3://sparkify/log_data/100.json. Nothing was loaded. Compress or unpack those of one kind, ' +
      'or set S3_WORK, with which both are loaded.',
  )
})

test('an object that COPY would load, and the local engine would not, is refused', async (t) => {
  const { cluster, warehouse } = await staged(t, { 'a.json': event, 'folder/': '' })
  assert.equal((await runSteps(warehouse, versions, steps))[0]?.rows, 1)
  cluster.bucket.objects.set('log_data/notes.txt', Buffer.from('no rows'))

  assert.equal(
    await failure(() => runSteps(warehouse, versions, steps)),
    "Cannot read LOG_DATA: COPY takes every object under s3://sparkify/log_data/, and 'log_data/notes.txt' ends in none of " +
      '.json, .jsonl, .ndjson or one of these with .gz. Nothing was loaded. ' +
      'Move it elsewhere, or set S3_WORK, with which only such files are loaded.',
  )
})

/** What the cluster said instead of loading, and what it was told to do about it. */
const refusals: readonly (readonly [
  name: string,
  refuse: (cluster: Awaited<ReturnType<typeof startCluster>>) => void,
  changed: Readonly<Record<string, string>>,
  message: string,
])[] = [
  [
    'a role that the cluster does not have',
    () => {},
    { REDSHIFT_IAM_ROLE_ARN: 'arn:aws:iam::123456789012:role/other' },
    'User arn:aws:redshift:us-west-2:...:dbuser:sparkify/etl is not authorized to assume IAM Role arn:aws:iam::...:role/other. ' +
      'The role of REDSHIFT_IAM_ROLE_ARN is not attached to the cluster, or does not trust redshift.amazonaws.com; ' +
      'a role that was attached a moment ago needs a minute or two.',
  ],
  [
    'a bucket of another region',
    () => {},
    { S3_REGION: 'eu-west-1' },
    'S3ServiceException:The bucket you are attempting to access must be addressed using the specified endpoint.' +
      ",Status 301,Error PermanentRedirect. The bucket is in another region than the cluster: set S3_REGION to the bucket's.",
  ],
  [
    'an object that the role may not read',
    ({ bucket }) => {
      bucket.denied = /^log_data\//
    },
    {},
    "S3ServiceException:Access Denied,Status 403,Error AccessDenied. The cluster's role needs s3:GetObject on the files and s3:ListBucket on their bucket, and both on S3_WORK where it is set.",
  ],
  [
    'a file of paths that is not there',
    ({ bucket }) => void bucket.objects.delete('log_json_path.json'),
    {},
    'S3ServiceException:The specified key does not exist.,Status 404,Error NoSuchKey. ' +
      'Check LOG_JSONPATH, and that nobody removes files while they are loaded.',
  ],
]

for (const [name, refuse, changed, said] of refusals) {
  test(`${name} is told with what to do, and nothing is loaded`, async (t) => {
    const cluster = await startCluster(t)
    fillWith(cluster.bucket, { 'a.json': event })
    const warehouse = await bareWarehouse(t, cluster.settings(changed))
    await migrate(warehouse, versions)
    const before = await fingerprint(warehouse)
    refuse(cluster)

    const message = await failure(() => runSteps(warehouse, versions, steps))

    assert.equal(
      message,
      `Cannot load staging_events: ${said}\n` +
        'Nothing was loaded; every table is as it was. No row of the files is at fault.',
    )
    assert.deepEqual(await fingerprint(warehouse), before)
  })
}

test('a prefix without files is told before anything is sent', async (t) => {
  const { cluster, warehouse } = await staged(t, {})

  assert.equal(
    await failure(() => runSteps(warehouse, versions, steps)),
    "Cannot read LOG_DATA: no object under 's3://sparkify/log_data/' ends in .json, .jsonl, .ndjson or one of these with .gz. " +
      'Nothing was loaded. Set LOG_DATA to the folder that holds the files.',
  )
  assert.deepEqual(
    cluster.sent.filter(({ sql }) => /^(copy|delete)/.test(sql)),
    [],
  )
})

test('an object whose name only begins like the prefix is no part of it, on either target', async (t) => {
  const { cluster, warehouse } = await staged(t, { 'a.json': event })
  cluster.bucket.objects.set('log_data_old/b.json', Buffer.from(event))
  const other = await bareWarehouse(t, cluster.settings({ LOG_DATA: 's3://sparkify/log_data' }))

  const { LOG_JSONPATH, SONG_DATA, S3_REGION } = cluster.environment
  const lake = { LOG_DATA: 's3://sparkify/log_data', LOG_JSONPATH, SONG_DATA, S3_REGION }
  const local = await emptyWarehouse(t, localSettings(temporaryFolder(t), lake))

  assert.equal((await runSteps(other, versions, steps))[0]?.rows, 1)
  assert.equal((await runSteps(warehouse, versions, steps))[0]?.rows, 1)
  assert.equal((await runSteps(local, versions, steps))[0]?.rows, 1)
})

test('a manifest loads what it names, and a mandatory object that is gone stops it', async (t) => {
  const { cluster, warehouse } = await staged(t, { 'a.json': event, 'b.json': event })
  const copy = (entries: readonly { url: string; mandatory?: boolean }[]) => {
    cluster.bucket.objects.set('manifest', Buffer.from(JSON.stringify({ entries })))
    return warehouse.session.run(
      `copy "staging_events" ("page") from 's3://sparkify/manifest' iam_role '${cluster.environment.REDSHIFT_IAM_ROLE_ARN}'
region 'us-west-2' format json 'auto' manifest`,
    )
  }
  const url = (name: string) => `s3://sparkify/log_data/${name}`

  await copy([{ url: url('a.json'), mandatory: true }, { url: url('gone.json') }])

  const count = 'select count(*) as n from staging_events'
  assert.deepEqual(await warehouse.session.rows(count), [{ n: 1 }])
  assert.match(
    await failure(() => copy([{ url: url('a.json') }, { url: url('gone.json'), mandatory: true }])),
    /The specified key does not exist/,
  )
  assert.deepEqual(await warehouse.session.rows(count), [{ n: 1 }])
})
