import type { Artists, Credit } from './artists.ts'
import type { Trap, Traps } from './traps.ts'
import { COMMON_TITLES } from './words/title-words.ts'

/** What a play of a song says of it: whose it is, and how many seconds it lasts. */
export interface Billing {
  readonly title: string
  readonly credit: Credit
  readonly duration: number
}

/** What a plant is made from. */
export interface Bed {
  /** The plant's block of 40 songs, from 0. */
  readonly block: number
  /** What would be said of the song without the plant, and of the song before it. */
  readonly own: Billing
  readonly before: () => Billing
  readonly artists: Artists
  /** An artist whom only this block has, by a number from 0 to 7. */
  readonly reserved: (slot: number) => number
}

/** Makes a song awkward: tells what is different about it. */
export type Plant = (bed: Bed) => Partial<Billing>

/** Songs come in blocks of this many, each with every trap at the same places. */
export const BLOCK = 40

const HTML_START =
  '<p class="bio">Born in a small town, see <a href="http://music.example.com/artists/'
const HTML_END = '" target="_blank" rel="nofollow">the artist\'s own page</a> for more.</p>'
const HTML = HTML_START + 'x'.repeat(276 - HTML_START.length - HTML_END.length) + HTML_END

// The trap at each place of a block; songs at other places are ordinary.
const PLANTS: { readonly [place: number]: readonly [Trap, Plant] } = {
  3: ['numeric-titles', ({ block }) => ({ title: String(1901 + block) })],
  5: ['twin-songs', (bed) => twin(bed.before())],
  7: ['false-title', ({ block }) => (block === 0 ? { title: 'False' } : {})],
  9: ['aliases', (bed) => alias(bed, 0)],
  10: ['aliases', (bed) => alias(bed, 1)],
  11: ['aliases', (bed) => alias(bed, bed.block % 3 === 0 ? 0 : 2)],
  12: ['aliases', (bed) => alias(bed, bed.block % 3 === 2 ? 3 : 1)],
  14: ['shared-artist-names', (bed) => by(bed, 1, { artistName: bed.before().credit.artistName })],
  17: ['numeric-artists', (bed) => by(bed, 2, { artistName: String(101 + 3 * bed.block) })],
  20: ['numeric-locations', (bed) => by(bed, 3, { location: String(1001 + bed.block) })],
  22: ['repeated-titles', (bed) => ({ ...by(bed, 4), title: commonTitle(bed) })],
  23: ['repeated-titles', (bed) => ({ ...by(bed, 5), title: commonTitle(bed) })],
  26: ['quotes', ({ own }) => ({ title: `The "${own.title}" Sessions` })],
  31: ['mojibake', (bed) => accented(bed)],
  34: ['oversized-location', (bed) => (bed.block === 0 ? by(bed, 6, { location: HTML }) : {})],
}

/** The plant at a place of a block, in a lake with these traps. */
export function plantAt(place: number, traps: Traps): Plant | undefined {
  const [trap, plant] = PLANTS[place] ?? []
  return trap !== undefined && traps.has(trap) ? plant : undefined
}

function twin({ title, credit }: Billing): Partial<Billing> {
  return { title, credit }
}

function alias({ artists, reserved }: Bed, number: number): Partial<Billing> {
  return { credit: artists.alias(reserved(0), number) }
}

function by({ artists, reserved }: Bed, slot: number, changes: Partial<Credit> = {}) {
  return { credit: { ...artists.credit(reserved(slot)), ...changes } }
}

function accented(bed: Bed): Partial<Billing> {
  const { credit } = by(bed, 7)
  return {
    title: `Canção: ${bed.own.title}`,
    credit: { ...credit, artistName: `Zoë ${credit.artistName}` },
  }
}

const commonTitle = ({ block }: Bed): string =>
  COMMON_TITLES[block % COMMON_TITLES.length] as string
