import type { Connection, Session, SourceFile } from './engine.ts'
import { Failure, quotedList } from './errors.ts'
import { pieces } from './pieces.ts'
import type { Table } from './table.ts'
import type { Source } from './transform.ts'

/** The table of the ledger of files. */
export const LOADED_FILES: string = 'loaded_files'

/** A file as the ledger knows it: what every run asks of every file, and no more. */
export interface KnownFile {
  readonly uri: string
  /** What the setting of its source was, where that is another one now. */
  readonly other_place: string | null
  readonly size_bytes: number
  readonly version: string
  readonly state: 'loaded' | 'trimmed' | 'excluded'
}

/** What else the ledger knows of a file. */
export interface LoadedRows {
  readonly uri: string
  readonly load_id: number | null
  readonly hash: string | null
  /** Of its events, UTC. */
  readonly first_moment: string | null
  readonly last_moment: string | null
  readonly state: KnownFile['state']
}

/** What a run is asked to leave out or take in again. */
export interface Choice {
  /** Everything is loaded again. */
  readonly fullRefresh?: boolean
  /** Files whose names begin so are left out, and their rows taken away. */
  readonly exclude?: readonly string[]
  /** Files that were left out are loaded after all. */
  readonly include?: readonly string[]
  /** New files of an earlier day (UTC, `2018-11-15`) are not loaded by this run. */
  readonly since?: string
}

/** What a run has to do about the files of a source. */
export interface Delivery<File extends SourceFile = SourceFile> {
  readonly source: Source
  readonly place: string
  /** Every file of the lake. */
  readonly listed: number
  /** Why everything is loaded again, null when it is not. */
  readonly whole: string | null
  /** How many files that are no longer there a load of everything drops the rows of; 0 for any other. */
  readonly gone: number
  readonly fresh: readonly File[]
  /** Files whose rows go: they changed, or are left out from now on. */
  readonly replaced: readonly LoadedRows[]
  /** Files that are left out from now on. */
  readonly excluded: readonly File[]
}

/** The files that the ledger holds of a source, which is at `place` now. */
export async function knownFiles(
  { knex, read }: Session,
  source: Source,
  place: string,
): Promise<KnownFile[]> {
  const otherPlace = knex.raw('nullif(place, ?) as other_place', [place])
  const rows = await read<KnownFile>(
    knex(LOADED_FILES)
      .where({ source })
      .select('uri', 'size_bytes', 'version', 'state', otherPlace),
  )
  return rows.map((row) => ({ ...row, size_bytes: Number(row.size_bytes) }))
}

/** What the ledger knows of some files' rows. */
async function loadedRows({ knex, read }: Session, uris: readonly string[]): Promise<LoadedRows[]> {
  const found: LoadedRows[] = []
  for (const some of pieces(uris)) {
    const rows = await read<LoadedRows>(
      knex(LOADED_FILES)
        .whereIn('uri', some)
        .select('uri', 'load_id', 'hash', 'first_moment', 'last_moment', 'state'),
    )
    found.push(...rows)
  }
  return found.map((row) => ({
    ...row,
    load_id: row.load_id === null ? null : Number(row.load_id),
  }))
}

/**
 * The versions of listed files that were touched and hold what they held, by URI: they are of the size
 * that the ledger knows, and of its hash.
 */
export async function touchedFiles<File extends SourceFile>(
  session: Session,
  listed: readonly File[],
  known: readonly KnownFile[],
  hashOf: (file: File) => Promise<string | null>,
): Promise<Map<string, string>> {
  const byUri = new Map(known.map((file) => [file.uri, file]))
  const perhaps = listed.filter(({ uri, size, version }) => {
    const before = byUri.get(uri)
    return before?.size_bytes === size && before.version !== version
  })
  const rows = await loadedRows(
    session,
    perhaps.map(({ uri }) => uri),
  )
  const hashes = new Map(rows.map(({ uri, hash }) => [uri, hash]))
  const touched = new Map<string, string>()
  for (const file of perhaps) {
    const before = hashes.get(file.uri) ?? null
    if (before !== null && before === (await hashOf(file))) touched.set(file.uri, file.version)
  }
  return touched
}

/** Writes the versions of touched files into the ledger, so that the next run need not read them again. */
export async function renewVersions(
  { knex }: Session,
  touched: ReadonlyMap<string, string>,
): Promise<void> {
  for (const some of pieces([...touched])) {
    const version = knex.raw(
      `case uri ${some.map(() => 'when ? then ?').join(' ')} end`,
      some.flat(),
    )
    const uris = some.map(([uri]) => uri)
    await knex(LOADED_FILES).whereIn('uri', uris).update({ version }).options({ asIs: true })
  }
}

/**
 * Holds the listed files against the ledger. A file that is gone from the lake keeps its rows: logs
 * are deleted after some time, and what they said stays true.
 * @throws Failure when a changed file's rows can no longer be replaced.
 */
