import { permutation } from './permutation.ts'
import { exponential, type Random, randomFor } from './random.ts'
import type { Traps } from './traps.ts'
import { byRank, weighted } from './weighted.ts'
import { AGENTS } from './words/agents.ts'
import { METROS } from './words/metros.ts'
import { FEMALE_NAMES, MALE_NAMES, SURNAMES } from './words/people-names.ts'

/** Who a listener is. */
export interface Person {
  readonly firstName: string
  readonly lastName: string
  readonly gender: 'F' | 'M'
  readonly location: string
  readonly userAgent: string
  /** How many whole seconds before the lake's beginning they registered. */
  readonly registered: number
}

type First = Pick<Person, 'firstName' | 'gender'>
type Named = First & Pick<Person, 'lastName'>

const WOMEN = FEMALE_NAMES.map((firstName): First => ({ firstName, gender: 'F' }))
const MEN = MALE_NAMES.map((firstName): First => ({ firstName, gender: 'M' }))
const EVERYONE = [...WOMEN, ...MEN]
const REGISTRATION_DAYS = 2.9

/** How many different names there are, for lakes in which no two users share one. */
export const NAME_COUNT = EVERYONE.length * SURNAMES.length

/** The listener of whom another one has the name. */
export const NAMESAKE = { original: 4, copy: 5 } as const

const drawFirstName = weighted([...byRank(WOMEN), ...byRank(MEN)])
const drawLastName = weighted(byRank(SURNAMES))
const drawMetro = weighted(METROS)
const drawAgent = weighted(AGENTS)

/** The people of one lake, by the number of the listener. */
export function people(seed: number, traps: Traps): (listener: number) => Person {
  const shuffled = permutation(NAME_COUNT, seed)

  function name(listener: number, random: Random): Named {
    const drawn = { ...drawFirstName(random), lastName: drawLastName(random) }
    if (traps.has('namesakes')) return drawn
    const number = shuffled(listener)
    const first = EVERYONE[number % EVERYONE.length] as First
    return { ...first, lastName: SURNAMES[Math.floor(number / EVERYONE.length)] as string }
  }

  return (listener) => {
    const random = randomFor(seed, 'person', listener)
    const own = name(listener, random)
    const isCopy = traps.has('namesakes') && listener === NAMESAKE.copy
    const original = randomFor(seed, 'person', NAMESAKE.original)
    return {
      ...(isCopy ? name(NAMESAKE.original, original) : own),
      location: drawMetro(random),
      userAgent: drawAgent(random),
      registered: Math.floor(exponential(REGISTRATION_DAYS * 86_400, random)),
    }
  }
}
