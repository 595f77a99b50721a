import { below, type Random } from './random.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const LETTERS_AND_DIGITS = `${LETTERS}0123456789`
const FILES_PER_FOLDER = 22 // as in the bucket
const FOLDERS = 26 ** 3

/** `AR` and 16 characters, unlike any other artist's. */
export const artistId = (artist: number, random: Random): string =>
  `AR${characters(5, LETTERS_AND_DIGITS, random)}1187${unique(artist)}`

/** `SO` and 16 characters, unlike any other song's. */
export const songId = (track: number, random: Random): string =>
  `SO${characters(5, LETTERS, random)}12A8${unique(track)}`

/** `TR` and 16 characters; the first three of them name the song file's folders. */
export function trackId(track: number, songs: number, random: Random): string {
  const folders = Math.min(FOLDERS, Math.ceil(songs / FILES_PER_FOLDER))
  const folder = below(folders, random)
  const letters = [folder / 676, folder / 26, folder].map((x) => LETTERS[Math.floor(x) % 26])
  return `TR${letters.join('')}${characters(2, LETTERS, random)}128F${unique(track)}`
}

function characters(count: number, alphabet: string, random: Random): string {
  let text = ''
  while (text.length < count) text += alphabet.charAt(below(alphabet.length, random))
  return text
}

/** Seven hexadecimal digits that no other number below 2^28 has. */
function unique(number: number): string {
  const scrambled = Math.imul(number, 0x9e3779b1) & 0xfffffff
  return scrambled.toString(16).toUpperCase().padStart(7, '0')
}
