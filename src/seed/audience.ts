import { advance } from './advance.ts'
import { DAY } from './calendar.ts'
import { listener } from './listener.ts'
import { Refusal } from './refusal.ts'
import type { World } from './world.ts'

/** Who makes the events of a lake: as many as are wanted, to the last one. */
export interface Audience {
  /** Mean seconds between the sessions of a listener. */
  readonly sessionPace: number
  /** How many events each listener makes, by the listener's number. */
  readonly quotas: readonly number[]
}

const USUAL_PACE = 7 * DAY
const FASTEST = 2 ** -12
const SLOWEST = 2 ** 12
const STEPS = 30
const CLOSE_ENOUGH = 1.01

/**
 * As many listeners of the usual kind as it takes; the last of them stops coming when it is enough.
 * Yields how many events are planned.
 */
export function* audienceFor(events: number, world: World): Generator<number, Audience> {
  const quotas: number[] = []
  for (let missing = events; missing > 0; ) {
    const quota = Math.min(missing, eventsOf(quotas.length, USUAL_PACE, world))
    quotas.push(quota)
    missing -= quota
    yield events - missing
  }
  return { sessionPace: USUAL_PACE, quotas }
}

/** A fixed number of listeners, who come as often as it takes. */
export function audienceOf(users: number, events: number, world: World): Audience {
  let slow = SLOWEST
  let fast = FASTEST
  let best = countAll(users, USUAL_PACE * fast, world)
  if (sum(best) < events) throw tooFew(users, events, sum(best), world.days)
  for (let step = 0; step < STEPS && sum(best) > events * CLOSE_ENOUGH; step++) {
    const middle = Math.sqrt(slow * fast)
    const counts = countAll(users, USUAL_PACE * middle, world)
    if (sum(counts) < events) slow = middle
    else {
      fast = middle
      best = counts
    }
  }
  return { sessionPace: USUAL_PACE * fast, quotas: cut(best, events) }
}

function countAll(users: number, pace: number, world: World): number[] {
  return Array.from({ length: users }, (_, number) => eventsOf(number, pace, world))
}

function eventsOf(number: number, pace: number, world: World): number {
  const end = world.days * DAY
  const someone = listener(number, pace, world)
  let events = 0
  for (; someone.time < end; events++) advance(someone, world)
  return events
}

function cut(counts: readonly number[], events: number): number[] {
  let missing = events
  return counts.map((count) => {
    const quota = Math.min(missing, count)
    missing -= quota
    return quota
  })
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

function tooFew(users: number, events: number, most: number, days: number): Refusal {
  return new Refusal(
    `--users ${users} cannot make --events ${events} in ${days} days: they come to ${most}, ` +
      'coming back as soon as they leave. Ask for more users, more days or fewer events.',
    2,
  )
}
