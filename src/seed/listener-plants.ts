import { DAY } from './calendar.ts'
import type { Level, Page } from './pages.ts'
import type { Trap, Traps } from './traps.ts'

/** A first session that is laid down instead of drawn, so that a lake of any size has the trap. */
export interface Plant {
  readonly trap: Trap
  readonly level: Level
  readonly pages: readonly [Page, ...Page[]]
  /** How far into the lake's days it begins, from 0 to 1. */
  readonly at: number
  /** Seconds between its events, where the rules leave a choice. */
  readonly gap: number
}

const HOUR_OF_DAY = 17

/** The plants, one for each listener from the first on. */
export const LISTENER_PLANTS: readonly Plant[] = [
  {
    trap: 'level-changes',
    level: 'free',
    pages: ['NextSong', 'Upgrade', 'Submit Upgrade', 'Home', 'NextSong'],
    at: 0.4,
    gap: 20,
  },
  {
    trap: 'quick-level-changes',
    level: 'paid',
    pages: [
      ...(['NextSong', 'Downgrade', 'Submit Downgrade', 'Home', 'Upgrade'] as const),
      ...(['Submit Upgrade', 'Home', 'NextSong'] as const),
    ],
    at: 0.6,
    gap: 20,
  },
  {
    trap: 'logged-out',
    level: 'paid',
    pages: ['NextSong', 'Logout', 'Home', 'Login', 'Home', 'NextSong'],
    at: 0.3,
    gap: 45,
  },
  { trap: 'silent-users', level: 'free', pages: ['Home', 'Settings', 'Home'], at: 0.2, gap: 30 },
  { trap: 'namesakes', level: 'free', pages: ['NextSong', 'Home'], at: 0.1, gap: 60 },
  { trap: 'namesakes', level: 'free', pages: ['Home', 'NextSong'], at: 0.7, gap: 60 },
  { trap: 'shared-instants', level: 'free', pages: ['NextSong', 'NextSong'], at: 0.5, gap: 60 },
  { trap: 'shared-instants', level: 'paid', pages: ['NextSong', 'NextSong'], at: 0.5, gap: 60 },
  { trap: 'same-instant', level: 'paid', pages: ['Home', 'NextSong'], at: 0.35, gap: 0 },
]

/** The plant of a listener, if they are to have one. */
export function plantOf(listener: number, traps: Traps): Plant | undefined {
  const plant = LISTENER_PLANTS[listener]
  return plant !== undefined && traps.has(plant.trap) ? plant : undefined
}

/** When a plant begins, in seconds from the beginning of a lake of so many days. */
export const plantedAt = (plant: Plant, days: number): number =>
  Math.floor(plant.at * days) * DAY + HOUR_OF_DAY * 3600
