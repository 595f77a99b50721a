import { ARTIST_NAME_COUNT } from './artist-names.ts'
import { artistsIn } from './catalogue.ts'
import { NAME_COUNT } from './people.ts'
import { Refusal } from './refusal.ts'
import { TITLE_COUNT } from './titles.ts'
import type { Traps } from './traps.ts'

/** How many listeners can have milliseconds of their own. */
export const MILLISECONDS = 999

/** Refuses a catalogue for which there are not enough different titles or artist names. */
export function checkLimits(songs: number, size: number): void {
  if (size <= TITLE_COUNT && artistsIn(songs, size) <= ARTIST_NAME_COUNT) return
  throw new Refusal(
    `--songs ${songs} and --known ask for ${size} tracks, which is more than there are names for ` +
      `(about ${Math.floor(TITLE_COUNT / 1e6)} million). Ask for fewer songs, or for a larger share.`,
    2,
  )
}

/** Refuses more listeners than can be kept apart, where the traps ask to keep them apart. */
export function checkNames(users: number, traps: Traps): void {
  if (!traps.has('namesakes')) keepApart('namesakes', users, NAME_COUNT)
  if (!traps.has('shared-instants')) keepApart('shared-instants', users, MILLISECONDS)
}

function keepApart(trap: string, users: number, most: number): void {
  if (users <= most) return
  throw new Refusal(
    `--without ${trap} is possible for at most ${most} listeners, and these events need ${users}. ` +
      'Ask for fewer events, or limit the listeners with --users.',
    2,
  )
}
