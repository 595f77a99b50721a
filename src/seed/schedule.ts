import type { Listener } from './world.ts'

/** Listeners in the order of their next events; at the same instant, in the order of their numbers. */
export interface Schedule {
  /** Whose event is next, if there is one. */
  first(): Listener | undefined
  /** Puts the first one where they belong, after their time has changed. */
  settle(): void
  /** Takes the first one out. */
  drop(): void
}

/** A binary heap: ten million events of a hundred thousand listeners are a matter of seconds. */
export function schedule(listeners: readonly Listener[]): Schedule {
  const heap = [...listeners].sort((a, b) => (isBefore(a, b) ? -1 : 1))

  function settle(): void {
    const moved = heap[0]
    if (!moved) return
    let hole = 0
    for (;;) {
      let child = 2 * hole + 1
      const left = heap[child]
      if (!left) break
      let earlier = left
      const right = heap[child + 1]
      if (right && isBefore(right, left)) {
        earlier = right
        child++
      }
      if (!isBefore(earlier, moved)) break
      heap[hole] = earlier
      hole = child
    }
    heap[hole] = moved
  }

  function drop(): void {
    const last = heap.pop()
    if (!last || heap.length === 0) return
    heap[0] = last
    settle()
  }

  return { first: () => heap[0], settle, drop }
}

const isBefore = (a: Listener, b: Listener): boolean =>
  a.time < b.time || (a.time === b.time && a.number < b.number)
