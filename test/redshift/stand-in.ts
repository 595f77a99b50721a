import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { PROJECT } from '../../src/settings.ts'

/** Something that behaves like a cluster with S3: it is no part of the project, and may be beside it. */
const STAND_IN = path.resolve(PROJECT, '../shared/standin')

/** Why the tests that need it are skipped, or false when they can run. */
export function missingStandIn(): string | false {
  if (!existsSync(path.join(STAND_IN, 'standin')))
    return 'no stand-in for a cluster is beside the project'
  if (!existsSync('/usr/lib/postgresql/15/bin/postgres')) return 'the stand-in needs PostgreSQL 15'
  const python = spawnSync('python3', ['-c', 'import boto3, moto.server'])
  return python.status === 0 ? false : 'the stand-in needs boto3 and moto'
}

/** One statement that the stand-in was sent. */
export interface Sent {
  readonly ev?: string
  readonly sql?: string
  readonly txn?: number | null
  readonly warn?: readonly string[]
  readonly app?: string
  readonly copy?: {
    readonly manifest: boolean
    readonly files: number
    readonly rows: number
  } | null
}

/** A running stand-in. */
export interface StandIn {
  /** The settings that reach it. */
  readonly env: Readonly<Record<string, string>>
  /** Copies a lake into its bucket. */
  load(lake: string): void
  /** Makes statements fail, as its README says. */
  faults(rules: readonly Readonly<Record<string, unknown>>[]): Promise<void>
  /** What it was sent so far. */
  sent(): Sent[]
}

/** Starts a stand-in of the test's own, and stops it after the test. */
export async function startStandIn(
  t: TestContext,
  options: readonly string[] = [],
): Promise<StandIn> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sparkify-stand-in-'))
  const command = (...args: string[]) =>
    spawnSync('python3', [path.join(STAND_IN, 'standin'), ...args, '--dir', folder], {
      encoding: 'utf8',
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    })
  const run = (...args: string[]) => {
    const result = command(...args)
    if (result.status !== 0) throw new Error(result.stdout + result.stderr)
    return result.stdout
  }
  const start = async () => {
    rmSync(folder, { recursive: true, force: true })
    const [port, s3, control] = [await freePort(), await freePort(), await freePort()]
    const ports = ['--port', `${port}`, '--s3-port', `${s3}`, '--control', `${control}`]
    run('up', ...ports, ...options)
  }
  await started(start, () => command('down'))
  t.after(() => {
    run('down')
    rmSync(folder, { recursive: true, force: true })
  })
  const env = Object.fromEntries(
    readFileSync(path.join(folder, 'env'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
  return {
    env,
    load: (lake) => void run('load-lake', lake),
    async faults(rules) {
      await fetch(`${env.STANDIN_CONTROL}/faults`, { method: 'POST', body: JSON.stringify(rules) })
    },
    sent: () =>
      readFileSync(env.STANDIN_LOG ?? '', 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Sent),
  }
}

/** A port that was free may be taken by another process before the stand-in has it. */
async function started(start: () => Promise<void>, stop: () => void, tries = 3): Promise<void> {
  try {
    await start()
  } catch (error) {
    stop()
    if (tries === 1 || !String(error).includes('did not start')) throw error
    await started(start, stop, tries - 1)
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
