import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type FakeAws, type Fault, isReading, startFakeAws } from './fake-aws.ts'
import { CLUSTER, type Scene, SERVERLESS, scene } from './scene.ts'

const NOTHING = { roles: {}, groups: {}, clusters: {}, namespaces: {}, workgroups: {}, limits: [] }

type Env = Readonly<Record<string, string>>
type Act = (user: Scene, env: Env) => Promise<unknown>

const provision: Act = (user, env) => user.provision(env)
const deprovision: Act = (user, env) => user.deprovision(env)

interface Story {
  readonly before?: Act
  readonly killed: Act
  readonly next: Act
}

/** Does something, kills it at one of its calls, which AWS does and after which it hears nothing, and goes on. */
async function killedAt(t: TestContext, env: Env, story: Story, call: number) {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await story.before?.(user, env)
  const last = aws.calls.length + call
  aws.fault = (_, number): Fault | undefined =>
    number === last ? 'lost' : number > last ? 'cut' : undefined
  await assert.rejects(story.killed(user, env))
  aws.fault = () => undefined
  await story.next(user, env)
  return { aws, user }
}

/**
 * Tells the story once for each call at which it may be killed. Serverless makes half as many calls again, and
 * is killed where they change something; being killed at one that reads is being killed after the one before.
 */
async function killedAtEveryCall(
  t: TestContext,
  env: Env,
  story: Story,
  check: (aws: FakeAws, user: Scene, where: string) => void,
): Promise<void> {
  const aws = await startFakeAws(t)
  const user = scene(t)
  await story.before?.(user, env)
  const from = aws.calls.length
  await story.killed(user, env)
  const calls = aws.calls.slice(from)
  assert.ok(calls.filter((action) => !isReading(action)).length >= 4)
  for (const [index, action] of calls.entries()) {
    if (env === SERVERLESS && isReading(action)) continue
    const after = await killedAt(t, env, story, index + 1)
    check(after.aws, after.user, `killed at call ${index + 1}, ${action}`)
  }
}

for (const [kind, env] of Object.entries({ cluster: CLUSTER, serverless: SERVERLESS })) {
  test(`a provision that is killed at any call is finished by the next (${kind})`, async (t) => {
    const undisturbed = await startFakeAws(t)
    const user = scene(t)
    await user.provision(env)

    const story = { killed: provision, next: provision }
    await killedAtEveryCall(t, env, story, (aws, after, where) => {
      assert.deepEqual(aws.summary(), undisturbed.summary(), where)
      assert.equal(after.env(), user.env(), where)
    })
  })

  test(`a provision that is killed at any call is removed by deprovision (${kind})`, async (t) => {
    const story = { killed: provision, next: deprovision }
    await killedAtEveryCall(t, env, story, (aws, after, where) => {
      assert.deepEqual(aws.summary(), NOTHING, where)
      assert.equal(after.env(), '', where)
    })
  })

  test(`a deprovision that is killed at any call is finished by the next (${kind})`, async (t) => {
    const story = { before: provision, killed: deprovision, next: deprovision }
    await killedAtEveryCall(t, env, story, (aws, after, where) => {
      assert.deepEqual(aws.summary(), NOTHING, where)
      assert.equal(after.env(), '', where)
      // Serverless: one that was begun is made again, since rows may have come meanwhile.
      const most = env === CLUSTER ? 1 : 2
      assert.ok(aws.snapshots.length >= 1 && aws.snapshots.length <= most, where)
    })
  })
}
