import type { Track } from './catalogue.ts'
import { jsonDecimal, jsonString, jsonStringOrNumber } from './json-text.ts'

/** The content of a song file. */
export function songText({ credit, songId, title, duration, year }: Track): string {
  const fields = [
    '"num_songs": 1',
    `"artist_id": ${jsonString(credit.artistId)}`,
    `"artist_latitude": ${degrees(credit.latitude)}`,
    `"artist_longitude": ${degrees(credit.longitude)}`,
    `"artist_location": ${jsonStringOrNumber(credit.location)}`,
    `"artist_name": ${jsonStringOrNumber(credit.artistName)}`,
    `"song_id": ${jsonString(songId)}`,
    `"title": ${jsonStringOrNumber(title)}`,
    `"duration": ${jsonDecimal(duration)}`,
    `"year": ${year}`,
  ]
  return `{${fields.join(', ')}}`
}

const degrees = (value: number | null): string => (value === null ? 'null' : jsonDecimal(value))
