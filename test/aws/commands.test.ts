import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { PROJECT } from '../../src/settings.ts'
import { type Ran, RUN } from '../run.ts'
import { temporaryFolder } from '../warehouse.ts'
import { startFakeAws } from './fake-aws.ts'
import { CLUSTER } from './scene.ts'

/** Prints, when the process ends, which packages of the SDK it loaded. */
const TRACE = `data:text/javascript,${encodeURIComponent(`
  import { createRequire } from 'node:module'
  process.on('exit', () => {
    const files = Object.keys(createRequire('/').cache)
    const names = files.map((file) => /@aws-sdk.client-([\\w-]+)/.exec(file)?.[1]).filter(Boolean)
    process.stderr.write('loaded: ' + [...new Set(names)].sort().join(' ') + '\\n')
  })`)}`

/** A command as typed, beside an AWS that runs in this process. */
function typed(script: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['--import', TRACE, RUN, script, ...args], {
    cwd: PROJECT,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ran = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => {
    ran.stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    ran.stderr += chunk
  })
  const ended = once(child, 'close').then(([code]): Ran => ({ code: code as number, ...ran }))
  return { child, ended }
}

function loaded({ stderr }: Ran): string {
  return /^loaded: (.*)$/m.exec(stderr)?.[1] ?? 'no trace'
}

test('local commands load nothing of AWS', async (t: TestContext) => {
  const env = { LOCAL_DATABASE: path.join(temporaryFolder(t), 'w.duckdb') }

  for (const script of ['start', 'migrate-status', 'check'] as const) {
    const ran = await typed(script, [], env).ended
    assert.deepEqual([ran.code, loaded(ran)], [0, ''], script)
  }
})

test('a plan is printed, and the clients are loaded that it needs', async (t) => {
  await startFakeAws(t)

  const ran = await typed('provision', ['--plan'], CLUSTER).ended

  assert.deepEqual([ran.code, loaded(ran)], [0, 'ec2 iam redshift redshift-serverless sts'])
  assert.match(ran.stdout, /^Account 123456789012, us-west-2, as .*\n\nmake {6}IAM role /)
  assert.match(ran.stdout, /Prices of us-east-1, 2026-11-20\.\n$/)
})

test('the status is one JSON document', async (t) => {
  await startFakeAws(t)

  const ran = await typed('cluster-status', ['--json'], CLUSTER).ended

  assert.deepEqual(JSON.parse(ran.stdout), {
    account: '123456789012',
    region: 'us-west-2',
    resources: [],
    snapshots: [],
    others: [],
    unseen: [],
  })
})

test('nothing is removed where nobody can be asked', async (t) => {
  const aws = await startFakeAws(t)
  aws.roles.set('sparkify-redshift', {
    trust: '{}',
    policies: {},
    attached: [],
    tags: { project: 'sparkify-warehouse', 'created-at': '2026-11-21T06:00:00Z' },
  })

  const ran = await typed('deprovision', [], CLUSTER).ended

  assert.equal(ran.code, 2)
  assert.equal(
    ran.stdout,
    'Account 123456789012, us-west-2, as arn:aws:iam::123456789012:user/anna\n\nremove    IAM role        sparkify-redshift\n',
  )
  assert.match(
    ran.stderr,
    /^Nobody is there to be asked\. Nothing was changed\. To go ahead, add --yes\.\n\nnpm run deprovision /,
  )
  assert.deepEqual(aws.mutations(), [])
})

test('wrong usage and wrong settings ask AWS nothing', async (t) => {
  const aws = await startFakeAws(t)

  const usage = await typed('provision', ['--plan', '--apply'], CLUSTER).ended
  const settings = await typed('provision', [], { ...CLUSTER, PROVISION_NAME: 'dwhCluster' }).ended

  assert.equal(usage.code, 2)
  assert.match(
    usage.stderr,
    /^--plan changes nothing and goes with no other flag\.\n\nnpm run provision /,
  )
  assert.equal(settings.code, 1)
  assert.match(
    settings.stderr,
    /^Cannot read the settings\..*\n {2}- PROVISION_NAME must be .*'dwh-cluster'; found 'dwhCluster'\n/,
  )
  assert.deepEqual(aws.calls, [])
})

test('Ctrl-C, which npm hands on a second time, ends the command between two calls', async (t) => {
  const aws = await startFakeAws(t)
  aws.creation = [{ status: 'creating' }]
  const { child, ended } = typed('provision', ['--no-connect'], CLUSTER)
  while (!aws.clusters.has('sparkify')) await new Promise((resolve) => setTimeout(resolve, 20))

  child.kill('SIGINT')
  child.kill('SIGINT')

  const ran = await ended
  assert.equal(ran.code, 1)
  assert.match(
    ran.stderr,
    /\nStopping after the call that is under way\.\nCannot provision the cluster 'sparkify': it was interrupted\. There is so far: /,
  )
  assert.doesNotMatch(ran.stderr, /Stopped\./)
  assert.match(ran.stdout, /made {6}security group {2}sparkify-redshift\n$/)
})
