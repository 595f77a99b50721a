import { isDayOff } from './holidays.ts'

/** How the days of a lake differ from each other and the hours of a day from each other. */
export interface Calendar {
  /** How much quieter a moment is than a working day: 0, up to 0.5 on days off. */
  damping(time: number): number
  /** Moves a moment away from the early morning, towards the evening. */
  warp(time: number): number
}

/** Seconds in a day. */
export const DAY = 86_400

const WEEKEND_DAMPING = 0.5
const RAMP = 6 * 3600 // damping sets in and wears off over six hours around midnight
const DAILY_DAMPING = 0.09375
const QUIETEST = 3 * 3600

/** The calendar of a lake that begins on `firstDay`; its times are seconds from that midnight. */
export function calendar(firstDay: number): Calendar {
  const known = new Map<number, number>()

  function dampingOf(day: number): number {
    const damping = known.get(day) ?? (isDayOff(firstDay + day) ? WEEKEND_DAMPING : 0)
    known.set(day, damping)
    return damping
  }

  function damping(time: number): number {
    const day = Math.floor(time / DAY)
    const second = time - day * DAY
    if (second < RAMP / 2) return mix(dampingOf(day - 1), dampingOf(day), second / RAMP + 0.5)
    if (second < DAY - RAMP / 2) return dampingOf(day)
    return mix(dampingOf(day), dampingOf(day + 1), (second - DAY) / RAMP + 0.5)
  }

  return { damping, warp }
}

const mix = (from: number, to: number, share: number): number => from + (to - from) * share

function warp(time: number): number {
  const second = time - Math.floor(time / DAY) * DAY
  const shift = DAILY_DAMPING * DAY * Math.sin(((second - QUIETEST) * 2 * Math.PI) / DAY)
  // Sines differ in their last digit between machines; whole seconds must not.
  return time + Math.trunc(Math.round(shift * 1e6) / 1e6)
}
