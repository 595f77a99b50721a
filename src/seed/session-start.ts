import type { Calendar } from './calendar.ts'
import { exponential, type Random } from './random.ts'

const SESSION_GAP = 1800

/** When someone whose last event was at `last` comes back, `pace` seconds later on average. */
export function nextSessionStart(
  last: number,
  pace: number,
  calendar: Calendar,
  random: Random,
): number {
  let from = last
  for (;;) {
    const gap = Math.floor(exponential(pace, random)) + SESSION_GAP
    const start = calendar.warp(from + gap)
    if (start <= from) {
      from += SESSION_GAP
      continue
    }
    const damping = calendar.damping(start)
    if (damping === 0 || random() < 1 - damping) return start
    from = start
  }
}

/** The first session of someone who has been coming for as long as the lake can tell. */
export function firstSessionStart(pace: number, calendar: Calendar, random: Random): number {
  let start = nextSessionStart(-2 * Math.floor(pace), pace, calendar, random)
  while (start < -pace) start = nextSessionStart(start, pace, calendar, random)
  return start
}