export async function deliveryOf<File extends SourceFile>(
  session: Session,
  source: Source,
  place: string,
  listed: readonly File[],
  known: readonly KnownFile[],
  choice: Choice = {},
): Promise<Delivery<File>> {
  const byUri = new Map(known.map((file) => [file.uri, file]))
  const isExcluded = matcher(place, choice.exclude)
  const isIncluded = matcher(place, choice.include)
  const excluded: File[] = []
  const fresh: File[] = []
  const same: File[] = []
  const stillOut: File[] = []
  for (const file of listed) {
    const before = byUri.get(file.uri)
    const isSame = before?.version === file.version && before.size_bytes === file.size
    if (isExcluded(file.uri)) {
      if (!isSame || before?.state !== 'excluded') excluded.push(file)
      else stillOut.push(file)
    } else if (isSame && before?.state === 'excluded') {
      if (isIncluded(file.uri)) fresh.push(file)
      else stillOut.push(file)
    } else if (isSame) same.push(file)
    else if (before !== undefined || choice.since === undefined || dayOf(file) >= choice.since)
      fresh.push(file)
  }
  const replacedUris = [...fresh, ...excluded].map(({ uri }) => uri)
  const replacedRows = replacedUris.filter(
    (uri) => (byUri.get(uri)?.state ?? 'excluded') !== 'excluded',
  )
  // A full refresh replaces all rows, whatever they are.
  const replaced = choice.fullRefresh ? [] : await loadedRows(session, replacedRows)
  const whole = whyWhole(source, known, replaced, choice)
  if (whole !== null) {
    return {
      source,
      place,
      listed: listed.length,
      whole,
      gone: goneFrom(listed, known),
      fresh: [...fresh, ...same],
      replaced: [],
      // The ledger of the source is written anew: what was left out stays out.
      excluded: [...excluded, ...stillOut],
    }
  }
  const trimmed = replaced.filter(({ state }) => state === 'trimmed')
  if (trimmed.length > 0) {
    throw new Failure(
      `${quotedList(trimmed.slice(0, 3).map(({ uri }) => uri))} changed, but the rows of the earlier version were ` +
        'trimmed from staging. Nothing was run; the star is as it was.\n' +
        "Rebuild from the whole lake: 'npm run transform -- --full-refresh'.",
    )
  }
  return { source, place, listed: listed.length, whole, gone: 0, fresh, replaced, excluded }
}

/** How many files were loaded from this place and are no longer there. */
function goneFrom(listed: readonly SourceFile[], known: readonly KnownFile[]): number {
  const there = new Set(listed.map(({ uri }) => uri))
  return known.filter(
    ({ uri, state, other_place }) =>
      state !== 'excluded' && other_place === null && !there.has(uri),
  ).length
}

/** Why everything is loaded when the ledger is empty: nobody need be told. */
export const FIRST_LOAD = 'nothing was loaded yet'

function whyWhole(
  source: Source,
  known: readonly KnownFile[],
  replaced: readonly LoadedRows[],
  { fullRefresh = false }: Choice,
): string | null {
  if (fullRefresh) return 'a full refresh was asked for'
  if (known.length === 0) return FIRST_LOAD
  const other = known.find(({ other_place }) => other_place !== null)
  if (other) return `${source.toUpperCase()} was ${other.other_place} when it was last loaded`
  const together = replaced.find(({ load_id }) => load_id === null)
  return together ? `${together.uri} changed, and was loaded together with others` : null
}

/** Whether a file's name begins so: the whole of it, or what follows the place (as its setting says). */
export function matcher(place: string, prefixes: readonly string[] = []): (uri: string) => boolean {
  const inside = place.endsWith('/') ? place : `${place}/`
  return (uri) =>
    prefixes.some((prefix) => uri.startsWith(prefix) || uri.startsWith(`${inside}${prefix}`))
}

/** The day in a file's name, or that of its last change. */
function dayOf({ uri, changedAt }: SourceFile): string {
  const named = /(\d{4})[-/](\d{2})[-/](\d{2})(?!\d)/.exec(
    uri.replace(/^.*\/(?=\d{4}\/\d{2}\/)/, ''),
  )
  return named ? named.slice(1).join('-') : changedAt.slice(0, 10)
}

/** A file with what its load found, as a row of the ledger. */
export interface LedgerRow {
  readonly uri: string
  readonly source: Source
  readonly place: string
  readonly load_id: number | null
  readonly size_bytes: number
  readonly version: string
  readonly hash: string | null
  readonly rows_loaded: number | null
  readonly rows_rejected: number | null
  readonly first_moment: string | null
  readonly last_moment: string | null
  readonly state: 'loaded' | 'excluded'
  readonly run_id: string
  readonly loaded_at: string
}

/** Writes files into the ledger, in the place of what it held of them; `whole` forgets all others of the source. */
export async function recordFiles(
  { connection, session, table }: { connection: Connection; session: Session; table: Table },
  { source, whole, listed }: { source: Source; whole: boolean; listed: readonly LedgerRow[] },
): Promise<void> {
  const known = session.knex(LOADED_FILES).where({ source })
  if (whole) await known.del().options({ asIs: true })
  else {
    for (const some of pieces(listed)) {
      const uris = some.map(({ uri }) => uri)
      await known.clone().whereIn('uri', uris).del().options({ asIs: true })
    }
  }
  await connection.append(session, table, listed)
}

/** The last moment (UTC) of what was trimmed from staging, null when nothing was. */
export async function trimmedUntil(session: Session): Promise<string | null> {
  const trimmed = session.knex(LOADED_FILES).where({ state: 'trimmed' })
  const [row] = await session.read<{ moment: string | null }>(trimmed.max('last_moment as moment'))
  return row?.moment ?? null
}

/** The number after the highest that a load has. */
export async function nextLoad(session: Session): Promise<number> {
  const [row] = await session.read<{ load: number | string | null }>(
    session.knex(LOADED_FILES).max('load_id as load'),
  )
  return Number(row?.load ?? 0) + 1
}
