import { setTimeout as after } from 'node:timers/promises'
import { Interrupted } from './refused.ts'

/** The time, and a way to let it pass: tests have their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** @throws Interrupted when the work is told to stop. */
  sleep(milliseconds: number): Promise<void>
}

export function realClock(signal: AbortSignal): Clock {
  return {
    now: () => Date.now(),
    async sleep(milliseconds) {
      try {
        await after(milliseconds, undefined, { signal })
      } catch {
        throw new Interrupted()
      }
    },
  }
}
