import assert from 'node:assert/strict'
import { test } from 'node:test'
import { credentialsOf } from '../../src/redshift/credentials.ts'
import { readSettings, type Settings } from '../../src/settings.ts'
import { startFakeAws } from '../aws/fake-aws.ts'
import { failure } from '../warehouse.ts'

/** Who signs in by these settings. */
function credentials(env: Readonly<Record<string, string>>) {
  const settings = readSettings({
    WAREHOUSE_TARGET: 'redshift',
    REDSHIFT_HOST: 'sparkify.example.com',
    ...env,
  }) as Extract<Settings, { target: 'redshift' }>
  return credentialsOf(settings.redshift)
}

const kinds = [
  ['a cluster', 'REDSHIFT_CLUSTER', 'redshift:GetClusterCredentialsWithIAM'],
  ['a workgroup', 'REDSHIFT_WORKGROUP', 'redshift-serverless:GetCredentials'],
] as const

for (const [name, setting, call] of kinds) {
  test(`without a password AWS is asked for credentials of ${name}, anew before they end`, async (t) => {
    const warnings: string[] = []
    const warned = ({ message }: Error) => warnings.push(message)
    process.on('warning', warned)
    t.after(() => process.off('warning', warned))
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() })
    const aws = await startFakeAws(t)
    aws.credentials = { user: 'IAMR:analyst', password: 'first' }
    const signIn = credentials({ [setting]: 'sparkify' })

    const first = await signIn()
    aws.credentials = { user: 'IAMR:analyst', password: 'second' }
    t.mock.timers.tick(13 * 60_000)
    const same = await signIn()
    t.mock.timers.tick(61_000)
    const second = await signIn()

    assert.deepEqual([first.user, first.password], ['IAMR:analyst', 'first'])
    assert.equal(same, first)
    assert.deepEqual([second.user, second.password], ['IAMR:analyst', 'second'])
    assert.deepEqual(aws.calls, [call, call])
    assert.deepEqual(
      warnings.filter((text) => /AWS SDK/.test(text)),
      [],
    )
  })
}

test("a password of one's own is used without asking AWS", async (t) => {
  const aws = await startFakeAws(t)

  const { user, password } = await credentials({ REDSHIFT_USER: 'etl', REDSHIFT_PASSWORD: 'own' })()

  assert.deepEqual([user, password], ['etl', 'own'])
  assert.deepEqual(aws.calls, [])
})

test('credentials that AWS refuses are told with the right that is missing', async (t) => {
  const aws = await startFakeAws(t)
  aws.fault = () => ({ code: 'AccessDeniedException', message: 'no', status: 400 })

  assert.equal(
    await failure(credentials({ REDSHIFT_WORKGROUP: 'sparkify' })),
    'Cannot get temporary credentials for the cluster: no. Nothing was run. The AWS credentials of this shell need ' +
      'redshift-serverless:GetCredentials; or set REDSHIFT_USER and REDSHIFT_PASSWORD.',
  )
})

const endpoints = [
  ['a cluster', 'REDSHIFT_CLUSTER', 'sparkify.abc123.us-east-1.redshift.amazonaws.com'],
  [
    'a workgroup',
    'REDSHIFT_WORKGROUP',
    'sparkify.123456789012.us-east-1.redshift-serverless.amazonaws.com',
  ],
] as const

for (const [name, setting, host] of endpoints) {
  test(`the endpoint of ${name} says in which region AWS is asked`, async (t) => {
    const aws = await startFakeAws(t)
    withoutRegion()

    const { user } = await credentials({ [setting]: 'sparkify', REDSHIFT_HOST: host })()

    assert.equal(user, aws.credentials.user)
    assert.deepEqual(aws.regions, ['us-east-1'])
  })
}

/** Nobody says the region; the fake puts back what was said. */
function withoutRegion(): void {
  delete process.env.AWS_REGION
  delete process.env.AWS_DEFAULT_REGION
  process.env.AWS_CONFIG_FILE = '/nowhere'
}

test('a host that is no endpoint of AWS needs a region beside it', async (t) => {
  const aws = await startFakeAws(t)
  withoutRegion()

  assert.equal(
    await failure(credentials({ REDSHIFT_CLUSTER: 'sparkify' })),
    'Cannot get temporary credentials for the cluster: no AWS region is set. Nothing was run. ' +
      "Set AWS_REGION to the cluster's; or set REDSHIFT_USER and REDSHIFT_PASSWORD.",
  )
  assert.deepEqual(aws.calls, [])
})

test('a shell without AWS credentials is told so, and not of a right', async (t) => {
  await startFakeAws(t)
  delete process.env.AWS_ACCESS_KEY_ID
  delete process.env.AWS_SECRET_ACCESS_KEY
  process.env.AWS_EC2_METADATA_DISABLED = 'true'
  process.env.AWS_SHARED_CREDENTIALS_FILE = '/nowhere'
  process.env.AWS_CONFIG_FILE = '/nowhere'

  assert.equal(
    await failure(credentials({ REDSHIFT_WORKGROUP: 'sparkify' })),
    'Cannot get temporary credentials for the cluster: there are no AWS credentials. Nothing was run. ' +
      'Sign in, or set AWS_PROFILE; or set REDSHIFT_USER and REDSHIFT_PASSWORD.',
  )
})

const refusals = [
  [
    'that have expired',
    {
      code: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
    },
    'the AWS credentials have expired. Nothing was run. Sign in again',
  ],
  [
    'for a workgroup that is not there',
    { code: 'ResourceNotFoundException', message: 'Workgroup sparkify was not found.' },
    'Workgroup sparkify was not found. Nothing was run. ' +
      'Check REDSHIFT_WORKGROUP, and that AWS_PROFILE and AWS_REGION lead to where it is',
  ],
] as const

for (const [name, fault, told] of refusals) {
  test(`credentials ${name} are told as that`, async (t) => {
    const aws = await startFakeAws(t)
    aws.fault = () => ({ ...fault, status: 400 })

    assert.equal(
      await failure(credentials({ REDSHIFT_WORKGROUP: 'sparkify' })),
      `Cannot get temporary credentials for the cluster: ${told}; or set REDSHIFT_USER and REDSHIFT_PASSWORD.`,
    )
  })
}
