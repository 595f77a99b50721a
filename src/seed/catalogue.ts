import { type Artists, artists } from './artists.ts'
import { durations } from './durations.ts'
import { songId, trackId } from './identifiers.ts'
import { knownTracks } from './known-tracks.ts'
import { below, type Random, randomFor } from './random.ts'
import { type Billing, BLOCK, plantAt } from './song-plants.ts'
import { titles } from './titles.ts'
import type { Traps } from './traps.ts'

/** One recording, as its song file tells of it. */
export interface Track extends Billing {
  readonly trackId: string
  readonly songId: string
  readonly year: number
}

/** Everything that can be played, most popular first; some of it the warehouse has song files of. */
export interface Catalogue {
  readonly size: number
  /** How many whole seconds a track lasts. */
  seconds(track: number): number
  /** What a play of a track says of it. */
  billing(track: number): Billing
  /** The track in full. */
  track(track: number): Track
  /** The tracks that have song files. */
  known(): Iterable<number>
}

/** What a catalogue is made from. */
export interface CatalogueOptions {
  readonly seed: number
  /** How many tracks have song files. */
  readonly songs: number
  /** How many tracks there are. */
  readonly size: number
  readonly traps: Traps
}

const TRACKS_PER_ARTIST = 5
const RESERVED = 8
const UNKNOWN_YEARS = 0.55

/** How many artists' names a catalogue needs. */
export const artistsIn = (songs: number, size: number): number =>
  Math.ceil(size / TRACKS_PER_ARTIST) + RESERVED * Math.ceil(songs / BLOCK) + BLOCK

/** Makes a catalogue: tracks are worked out when asked for, so that a large one costs little memory. */
export function catalogue({ seed, songs, size, traps }: CatalogueOptions): Catalogue {
  const lengths = durations(seed, size)
  const cast: Artists = artists(seed, traps)
  const titleOf = titles(seed, traps)
  const everyday = Math.ceil(size / TRACKS_PER_ARTIST)
  const shelf = knownTracks(songs, size)

  function plain(track: number, random = randomFor(seed, 'track', track)): Billing {
    const artist = Math.floor(everyday * random() ** 2)
    const title = titleOf.of(track, random)
    return { title, credit: cast.credit(artist), duration: (lengths[track] as number) / 1e5 }
  }

  function billing(track: number, random?: Random): Billing {
    const own = plain(track, random)
    if (!shelf.isKnown(track)) return own
    const song = shelf.songOf(track)
    const plant = plantAt(song % BLOCK, traps)
    if (!plant) return own
    const block = Math.floor(song / BLOCK)
    const reserved = (slot: number): number => everyday + RESERVED * block + slot
    const before = (): Billing => plain(shelf.trackOf(song - 1))
    return { ...own, ...plant({ block, own, before, artists: cast, reserved }) }
  }

  function track(track: number): Track {
    const random = randomFor(seed, 'track', track)
    return {
      ...billing(track, random),
      trackId: trackId(track, songs, random),
      songId: songId(track, random),
      year: year(random, traps),
    }
  }

  function* known(): Iterable<number> {
    for (let song = 0; song < songs; song++) yield shelf.trackOf(song)
  }

  const seconds = (track: number): number => Math.floor((lengths[track] as number) / 1e5)
  return { size, seconds, billing: (track) => billing(track), track, known }
}

function year(random: Random, traps: Traps): number {
  const isUnknown = random() < UNKNOWN_YEARS
  const age = below(8, random) * below(8, random)
  return isUnknown && traps.has('unknown-years') ? 0 : 2010 - age
}
