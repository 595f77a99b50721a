import type { Catalogue } from './catalogue.ts'
import type { PlayText } from './event-text.ts'
import { jsonDecimal, jsonString } from './json-text.ts'
import { mojibake } from './mojibake.ts'
import type { Traps } from './traps.ts'

const HELD = 50_000 // of the most popular; the others are worked out each time

/** How the logs write a play of a track. */
export function playTexts(catalogue: Catalogue, traps: Traps): (track: number) => PlayText {
  const held: (PlayText | undefined)[] = new Array(Math.min(HELD, catalogue.size))
  const written = traps.has('mojibake') ? mojibake : (text: string) => text

  function make(number: number): PlayText {
    const { credit, title, duration } = catalogue.billing(number)
    return {
      artist: jsonString(written(credit.artistName)),
      song: jsonString(written(title)),
      length: jsonDecimal(duration),
    }
  }

  return (number) => {
    if (number >= HELD) return make(number)
    const known = held[number] ?? make(number)
    held[number] = known
    return known
  }
}
