import { permutation } from './permutation.ts'
import {
  ACCENTED_NAMES,
  FEMALE_NAMES,
  MALE_NAMES,
  SURNAME_HEADS,
  SURNAME_TAILS,
} from './words/people-names.ts'
import { MODIFIERS, NOUNS } from './words/title-words.ts'

/** The name of an artist: no other artist's. */
export type ArtistNames = (artist: number) => string

const FIRST_NAMES = [...FEMALE_NAMES, ...MALE_NAMES, ...ACCENTED_NAMES]
const SURNAMES = SURNAME_HEADS.length * SURNAME_TAILS.length
const WORD_PAIRS = MODIFIERS.length * NOUNS.length
const ENSEMBLES = [
  'Quartet',
  'Trio',
  'Orchestra',
  'Ensemble',
  'Brothers',
  'Project',
  'Band',
  'Choir',
]

/** Each kind of name: how many there are of it, and how to make one from its number. */
const KINDS: readonly (readonly [count: number, name: (number: number) => string])[] = [
  [FIRST_NAMES.length * SURNAMES, person],
  [WORD_PAIRS, (n) => `The ${modifier(n)} ${noun(n)}s`],
  [WORD_PAIRS, (n) => `${modifier(n)} ${noun(n)}`],
  [WORD_PAIRS, (n) => `The ${modifier(n)} ${noun(n)} Club`],
  [ENSEMBLES.length * SURNAMES, (n) => `${surname(n)} ${ENSEMBLES[Math.floor(n / SURNAMES)]}`],
  [
    ENSEMBLES.length * SURNAMES,
    (n) => `Musica Nova/${surname(n)} ${ENSEMBLES[Math.floor(n / SURNAMES)]}`,
  ],
]

/** How many artist names there are. */
export const ARTIST_NAME_COUNT = KINDS.reduce((sum, [count]) => sum + count, 0)

/** The artist names of one lake. */
export function artistNames(seed: number): ArtistNames {
  const shuffled = permutation(ARTIST_NAME_COUNT, seed)
  return (artist) => {
    let number = shuffled(artist)
    for (const [count, name] of KINDS) {
      if (number < count) return name(number)
      number -= count
    }
    throw new RangeError(`There is no artist ${artist}: there are ${ARTIST_NAME_COUNT} names.`)
  }
}

function person(number: number): string {
  return `${FIRST_NAMES[Math.floor(number / SURNAMES)]} ${surname(number)}`
}

function surname(number: number): string {
  const pair = number % SURNAMES
  const head = SURNAME_HEADS[pair % SURNAME_HEADS.length]
  return `${head}${SURNAME_TAILS[Math.floor(pair / SURNAME_HEADS.length)]}`
}

const modifier = (number: number): string => MODIFIERS[number % MODIFIERS.length] as string
const noun = (number: number): string => NOUNS[Math.floor(number / MODIFIERS.length)] as string
