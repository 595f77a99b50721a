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
    `  aws redshift delete-cluster-snapshot --snapshot-identifier ${snapshot}  # 50.0 GB, about 1.20 USD a month`,
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
    `  aws redshift-serverless delete-snapshot --snapshot-name ${snapshot}  # 50.0 GB, about 1.20 USD a month`,
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

test('where there are both kinds, the rows of both are kept', async (t) => {
  for (const env of [CLUSTER, SERVERLESS]) {
    const aws = await startFakeAws(t)
    const user = scene(t)
    await user.provision(SERVERLESS)
    // Somebody who may not look at Serverless provisions a cluster besides.
    aws.fault = (action) =>
      action.startsWith('redshift-serverless:')
        ? { code: 'AccessDeniedException', status: 403 }
        : undefined
    await user.provision(CLUSTER)
    aws.fault = () => undefined

    await user.deprovision(env)

    const name = 'sparkify-final-20261121060110'
    assert.deepEqual(
      aws.snapshots.toSorted((a, b) => (a.kind < b.kind ? -1 : 1)),
      [
        { name, of: 'sparkify', kind: 'cluster' },
        { name, of: 'sparkify', kind: 'serverless' },
      ],
    )
    assert.deepEqual(user.lines.slice(0, 3), [
      'remove    workgroup       sparkify',
      `remove    namespace       sparkify  after a snapshot: ${name}`,
      `remove    cluster         sparkify  after a snapshot: ${name}`,
    ])
    assert.deepEqual([aws.clusters.size, aws.namespaces.size, aws.workgroups.size], [0, 0, 0])
  }
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
  assert.ok(
    user.lines.includes('kept      IAM role        sparkify-redshift  not made by this project'),
  )
  assert.equal(
    user.lines.at(-1),
    "Nothing of 'sparkify' that this project made is left, and nothing of it is billed.",
  )
})

test('a role that an administrator made for this project is used and stays', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(CLUSTER)
  const role = aws.roles.get('sparkify-redshift')
  if (role) role.tags = { project: 'sparkify-warehouse' }
  const before = aws.mutations().length
  assert.equal((await user.provision(CLUSTER)).changed, false)

  await user.deprovision(CLUSTER, { snapshot: false })

  assert.deepEqual(aws.mutations().slice(before), [
    'redshift:DeleteCluster',
    'ec2:DeleteSecurityGroup',
  ])
  assert.ok(
    user.lines.includes(
      'keep      IAM role        sparkify-redshift  made by somebody for this project',
    ),
  )
  assert.equal(
    user.lines.at(-1),
    "Nothing of 'sparkify' that this project made is left, and nothing of it is billed.",
  )
})

test('a snapshot of an earlier warehouse of the same name does not stand for these rows', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(SERVERLESS)
  aws.workgroups.clear()
  aws.snapshots.push(
    { name: 'sparkify-final-20261120060000', of: 'sparkify', kind: 'serverless' },
    { name: 'sparkify-final-20261122060000', of: 'sparkify', kind: 'cluster' },
    { name: 'sparkify-by-hand', of: 'sparkify', kind: 'serverless' },
  )

  assert.match(
    await failure(() => user.deprovision(SERVERLESS)),
    /its namespace may hold rows and has no workgroup, without which AWS makes no snapshot\. Nothing was changed\. /,
  )
  const later = 'sparkify-final-20261121070000'
  aws.snapshots.unshift({ name: later, of: 'sparkify', kind: 'serverless' })
  await user.deprovision(SERVERLESS)

  assert.equal(
    user.lines[0],
    `remove    namespace       sparkify  its rows are in a snapshot: ${later}`,
  )
  assert.equal(aws.namespaces.size, 0)
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
    "Of other warehouses of this project here: cluster 'trial' (owner ben), namespace 'second' (owner ben).",
  ])
  assert.deepEqual([...aws.clusters.keys(), ...aws.namespaces.keys()], ['trial', 'second'])
  assert.deepEqual([...aws.roles.keys()], ['trial-redshift', 'second-redshift'])
})

