import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { ownCidr } from '../../src/aws/cidr.ts'
import { failure, temporaryFolder } from '../warehouse.ts'
import { type Fault, startFakeAws } from './fake-aws.ts'
import { CLUSTER, SERVERLESS, scene } from './scene.ts'

const ROLE_AND_GROUP =
  "There is so far: IAM role 'sparkify-redshift', security group 'sparkify-redshift'. 'npm run provision' goes on from there, " +
  "'npm run deprovision' removes it."

/** What provisioning says when one action fails. */
async function saidWhen(
  t: TestContext,
  action: string,
  fault: Fault,
  env: Readonly<Record<string, string>> = CLUSTER,
): Promise<string> {
  const aws = await startFakeAws(t)
  aws.fault = (called) => (called === action ? fault : undefined)
  return failure(() => scene(t).provision(env))
}

test('no credentials', async (t) => {
  await startFakeAws(t)
  delete process.env.AWS_ACCESS_KEY_ID
  delete process.env.AWS_SECRET_ACCESS_KEY
  Object.assign(process.env, {
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nowhere',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
    HOME: temporaryFolder(t),
  })

  assert.equal(
    await failure(() => scene(t).provision(CLUSTER)),
    "Cannot provision 'sparkify': there are no AWS credentials. Nothing was changed. Sign in ('aws sso login'), or set AWS_PROFILE, " +
      'or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  )
})

test('no region', async (t) => {
  await startFakeAws(t)
  delete process.env.AWS_REGION
  Object.assign(process.env, {
    AWS_CONFIG_FILE: '/nowhere',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  })

  assert.equal(
    await failure(() => scene(t).provision(CLUSTER)),
    "Cannot provision 'sparkify': no AWS region is set. Nothing was changed. Set AWS_REGION to where the lake is, such as us-west-2.",
  )
})

test('expired credentials', async (t) => {
  for (const [action, code, doing] of [
    ['sts:GetCallerIdentity', 'ExpiredToken', "provision 'sparkify'"],
    ['redshift-serverless:GetNamespace', 'ExpiredTokenException', "provision 'sparkify'"],
  ] as const) {
    assert.match(
      await saidWhen(t, action, { code, status: 403 }, SERVERLESS),
      new RegExp(
        `^Cannot ${doing}: the AWS credentials have expired\\. Nothing was (changed|made)\\. Sign in again: 'aws sso login', or new ` +
          'AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN\\.$',
      ),
    )
  }
})

test('credentials that AWS does not know', async (t) => {
  assert.equal(
    await saidWhen(t, 'sts:GetCallerIdentity', { code: 'InvalidClientTokenId', status: 403 }),
    "Cannot provision 'sparkify': AWS does not know the credentials. Nothing was changed. Check them: AWS_PROFILE, or " +
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  )
})

test('what is not allowed is named with the statement that would allow it', async (t) => {
  assert.equal(
    await saidWhen(t, 'redshift:CreateCluster', {
      code: 'AccessDenied',
      message:
        'User: arn:aws:iam::123456789012:user/anna is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/sparkify-redshift',
      status: 403,
    }),
    "Cannot provision the cluster 'sparkify': AWS does not allow iam:PassRole to arn:aws:iam::123456789012:user/anna. " +
      `${ROLE_AND_GROUP} Add this statement to a policy of theirs:\n` +
      '{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::123456789012:role/sparkify-redshift","Condition":' +
      '{"StringEquals":{"iam:PassedToService":["redshift.amazonaws.com","redshift-serverless.amazonaws.com"]}}}',
  )
  assert.equal(
    await saidWhen(
      t,
      'redshift:CreateCluster',
      {
        code: 'UnauthorizedOperation',
        message: 'You are not authorized to perform this operation.',
      },
      { ...CLUSTER, PROVISION_NAME: 'trial' },
    ),
    "Cannot provision the cluster 'trial': AWS does not allow redshift:CreateCluster to arn:aws:iam::123456789012:user/anna. " +
      "There is so far: IAM role 'trial-redshift', security group 'trial-redshift'. 'npm run provision' goes on from there, " +
      "'npm run deprovision' removes it. Add this statement to a policy of theirs:\n" +
      '{"Effect":"Allow","Action":"redshift:CreateCluster","Resource":"arn:aws:redshift:us-west-2:123456789012:cluster:trial"}',
  )
  assert.equal(
    await saidWhen(
      t,
      'redshift-serverless:GetNamespace',
      { code: 'AccessDeniedException', status: 403 },
      SERVERLESS,
    ),
    "Cannot provision 'sparkify': AWS does not allow redshift-serverless:GetNamespace to arn:aws:iam::123456789012:user/anna. " +
      'Nothing was made. Add this statement to a policy of theirs:\n' +
      '{"Effect":"Allow","Action":"redshift-serverless:GetNamespace","Resource":"*"}',
  )
})

test('where either of two statements may be missing, both are named', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await user.provision(CLUSTER)
  aws.fault = (action) =>
    action === 'ec2:CreateTags' ? { code: 'UnauthorizedOperation', status: 403 } : undefined

  const message = await failure(() =>
    user.provision({ ...CLUSTER, PROVISION_OWNER: 'ben' }, { apply: true }),
  )

  const group = '"Resource":"arn:aws:ec2:us-west-2:123456789012:security-group/*"'
  assert.ok(
    message.endsWith(
      'Add these statements to a policy of theirs:\n' +
        `{"Effect":"Allow","Action":"ec2:CreateTags",${group},"Condition":{"StringEquals":{"ec2:CreateAction":"CreateSecurityGroup"}}}\n` +
        `{"Effect":"Allow","Action":"ec2:CreateTags",${group},"Condition":{"StringEquals":{"aws:ResourceTag/project":"sparkify-warehouse"}}}`,
    ),
    message,
  )
})

