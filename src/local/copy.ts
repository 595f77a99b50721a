import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type {
  Copying,
  CopyReport,
  LoadedFile,
  PreparedCopy,
  RejectedRow,
  Session,
} from '../engine.ts'
import { Failure } from '../errors.ts'
import { type LakeFile, listFiles, shownPath } from '../lake/list.ts'
import { type Pack, packFiles, packPath } from '../lake/pack.ts'
import type { Progress } from '../progress.ts'
import type { Lake } from '../settings.ts'
import type { Table } from '../table.ts'
import type { CopyTransform } from '../transform.ts'
import { explain } from './copy-errors.ts'
import {
  type Format,
  insertFromJson,
  insertFromPack,
  type JsonSource,
  jsonSource,
} from './json-source.ts'
import { literal } from './literals.ts'

/** Files below this size are read and packed before the engine sees them; many small files are slow to open. */
const SMALL_BYTES = 64 << 10
const FEW_FILES = 64
/** About this much is read at a time, so that progress can be told and memory stays flat. */
const BATCH_BYTES = 512 << 20

/** A copy of the embedded engine: files that it reads itself, and packs of the others. */
export interface LocalCopy extends PreparedCopy {
  readonly transform: CopyTransform
  readonly source: JsonSource
  readonly direct: readonly LakeFile[]
  readonly format: Format
  readonly packs: readonly Pack[]
  /** Rows of the packs that are left out, as numbers of each pack. */
  readonly rejectedRows: readonly (readonly number[])[]
  readonly rejected: readonly RejectedRow[]
  /** The folder of the packs, removed at the end. */
  readonly folder: string | null
}

/** The embedded engine's COPY. */
export function localCopying(lake: Lake): Copying<LocalCopy> {
  return {
    plan: (_step, { copy }, table) => {
      const source = jsonSource(copy, table, lake)
      return [insertFromJson(table, source, variableOf(copy.from), 'newline_delimited')]
    },
    prepare: async (step, transform, table) => prepare(step, transform, table, lake),
    load,
    explain,
    discard: async ({ folder }) => {
      if (folder !== null) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The session's variable that lists the files, for example `log_data_files`. */
export function variableOf(source: string): string {
  return `${source}_files`
}

function prepare(step: string, transform: CopyTransform, table: Table, lake: Lake): LocalCopy {
  const { from } = transform.copy
  const source = jsonSource(transform.copy, table, lake)
  const files = listFiles(from.toUpperCase(), lake[from])
  const small = files.filter((file) => file.size < SMALL_BYTES)
  const packed = small.length > FEW_FILES ? small : []
  const folder = packed.length > 0 ? packFolder() : null
  const packs = folder === null ? [] : [packFiles(packed, packPath(folder, from), { check: false })]
  return {
    step,
    table,
    transform,
    source,
    files: files.length,
    bytes: bytesOf(files),
    direct: packed.length > 0 ? files.filter((file) => file.size >= SMALL_BYTES) : files,
    format: 'newline_delimited',
    packs,
    rejectedRows: packs.map(() => []),
    rejected: [],
    folder,
  }
}

/** A folder for packs, away from the lake. */
export function packFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'sparkify-'))
}

async function load(session: Session, copy: LocalCopy, progress: Progress): Promise<CopyReport> {
  const malformed = copy.packs.flatMap((pack) => pack.malformed).length
  if (malformed > 0 && copy.rejected.length === 0) throw new Failure('Some files are not JSON.')
  const counted: LoadedFile[] = []
  let inserted = 0
  let read = 0
  for (const batch of batches(copy.direct)) {
    counted.push(...(await loadBatch(session, copy, batch)))
    inserted += await insertBatch(session, copy, batch)
    read += bytesOf(batch)
    progress.update(`${counted.length} of ${copy.files} files, ${mb(read)} of ${mb(copy.bytes)} MB`)
  }
  for (const [index, pack] of copy.packs.entries()) {
    await setVariable(session, variableOf(copy.transform.copy.from), [pack.path])
    const rejected = copy.rejectedRows[index] ?? []
    await session.runRendered(`set variable rejected_rows = [${rejected.join(', ')}]::bigint[]`)
    inserted += await session.runRendered(
      insertFromPack(copy.table, copy.source, variableOf(copy.transform.copy.from)),
    )
    counted.push(...filesOfPack(pack, rejected))
  }
  return balanced(copy, counted, inserted)
}

