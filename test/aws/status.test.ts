import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failure } from '../warehouse.ts'
import { startFakeAws } from './fake-aws.ts'
import { CLUSTER, SERVERLESS, scene } from './scene.ts'

const DAY_MS = 24 * 60 * 60_000
const ACCOUNT = 'Account 123456789012, us-west-2, as arn:aws:iam::123456789012:user/anna'

test('where there is nothing, that is said', async (t) => {
  await startFakeAws(t)

  assert.deepEqual(await scene(t).status(SERVERLESS), [
    ACCOUNT,
    '',
    "There is no warehouse 'sparkify'. 'npm run provision -- --plan' shows what would be made.",
  ])
})

test("a cluster's state, size, age, expiry and cost so far", async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision({ ...CLUSTER, PROVISION_NODE_TYPE: 'rg.xlarge', PROVISION_NODES: '3' })
  aws.snapshots.push({ name: 'before-the-change', of: 'sparkify', kind: 'cluster' })
  user.now = Date.parse('2026-11-21T06:00:00Z') + 10 * DAY_MS

  assert.deepEqual(await user.status(CLUSTER), [
    ACCOUNT,
    '',
    'cluster         sparkify                  available',
    '    endpoint     sparkify.abc.us-west-2.redshift.amazonaws.com:5439',
    '    size         3 x rg.xlarge',
    '    age          10 days, since 2026-11-21 06:00 UTC',
    '    owner        anna',
    "    expires      expired 3 days ago: 'npm run deprovision' removes it",
    '    cost so far  about 547.34 USD, if it was never paused',
    'IAM role        sparkify-redshift         there',
    'security group  sparkify-redshift         there',
    'snapshot        before-the-change         billed until it is deleted: 50.0 GB, about 1.20 USD a month',
  ])
})

test('a Serverless warehouse has cost at most its limit', async (t) => {
  await startFakeAws(t)
  const user = scene(t)
  await user.provision({ ...SERVERLESS, PROVISION_RPU_HOURS_PER_DAY: '8' })
  user.now = Date.parse('2026-11-21T06:00:00Z') + 2.6 * DAY_MS

  assert.deepEqual((await user.status(SERVERLESS)).slice(2, 9), [
    'workgroup       sparkify                  AVAILABLE',
    '    endpoint     sparkify.abc.us-west-2.redshift.amazonaws.com:5439',
    '    size         8 RPU',
    '    age          3 days, since 2026-11-21 06:00 UTC',
    '    owner        anna',
    '    expires      in 4 days, 2026-11-28 06:00 UTC',
    '    cost so far  at most 9.00 USD, by its limit',
  ])
})

test('a cluster that is being made says what it waits for', async (t) => {
  await startFakeAws(t)
  const user = scene(t)
  user.onSleep = () => user.interrupt()
  await failure(() => user.provision(CLUSTER))

  assert.equal(
    (await user.status(CLUSTER))[2],
    'cluster         sparkify                  available, waiting until it takes queries (now Unavailable)',
  )
})

test('a cluster is paused and resumed, each waited for', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(CLUSTER)

  assert.equal(
    await user.setPaused(CLUSTER, true),
    "Paused sparkify: its nodes are not billed, its tables are. 'npm run cluster:resume' wakes it.",
  )
  assert.deepEqual(
    [...new Set(user.waited)],
    ['cluster sparkify: pausing, waiting until it is paused'],
  )
  assert.equal((await user.status(CLUSTER))[2], 'cluster         sparkify                  paused')
  assert.equal(await user.setPaused(CLUSTER, true), 'Already paused: sparkify.')
  assert.equal(await user.setPaused(CLUSTER, false), 'Resumed sparkify: it is billed again.')
  assert.deepEqual(
    [...new Set(user.waited)],
    ['cluster sparkify: resuming, waiting until it is available'],
  )
  assert.equal(await user.setPaused(CLUSTER, false), 'Already running: sparkify.')
  assert.deepEqual(
    aws.mutations().filter((action) => /Pause|Resume/.test(action)),
    ['redshift:PauseCluster', 'redshift:ResumeCluster'],
  )
})

test('a cluster that is on its way to the one state is brought to the other', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(CLUSTER)
  user.onSleep = () => user.interrupt()
  assert.equal(
    await failure(() => user.setPaused(CLUSTER, true)),
    "Cannot pause the cluster 'sparkify': it was interrupted. AWS was asked and may still do it: see npm run cluster:status. Run the same " +
      'command again to go on.',
  )
  user.onSleep = () => {}

  assert.equal(await user.setPaused(CLUSTER, false), 'Resumed sparkify: it is billed again.')
  await user.setPaused(CLUSTER, true)
  user.onSleep = () => user.interrupt()
  await failure(() => user.setPaused(CLUSTER, false))
  user.onSleep = () => {}
  await user.setPaused(CLUSTER, true)

  assert.equal(aws.clusters.get('sparkify')?.status, 'paused')
})

test('a cluster that breaks or goes while it is paused is waited for no longer', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(CLUSTER)
  user.onSleep = () => {
    aws.clusters.get('sparkify')?.script.unshift({ status: 'hardware-failure' })
  }

  assert.match(
    await failure(() => user.setPaused(CLUSTER, true)),
    /^Cannot pause the cluster 'sparkify': its hardware failed\. AWS was asked /,
  )
  const cluster = aws.clusters.get('sparkify')
  if (cluster) Object.assign(cluster, { status: 'available', script: [] })
  user.onSleep = () => aws.clusters.clear()
  assert.match(
    await failure(() => user.setPaused(CLUSTER, true)),
    /^Cannot pause the cluster 'sparkify': it is gone\. /,
  )
})

test('what cannot be paused says so', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)

  assert.equal(
    await failure(() => user.setPaused(SERVERLESS, true)),
    "Cannot pause the cluster 'sparkify': Serverless has nothing to pause or resume: only its tables cost while no query runs. Nothing was " +
      'changed. For a cluster, set PROVISION_KIND=cluster.',
  )
  assert.equal(
    await failure(() => user.setPaused(CLUSTER, false)),
    "Cannot resume the cluster 'sparkify': there is no such cluster. Nothing was changed. 'npm run provision' makes one.",
  )
  await user.provision(CLUSTER)
  delete aws.clusters.get('sparkify')?.tags.project
  assert.match(
    await failure(() => user.setPaused(CLUSTER, true)),
    /^Cannot pause the cluster 'sparkify': there is a cluster 'sparkify' that this project did not make/,
  )
})

test('a pause and a resume whose answers are lost are waited for, or told as what AWS may still do', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(CLUSTER)
  const lost = new Set(['redshift:ResumeCluster'])
  aws.fault = (action) => {
    if (!/Pause|Resume/.test(action) || lost.has(action)) return undefined
    lost.add(action)
    return 'lost'
  }

  assert.match(
    await failure(() => user.setPaused(CLUSTER, true)),
    /^Cannot pause the cluster 'sparkify': AWS cannot be reached \(redshift:PauseCluster: [^)]+\)\. AWS was asked and may still do it: see npm run cluster:status\. Check /,
  )
  await user.setPaused(CLUSTER, false)
  lost.clear()
  // Asked a second time by the SDK, AWS refuses.
  delete process.env.AWS_MAX_ATTEMPTS
  await user.setPaused(CLUSTER, true)
  await user.setPaused(CLUSTER, false)

  assert.equal(aws.clusters.get('sparkify')?.status, 'available')
})
