import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertExpected } from '../expected.ts'
import { failure } from '../warehouse.ts'
import { startFakeAws } from './fake-aws.ts'
import { CLUSTER, SERVERLESS, scene } from './scene.ts'

const ROLE = 'arn:aws:iam::123456789012:role/sparkify-redshift'

const ENV = (identifier: string) => `\
# What 'npm run provision' made. 'npm run deprovision' removes these lines; those before them stay.
REDSHIFT_HOST=sparkify.abc.us-west-2.redshift.amazonaws.com
REDSHIFT_PORT=5439
REDSHIFT_DATABASE=dev
REDSHIFT_USER=awsuser
REDSHIFT_IAM_ROLE_ARN=${ROLE}
${identifier}=sparkify
# End of what 'npm run provision' made.
`

test('a cluster is made with its role and its group, waited for, and written into .env', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)

  await user.provision(CLUSTER)

  assert.deepEqual(user.lines, [
    'made      IAM role        sparkify-redshift',
    'made      security group  sparkify-redshift',
    'made      cluster         sparkify',
    'wrote     how to reach it into .env',
  ])
  assert.deepEqual(user.waited, [
    'cluster sparkify: creating, waiting until it is available',
    'cluster sparkify: available, waiting until it takes queries (now Unavailable)',
    'cluster sparkify: available, waiting until its role is in-sync (now adding)',
  ])
  assert.equal(user.env(), ENV('REDSHIFT_CLUSTER'))
  assert.deepEqual(aws.sent['redshift:CreateCluster'], {
    Action: 'CreateCluster',
    Version: '2012-12-01',
    ClusterIdentifier: 'sparkify',
    NodeType: 'rg.large',
    ClusterType: 'single-node',
    DBName: 'dev',
    Port: '5439',
    MasterUsername: 'awsuser',
    ManageMasterPassword: 'true',
    PubliclyAccessible: 'false',
    Encrypted: 'true',
    ClusterParameterGroupName: 'default.redshift-2.0',
    'VpcSecurityGroupIds.VpcSecurityGroupId.1': 'sg-1',
    'IamRoles.IamRoleArn.1': ROLE,
    DefaultIamRoleArn: ROLE,
    AutomatedSnapshotRetentionPeriod: '1',
    'Tags.Tag.1.Key': 'project',
    'Tags.Tag.1.Value': 'sparkify-warehouse',
    'Tags.Tag.2.Key': 'owner',
    'Tags.Tag.2.Value': 'anna',
    'Tags.Tag.3.Key': 'created-at',
    'Tags.Tag.3.Value': '2026-11-21T06:00:00Z',
    'Tags.Tag.4.Key': 'expires-at',
    'Tags.Tag.4.Value': '2026-11-28T06:00:00Z',
  })
  const group = aws.groups.get('sparkify-redshift')
  assert.deepEqual(
    group?.rules.map((rule) => [rule['IpRanges.1.CidrIp'], rule.FromPort, rule.ToPort]),
    [['203.0.113.7/32', '5439', '5439']],
  )
  const names = ['project', 'owner', 'created-at', 'expires-at']
  const role = aws.roles.get('sparkify-redshift')
  assert.deepEqual(Object.keys(group.tags), names)
  assert.deepEqual(Object.keys(role?.tags ?? {}), [...names, 'used-in'])
})

