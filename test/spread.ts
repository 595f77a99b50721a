/** So many of the numbers from 1 to `last`, evenly spread, the first and the last among them. */
export function spread(last: number, count: number): number[] {
  const places = Array.from({ length: Math.min(count, last) }, (_, index) =>
    Math.round(1 + (index * (last - 1)) / Math.max(1, Math.min(count, last) - 1)),
  )
  return [...new Set(places)]
}