test('another warehouse that is removed while it is looked at is left out', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision({ ...SERVERLESS, PROVISION_NAME: 'second' })
  const before = aws.calls.length
  aws.fault = (action, call) =>
    action === 'redshift-serverless:ListTagsForResource' && call > before
      ? { code: 'ResourceNotFoundException', status: 404 }
      : undefined

  assert.equal(
    (await user.status(SERVERLESS)).at(-1),
    "Of other warehouses of this project here: security group 'second-redshift' (owner anna).",
  )
})

test('what is left of other warehouses is told, whichever part it is', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  for (const name of ['trial', 'second']) {
    const kind = name === 'trial' ? CLUSTER : SERVERLESS
    const env = { ...kind, PROVISION_NAME: name, PROVISION_OWNER: 'ben' }
    await user.provision(env)
    const group = aws.groups.get(`${name}-redshift`)
    await user.deprovision(env)
    if (group) aws.groups.set(`${name}-redshift`, group)
  }
  aws.snapshots.push({ name: 'of-another-project', of: 'theirs', kind: 'cluster' })

  await user.deprovision(CLUSTER)

  const names = aws.snapshots.map(({ name }) => name).filter((name) => name.includes('-final-'))
  assert.deepEqual(user.lines.slice(-2), [
    "Nothing of 'sparkify' is left, and nothing of it is billed.",
    "Of other warehouses of this project here: security group 'trial-redshift' (owner ben), security group 'second-redshift' (owner ben), " +
      `snapshot '${names[0]}', snapshot '${names[1]}'.`,
  ])
})

test('lists that AWS cuts into pages are read to their end', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  aws.pageSize = 1
  for (const name of ['first', 'second', 'third'])
    await user.provision({ ...SERVERLESS, PROVISION_NAME: name })
  await user.provision(CLUSTER)
  for (const name of ['a', 'b', 'c']) aws.snapshots.push({ name, of: 'sparkify', kind: 'cluster' })
  const role = aws.roles.get('sparkify-redshift')
  role?.attached.push('One', 'Two', 'Three')
  if (role) Object.assign(role.policies, { four: '{}', five: '{}' })

  await user.provision(CLUSTER, { apply: true })
  assert.deepEqual(user.lines, [
    'changed   IAM role        sparkify-redshift  other policies: One, Two, Three, four, five -> none',
  ])
  await user.deprovision(CLUSTER, { snapshot: false })

  assert.deepEqual(
    user.lines.slice(-4).map((line) => line.split('  # ')[0]),
    [
      '  aws redshift delete-cluster-snapshot --snapshot-identifier a',
      '  aws redshift delete-cluster-snapshot --snapshot-identifier b',
      '  aws redshift delete-cluster-snapshot --snapshot-identifier c',
      "Of other warehouses of this project here: namespace 'first' (owner anna), namespace 'second' (owner anna), namespace 'third' (owner anna).",
    ],
  )
})

test('only the lines of the warehouse that is removed leave .env', async (t) => {
  await startFakeAws(t)
  const user = scene(t)
  writeFileSync(user.envFile, '# mine\nLOG_DATA=seeds/log_data\n')
  await user.provision({ ...CLUSTER, PROVISION_NAME: 'first' })
  await user.provision({ ...CLUSTER, PROVISION_NAME: 'second' })

  await user.deprovision({ ...CLUSTER, PROVISION_NAME: 'first' })
  assert.match(user.env(), /\nREDSHIFT_CLUSTER=second\n/)
  assert.ok(
    user.lines.includes(
      'kept      the lines in .env, which lead to another warehouse: sparkify.abc.us-west-2.redshift.amazonaws.com',
    ),
  )
  await user.deprovision({ ...CLUSTER, PROVISION_NAME: 'second' })

  assert.equal(user.env(), '# mine\nLOG_DATA=seeds/log_data\n')
})

