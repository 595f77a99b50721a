import type { State } from './machine.ts'
import type { Page } from './pages.ts'
import { exponential } from './random.ts'
import { nextSessionStart } from './session-start.ts'
import type { Listener, World } from './world.ts'

const QUICK = 600

/** Moves a listener to their next event, in this session or in another. */
export function advance(listener: Listener, world: World): void {
  const next = nextState(listener, world)
  if (next === undefined) {
    startSession(listener, world)
    return
  }
  listener.time += gap(listener, next, world)
  listener.item++
  if (next.level !== listener.state.level) listener.levelChangedAt = listener.time
  enter(listener, next, world)
}

function nextState(listener: Listener, world: World): State | undefined {
  const { plant, machine, state } = listener
  if (plant) {
    const page = plant.pages[listener.item + 1]
    return page && machine.arrive(state, page)
  }
  const next = machine.next(state, listener.random)
  return next && isTooQuick(next.page, listener, world) ? undefined : next
}

function isTooQuick(page: Page, { time, levelChangedAt }: Listener, { traps }: World): boolean {
  if (page !== 'Submit Upgrade' && page !== 'Submit Downgrade') return false
  return time - levelChangedAt < QUICK && !traps.has('quick-level-changes')
}

/** Songs follow each other without a pause; a redirect takes a second; the rest is up to people. */
function gap(listener: Listener, next: State, world: World): number {
  if (next.status === 307) return 1
  if (next.page === 'NextSong' && listener.time < listener.songEnd) {
    return listener.songEnd - listener.time
  }
  const shortest = world.traps.has('same-instant') ? 0 : 1
  if (listener.plant) return Math.max(shortest, listener.plant.gap)
  return Math.max(shortest, Math.floor(exponential(listener.eventPace, listener.random)))
}

function startSession(listener: Listener, world: World): void {
  const { machine, random, sessionPace, state } = listener
  listener.item = 0
  listener.plant = undefined
  if (state.auth === 'Cancelled') {
    listener.time = Number.POSITIVE_INFINITY
    return
  }
  listener.time = nextSessionStart(listener.time, sessionPace, world.calendar, random)
  listener.songEnd = listener.time
  enter(listener, machine.begin(state.auth, state.level, random), world)
}

/** Puts a listener into a state; if it is a song, it begins to play. */
export function enter(listener: Listener, state: State, world: World): void {
  listener.state = state
  if (state.page !== 'NextSong') return
  listener.track = world.drawTrack(listener.random)
  listener.songEnd = listener.time + world.seconds(listener.track)
}
