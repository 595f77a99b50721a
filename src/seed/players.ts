import { DAY } from './calendar.ts'
import { type PersonText, textOf } from './event-text.ts'
import { MILLISECONDS } from './limits.ts'
import type { LakeOptions } from './options.ts'
import { people } from './people.ts'
import type { Listener } from './world.ts'

/** What the log says of a listener beyond what they do. */
export interface Player {
  readonly who: PersonText
  /** The instant, in milliseconds since 1970, from which the listener's seconds count. */
  readonly beginning: number
  /** The number of the session they are in. */
  session: number
  /** How many events they have yet to make. */
  left: number
}

const FIRST_USER_ID = 2
const MILLISECOND = 796 // a lake begins on no whole second, and all its instants are seconds apart

/** The listeners' players, by the listener's number. */
export function playersOf(
  listeners: readonly Listener[],
  quotas: readonly number[],
  { firstDay, seed, traps }: LakeOptions,
): Map<number, Player> {
  const personOf = people(seed, traps)
  const midnight = firstDay * DAY * 1000

  function player({ number }: Listener, place: number): Player {
    const person = personOf(number)
    const registration = midnight + MILLISECOND - person.registered * 1000
    const own = 1 + (number % MILLISECONDS)
    return {
      who: textOf(person, FIRST_USER_ID + number, registration),
      beginning: midnight + (traps.has('shared-instants') ? MILLISECOND : own),
      session: place + 1,
      left: quotas[number] as number,
    }
  }

  return new Map(listeners.map((one, place) => [one.number, player(one, place)]))
}