test('the role, which belongs to no region, goes with the last warehouse of its name', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(CLUSTER)
  // The fake knows one region: what it has goes, and comes back.
  const [clusters, groups] = [new Map(aws.clusters), new Map(aws.groups)]
  const leave = () => {
    aws.clusters.clear()
    aws.groups.clear()
  }
  leave()
  process.env.AWS_REGION = 'eu-west-1'

  await user.deprovision(CLUSTER)
  assert.deepEqual(user.lines, [
    'Nothing to remove.',
    'keep      IAM role        sparkify-redshift  used in us-west-2',
    '',
    'kept      the lines in .env, which lead to another warehouse: sparkify.abc.us-west-2.redshift.amazonaws.com',
    'kept      IAM role        sparkify-redshift  used in us-west-2',
    '',
    "Nothing of 'sparkify' is left in eu-west-1. There is a warehouse of this name in us-west-2: AWS_REGION leads there.",
  ])

  await user.provision(CLUSTER)
  assert.equal(aws.roles.get('sparkify-redshift')?.tags['used-in'], 'us-west-2 eu-west-1')
  assert.equal((await user.provision(CLUSTER)).changed, false)
  await user.deprovision(CLUSTER, { snapshot: false })
  assert.ok(
    user.lines.includes(
      'removed   IAM role        sparkify-redshift  from this region alone: it is used in us-west-2',
    ),
  )
  assert.equal(aws.roles.get('sparkify-redshift')?.tags['used-in'], 'us-west-2')

  process.env.AWS_REGION = 'us-west-2'
  for (const [name, one] of clusters) aws.clusters.set(name, one)
  for (const [name, one] of groups) aws.groups.set(name, one)
  await user.deprovision(CLUSTER, { snapshot: false })
  assert.equal(user.lines.at(-1), "Nothing of 'sparkify' is left, and nothing of it is billed.")
  assert.equal(aws.roles.size, 0)
})

test('lines of a warehouse of this name in another region or account stay in .env', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(CLUSTER)
  const lines = user.env()
  process.env.AWS_REGION = 'eu-west-1'
  aws.clusters.clear()

  await user.deprovision(CLUSTER)
  assert.equal(user.env(), lines)

  process.env.AWS_REGION = 'us-west-2'
  writeFileSync(user.envFile, lines.replace('iam::123456789012:', 'iam::210987654321:'))
  await user.deprovision(CLUSTER)
  assert.match(user.env(), /\nREDSHIFT_CLUSTER=sparkify\n/)
  writeFileSync(user.envFile, lines)
  await user.deprovision(CLUSTER)
  assert.equal(user.env(), '')
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

test('what went with a call whose answer was lost is not missed', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(SERVERLESS)
  delete process.env.AWS_MAX_ATTEMPTS
  let count = 0
  aws.fault = (action) => {
    if (action !== 'redshift-serverless:DeleteUsageLimit') return undefined
    count += 1
    return count === 1 ? 'lost' : undefined
  }

  await user.deprovision(SERVERLESS, { snapshot: false })

  assert.deepEqual([aws.limits.size, aws.workgroups.size, aws.namespaces.size], [0, 0, 0])
})

test('a group that something of others uses is not waited for without end', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(CLUSTER)
  aws.fault = (action) =>
    action === 'ec2:DeleteSecurityGroup' ? { code: 'DependencyViolation' } : undefined

  assert.equal(
    await failure(() => user.deprovision(CLUSTER)),
    "Cannot remove the security group 'sparkify-redshift': it is still there after 20 minutes, waiting until AWS lets it go. Left so far: " +
      "security group 'sparkify-redshift', IAM role 'sparkify-redshift'. 'npm run deprovision' goes on from there. Something that this project " +
      "did not make uses it: 'aws ec2 describe-network-interfaces --region us-west-2 --filters Name=group-id,Values=sg-1' shows what, or a " +
      'rule of another group names it. Take it from there, and run this again.',
  )
  aws.fault = () => undefined
  await user.deprovision(CLUSTER)

  assert.deepEqual([aws.groups.size, aws.roles.size], [0, 0])
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
