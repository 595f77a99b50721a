import assert from 'node:assert/strict'
import { test } from 'node:test'
import { operatorPolicy } from '../../src/aws/operator-policy.ts'
import { policyText, rolePolicy, TRUST } from '../../src/aws/policy.ts'
import { readProvision } from '../../src/aws/settings.ts'
import { startFakeAws } from './fake-aws.ts'
import { CLUSTER, LAKE, SERVERLESS, scene } from './scene.ts'

test('the role is for Redshift alone', () => {
  assert.deepEqual(TRUST.Statement, [
    {
      Effect: 'Allow',
      Principal: { Service: ['redshift-serverless.amazonaws.com', 'redshift.amazonaws.com'] },
      Action: 'sts:AssumeRole',
    },
  ])
})

test('the role lists and reads the lake, writes under S3_WORK, and no more', () => {
  const settings = readProvision(
    {
      ...LAKE,
      LOG_JSONPATH: 's3://other/paths/log.json',
      S3_WORK: 's3://work/tmp/',
    },
    {},
  )

  assert.deepEqual(rolePolicy(settings, 'aws')?.Statement, [
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: 'arn:aws:s3:::lake',
      Condition: { StringLike: { 's3:prefix': ['log_data/*', 'song_data/*'] } },
    },
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: 'arn:aws:s3:::other',
      Condition: { StringLike: { 's3:prefix': ['paths/log.json'] } },
    },
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: 'arn:aws:s3:::work',
      Condition: { StringLike: { 's3:prefix': ['tmp/*'] } },
    },
    {
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: [
        'arn:aws:s3:::lake/log_data/*',
        'arn:aws:s3:::lake/song_data/*',
        'arn:aws:s3:::other/paths/log.json',
        'arn:aws:s3:::work/tmp/*',
      ],
    },
    { Effect: 'Allow', Action: 's3:PutObject', Resource: ['arn:aws:s3:::work/tmp/*'] },
  ])
})

test('a lake that is a whole bucket is listed without a condition', () => {
  const settings = readProvision({ LOG_DATA: 's3://lake', SONG_DATA: 's3://lake/song_data/' }, {})

  assert.deepEqual(rolePolicy(settings, 'aws-us-gov')?.Statement, [
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws-us-gov:s3:::lake' },
    {
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: ['arn:aws-us-gov:s3:::lake/*', 'arn:aws-us-gov:s3:::lake/song_data/*'],
    },
  ])
})

test('a folder without a slash at its end is no right to its neighbours', () => {
  const settings = readProvision(
    { LOG_DATA: 's3://lake/log', SONG_DATA: 's3://lake/song.json' },
    {},
  )

  assert.deepEqual(rolePolicy(settings, 'aws')?.Statement, [
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: 'arn:aws:s3:::lake',
      Condition: { StringLike: { 's3:prefix': ['log/*', 'song.json*'] } },
    },
    {
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: ['arn:aws:s3:::lake/log/*', 'arn:aws:s3:::lake/song.json*'],
    },
  ])
})

test('signs that mean something else in a policy are escaped', () => {
  const settings = readProvision({ LOG_DATA: 's3://lake/what?/50*/$x' }, {})

  assert.match(
    JSON.stringify(rolePolicy(settings, 'aws-cn')),
    /"arn:aws-cn:s3:::lake\/what\$\{\?\}\/50\$\{\*\}\/\$\{\$\}x\/\*"/,
  )
})

test('policies that say the same are the same, whatever order IAM keeps', () => {
  assert.equal(
    policyText('{"Statement":[{"Action":["b","a"],"Effect":"Allow"}],"Version":"2012-10-17"}'),
    policyText('{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["a","b"]}]}'),
  )
  assert.notEqual(policyText('{"Action":"a"}'), policyText('{"Action":"b"}'))
})

/** Actions that AWS asks for on behalf of a call, and those of signing in. */
const BESIDES = [
  'ec2:DescribeAccountAttributes',
  'ec2:DescribeAddresses',
  'ec2:DescribeAvailabilityZones',
  'ec2:DescribeInternetGateways',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeVpcAttribute',
  'iam:CreateServiceLinkedRole',
  'iam:PassRole',
  'redshift-serverless:GetCredentials',
  'redshift:GetClusterCredentialsWithIAM',
  'secretsmanager:CreateSecret',
  'secretsmanager:DeleteSecret',
  'secretsmanager:DescribeSecret',
  'secretsmanager:GetRandomPassword',
  'secretsmanager:RotateSecret',
  'secretsmanager:TagResource',
  'secretsmanager:UpdateSecret',
]

test("the operator's policy allows every call that is made, and no other", async (t) => {
  const called = new Set<string>()
  for (const env of [CLUSTER, SERVERLESS]) {
    const aws = await startFakeAws(t)
    const user = scene(t)
    const other = {
      ...env,
      PROVISION_OWNER: 'ben',
      PROVISION_PUBLIC: 'true',
      PROVISION_NODES: '2',
      PROVISION_CIDR: '198.51.100.0/24',
      PROVISION_RPU_HOURS_PER_DAY: '1',
    }
    await user.provision(env)
    await user.provision({ ...env, PROVISION_NAME: 'other' })
    const role = aws.roles.get('sparkify-redshift')
    role?.attached.push('AdministratorAccess')
    if (role) role.trust = '{}'
    const cluster = aws.clusters.get('sparkify')
    if (cluster) cluster.roles = []
    await user.provision(other, { apply: true })
    if (env === SERVERLESS) {
      await user.provision(
        { ...other, PROVISION_ADMIN_PASSWORD: 'Secret-Password-1' },
        { apply: true },
      )
    } else {
      await user.setPaused(env, true)
      await user.setPaused(env, false)
    }
    await user.status(env)
    role?.attached.push('ReadOnlyAccess')
    await user.deprovision(env)
    for (const action of aws.calls) called.add(action)
  }

  const allowed = operatorPolicy().Statement.flatMap(({ Action }) => Action)
  assert.deepEqual([...new Set(allowed)].sort(), [...called, ...BESIDES].sort())
})
