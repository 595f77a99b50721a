import type { Progress } from '../progress.ts'
import type { Account } from './account.ts'
import type { Clock } from './clock.ts'
import { isGone, isNameless, isPassing, isTooEarly, Stop } from './refused.ts'
import { differences, type Found, isOurs, OURS, type Resource } from './resource.ts'
import type { ProvisionSettings } from './settings.ts'

/** What all commands here work with. */
export interface Work {
  readonly account: Account
  readonly settings: ProvisionSettings
  readonly clock: Clock
  readonly progress: (label: string) => Progress
  /** Prints a line of the result. */
  readonly say: (line: string) => void
}

const SOON_MS = 5_000
const INTERVAL_MS = 10_000
/** How long what was made or changed a moment ago may be unknown to the rest of AWS. */
const EARLY_MS = 3 * 60_000
/** A cluster takes minutes; a resize of much data takes longer, and the next run waits on. */
const READY_MS = 60 * 60_000
/** How long after the warehouse AWS may hold what it used: its network goes last. */
const HELD_MS = 20 * 60_000
/** Failures of AWS or the network, one after the other, that are borne while waiting. */
const BORNE = 5

/** Makes a call, again for a few minutes while AWS says that it comes too early. */
export async function patiently<Result>(
  { clock }: Work,
  call: () => Promise<Result>,
): Promise<Result> {
  const until = clock.now() + EARLY_MS
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if (!isTooEarly(error) || clock.now() >= until) throw error
      await clock.sleep(SOON_MS)
    }
  }
}

/**
 * Waits until a resource can be worked with, and the named parameters are what they should be. What
 * no waiting would mend ends it at once.
 * @throws Stop, or Refused.
 */
export async function ready(
  work: Work,
  resource: Resource,
  parameters: readonly string[] = [],
): Promise<Found> {
  let ready: Found | undefined
  await wait(work, resource, (found) => {
    if (found === null) return { state: 'not there', until: 'it is there', limit: EARLY_MS }
    refuseForeign(resource, found)
    if (found.stuck !== undefined) throw new Stop(...found.stuck)
    if (found.waitsFor !== null) return { state: found.state, until: found.waitsFor }
    const open = differences(resource, found).filter(({ parameter }) =>
      parameters.includes(parameter),
    )
    if (open.length > 0)
      return { state: found.state, until: `its ${open[0]?.parameter} is as it should be` }
    ready = found
    return null
  })
  return ready as Found
}

/** Removes a resource of ours and waits until it is gone. @param snapshot as in `Resource.remove`. */
export async function remove(
  work: Work,
  resource: Resource,
  snapshot: string | null,
): Promise<void> {
  await wait(work, resource, async (found) => {
    if (found === null || found.elsewhere) return null
    refuseForeign(resource, found)
    if (found.leaving) return { state: found.state, until: 'it is gone' }
    try {
      await resource.remove(snapshot)
    } catch (error) {
      // Gone: a part of it went with a call whose answer was lost, or that another run made.
      if (!isTooEarly(error) && !isGone(error)) throw error
      if (snapshot !== null && found.stuck !== undefined && found.state !== 'paused') {
        throw new Stop(
          `${found.stuck[0]}, and AWS makes no snapshot of it`,
          'Remove it without: npm run deprovision -- --no-snapshot',
        )
      }
      const awaited = { state: found.state, until: 'AWS lets it go' }
      const { whenHeld } = resource
      return whenHeld === undefined ? awaited : { ...awaited, limit: HELD_MS, cure: whenHeld }
    }
    return { state: 'leaving', until: 'it is gone', soon: true }
  })
}

interface Awaited {
  readonly state: string
  readonly until: string
  /** Milliseconds; an hour where it is left out. */
  readonly limit?: number
  /** What to do when it took longer. */
  readonly cure?: () => Promise<string>
  /** Whether to look again without waiting. */
  readonly soon?: boolean
}

/** Looks at a resource again and again until `judge` says that it is done, with null. */
export async function wait(
  work: Work,
  resource: Resource,
  judge: (found: Found | null) => Awaited | null | Promise<Awaited | null>,
): Promise<void> {
  const { clock } = work
  const begun = clock.now()
  const progress = work.progress(`${resource.kind} ${resource.name}`)
  let failures = 0
  try {
    for (;;) {
      let awaited: Awaited | null
      try {
        awaited = await judge(await resource.find())
        failures = 0
      } catch (error) {
        failures += 1
        // It had a name before: this machine lost its network.
        const lost = isNameless(error)
        if (lost && failures > BORNE)
          throw new Stop(
            'AWS cannot be reached any more',
            'Check the network, and run the same command again to go on.',
          )
        if (!(isPassing(error) || lost) || failures > BORNE) throw error
        awaited = { state: 'AWS did not answer', until: 'it does' }
      }
      if (awaited === null) return
      const limit = awaited.limit ?? READY_MS
      if (clock.now() - begun >= limit) {
        throw new Stop(
          `it is still ${awaited.state} after ${limit / 60_000} minutes, waiting until ${awaited.until}`,
          (await awaited.cure?.()) ?? 'Run the same command again to go on waiting.',
        )
      }
      progress.update(`${awaited.state}, waiting until ${awaited.until}`)
      if (awaited.soon !== true) await clock.sleep(INTERVAL_MS)
    }
  } finally {
    progress.end()
  }
}

/** @throws Stop when the resource is somebody else's. */
export function refuseForeign(resource: Resource, found: Found): void {
  if (isOurs(found)) return
  throw new Stop(
    `there is ${/^[aeiou]/i.test(resource.kind) ? 'an' : 'a'} ${resource.kind} '${resource.name}' that this project did not make (it has no tag ${OURS.join('=')})`,
    'It is never touched: set PROVISION_NAME to another name.',
  )
}
