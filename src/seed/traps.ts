/** Everything awkward about the real data, by the name that switches it on or off. */
export const TRAPS = {
  'level-changes': 'listeners who upgrade or downgrade in the middle of the month',
  'quick-level-changes': 'a listener who does both within five minutes',
  'logged-out': 'events without a user: userId "", no name, location or agent',
  'silent-users': 'a user who never plays a song',
  namesakes: 'different users who share a name',
  'same-instant': 'two events of one user at the same instant',
  'shared-instants': 'plays of different users at the same instant',
  mojibake: 'non-ASCII text that is garbled in the logs and right in the song files',
  'numeric-titles': 'titles that are JSON numbers',
  'numeric-artists': 'artist names that are JSON numbers',
  'numeric-locations': 'artist locations that are JSON numbers',
  'false-title': 'a song called "False"',
  aliases: 'artists with two to four names and two places under one artist_id',
  'shared-artist-names': 'an artist name that belongs to several artist_ids',
  'repeated-titles': 'titles that several artists use',
  'twin-songs': 'a title and artist that are two songs of different lengths',
  'empty-locations': 'artists whose location is ""',
  'missing-positions': 'artists without latitude and longitude',
  'unknown-years': 'songs whose year is 0',
  'underscored-commas': 'commas in names and titles written as _',
  quotes: 'quotes within titles',
  'oversized-location': 'a location of 276 bytes of HTML, which varchar(256) refuses',
} as const

/** The name of one trap. */
export type Trap = keyof typeof TRAPS

/** The traps that a lake has. */
export type Traps = ReadonlySet<Trap>

/** Every trap that there is. */
export const ALL_TRAPS = Object.keys(TRAPS) as readonly Trap[]

/** The traps that are left out unless asked for, because a plain load stops at them. */
export const RARE_TRAPS: readonly Trap[] = ['oversized-location']

/** The traps of a lake for which nothing else is said. */
export const USUAL_TRAPS: Traps = new Set(ALL_TRAPS.filter((trap) => !RARE_TRAPS.includes(trap)))

/** Whether a word names a trap. */
export const isTrap = (word: string): word is Trap => Object.hasOwn(TRAPS, word)
