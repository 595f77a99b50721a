import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { UsageError } from './errors.ts'
import { PROJECT } from './settings.ts'

/** What runs the commands, as package.json calls it. */
const RUN = path.join(PROJECT, 'scripts/run.cjs')
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 }
/** After failures the wait grows to as many intervals. */
const MOST_INTERVALS = 8

/** Milliseconds of an interval such as `10m`. @throws UsageError for what is none. */
export function readInterval(text: string): number {
  const [, count = '', unit = ''] = /^([1-9]\d{0,4})([smh])$/.exec(text) ?? []
  const milliseconds = Number(count) * (UNITS[unit] ?? 0)
  if (milliseconds > 0) return milliseconds
  throw new UsageError(`--every is '${text}', expected a number with s, m or h, such as 10m.`)
}

/**
 * Runs a transform again and again, as this one was called but for `--every`, each run in a process of
 * its own: what one of them leaves behind is gone with it, and one at a time is under way. After a
 * failure the wait doubles, up to eight intervals. A signal to end lets the run that is under way finish, and starts no other.
 */
export async function repeat(interval: number): Promise<void> {
  const stopping = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    // The listeners of a single run would end the process at once.
    process.removeAllListeners(signal)
    process.on(signal, () => {
      if (!stopping.signal.aborted) {
        process.stderr.write('Stopping after the run that is under way.\n')
      }
      stopping.abort()
    })
  }
  let failures = 0
  while (!stopping.signal.aborted) {
    failures = (await runOnce()) === 0 ? 0 : failures + 1
    if (stopping.signal.aborted) break
    const wait = interval * Math.min(2 ** failures, MOST_INTERVALS)
    if (failures > 0) {
      process.stderr.write(
        `The run failed, ${failures} in a row. The next one is in ${(wait / 1_000).toFixed(0)} s.\n`,
      )
    }
    await sleep(wait, undefined, { signal: stopping.signal }).catch(() => {})
  }
  process.stderr.write('Stopped. What is published is whole.\n')
}

/** One run. Resolves to its exit code. */
function runOnce(): Promise<number | null> {
  const given = process.argv.slice(2)
  const args = given.filter((word, index) => word !== '--every' && given[index - 1] !== '--every')
  return new Promise((resolve, reject) => {
    // In a group of its own a Ctrl-C of the terminal does not reach it: it ends when it is done.
    const child = spawn(
      process.execPath,
      [RUN, 'transform', ...args.filter((word) => !word.startsWith('--every='))],
      { stdio: 'inherit', detached: true },
    )
    child.on('error', reject)
    child.on('close', resolve)
  })
}
