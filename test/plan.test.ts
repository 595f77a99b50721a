import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { engineOf } from '../src/engine.ts'
import { planMigrate, planRollback, planRun, planText } from '../src/plan.ts'
import { readQuestions } from '../src/query.ts'
import { runId } from '../src/redshift/connection.ts'
import { REPORT } from '../src/report/answers.ts'
import { readSettings } from '../src/settings.ts'
import { readSteps } from '../src/steps.ts'
import { readVersions } from '../src/versions.ts'
import { assertExpected } from './expected.ts'
import { localSettings, temporaryFolder } from './warehouse.ts'

const versions = await readVersions()
const steps = await readSteps()
const CLUSTER = {
  WAREHOUSE_TARGET: 'redshift',
  LOG_DATA: 's3://udacity-dend/log_data',
  LOG_JSONPATH: 's3://udacity-dend/log_json_path.json',
  SONG_DATA: 's3://udacity-dend/song_data',
  S3_REGION: 'us-west-2',
  REDSHIFT_IAM_ROLE_ARN: 'arn:aws:iam::123456789012:role/sparkify-redshift',
}
const cluster = await engineOf(readSettings(CLUSTER, {}, 'plan'))

test('every statement that Redshift is sent is the expected one', async () => {
  const parts = [
    ['migrate', await planMigrate(cluster, versions)],
    ['rollback --to 0', await planRollback(cluster, versions, '0')],
    ['transform', await planRun(cluster, versions, steps)],
  ] as const
  const plans = parts.map(([command, plan]) => [`-- ${command}`, '', ...planText(plan)].join('\n'))
  const queries = readQuestions().map(({ name, sql }) => `-- query ${name}\n${sql};\n`)
  const report = readQuestions(REPORT).map(({ name, sql }) => `-- report ${name}\n${sql};\n`)

  assertExpected('redshift.sql', [...plans, ...queries, ...report].join('\n'))
})

test('a plan with a place to pack to names the manifests that a run would write', async () => {
  const packing = readSettings({ ...CLUSTER, S3_WORK: 's3://work/packs/' }, {}, 'plan')

  const [staging] = await planRun(await engineOf(packing), versions, steps)

  const run = `s3://work/packs/sparkify-${runId}`
  assert.deepEqual(staging?.statements.at(-2)?.split('\n'), [
    '-- Before it, what is new under s3://udacity-dend/song_data/ is packed; each run has a folder of its own.',
    '-- Objects of 64 MB and more are copied one by one.',
    'copy "staging_songs" (',
    ...Object.keys(versions.at(-1)?.after.get('staging_songs')?.columns ?? {}).map(
      (name, index, names) => `    "${name}"${index === names.length - 1 ? '' : ','}`,
    ),
    ')',
    `from '${run}/song_data/manifest'`,
    `iam_role '${CLUSTER.REDSHIFT_IAM_ROLE_ARN}'`,
    "region 'us-west-2'",
    "format json 'auto'",
    'manifest',
    'gzip',
    'compupdate off',
  ])
  assert.match(
    staging?.statements[2] ?? '',
    /log_data\/manifest'[^;]*\nformat json 's3:\/\/work\/packs\/sparkify-[0-9a-f]{8}\/log_data\/jsonpaths\.json'\nmanifest\n/,
  )
})

test('a plan of the local target is in its own words, and makes no file', async (t) => {
  const folder = temporaryFolder(t)
  const settings = localSettings(folder)
  const local = await engineOf(settings)

  const plan = await planMigrate(local, versions, '001')
  const run = await planRun(local, versions, steps)

  const statements = plan.flatMap((part) => part.statements).join('\n')
  assert.match(statements, /^begin\n/)
  assert.match(statements, /"artist" varchar check \(strlen\("artist"\) <= 1024\)/)
  assert.doesNotMatch(statements, /distkey|sortkey/)
  assert.deepEqual(
    run.map(({ name }) => name),
    ['staging', 'star', 'star, changed rows alone'],
  )
  assert.match(run.flatMap((part) => part.statements).join('\n'), /from read_json\(/)
  assert.equal(existsSync(path.join(folder, 'warehouse.duckdb')), false)
})

test('a plan goes up to a version, and back down to one', async () => {
  const names = (parts: readonly { name: string }[]) => parts.map(({ name }) => name)

  assert.deepEqual(names(await planMigrate(cluster, versions, '002')), [
    '001_staging',
    '002_dimensions',
  ])
  assert.deepEqual(names(await planRollback(cluster, versions)), ['005_changed_plays'])
  assert.deepEqual(names(await planRollback(cluster, versions, '001')), [
    '005_changed_plays',
    '004_incremental',
    '003_songplays',
    '002_dimensions',
  ])
})

test('no statement of a transform empties a table with TRUNCATE', async () => {
  const plan = await planRun(cluster, versions, steps)

  assert.doesNotMatch(planText(plan).join('\n'), /truncate/i)
})