test('a Serverless warehouse is made with its limit, waited for, and written into .env', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)

  await user.provision(SERVERLESS)

  assert.deepEqual(user.lines, [
    'made      IAM role        sparkify-redshift',
    'made      security group  sparkify-redshift',
    'made      namespace       sparkify',
    'made      workgroup       sparkify',
    'wrote     how to reach it into .env',
  ])
  assert.equal(user.env(), ENV('REDSHIFT_WORKGROUP'))
  const { tags: _, ...workgroup } = aws.sent['redshift-serverless:CreateWorkgroup'] ?? {}
  assert.deepEqual(workgroup, {
    workgroupName: 'sparkify',
    namespaceName: 'sparkify',
    baseCapacity: 8,
    port: 5439,
    publiclyAccessible: false,
    configParameters: [{ parameterKey: 'require_ssl', parameterValue: 'true' }],
    securityGroupIds: ['sg-1'],
  })
  const { tags: __, ...namespace } = aws.sent['redshift-serverless:CreateNamespace'] ?? {}
  assert.deepEqual(namespace, {
    namespaceName: 'sparkify',
    dbName: 'dev',
    adminUsername: 'awsuser',
    manageAdminPassword: true,
    iamRoles: [ROLE],
    defaultIamRoleArn: ROLE,
  })
  assert.deepEqual(
    [...aws.limits.values()].map(({ amount, period, breachAction }) => [
      amount,
      period,
      breachAction,
    ]),
    [[16, 'daily', 'deactivate']],
  )
})

for (const [kind, env] of Object.entries({ cluster: CLUSTER, serverless: SERVERLESS })) {
  test(`a second run changes nothing (${kind})`, async (t) => {
    const aws = await startFakeAws(t)
    const user = scene(t)
    await user.provision(env)
    const before = aws.mutations().length

    const { changed } = await user.provision(env)

    assert.equal(changed, false)
    assert.deepEqual(user.lines, [])
    assert.equal(aws.mutations().length, before)
  })

  test(`a plan changes nothing, and shows parameters, policy and cost (${kind})`, async (t) => {
    const aws = await startFakeAws(t)
    const user = scene(t)

    const lines = await user.plan(env)

    assert.deepEqual(aws.mutations(), [])
    assert.equal(user.env(), '')
    assertExpected(`provision-${kind}.txt`, `${lines.join('\n')}\n`)
  })

  test(`a resource of the same name that is not ours is never touched (${kind})`, async (t) => {
    for (const map of kind === 'cluster'
      ? (['roles', 'groups', 'clusters'] as const)
      : (['roles', 'groups', 'namespaces', 'workgroups'] as const)) {
      const aws = await startFakeAws(t)
      const user = scene(t)
      await user.provision(env)
      for (const thing of aws[map].values()) delete thing.tags.project
      const before = [aws.mutations().length, JSON.stringify(aws.summary())]

      const message = await failure(() =>
        user.provision({ ...env, PROVISION_PUBLIC: 'true' }, { apply: true }),
      )

      assert.match(
        message,
        /^Cannot provision 'sparkify': there is an? [\w ]+ 'sparkify(-redshift)?' that this project did not make \(it has no tag project=sparkify-warehouse\)\. Nothing was made\. It is never touched: set PROVISION_NAME to another name\.$/,
      )
      assert.deepEqual([aws.mutations().length, JSON.stringify(aws.summary())], before)
      assert.match(
        (await user.plan(env)).join('\n'),
        /\nrefuse {4}.*not made by this project: it is never touched/,
      )
    }
  })
}

test('a warehouse of the other kind is not paid for besides', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(SERVERLESS)
  const before = aws.mutations().length

  assert.equal(
    await failure(() => user.provision(CLUSTER)),
    "Cannot provision 'sparkify': there is a namespace 'sparkify' already, and PROVISION_KIND is cluster. Nothing was made. " +
      'Remove it first (npm run deprovision), or set another PROVISION_NAME.',
  )
  assert.equal(aws.mutations().length, before)
})

const OTHER_CLUSTER = {
  ...CLUSTER,
  PROVISION_CIDR: '198.51.100.0/24',
  PROVISION_PUBLIC: 'true',
  PROVISION_NODES: '2',
  PROVISION_OWNER: 'Data team',
  PROVISION_DAYS: '30',
  PROVISION_ADMIN_PASSWORD: 'Secret-Password-1',
  LOG_DATA: 's3://lake/logs/',
  REDSHIFT_DATABASE: 'prod',
}

