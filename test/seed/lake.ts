import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { readArguments } from '../../src/seed/arguments.ts'
import { type LakeSummary, makeLake } from '../../src/seed/make-lake.ts'
import { buildingIn } from '../../src/seed/out-directory.ts'

/** An event as the logs have it. */
export interface LogEvent {
  readonly artist: string | null
  readonly auth: string
  readonly firstName: string | null
  readonly itemInSession: number
  readonly lastName: string | null
  readonly length: number | null
  readonly level: string
  readonly location: string | null
  readonly method: string
  readonly page: string
  readonly registration: number | null
  readonly sessionId: number
  readonly song: string | null
  readonly status: number
  readonly ts: number
  readonly userAgent: string | null
  readonly userId: string
}

/** A song as its file has it. */
export interface Song {
  readonly artist_id: string
  readonly artist_latitude: number | null
  readonly artist_longitude: number | null
  readonly artist_location: string | number
  readonly artist_name: string | number
  readonly song_id: string
  readonly title: string | number
  readonly duration: number
  readonly year: number
}

/** A lake that was made for a test, and what is in it. */
export interface Lake {
  readonly summary: LakeSummary
  /** Every file's text, by its path within the lake. */
  readonly files: ReadonlyMap<string, string>
  readonly events: readonly LogEvent[]
  readonly songs: readonly Song[]
}

/** A directory that goes when the tests of the file have run. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'sparkify-seed-'))
  after(() => rmSync(directory, { recursive: true }))
  return directory
}

/** Makes the lake that the command would make from these arguments. */
export function lakeOf(args: string): Lake {
  const directory = temporaryDirectory()
  const options = readArguments(['--out', 'lake', ...args.split(' ')], directory)
  if (options === 'help') throw new Error('A lake was wanted, not help.')
  const making = makeLake(options, buildingIn(options.out, options.replace))
  let made = making.next()
  while (!made.done) made = making.next()
  return { summary: made.value, ...readLake(options.out) }
}

/** Reads a lake from disk. */
export function readLake(directory: string): Omit<Lake, 'summary'> {
  const paths = (readdirSync(directory, { recursive: true }) as string[])
    .filter((path) => path.endsWith('.json'))
    .sort()
  const files = new Map(paths.map((path) => [path, readFileSync(join(directory, path), 'utf8')]))
  const textsIn = (part: string) => paths.filter((p) => p.startsWith(part)).map((p) => files.get(p))
  return {
    files,
    events: textsIn('log_data').flatMap((text) => text?.split('\n').map(parse<LogEvent>) ?? []),
    songs: textsIn('song_data').map((text) => parse<Song>(text ?? '')),
  }
}

const parse = <T>(text: string): T => JSON.parse(text) as T

/** The events of each session, user or whatever else `key` tells, in the order of the logs. */
export function groups<K>(events: readonly LogEvent[], key: (event: LogEvent) => K) {
  const grouped = new Map<K, LogEvent[]>()
  for (const event of events) {
    const group = grouped.get(key(event))
    if (group) group.push(event)
    else grouped.set(key(event), [event])
  }
  return grouped
}

/** The plays among some events. */
export const plays = (events: readonly LogEvent[]): readonly LogEvent[] =>
  events.filter((event) => event.page === 'NextSong')
