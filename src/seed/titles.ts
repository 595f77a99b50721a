import { commas } from './commas.ts'
import { permutation } from './permutation.ts'
import { oneOf, type Random } from './random.ts'
import type { Traps } from './traps.ts'
import { MODIFIERS, NOUNS } from './words/title-words.ts'

/** Titles for tracks. */
export interface Titles {
  /** The title of a track: no other track's, whatever version of the song it is. */
  of(track: number, random: Random): string
}

const FORMS: readonly ((modifier: string, noun: string) => string)[] = [
  (modifier, noun) => `${modifier} ${noun}`,
  (modifier, noun) => `The ${modifier} ${noun}`,
  (modifier, noun) => `My ${modifier} ${noun}`,
  (modifier, noun) => `Into The ${modifier} ${noun}`,
  (modifier, noun) => `${noun}, ${modifier} ${noun}`,
  (modifier, noun) => `Another ${modifier} ${noun}`,
]
const ENDINGS = [
  '',
  ' Again',
  ' Tonight',
  ' Forever',
  ' Goodbye',
  ' And Me',
  ' Blues',
  ' For You',
  ' At Dawn',
  ' In June',
  ' In The Rain',
  ' On The Radio',
  " Don't Lie",
  ' (Part 2)',
]
const VERSIONS = [
  ' (Live)',
  ' (Album Version)',
  ' (2004 Digital Remaster)',
  ' [Live At The Old Mill]',
  ' (Radio Edit/Club Mix)',
  ' (Explicit)',
]
const ORIGINAL_SHARE = 0.75

/** How many titles there are. */
export const TITLE_COUNT = MODIFIERS.length * NOUNS.length * FORMS.length * ENDINGS.length

/** The titles of one lake. */
export function titles(seed: number, traps: Traps): Titles {
  const shuffled = permutation(TITLE_COUNT, seed)
  return {
    of(track, random) {
      const isOriginal = random() < ORIGINAL_SHARE
      const version = oneOf(VERSIONS, random)
      return commas(title(shuffled(track)), traps) + (isOriginal ? '' : version)
    },
  }
}

function title(number: number): string {
  const modifier = MODIFIERS[number % MODIFIERS.length] as string
  const nouns = Math.floor(number / MODIFIERS.length)
  const noun = NOUNS[nouns % NOUNS.length] as string
  const forms = Math.floor(nouns / NOUNS.length)
  const form = FORMS[forms % FORMS.length] as (modifier: string, noun: string) => string
  return form(modifier, noun) + ENDINGS[Math.floor(forms / FORMS.length)]
}