test('what differs is shown, and changed in place only when that is asked for (cluster)', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(CLUSTER)
  const before = aws.mutations().length

  await user.provision(OTHER_CLUSTER)
  const shown = [...user.lines]
  assert.equal(aws.mutations().length, before)
  await user.provision(OTHER_CLUSTER, { apply: true })

  assert.deepEqual(shown.slice(1), [
    'differs   security group  sparkify-redshift  lets in: 203.0.113.7/32 on port 5439 -> 198.51.100.0/24 on port 5439 (--apply changes it)',
    'differs   cluster         sparkify  nodes: 1 x rg.large -> 2 x rg.large (--apply changes it)',
    'differs   cluster         sparkify  database: dev -> prod (only a new one can have it: deprovision, then provision)',
    'differs   cluster         sparkify  admin password: made and kept by AWS Secrets Manager -> given, and not kept by AWS (--apply changes it)',
    'differs   cluster         sparkify  public: no -> yes (--apply changes it)',
    'differs   cluster         sparkify  expires-at: 2026-11-28T06:00:00Z -> 2026-12-21T06:00:00Z (--apply changes it)',
    'differs   cluster         sparkify  owner: anna -> Data team (--apply changes it)',
  ])
  assert.match(shown[0] ?? '', /^differs {3}IAM role .* may do: \{/)
  assert.deepEqual(
    user.lines.filter((line) => line.startsWith('differs')),
    [shown[3]],
  )
  assert.deepEqual(aws.mutations().slice(before), [
    'iam:PutRolePolicy',
    'iam:TagRole',
    'ec2:RevokeSecurityGroupIngress',
    'ec2:AuthorizeSecurityGroupIngress',
    'ec2:CreateTags',
    'redshift:ResizeCluster',
    'redshift:ModifyCluster',
    'redshift:ModifyCluster',
    'redshift:CreateTags',
  ])
  assert.ok(user.waited.includes('cluster sparkify: resizing, waiting until it is available'))
  // The database stays what it is, and .env says so.
  assert.match(user.env(), /\nREDSHIFT_DATABASE=dev\n/)

  const { PROVISION_DAYS, REDSHIFT_DATABASE, ...same } = OTHER_CLUSTER
  await user.provision({ ...same, PROVISION_DAYS })
  assert.deepEqual(user.lines, [])
})

test('what differs is changed one thing at a time (serverless)', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(SERVERLESS)
  const before = aws.mutations().length
  const other = {
    ...SERVERLESS,
    PROVISION_BASE_CAPACITY: '16',
    PROVISION_RPU_HOURS_PER_DAY: '40',
    PROVISION_PUBLIC: 'true',
    PROVISION_ADMIN_PASSWORD: 'Secret-Password-1',
  }

  await user.provision(other, { apply: true })

  assert.deepEqual(user.lines, [
    'changed   namespace       sparkify  admin password: made and kept by AWS Secrets Manager -> given, and not kept by AWS',
    'changed   workgroup       sparkify  base capacity: 8 RPU -> 16 RPU',
    'changed   workgroup       sparkify  usage limit: 16 RPU-hours a day, then queries are turned off -> 40 RPU-hours a day, then queries are turned off',
    'changed   workgroup       sparkify  public: no -> yes',
  ])
  assert.deepEqual(aws.mutations().slice(before), [
    'redshift-serverless:UpdateNamespace',
    'redshift-serverless:UpdateWorkgroup',
    'redshift-serverless:UpdateUsageLimit',
    'redshift-serverless:UpdateWorkgroup',
  ])
  await user.provision(other)
  assert.deepEqual(user.lines, [])
})

