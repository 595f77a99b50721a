/** Draws numbers in [0, 1): always the same ones for the same key. */
export type Random = () => number

/** What is drawn for: each purpose has draws of its own, so that one never disturbs another. */
export const PURPOSE = {
  listener: 1,
  person: 2,
  track: 3,
  artist: 4,
  duration: 5,
  year: 6,
} as const

type Purpose = keyof typeof PURPOSE

const WARM_UP = 12

interface State {
  a: number
  b: number
  c: number
  counter: number
}

/**
 * The draws that belong to one thing (listener 7, track 31) of one lake: Chris Doty-Humphrey's
 * sfc32, small, fast, and the same on every machine.
 */
export function randomFor(seed: number, purpose: Purpose, index: number): Random {
  const b = Math.imul(PURPOSE[purpose], 0x9e3779b1)
  const state: State = { a: seed | 0, b, c: index | 0, counter: 1 }
  for (let i = 0; i < WARM_UP; i++) draw(state)
  return () => draw(state)
}

function draw(state: State): number {
  const { a, b, c, counter } = state
  const sum = (((a + b) | 0) + counter) | 0
  state.a = b ^ (b >>> 9)
  state.b = (c + (c << 3)) | 0
  state.c = (((c << 21) | (c >>> 11)) + sum) | 0
  state.counter = (counter + 1) | 0
  return (sum >>> 0) / 2 ** 32
}

/** A whole number from 0 up to, but not including, `count`. */
export const below = (count: number, random: Random): number => Math.floor(random() * count)

/** One of a list. */
export function oneOf<T>(list: readonly [T, ...T[]] | readonly T[], random: Random): T {
  return list[below(list.length, random)] as T
}

/** A waiting time with the given mean, when each moment is as likely as the next. */
export const exponential = (mean: number, random: Random): number => -mean * Math.log(1 - random())

/** A factor of mean 1 that differs between listeners by orders of magnitude: e^N(0,1) / √e. */
export function logNormal(random: Random): number {
  return Math.exp(normal(random) - 0.5)
}

/** A standard normal draw (Marsaglia's polar method: no sine, which differs between machines). */
function normal(random: Random): number {
  for (;;) {
    const x = 2 * random() - 1
    const y = 2 * random() - 1
    const square = x * x + y * y
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square)
  }
}
