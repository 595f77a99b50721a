import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { TestContext } from 'node:test'
import type { Clock } from '../../src/aws/clock.ts'
import { connectedVersion } from '../../src/aws/connect.ts'
import { deprovision, planRemoval, removalLines } from '../../src/aws/deprovision.ts'
import { inAccount } from '../../src/aws/open-work.ts'
import { setPaused } from '../../src/aws/pause.ts'
import { type Provisioned, provision } from '../../src/aws/provision.ts'
import { Interrupted } from '../../src/aws/refused.ts'
import { driftLines, planLines } from '../../src/aws/report.ts'
import { type Resources, resourcesOf } from '../../src/aws/resources.ts'
import { readProvision } from '../../src/aws/settings.ts'
import { warehouseStatus } from '../../src/aws/status.ts'
import { planOf } from '../../src/aws/steps.ts'
import type { Work } from '../../src/aws/work.ts'
import { temporaryFolder } from '../warehouse.ts'

export const LAKE = {
  LOG_DATA: 's3://lake/log_data/',
  LOG_JSONPATH: 's3://lake/log_json_path.json',
  SONG_DATA: 's3://lake/song_data/',
}

export const CLUSTER = { ...LAKE, PROVISION_KIND: 'cluster', PROVISION_CIDR: '203.0.113.7/32' }
export const SERVERLESS = { ...CLUSTER, PROVISION_KIND: 'serverless' }

type Env = Readonly<Record<string, string>>

/** Commands as a user would give them, in a time that passes by itself. */
export interface Scene {
  readonly envFile: string
  /** What was printed since the last command. */
  readonly lines: string[]
  /** What waiting told: `cluster sparkify: creating, waiting until available`. */
  readonly waited: string[]
  /** Milliseconds since 1970. */
  now: number
  /** Called before each wait. */
  onSleep: () => void
  /** Called after each line that is printed. */
  onSay: () => void
  /** As if somebody pressed Ctrl-C. */
  interrupt(): void
  /** Provisions, and connects to what was made. */
  connect(env: Env): Promise<string>
  provision(env: Env, options?: { apply: boolean }): Promise<Provisioned>
  plan(env: Env): Promise<string[]>
  deprovision(env: Env, options?: { snapshot: boolean }): Promise<void>
  status(env: Env): Promise<string[]>
  setPaused(env: Env, paused: boolean): Promise<string>
  /** What `.env` holds; nothing where there is none. */
  env(): string
}

export function scene(t: TestContext): Scene {
  const envFile = path.join(temporaryFolder(t), '.env')
  let controller = new AbortController()

  async function during<Result>(
    doing: string,
    env: Env,
    use: (work: Work, resources: Resources) => Promise<Result>,
  ): Promise<Result> {
    controller = new AbortController()
    const { signal } = controller
    self.lines.length = 0
    self.waited.length = 0
    const clock: Clock = {
      now: () => self.now,
      async sleep(milliseconds) {
        self.onSleep()
        if (signal.aborted) throw new Interrupted()
        self.now += milliseconds
      },
    }
    const progress = (label: string) => ({
      update: (text: string) => self.waited.push(`${label}: ${text}`),
      end() {},
    })
    const say = (line: string) => {
      self.lines.push(line)
      self.onSay()
    }
    const surroundings = { clock, progress, say }
    const settings = readProvision(env, {})
    return inAccount(doing, settings, signal, surroundings, (work) =>
      use(work, resourcesOf(work.account, settings, settings.cidr)),
    )
  }

  const self: Scene = {
    envFile,
    lines: [],
    waited: [],
    now: Date.parse('2026-11-21T06:00:00Z'),
    onSleep() {},
    onSay() {},
    interrupt: () => controller.abort(),
    provision: (env, { apply } = { apply: false }) =>
      during('provision', env, async (work, resources) => {
        const done = await provision(work, resources, { apply, envFile })
        self.lines.push(...driftLines(done.steps, apply))
        return done
      }),
    connect: (env) =>
      during('provision', env, async (work, resources) => {
        const { lines } = await provision(work, resources, { apply: false, envFile })
        return connectedVersion(work, lines)
      }),
    plan: (env) =>
      during('provision', env, async (work, resources) =>
        planLines(work, await planOf(work, resources)),
      ),
    deprovision: (env, options = { snapshot: true }) =>
      during('deprovision', env, async (work, resources) => {
        const removal = await planRemoval(work, resources, options)
        self.lines.push(...removalLines(removal), '')
        await deprovision(work, resources, removal, envFile)
      }),
    status: (env) =>
      during(
        'look at',
        env,
        async (work, resources) => (await warehouseStatus(work, resources)).lines,
      ),
    setPaused: (env, paused) =>
      during('pause', env, (work, resources) => setPaused(work, resources, paused)),
    env() {
      try {
        return readFileSync(envFile, 'utf8')
      } catch {
        return ''
      }
    },
  }
  return self
}