test('a change whose answer is lost is waited for, though AWS refuses it when it is asked again', async (t) => {
  for (const [env, changes, lost] of [
    [CLUSTER, { PROVISION_NODES: '2' }, 'redshift:ResizeCluster'],
    [SERVERLESS, { PROVISION_BASE_CAPACITY: '16' }, 'redshift-serverless:UpdateWorkgroup'],
  ] as const) {
    const aws = await startFakeAws(t)
    const user = scene(t)
    await user.provision(env)
    delete process.env.AWS_MAX_ATTEMPTS
    let count = 0
    aws.fault = (action) => {
      if (action !== lost) return undefined
      count += 1
      return count === 1 ? 'lost' : undefined
    }

    await user.provision({ ...env, ...changes }, { apply: true })

    assert.equal(count, 2, 'the SDK asked twice, and nobody a third time')
    assert.match(user.lines.join('\n'), /^changed {3}\w+ +sparkify {2}(nodes|base capacity): \S.*$/)
  }
})

test('a limit that was made twice, since an answer was lost, is changed and removed as one', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  delete process.env.AWS_MAX_ATTEMPTS
  let lost = true
  aws.fault = (action) => {
    if (action !== 'redshift-serverless:CreateUsageLimit' || !lost) return undefined
    lost = false
    return 'lost'
  }
  await user.provision(SERVERLESS)
  const amounts = () => [...aws.limits.values()].map(({ amount }) => amount)
  assert.deepEqual(amounts(), [16, 16])

  const other = { ...SERVERLESS, PROVISION_RPU_HOURS_PER_DAY: '40' }
  await user.provision(other, { apply: true })
  assert.deepEqual(amounts(), [40, 40])

  await user.deprovision(other)
  assert.deepEqual(amounts(), [])
})

test('policies that others gave the role are drift, and go with --apply', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(CLUSTER)
  const role = aws.roles.get('sparkify-redshift')
  role?.attached.push('AdministratorAccess')

  await user.provision(CLUSTER)
  assert.deepEqual(user.lines, [
    'differs   IAM role        sparkify-redshift  other policies: AdministratorAccess -> none (--apply changes it)',
  ])
  await user.provision(CLUSTER, { apply: true })

  assert.deepEqual([role?.attached, Object.keys(role?.policies ?? {})], [[], ['read-the-lake']])
})

test('a role that was detached from the cluster is attached again, and waited for', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(CLUSTER)
  const cluster = aws.clusters.get('sparkify')
  if (cluster) cluster.roles = []

  await user.provision(CLUSTER)

  assert.deepEqual(user.lines, ['finished  cluster         sparkify  role'])
  assert.deepEqual(cluster?.roles, [ROLE])
  assert.deepEqual(user.waited, [
    'cluster sparkify: available, waiting until its role is in-sync (now adding)',
  ])
})

test('a role that was detached from the namespace is attached again, and those of others stay', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(SERVERLESS)
  const [theirs, ours] = ['spectrum', 'sparkify-redshift'].map(
    (name) => `arn:aws:iam::123456789012:role/${name}`,
  )
  const text = `IamRole(applyStatus=in-sync, iamRoleArn=${theirs})`
  Object.assign(aws.namespaces.get('sparkify')?.body ?? {}, { iamRoles: [text] })

  await user.provision(SERVERLESS)

  assert.deepEqual(user.lines, ['finished  namespace       sparkify  role'])
  assert.deepEqual(aws.sent['redshift-serverless:UpdateNamespace']?.iamRoles, [theirs, ours])
})

test('what AWS does not know yet is tried again for a while', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  const early: Record<string, string> = {
    'iam:PutRolePolicy': 'NoSuchEntity',
    'ec2:AuthorizeSecurityGroupIngress': 'InvalidGroup.NotFound',
    'redshift:CreateCluster': 'InvalidParameterValue',
  }
  const times: Record<string, number> = {}
  aws.fault = (action) => {
    const code = early[action]
    times[action] = (times[action] ?? 0) + 1
    if (code === undefined || times[action] > 3) return undefined
    return { code, message: `The IAM role ${ROLE} is not valid.` }
  }

  await user.provision(CLUSTER)

  assert.equal(times['redshift:CreateCluster'], 4)
  assert.equal(user.lines.length, 4)
})

