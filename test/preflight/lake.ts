import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { filesToRead } from '../../src/preflight/deliveries.ts'
import { type Preflight, preflight } from '../../src/preflight/preflight.ts'
import { preflightLines } from '../../src/preflight/report.ts'
import { SILENT } from '../../src/progress.ts'
import { EMPTY_SCHEMA } from '../../src/schema.ts'
import { PROJECT } from '../../src/settings.ts'
import { readSteps } from '../../src/steps.ts'
import { readVersions } from '../../src/versions.ts'
import { localSettings, temporaryFolder } from '../warehouse.ts'

const steps = await readSteps()
const schema = (await readVersions()).at(-1)?.after ?? EMPTY_SCHEMA

/** A play as the log has it, with other values for some keys, or without them where they are undefined. */
export function event(other: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    artist: 'Elena',
    auth: 'Logged In',
    firstName: 'Lily',
    gender: 'F',
    itemInSession: 5,
    lastName: 'Koch',
    length: 269.58322,
    level: 'paid',
    location: 'Chicago-Naperville-Elgin, IL-IN-WI',
    method: 'PUT',
    page: 'NextSong',
    registration: 1541048010796.0,
    sessionId: 818,
    song: 'Setanta matins',
    status: 200,
    ts: 1542837407796,
    userAgent: '"Mozilla/5.0 (X11; Linux x86_64)"',
    userId: '15',
    ...other,
  })
}

export const track: string = JSON.stringify({
  num_songs: 1,
  artist_id: 'AR5KOSW1187FB35FF4',
  artist_latitude: null,
  artist_longitude: null,
  artist_location: 'Dubai UAE',
  artist_name: 'Elena',
  song_id: 'SOZCTXZ12AB0182364',
  title: 'Setanta matins',
  duration: 269.58322,
  year: 0,
})

export const PATHS: string = readFileSync(path.join(PROJECT, 'seeds/log_json_path.json'), 'utf8')

/** 2018-12-01: after every event of these tests. */
const NOW = Date.UTC(2018, 11, 1)

/** What is found in a lake that holds a good song, and these files beside it. */
export async function checked(
  t: TestContext,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<Preflight> {
  const folder = temporaryFolder(t)
  const lake = { 'song_data/a.json': track, 'paths.json': PATHS, ...files }
  for (const [name, content] of Object.entries(lake)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), content)
  }
  const settings = localSettings(folder, {
    LOG_DATA: path.join(folder, 'log_data'),
    LOG_JSONPATH: path.join(folder, 'paths.json'),
    SONG_DATA: path.join(folder, 'song_data'),
  })
  const result = await preflight(
    await filesToRead(settings, steps, schema, path.join(folder, 'work'), SILENT),
    { now: NOW },
  )
  return JSON.parse(JSON.stringify(result).replaceAll(`${folder}/`, ''))
}

/** What is found, as it is printed, without the summary. */
export async function linesFor(
  t: TestContext,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<string[]> {
  return preflightLines(await checked(t, files))
    .slice(0, -1)
    .filter((line) => line !== '')
}
