import { type Random, randomFor } from './random.ts'

// How long the songs of Sparkify's plays are: the share of them that is shorter, and seconds.
const QUANTILES: readonly (readonly [share: number, seconds: number])[] = [
  [0, 15.85],
  [0.001, 26.9],
  [0.01, 67.4],
  [0.05, 138.1],
  [0.1, 163],
  [0.25, 197.3],
  [0.5, 233],
  [0.75, 274.2],
  [0.9, 339],
  [0.95, 397.3],
  [0.99, 587.4],
  [0.999, 1328.7],
  [1, 2594.9],
]

/** The tracks' lengths in hundred-thousandths of a second, which is as finely as they are given. */
export function durations(seed: number, size: number): Int32Array {
  const lengths = new Int32Array(size)
  for (let track = 0; track < size; track++) {
    lengths[track] = Math.round(duration(randomFor(seed, 'duration', track)) * 1e5)
  }
  return lengths
}

function duration(random: Random): number {
  const share = random()
  const above = QUANTILES.findIndex(([end]) => share < end)
  const [from, shortest] = QUANTILES[above - 1] as readonly [number, number]
  const [to, longest] = QUANTILES[above] as readonly [number, number]
  return shortest + ((share - from) / (to - from)) * (longest - shortest)
}
