import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shellWins } from '../../src/aws/connect.ts'
import { missingStandIn, startStandIn } from '../redshift/stand-in.ts'
import { failure } from '../warehouse.ts'
import { startFakeAws } from './fake-aws.ts'
import { CLUSTER, scene } from './scene.ts'

test('the end of provisioning connects with temporary credentials', {
  skip: missingStandIn(),
}, async (t) => {
  const cluster = await startStandIn(t)
  const aws = await startFakeAws(t)
  const { REDSHIFT_HOST, REDSHIFT_PORT, REDSHIFT_USER, REDSHIFT_PASSWORD } = cluster.env
  aws.endpoint = { host: REDSHIFT_HOST ?? '', port: Number(REDSHIFT_PORT) }
  aws.credentials = { user: REDSHIFT_USER ?? '', password: REDSHIFT_PASSWORD ?? '' }
  for (const name of ['REDSHIFT_SSL', 'REDSHIFT_CA'])
    if (cluster.env[name] !== undefined) process.env[name] = cluster.env[name]

  assert.match(await scene(t).connect(CLUSTER), /Redshift/)

  assert.equal(aws.calls.at(-1), 'redshift:GetClusterCredentialsWithIAM')
})

test('a warehouse that cannot be reached is there all the same, and why is told', async (t) => {
  const aws = await startFakeAws(t)
  aws.endpoint = { host: 'sparkify.invalid', port: 5439 }

  const message = await failure(() => scene(t).connect(CLUSTER))

  assert.equal(
    message,
    'Cannot connect to Redshift at sparkify.invalid:5439: no such host. Nothing was run. Check REDSHIFT_HOST: the endpoint without its port and ' +
      'database.\nThe warehouse is there, and not public: connect from its VPC, or set PROVISION_PUBLIC=true and run npm run provision -- --apply. ' +
      'To provision without connecting, add --no-connect.',
  )
})

test('what the shell sets and .env says otherwise is told', () => {
  const lines = { REDSHIFT_HOST: 'new', REDSHIFT_PORT: '5439', REDSHIFT_CLUSTER: 'sparkify' }

  assert.deepEqual(
    shellWins(lines, {
      REDSHIFT_HOST: 'old',
      REDSHIFT_PORT: '5439',
      REDSHIFT_CLUSTER: '',
      REDSHIFT_WORKGROUP: 'other',
    }),
    ['REDSHIFT_HOST', 'REDSHIFT_WORKGROUP'],
  )
})
