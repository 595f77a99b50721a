/** The whole numbers below `size` in an order of their own: no two places hold the same number. */
export type Permutation = (place: number) => number

/**
 * A shuffled order that needs no memory, so that names stay unique however many there are. It
 * shuffles a power of two, every step of which can be undone, and walks on until within `size`.
 */
export function permutation(size: number, key: number): Permutation {
  const bits = Math.max(2, Math.ceil(Math.log2(size)))
  const mask = 2 ** bits - 1
  const half = bits >> 1
  const step = (x: number): number => {
    let y = Math.imul((x ^ key) & mask, 0x9e3779b1) & mask
    y ^= y >>> half
    y = Math.imul(y, 0x85ebca6b) & mask
    y ^= y >>> half
    return y
  }
  return (place) => {
    let x = step(step(place))
    while (x >= size) x = step(step(x))
    return x
  }
}
