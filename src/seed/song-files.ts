import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Catalogue } from './catalogue.ts'
import type { Written } from './log-files.ts'
import { songText } from './song-text.ts'

/**
 * Writes `song_data/A/B/C/TRABC….json` for every track that the warehouse is to know. Yields how many
 * are written.
 */
export function* writeSongs(folder: string, catalogue: Catalogue): Generator<number, Written> {
  const made = new Set<string>()
  let files = 0
  let bytes = 0
  for (const number of catalogue.known()) {
    const track = catalogue.track(number)
    const [, , a = '', b = '', c = ''] = track.trackId
    const place = join(folder, a, b, c)
    if (!made.has(place)) mkdirSync(place, { recursive: true })
    made.add(place)
    const text = songText(track)
    writeFileSync(join(place, `${track.trackId}.json`), text, { flag: 'wx', encoding: 'latin1' })
    files++
    bytes += text.length
    yield files
  }
  return { files, bytes }
}
