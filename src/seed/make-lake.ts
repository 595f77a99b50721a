import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Audience, audienceFor, audienceOf } from './audience.ts'
import { calendar } from './calendar.ts'
import { type Catalogue, catalogue } from './catalogue.ts'
import { JSON_PATHS } from './json-paths.ts'
import { checkLimits, checkNames } from './limits.ts'
import type { Written } from './log-files.ts'
import { machine } from './machine.ts'
import type { LakeOptions } from './options.ts'
import { type Building, PARTS } from './out-directory.ts'
import type { Page } from './pages.ts'
import { popularity } from './popularity.ts'
import { writeSongs } from './song-files.ts'
import type { Traps } from './traps.ts'
import type { World } from './world.ts'
import { type EventsWritten, writeEvents } from './write-events.ts'

/** What a lake came to. */
export interface LakeSummary {
  readonly logs: EventsWritten
  readonly songs: Written
}

/**
 * Makes a lake, and yields how far it has come. Nothing is written before it is certain that it can be
 * made, and its directory gets it when it is whole.
 */
export function* makeLake(
  options: LakeOptions,
  building: Building,
): Generator<string, LakeSummary> {
  const { events, seed, songs, traps, users } = options
  building.check()
  const size = Math.round(songs / options.known)
  checkLimits(songs, size)
  const tracks = catalogue({ seed, songs, size, traps })
  const world = worldOf(options, tracks)
  const audience: Audience = users
    ? audienceOf(users, events, world)
    : yield* told(audienceFor(events, world), (planned) => `${planned} of ${events} planned`)
  checkNames(audience.quotas.length, traps)

  const folder = building.open()
  writeFileSync(join(folder, PARTS.jsonPaths), JSON_PATHS, { flag: 'wx' })
  const written = yield* told(
    writeSongs(join(folder, PARTS.songs), tracks),
    (files) => `${files} of ${songs} song files`,
  )
  const logs = yield* told(
    writeEvents(join(folder, PARTS.logs), { options, world, audience, tracks }),
    (made) => `${made} of ${events} events`,
  )
  building.finish()
  return { logs, songs: written }
}

/** Work that yields counts, as work that yields what they say. */
function* told<Result>(
  work: Generator<number, Result>,
  text: (count: number) => string,
): Generator<string, Result> {
  let next = work.next()
  for (; !next.done; next = work.next()) yield text(next.value)
  return next.value
}

function worldOf({ days, firstDay, seed, traps }: LakeOptions, tracks: Catalogue): World {
  const avoided = avoidedPages(traps)
  return {
    seed,
    days,
    traps,
    calendar: calendar(firstDay),
    machine: machine(new Set(avoided)),
    silentMachine: machine(new Set([...avoided, 'NextSong'])),
    drawTrack: popularity(tracks.size),
    seconds: tracks.seconds,
  }
}

function avoidedPages(traps: Traps): readonly Page[] {
  const changes: readonly Page[] = ['Submit Upgrade', 'Submit Downgrade']
  return [
    ...(traps.has('level-changes') ? [] : changes),
    ...(traps.has('logged-out') ? [] : (['Logout'] as const)),
  ]
}