test('and no longer than a while', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  const message = `The IAM role ${ROLE} is not valid. The IAM role must delegate access to an Amazon Redshift account.`
  aws.fault = (action) =>
    action === 'redshift:CreateCluster' ? { code: 'InvalidParameterValue', message } : undefined

  assert.equal(
    await failure(() => user.provision(CLUSTER)),
    `Cannot provision the cluster 'sparkify': AWS refused redshift:CreateCluster (InvalidParameterValue): ${message} ` +
      "There is so far: IAM role 'sparkify-redshift', security group 'sparkify-redshift'. 'npm run provision' goes on from there, " +
      "'npm run deprovision' removes it. Mend that and run the same command again.",
  )
  const calls = aws.calls.filter((action) => action === 'redshift:CreateCluster').length
  assert.ok(calls > 10 && calls < 60, `${calls} calls`)
})

for (const [status, said] of [
  ['incompatible-network', 'its network cannot hold it (incompatible-network)'],
  ['hardware-failure', 'its hardware failed'],
  ['storage-full', 'its storage is full'],
  ['deleting', 'it is being deleted'],
] as const) {
  test(`a cluster that becomes ${status} is waited for no longer`, async (t) => {
    const aws = await startFakeAws(t)
    const user = scene(t)
    aws.creation = [{ status: 'creating' }, {}, { status }]

    const message = await failure(() => user.provision(CLUSTER))

    assert.ok(
      message.startsWith(`Cannot provision the cluster 'sparkify': ${said}. There is so far: `),
      message,
    )
    assert.match(message, / 'npm run deprovision' removes it\. Until then the cluster is billed\. /)
    assert.ok(user.now - Date.parse('2026-11-21T06:00:00Z') < 60_000)
  })
}

test('a cluster that AWS calls failed is waited for no longer', async (t) => {
  const aws = await startFakeAws(t)
  aws.creation = [{ status: 'creating' }, { status: 'available', availability: 'Failed' }]

  assert.match(
    await failure(() => scene(t).provision(CLUSTER)),
    /^Cannot provision the cluster 'sparkify': AWS says that it failed\. .* Open a support case, or remove it: 'npm run deprovision'\.$/,
  )
})

test('a paused cluster is not waited for', async (t) => {
  await startFakeAws(t)
  const user = scene(t)
  await user.provision(CLUSTER)
  await user.setPaused(CLUSTER, true)

  assert.equal(
    await failure(() => user.provision(CLUSTER)),
    "Cannot provision the cluster 'sparkify': it is paused. Nothing was changed. Wake it first: 'npm run cluster:resume'.",
  )
})

test('waiting ends after an hour, and the next run waits on', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  aws.creation = [{ status: 'creating' }]

  assert.match(
    await failure(() => user.provision(CLUSTER)),
    /^Cannot provision the cluster 'sparkify': it is still creating after 60 minutes, waiting until it is available\. There is so far: .* Run the same command again to go on waiting\.$/,
  )
  const cluster = aws.clusters.get('sparkify')
  cluster?.script.push({
    status: 'available',
    availability: 'Available',
    endpoint: true,
    roleStatus: 'in-sync',
  })
  await user.provision(CLUSTER)

  assert.equal(user.env(), ENV('REDSHIFT_CLUSTER'))
})

test('a failure of the network while waiting is borne', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  let looks = 0
  aws.fault = (action) => {
    if (action !== 'redshift:DescribeClusters' || !aws.clusters.has('sparkify')) return undefined
    looks += 1
    return looks === 2 ? 'cut' : looks === 3 ? { code: 'InternalFailure', status: 500 } : undefined
  }

  await user.provision(CLUSTER)

  assert.ok(user.waited.includes('cluster sparkify: AWS did not answer, waiting until it does'))
  assert.equal(user.lines.at(-1), 'wrote     how to reach it into .env')
})

