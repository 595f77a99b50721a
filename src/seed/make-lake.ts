import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Progress } from '../progress.ts'
import { type Audience, audienceFor, audienceOf } from './audience.ts'
import { calendar } from './calendar.ts'
import { type Catalogue, catalogue } from './catalogue.ts'
import { JSON_PATHS } from './json-paths.ts'
import { checkLimits, checkNames } from './limits.ts'
import type { Written } from './log-files.ts'
import { machine } from './machine.ts'
import type { LakeOptions } from './options.ts'
import { checkDirectory, openDirectory, PARTS } from './out-directory.ts'
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

/** Makes a lake on disk. Nothing is written, or removed, before it is certain that it can be made. */
export function makeLake(options: LakeOptions, progress: Progress): LakeSummary {
  const { events, out, seed, songs, traps, users } = options
  checkDirectory(out, options.replace)
  const size = Math.round(songs / options.known)
  checkLimits(songs, size)
  const tracks = catalogue({ seed, songs, size, traps })
  const world = worldOf(options, tracks)
  const audience: Audience = users
    ? audienceOf(users, events, world)
    : audienceFor(events, world, (counted) => progress.update(`${counted} of ${events} planned`))
  checkNames(audience.quotas.length, traps)

  openDirectory(out, options.replace)
  writeFileSync(join(out, PARTS.jsonPaths), JSON_PATHS, { flag: 'wx' })
  const written = writeSongs(join(out, PARTS.songs), tracks, (files) =>
    progress.update(`${files} of ${songs} song files`),
  )
  const logs = writeEvents(join(out, PARTS.logs), { options, world, audience, tracks }, (made) =>
    progress.update(`${made} of ${events} events`),
  )
  return { logs, songs: written }
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
