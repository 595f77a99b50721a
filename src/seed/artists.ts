import { artistNames } from './artist-names.ts'
import { commas } from './commas.ts'
import { artistId } from './identifiers.ts'
import { oneOf, randomFor } from './random.ts'
import type { Traps } from './traps.ts'
import { PLACES } from './words/places.ts'

/** An artist as one song file tells of it. */
export interface Credit {
  readonly artistId: string
  readonly artistName: string
  readonly location: string
  readonly latitude: number | null
  readonly longitude: number | null
}

/** The artists of a catalogue. */
export interface Artists {
  /** The artist with that number. */
  credit(artist: number): Credit
  /** The artist under one of four names, the first of them the artist's own. */
  alias(artist: number, alias: number): Credit
}

// How the real catalogue is filled in.
const LOCATED_SHARE = 0.55
const POSITIONED_SHARE = 0.65

/** The artists of one lake. */
export function artists(seed: number, traps: Traps): Artists {
  const nameOf = artistNames(seed)

  function credit(artist: number): Credit {
    const random = randomFor(seed, 'artist', artist)
    const id = artistId(artist, random)
    const [place, latitude, longitude] = oneOf(PLACES, random)
    const isLocated = random() < LOCATED_SHARE
    const isPositioned = isLocated && random() < POSITIONED_SHARE
    const isMapped = isPositioned || !traps.has('missing-positions')
    return {
      artistId: id,
      artistName: nameOf(artist),
      location: isLocated || !traps.has('empty-locations') ? place : '',
      latitude: isMapped ? latitude : null,
      longitude: isMapped ? longitude : null,
    }
  }

  function alias(artist: number, alias: number): Credit {
    const own = credit(artist)
    const { artistName } = own
    const partner = nameOf(artist + 1)
    const third = nameOf(artist + 2)
    const names = [
      artistName,
      `${artistName} / ${partner}`,
      `${artistName} featuring ${partner}`,
      `${artistName}, ${partner} & ${third}`,
    ]
    const elsewhere = { location: 'Somewhere Else', latitude: -0.5, longitude: 12.25 }
    const alsoKnownAs = { ...own, artistName: commas(names[alias] as string, traps) }
    return alias === 1 ? { ...alsoKnownAs, ...elsewhere } : alsoKnownAs
  }

  return { credit, alias }
}
