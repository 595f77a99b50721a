import type { Traps } from './traps.ts'

/** What lake to make. */
export interface LakeOptions {
  /** The directory to make it in. */
  readonly out: string
  /** Whether an earlier lake in that directory may go. */
  readonly replace: boolean
  /** Exactly this many events. */
  readonly events: number
  /** Exactly this many song files. */
  readonly songs: number
  readonly days: number
  /** The first day, as days since 1970-01-01. */
  readonly firstDay: number
  readonly seed: number
  /** A fixed number of listeners; otherwise as many as the events need. */
  readonly users?: number
  /** The share of what is played that there are song files of. */
  readonly known: number
  readonly traps: Traps
}

/** What is assumed where nothing is said. */
export const DEFAULTS = {
  events: 10_000,
  songs: 1_000,
  days: 30,
  start: '2018-11-01',
  seed: 1,
  known: '1/26', // 14,896 song files of 385,252 tracks, as in the bucket
} as const