async function insertBatch(
  session: Session,
  copy: LocalCopy,
  files: readonly LakeFile[],
): Promise<number> {
  const variable = variableOf(copy.transform.copy.from)
  await setVariable(session, variable, pathsOf(files))
  return session.runRendered(insertFromJson(copy.table, copy.source, variable, copy.format))
}

/** Counts the objects of each file, apart from the load, so that the two can be held against each other. */
async function loadBatch(
  session: Session,
  copy: LocalCopy,
  files: readonly LakeFile[],
): Promise<LoadedFile[]> {
  const counts = await countObjects(session, pathsOf(files), copy.format)
  return files.map((file) => ({
    file: shownPath(file.path),
    bytes: file.size,
    rowsLoaded: counts.get(file.path) ?? 0,
    rowsRejected: 0,
  }))
}

/** Objects by path. @throws when a file is not JSON in this format. */
export async function countObjects(
  session: Session,
  paths: readonly string[],
  format: Format,
): Promise<Map<string, number>> {
  await setVariable(session, 'counted_files', paths)
  const { rows } = await session.knex
    .raw(
      `select filename, count(*) as objects
       from read_json_objects(getvariable('counted_files'), format = '${format}', filename = true)
       group by filename`,
    )
    .options({ asIs: true })
  return new Map(
    (rows as { filename: string; objects: number }[]).map((row) => [row.filename, row.objects]),
  )
}

/** Names files in the session, so that statements stay short whatever their number. */
export async function setVariable(
  session: Session,
  name: string,
  paths: readonly string[],
): Promise<void> {
  await session.runRendered(`set variable ${name} = [${paths.map(literal).join(', ')}]::varchar[]`)
}

function filesOfPack(pack: Pack, rejected: readonly number[]): LoadedFile[] {
  const loaded = pack.files.map(() => 0)
  const bad = pack.files.map(() => 0)
  const left = new Set(rejected)
  for (const [row, file] of pack.fileOf.entries()) {
    const counts = left.has(row) ? bad : loaded
    counts[file] = (counts[file] ?? 0) + 1
  }
  for (const { file } of pack.malformed) bad[file] = (bad[file] ?? 0) + 1
  return pack.files.map((file, index) => ({
    file: shownPath(file.path),
    bytes: file.size,
    rowsLoaded: loaded[index] ?? 0,
    rowsRejected: bad[index] ?? 0,
  }))
}

function balanced(copy: LocalCopy, files: readonly LoadedFile[], inserted: number): CopyReport {
  const expected = files.reduce((sum, file) => sum + file.rowsLoaded, 0)
  if (expected !== inserted) {
    throw new Failure(
      `${copy.step} was undone: the files hold ${expected} rows to load, but ${inserted} came into ` +
        `${copy.table.name}. Something changed the files while they were read; run it again.`,
    )
  }
  return { files, rejected: copy.rejected }
}

function* batches(files: readonly LakeFile[]): Generator<LakeFile[]> {
  let batch: LakeFile[] = []
  for (const file of files) {
    batch.push(file)
    if (bytesOf(batch) < BATCH_BYTES) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function bytesOf(files: readonly LakeFile[]): number {
  return files.reduce((sum, file) => sum + file.size, 0)
}

function pathsOf(files: readonly LakeFile[]): string[] {
  return files.map((file) => file.path)
}

function mb(bytes: number): string {
  return (bytes / 1e6).toFixed(0)
}
