/**
 * The question that leads from a name that is not there to the one that was meant: ` Did you mean
 * 'users'?`; nothing when no name is near. Each name may be written in several ways.
 */
export function didYouMean(
  wanted: string,
  names: Iterable<readonly [name: string, ...others: string[]]>,
): string {
  const near = Math.max(1, Math.floor(wanted.length / 3))
  let best = { name: '', distance: near + 1 }
  for (const ways of names) {
    for (const way of ways) {
      const distance = distanceOf(wanted.toLowerCase(), way.toLowerCase())
      if (distance < best.distance) best = { name: ways[0], distance }
    }
  }
  return best.name === '' ? '' : ` Did you mean '${best.name}'?`
}

/** How many letters have to be put in, left out, changed or swapped with the next one. */
function distanceOf(one: string, other: string): number {
  let before: number[] = []
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1]
    for (const [column, otherLetter] of [...other].entries()) {
      const changed = (row[column] ?? 0) + (letter === otherLetter ? 0 : 1)
      const isSwap = letter === other[column - 1] && one[index - 1] === otherLetter
      const swapped = isSwap ? (before[column - 1] ?? 0) + 1 : changed
      next.push(Math.min(changed, swapped, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row.at(-1) ?? 0
}
