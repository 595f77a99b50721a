import type { Dist } from '../table.ts'

/** `key(song_id)`, `even`, `all`. */
export function distText(dist: Dist): string {
  return typeof dist === 'object' ? `key(${dist.key})` : dist
}

/** `time, songs and users` */
export function listed(names: readonly string[]): string {
  return names.join(', ').replace(/, ([^,]+)$/, ' and $1')
}

/** `6,820` */
export function count(value: number): string {
  return value.toLocaleString('en')
}

/** `1.05` */
export function skewText(skew: number): string {
  return skew.toFixed(2)
}

/** `1.3 MB`: decimal units. */
export function bytesText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`
  const units = ['KB', 'MB', 'GB', 'TB']
  let value = bytes / 1_000
  let place = 0
  while (value >= 999.95 && place < units.length - 1) {
    value /= 1_000
    place += 1
  }
  return `${value.toFixed(1)} ${units[place]}`
}

/** `99.9 %`: never 100 unless it is all of them. */
export function percent(part: number, whole: number): string {
  const share = whole === 0 ? 0 : (100 * part) / whole
  if (share < 100 && share >= 99.95) return `${(Math.floor(share * 100) / 100).toFixed(2)} %`
  return `${share.toFixed(1)} %`
}
