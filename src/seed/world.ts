import type { Calendar } from './calendar.ts'
import type { Plant } from './listener-plants.ts'
import type { Machine, State } from './machine.ts'
import type { Random } from './random.ts'
import type { Traps } from './traps.ts'

/** What is the same for all listeners of a lake. */
export interface World {
  readonly seed: number
  readonly days: number
  readonly traps: Traps
  readonly calendar: Calendar
  readonly machine: Machine
  /** The machine of those who never play a song. */
  readonly silentMachine: Machine
  readonly drawTrack: (random: Random) => number
  readonly seconds: (track: number) => number
}

/** Someone who uses the service, at one event. Times are seconds from the lake's beginning. */
export interface Listener {
  readonly number: number
  readonly random: Random
  readonly machine: Machine
  /** Mean seconds between events, and between sessions. */
  readonly eventPace: number
  readonly sessionPace: number
  /** The rest of a session that is laid down. */
  plant: Plant | undefined
  time: number
  state: State
  item: number
  track: number
  songEnd: number
  levelChangedAt: number
}
