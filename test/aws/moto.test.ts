import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { failure } from '../warehouse.ts'
import { CLUSTER, scene } from './scene.ts'

/** moto has no passwords that AWS keeps. */
const ENV = { ...CLUSTER, PROVISION_ADMIN_PASSWORD: 'Secret-Password-1' }

const python = spawnSync('python3', ['-c', 'import moto.server'])
const skip = python.status === 0 ? false : 'python3 has no moto here'

/** moto: an AWS that others wrote. The SDK is led to it while the tests run. */
let server: ChildProcess | undefined

before(async () => {
  if (skip !== false) return
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  server = spawn('python3', ['-m', 'moto.server', '-p', `${port}`], { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-west-2',
    // It has no Serverless, and says so as a failure of its own.
    AWS_MAX_ATTEMPTS: '1',
  })
  const answers = () =>
    fetch(url).then(
      () => true,
      () => false,
    )
  for (let attempt = 0; attempt < 600 && !(await answers()); attempt += 1) await sleep(100)
})

after(() => server?.kill())

async function clusters(): Promise<string[]> {
  const { Redshift } = await import('@aws-sdk/client-redshift')
  const { Clusters = [] } = await new Redshift({}).describeClusters({})
  return Clusters.map(({ ClusterIdentifier = '' }) => ClusterIdentifier).sort()
}

test('moto: a cluster is made, kept, changed, paused, resumed and removed', { skip }, async (t) => {
  const user = scene(t)

  await user.provision(ENV)
  assert.deepEqual(user.lines, [
    'made      IAM role        sparkify-redshift',
    'made      security group  sparkify-redshift',
    'made      cluster         sparkify',
    'wrote     how to reach it into .env',
  ])
  assert.match(user.env(), /\nREDSHIFT_HOST=sparkify\.\w+\.us-west-2\.redshift\.amazonaws\.com\n/)

  assert.equal((await user.provision(ENV)).changed, false)
  assert.equal(user.lines.length, 0)

  const other = {
    ...ENV,
    PROVISION_PUBLIC: 'true',
    PROVISION_CIDR: '198.51.100.0/24',
    LOG_DATA: 's3://lake/logs/',
  }
  await user.provision(other)
  const shown = user.lines.map((line) => /^(\w+) +([\w ]+?) {2,}/.exec(line)?.slice(1, 3).join(' '))
  assert.deepEqual(shown, ['differs IAM role', 'differs security group', 'differs cluster'])
  await user.provision(other, { apply: true })
  assert.ok(user.lines.includes('changed   cluster         sparkify  public: no -> yes'))
  await user.provision(other)
  assert.equal(user.lines.length, 0)

  await user.setPaused(ENV, true)
  assert.match((await user.status(ENV))[2] ?? '', /^cluster +sparkify +paused$/)
  await user.setPaused(ENV, false)

  await user.deprovision(ENV)
  assert.ok(
    user.lines.includes(
      "Snapshots of 'sparkify' are left, and their storage is billed until they are deleted:",
    ),
  )
  assert.equal(user.env(), '')
  assert.deepEqual(await clusters(), [])

  await user.deprovision(ENV)
  assert.equal(user.lines[0], 'Nothing to remove.')
})

test('moto: what is not ours is refused', { skip }, async (t) => {
  const user = scene(t)
  const { IAM } = await import('@aws-sdk/client-iam')
  await new IAM({}).createRole({ RoleName: 'theirs-redshift', AssumeRolePolicyDocument: '{}' })

  assert.match(
    await failure(() => user.provision({ ...ENV, PROVISION_NAME: 'theirs' })),
    /^Cannot provision 'theirs': there is an IAM role 'theirs-redshift' that this project did not make/,
  )
})

test('moto: what was interrupted after any step is finished or removed', { skip }, async (t) => {
  for (const next of ['provision', 'deprovision'] as const) {
    for (const steps of [1, 2, 3]) {
      const user = scene(t)
      const env = { ...ENV, PROVISION_NAME: `${next}-${steps}` }
      user.onSay = () => {
        if (user.lines.length === steps) user.interrupt()
      }
      await user.provision(env).catch(() => {})
      user.onSay = () => {}

      await user[next](env)

      assert.equal(user.env() !== '', next === 'provision')
    }
  }
  assert.deepEqual(await clusters(), ['provision-1', 'provision-2', 'provision-3'])
})