test('what is denied by the organization is not mended by a statement', async (t) => {
  const message =
    'User: u is not authorized to perform: iam:CreateRole on resource: r with an explicit deny in a service control policy'

  assert.equal(
    await saidWhen(t, 'iam:CreateRole', { code: 'AccessDenied', message, status: 403 }),
    "Cannot provision the IAM role 'sparkify-redshift': AWS does not allow iam:CreateRole to arn:aws:iam::123456789012:user/anna. " +
      'Nothing was changed. A policy denies it, so that no other can allow it: ask whoever looks after the account. ' +
      `AWS said: ${message}`,
  )
})

test('a quota', async (t) => {
  const ask =
    'Ask for more at https://console.aws.amazon.com/servicequotas/home?region=us-west-2, or remove what is not needed.'
  assert.equal(
    await saidWhen(t, 'redshift:CreateCluster', {
      code: 'ClusterQuotaExceeded',
      message: 'You have 20 clusters.',
    }),
    `Cannot provision the cluster 'sparkify': a quota of the account is used up (ClusterQuotaExceeded): You have 20 clusters. ${ROLE_AND_GROUP} ${ask}`,
  )
  for (const [action, code, env] of [
    ['redshift:CreateCluster', 'NumberOfNodesQuotaExceeded', CLUSTER],
    ['redshift:CreateCluster', 'NumberOfNodesPerClusterLimitExceeded', CLUSTER],
    ['iam:CreateRole', 'LimitExceeded', CLUSTER],
    ['ec2:CreateSecurityGroup', 'SecurityGroupLimitExceeded', CLUSTER],
    ['redshift-serverless:CreateWorkgroup', 'ServiceQuotaExceededException', SERVERLESS],
  ] as const) {
    const message = await saidWhen(t, action, { code, message: 'Too many.' }, env)
    assert.match(message, /: a quota of the account is used up \(\w+\): Too many\. /)
    assert.ok(message.endsWith(ask))
  }
})

test('no capacity', async (t) => {
  assert.equal(
    await saidWhen(t, 'redshift:CreateCluster', { code: 'InsufficientClusterCapacity' }),
    `Cannot provision the cluster 'sparkify': AWS has no capacity left for it in us-west-2. ${ROLE_AND_GROUP} ` +
      'Try again later, another PROVISION_NODE_TYPE, PROVISION_KIND, or another AWS_REGION.',
  )
  assert.match(
    await saidWhen(
      t,
      'redshift-serverless:CreateWorkgroup',
      { code: 'InsufficientCapacityException' },
      SERVERLESS,
    ),
    /^Cannot provision the workgroup 'sparkify': AWS has no capacity left for it in us-west-2\. /,
  )
})

test('a region without Serverless', async (t) => {
  await startFakeAws(t)
  // Where there is no Serverless, its name has no address.
  process.env.AWS_ENDPOINT_URL_REDSHIFT_SERVERLESS = 'http://redshift-serverless.nowhere.invalid'

  assert.equal(
    await failure(() => scene(t).provision(SERVERLESS)),
    "Cannot provision 'sparkify': Redshift Serverless is not in us-west-2. Nothing was made. Set PROVISION_KIND=cluster, or another AWS_REGION.",
  )
  await scene(t).provision(CLUSTER)
})

