import type { Random } from './random.ts'

/** Draws one of several things, each as often as its weight says. */
export type Weighted<T> = (random: Random) => T

/** Prepares a weighted draw. */
export function weighted<T>(items: readonly (readonly [thing: T, weight: number])[]): Weighted<T> {
  const things = items.map(([thing]) => thing)
  let total = 0
  const ends = items.map(([, weight]) => {
    total += weight
    return total
  })
  return (random) => things[firstAbove(ends, random() * total)] as T
}

/** Weights for a list that has the most frequent thing first. */
export function byRank<T>(list: readonly T[]): readonly (readonly [T, number])[] {
  return list.map((thing, rank) => [thing, 1 / (rank + 20)] as const)
}

function firstAbove(ends: readonly number[], value: number): number {
  let low = 0
  let high = ends.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ends[middle] as number) > value) high = middle
    else low = middle + 1
  }
  return low
}