test('a network that is lost while waiting is borne, and no region without Serverless', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  let [looks, lost] = [0, 3]
  // What the SDK says where a name has no address.
  aws.fault = (action) => {
    if (action !== 'redshift-serverless:GetWorkgroup' || !aws.workgroups.has('sparkify'))
      return undefined
    looks += 1
    return looks > 1 && looks <= 1 + lost ? { code: 'ENOTFOUND' } : undefined
  }

  await user.provision(SERVERLESS)
  assert.equal(user.lines.at(-1), 'wrote     how to reach it into .env')

  aws.workgroups.clear()
  looks = 0
  lost = 100
  assert.match(
    await failure(() => user.provision(SERVERLESS)),
    /^Cannot provision the workgroup 'sparkify': AWS cannot be reached any more\. There is so far: .* Check the network, and run the same command again to go on\.$/,
  )
})

test('denied while waiting ends the wait at once', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  aws.fault = (action) =>
    action === 'redshift:DescribeClusters' && aws.clusters.has('sparkify')
      ? { code: 'AccessDenied', message: 'no', status: 403 }
      : undefined

  assert.match(
    await failure(() => user.provision(CLUSTER)),
    /^Cannot provision the cluster 'sparkify': AWS does not allow redshift:DescribeClusters to /,
  )
})

test('Ctrl-C while waiting leaves what the next run continues', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  user.onSleep = () => user.interrupt()

  assert.equal(
    await failure(() => user.provision(CLUSTER)),
    "Cannot provision the cluster 'sparkify': it was interrupted. There is so far: IAM role 'sparkify-redshift', security group " +
      "'sparkify-redshift', cluster 'sparkify'. 'npm run provision' goes on from there, 'npm run deprovision' removes it. Until then " +
      'the cluster is billed. Run the same command again to go on.',
  )
  user.onSleep = () => {}
  await user.provision(CLUSTER)

  assert.deepEqual(user.lines, [
    'finished  cluster         sparkify',
    'wrote     how to reach it into .env',
  ])
  assert.equal(aws.calls.filter((action) => action === 'redshift:CreateCluster').length, 1)
  assert.equal(user.env(), ENV('REDSHIFT_CLUSTER'))
})

test('a password of the user goes to AWS and nowhere else', async (t) => {
  for (const env of [CLUSTER, SERVERLESS]) {
    const aws = await startFakeAws(t)
    const user = scene(t)
    const secret = { ...env, PROVISION_ADMIN_PASSWORD: 'Secret-Password-1' }

    const told = [...(await user.plan(secret))]
    await user.provision(secret)
    told.push(...user.lines, ...user.waited, user.env(), ...(await user.status(secret)))

    const sent =
      aws.sent['redshift:CreateCluster'] ?? aws.sent['redshift-serverless:CreateNamespace']
    assert.equal(sent?.MasterUserPassword ?? sent?.adminUserPassword, 'Secret-Password-1')
    assert.equal(sent?.ManageMasterPassword ?? sent?.manageAdminPassword, undefined)
    assert.doesNotMatch(told.join('\n'), /Secret-Password/)
  }
})

test('a lake that is not on S3 gives a role that may do nothing, and a hint', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  const { LOG_DATA, LOG_JSONPATH, SONG_DATA, ...local } = CLUSTER

  const plan = await user.plan(local)
  await user.provision(local)
  const before = Object.keys(aws.roles.get('sparkify-redshift')?.policies ?? {})
  await user.provision(CLUSTER, { apply: true })

  assert.ok(
    plan.includes(
      'COPY reads S3 alone: set LOG_DATA, LOG_JSONPATH and SONG_DATA to s3:// for the role to read them.',
    ),
  )
  assert.deepEqual(before, [])
  assert.deepEqual(Object.keys(aws.roles.get('sparkify-redshift')?.policies ?? {}), [
    'read-the-lake',
  ])
})
