import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { failure } from '../warehouse.ts'
import { startFakeAws } from './fake-aws.ts'
import { CLUSTER, SERVERLESS, scene } from './scene.ts'

test('a cluster is removed after a snapshot, and the snapshot is told as what is billed', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(CLUSTER)

  await user.deprovision(CLUSTER)

  const snapshot = 'sparkify-final-20261121060030'
  assert.deepEqual(user.lines, [
    `remove    cluster         sparkify  after a snapshot: ${snapshot}`,
    'remove    security group  sparkify-redshift',
    'remove    IAM role        sparkify-redshift',
    '',
    'removed   cluster         sparkify',
    'removed   security group  sparkify-redshift',
    'removed   IAM role        sparkify-redshift',
    'removed   its lines in .env',
    '',
    "Snapshots of 'sparkify' are left, and their storage is billed until they are deleted:",
    `  aws redshift delete-cluster-snapshot --snapshot-identifier ${snapshot}`,
  ])
  assert.ok(user.waited.includes('cluster sparkify: final-snapshot, waiting until it is gone'))
  assert.equal(existsSync(user.envFile), false)
  assert.deepEqual(aws.snapshots, [{ name: snapshot, of: 'sparkify', kind: 'cluster' }])
})

test('a Serverless warehouse is removed, its workgroup first', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(SERVERLESS)
  const before = aws.mutations().length

  await user.deprovision(SERVERLESS, { snapshot: false })

  assert.deepEqual(aws.mutations().slice(before), [
    'redshift-serverless:DeleteUsageLimit',
    'redshift-serverless:DeleteWorkgroup',
    'redshift-serverless:DeleteNamespace',
    'ec2:DeleteSecurityGroup',
    'iam:DeleteRolePolicy',
    'iam:DeleteRole',
  ])
  assert.deepEqual(user.lines.slice(0, 2), [
    'remove    workgroup       sparkify',
    'remove    namespace       sparkify  with all of its rows: no snapshot is made',
  ])
  assert.equal(user.lines.at(-1), "Nothing of 'sparkify' is left, and nothing of it is billed.")
})

test('a Serverless warehouse is kept in a snapshot before its workgroup goes, since AWS makes none later', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(SERVERLESS)
  const before = aws.mutations().length

  await user.deprovision(SERVERLESS)

  const snapshot = 'sparkify-final-20261121060040'
  assert.deepEqual(aws.mutations().slice(before, before + 4), [
    'redshift-serverless:CreateSnapshot',
    'redshift-serverless:DeleteUsageLimit',
    'redshift-serverless:DeleteWorkgroup',
    'redshift-serverless:DeleteNamespace',
  ])
  assert.ok(user.waited.includes(`snapshot ${snapshot}: CREATING, waiting until it is AVAILABLE`))
  assert.deepEqual(user.lines.slice(1, 6), [
    `remove    namespace       sparkify  after a snapshot: ${snapshot}`,
    'remove    security group  sparkify-redshift',
    'remove    IAM role        sparkify-redshift',
    '',
    `made      snapshot        ${snapshot}`,
  ])
  assert.equal(
    user.lines.at(-1),
    `  aws redshift-serverless delete-snapshot --snapshot-name ${snapshot}`,
  )
  assert.equal(aws.kept.get(snapshot)?.tags.project, 'sparkify-warehouse')
})

test('a snapshot that fails keeps the warehouse', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(SERVERLESS)
  user.onSleep = () => {
    for (const snapshot of aws.kept.values()) snapshot.script = [{ status: 'FAILED' }]
  }

  assert.equal(
    await failure(() => user.deprovision(SERVERLESS)),
    "Cannot make the snapshot 'sparkify-final-20261121060040': it is FAILED. Left so far: workgroup 'sparkify', namespace 'sparkify', security " +
      "group 'sparkify-redshift', IAM role 'sparkify-redshift'. 'npm run deprovision' goes on from there. Run the same command again, or add " +
      '--no-snapshot.',
  )
  assert.deepEqual([aws.workgroups.size, aws.namespaces.size], [1, 1])
})

test('a namespace whose workgroup somebody removed is kept, since AWS makes no snapshot of it', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(SERVERLESS)
  aws.workgroups.clear()

  assert.equal(
    await failure(() => user.deprovision(SERVERLESS)),
    "Cannot deprovision 'sparkify': its namespace may hold rows and has no workgroup, without which AWS makes no snapshot. Nothing was changed. " +
      "Give it one back ('npm run provision'), or lose the rows: npm run deprovision -- --no-snapshot",
  )
  await user.deprovision(SERVERLESS, { snapshot: false })

  assert.equal(aws.namespaces.size, 0)
})

test('either kind is removed, whichever the settings say', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(SERVERLESS)

  await user.deprovision(CLUSTER, { snapshot: false })

  assert.deepEqual([aws.workgroups.size, aws.namespaces.size, aws.roles.size], [0, 0, 0])
})

