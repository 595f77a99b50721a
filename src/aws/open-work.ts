import { withoutInterrupt } from '../interrupt.ts'
import { progressLine } from '../progress.ts'
import { readCommandsFile } from '../settings.ts'
import { type Account, openAccount } from './account.ts'
import { realClock } from './clock.ts'
import { explained } from './explain.ts'
import { type ProvisionSettings, readProvision } from './settings.ts'
import type { Work } from './work.ts'

/** npm hands on a Ctrl-C that the terminal sent already: what comes this soon is no second one. */
const SAME_MS = 1_000

/** What a command says that is told to end at once. */
export const STOPPED =
  "AWS may still do what it was asked for: 'npm run cluster:status' shows what there is, and the same command goes on."

/**
 * Does some work in the account that the credentials of this shell lead to. The first Ctrl-C ends it between
 * two calls, a second one at once.
 * @throws Failure that says what to do.
 */
export async function withWork(doing: string, use: (work: Work) => Promise<void>): Promise<void> {
  const controller = new AbortController()
  let stopped = 0
  const stop = () => {
    if (stopped > 0 && Date.now() - stopped > SAME_MS) process.exit(1)
    if (stopped === 0) process.stderr.write('\nStopping after the call that is under way.\n')
    stopped ||= Date.now()
    controller.abort()
  }
  process.on('SIGINT', stop)
  const { signal } = controller
  const say = (line: string) => process.stdout.write(`${line}\n`)
  const surroundings = { clock: realClock(signal), progress: progressLine, say }
  try {
    await withoutInterrupt(() => {
      const settings = readProvision(process.env, readCommandsFile())
      return inAccount(doing, settings, signal, surroundings, use)
    })
  } finally {
    process.off('SIGINT', stop)
  }
}

/** The same, in a time and before a reader of one's own. */
export async function inAccount<Result>(
  doing: string,
  settings: ProvisionSettings,
  signal: AbortSignal,
  surroundings: Omit<Work, 'account' | 'settings'>,
  use: (work: Work) => Promise<Result>,
): Promise<Result> {
  const { name } = settings
  let account: Account | null = null
  try {
    account = await openAccount(signal)
    return await use({ ...surroundings, account, settings })
  } catch (error) {
    const state = 'Nothing was changed.'
    throw explained(error, { doing: `${doing} '${name}'`, state, account, name })
  }
}
