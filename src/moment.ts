/** A moment in milliseconds since 1970 as a timestamp's text in UTC: `2026-11-21 02:26:05.123`. */
export function utcText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', '')
}

/** Now. */
export function utcNow(): string {
  return utcText(Date.now())
}