test('where there is nothing, that is said', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)

  await user.deprovision(CLUSTER)

  assert.deepEqual(user.lines, [
    'Nothing to remove.',
    '',
    '',
    "Nothing of 'sparkify' is left, and nothing of it is billed.",
  ])
  assert.deepEqual(aws.mutations(), [])
})

test('what this project did not make stays', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(CLUSTER)
  const role = aws.roles.get('sparkify-redshift')
  delete role?.tags.project

  await user.deprovision(CLUSTER, { snapshot: false })

  assert.equal(aws.roles.size, 1)
  assert.deepEqual([aws.clusters.size, aws.groups.size], [0, 0])
  assert.ok(
    user.lines.includes('keep      IAM role        sparkify-redshift  not made by this project'),
  )
  assert.ok(user.lines.includes('kept      IAM role        sparkify-redshift  not ours'))
})

test('other warehouses of this project are told, and stay', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  const env = (name: string, kind = CLUSTER) => ({
    ...kind,
    PROVISION_NAME: name,
    PROVISION_OWNER: 'ben',
  })
  await user.provision(env('trial'))
  await user.provision(env('second', SERVERLESS))
  await user.provision(CLUSTER)

  await user.deprovision(CLUSTER, { snapshot: false })

  assert.deepEqual(user.lines.slice(-2), [
    "Nothing of 'sparkify' is left, and nothing of it is billed.",
    "Other warehouses of this project here: cluster 'trial' (owner ben), namespace 'second' (owner ben).",
  ])
  assert.deepEqual([...aws.clusters.keys(), ...aws.namespaces.keys()], ['trial', 'second'])
  assert.deepEqual([...aws.roles.keys()], ['trial-redshift', 'second-redshift'])
})

test('only the lines of the warehouse that is removed leave .env', async (t) => {
  await startFakeAws(t)
  const user = scene(t)
  writeFileSync(user.envFile, '# mine\nLOG_DATA=seeds/log_data\n')
  await user.provision({ ...CLUSTER, PROVISION_NAME: 'first' })
  await user.provision({ ...CLUSTER, PROVISION_NAME: 'second' })

  await user.deprovision({ ...CLUSTER, PROVISION_NAME: 'first' })
  assert.match(user.env(), /\nREDSHIFT_CLUSTER=second\n/)
  await user.deprovision({ ...CLUSTER, PROVISION_NAME: 'second' })

  assert.equal(user.env(), '# mine\nLOG_DATA=seeds/log_data\n')
})

test('a cluster that is busy is removed when it is no longer', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  aws.creation = [{ status: 'creating' }, {}, {}, {}, {}, {}, {}, { status: 'available' }]
  user.onSleep = () => user.interrupt()
  await failure(() => user.provision(CLUSTER))
  user.onSleep = () => {}

  await user.deprovision(CLUSTER)

  assert.ok(user.waited.includes('cluster sparkify: creating, waiting until AWS lets it go'))
  assert.equal(aws.clusters.size, 0)
})

test('a cluster that is broken is removed without a snapshot, since AWS makes none of it', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  aws.creation = [{ status: 'incompatible-network' }]
  await failure(() => user.provision(CLUSTER))

  assert.equal(
    await failure(() => user.deprovision(CLUSTER)),
    "Cannot remove the cluster 'sparkify': its network cannot hold it (incompatible-network), and AWS makes no snapshot of it. Left so far: " +
      "cluster 'sparkify', security group 'sparkify-redshift', IAM role 'sparkify-redshift'. 'npm run deprovision' goes on from there. " +
      'Remove it without: npm run deprovision -- --no-snapshot',
  )
  await user.deprovision(CLUSTER, { snapshot: false })

  assert.equal(aws.clusters.size, 0)
})

test('Ctrl-C while it goes leaves what the next run removes', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(CLUSTER)
  user.onSleep = () => user.interrupt()

  assert.equal(
    await failure(() => user.deprovision(CLUSTER)),
    "Cannot remove the cluster 'sparkify': it was interrupted. Left so far: cluster 'sparkify', security group 'sparkify-redshift', IAM role " +
      "'sparkify-redshift'. 'npm run deprovision' goes on from there. Run the same command again to go on.",
  )
  user.onSleep = () => {}
  await user.deprovision(CLUSTER)

  assert.deepEqual([aws.clusters.size, aws.roles.size, aws.snapshots.length], [0, 0, 1])
  assert.equal(user.env(), '')
})

test('where Serverless is denied to those who have a cluster, it is told that it was not looked at', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(CLUSTER)
  aws.fault = (action) =>
    action.startsWith('redshift-serverless:')
      ? { code: 'AccessDeniedException', status: 403 }
      : undefined

  await user.deprovision(CLUSTER, { snapshot: false })

  assert.equal(
    user.lines.at(-1),
    "Could not look at: namespace 'sparkify' (redshift-serverless:GetNamespace: AccessDenied), workgroup 'sparkify' " +
      '(redshift-serverless:GetWorkgroup: AccessDenied).',
  )
  assert.doesNotMatch(user.lines.join('\n'), /nothing of it is billed/)
})
