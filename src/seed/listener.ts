import { advance, enter } from './advance.ts'
import { type Plant, plantedAt, plantOf } from './listener-plants.ts'
import { logNormal, randomFor } from './random.ts'
import { firstSessionStart } from './session-start.ts'
import type { Listener, World } from './world.ts'

const EVENT_PACE = 90
const LOGGED_OUT_SHARE = 1 / 11
const PAID_SHARE = 2 / 12

/** A listener at their first event in the lake; sessions that began before it are passed over. */
export function listener(number: number, sessionPace: number, world: World): Listener {
  const random = randomFor(world.seed, 'listener', number)
  const plant = plantOf(number, world.traps)
  const machine = plant?.trap === 'silent-users' ? world.silentMachine : world.machine
  const [eventFactor, sessionFactor] = [logNormal(random), logNormal(random)]
  // Planted listeners are average ones, so that none of them makes up half of a small lake.
  const ownPace = sessionPace * (plant ? 1 : sessionFactor)
  const isOut = random() < LOGGED_OUT_SHARE && world.traps.has('logged-out')
  const level = random() < PAID_SHARE ? 'paid' : 'free'
  const first: Listener = {
    number,
    random,
    machine,
    eventPace: EVENT_PACE * eventFactor,
    sessionPace: ownPace,
    plant: undefined,
    time: firstSessionStart(ownPace, world.calendar, random),
    state: machine.begin(isOut ? 'Logged Out' : 'Logged In', level, random),
    item: 0,
    track: 0,
    songEnd: 0,
    levelChangedAt: Number.NEGATIVE_INFINITY,
  }
  enter(first, first.state, world)
  while (first.time < 0 || first.item > 0) advance(first, world)
  settle(first, plant, world)
  return first
}

/** Lays down the first session, where the traps ask for one. */
function settle(first: Listener, plant: Plant | undefined, world: World): void {
  if (plant) {
    first.plant = plant
    first.time = plantedAt(plant, world.days)
    first.songEnd = first.time
    enter(first, first.machine.state(plant.pages[0], 'Logged In', plant.level), world)
  } else if (!world.traps.has('silent-users')) {
    enter(first, first.machine.state('NextSong', 'Logged In', first.state.level), world)
  }
}
