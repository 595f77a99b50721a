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