test('no default VPC', async (t) => {
  const aws = await startFakeAws(t)
  aws.defaultVpc = false

  assert.equal(
    await failure(() => scene(t).provision(CLUSTER)),
    "Cannot provision 'sparkify': there is no default VPC in us-west-2. Nothing was made. Make one, which costs nothing: " +
      "'aws ec2 create-default-vpc --region us-west-2'.",
  )
  assert.deepEqual(aws.mutations(), [])
})

test('a default VPC in which there is no room', async (t) => {
  const aws = await startFakeAws(t)
  const user = scene(t)
  aws.subnets = ['us-west-2a', 'us-west-2b', 'us-west-2b']
  const make =
    "Make one in each zone that has none, which costs nothing: 'aws ec2 create-default-subnet --region us-west-2 --availability-zone ...'."
  const why = 'Serverless needs 3 subnets in 3 zones, and the default VPC vpc-1 has 3 in 2'

  assert.ok(
    (await user.plan(SERVERLESS)).includes(
      `Cannot be made: ${why}. ${make} Or set PROVISION_KIND=cluster, which needs one.`,
    ),
  )
  assert.equal(
    await failure(() => user.provision(SERVERLESS)),
    `Cannot provision 'sparkify': ${why}. Nothing was made. ${make} Or set PROVISION_KIND=cluster, which needs one.`,
  )
  await user.provision(CLUSTER)
  await user.deprovision(CLUSTER)
  process.env.AWS_REGION = 'us-west-1'
  await user.provision(SERVERLESS)
  await user.deprovision(SERVERLESS)
  aws.subnets = []
  assert.equal(
    await failure(() => user.provision(CLUSTER)),
    `Cannot provision 'sparkify': the default VPC vpc-1 has no subnet. Nothing was made. ${make.replace('us-west-2', 'us-west-1')}`,
  )
})

test('AWS is asked again when it asks for fewer requests', async (t) => {
  const aws = await startFakeAws(t)
  delete process.env.AWS_MAX_ATTEMPTS
  let refusals = 2
  aws.fault = (action) => {
    if (action !== 'iam:CreateRole' || refusals === 0) return undefined
    refusals -= 1
    return { code: 'Throttling' }
  }

  await scene(t).provision(CLUSTER)

  assert.equal(aws.calls.filter((action) => action === 'iam:CreateRole').length, 3)
})

test('throttling', async (t) => {
  for (const [action, code, env] of [
    ['redshift:CreateCluster', 'Throttling', CLUSTER],
    ['redshift:CreateCluster', 'RequestLimitExceeded', CLUSTER],
    ['redshift-serverless:CreateNamespace', 'ThrottlingException', SERVERLESS],
  ] as const) {
    assert.equal(
      await saidWhen(t, action, { code }, env),
      `Cannot provision the ${action.includes('Cluster') ? 'cluster' : 'namespace'} 'sparkify': AWS asks for fewer requests (${action}). ${ROLE_AND_GROUP} ` +
        'Wait a minute and run the same command again.',
    )
  }
})

test('AWS out of reach, when it is not known whether it did what it was asked for', async (t) => {
  const message = await saidWhen(t, 'redshift:CreateCluster', 'lost')

  assert.match(
    message,
    /^Cannot provision the cluster 'sparkify': AWS cannot be reached \(redshift:CreateCluster: [^)]+\)\. There is so far: IAM role 'sparkify-redshift', security group 'sparkify-redshift'\. Whether AWS did the last call is not known\. 'npm run provision' goes on from there, 'npm run deprovision' removes it\. If it did, the cluster is billed until then\. Check the network, AWS_REGION and AWS_ENDPOINT_URL\.$/,
  )
})

test('what nobody foresaw is told in the words of AWS', async (t) => {
  assert.equal(
    await saidWhen(t, 'iam:CreateRole', {
      code: 'MalformedPolicyDocument',
      message: 'No such key.',
    }),
    "Cannot provision the IAM role 'sparkify-redshift': AWS refused iam:CreateRole (MalformedPolicyDocument): No such key. Nothing was changed. " +
      'Mend that and run the same command again.',
  )
})

test("a machine whose address can't be found out", async (t) => {
  const server = createServer((_, response) => response.end('<html>'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  assert.equal(
    await failure(() => ownCidr(url)),
    `Cannot find out this machine's address from ${url}: it answered 200. Nothing was made. Set PROVISION_CIDR to the network to let in.`,
  )
})

test("a machine's own address is let in alone", async (t) => {
  const server = createServer((_, response) => response.end('203.0.113.9\n'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())

  assert.equal(
    await ownCidr(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    '203.0.113.9/32',
  )
})
