import path from 'node:path'
import type {
  CopyReport,
  LoadedFile,
  NewFile,
  PreparedCopy,
  RejectedRow,
  Session,
} from '../engine.ts'
import { Failure } from '../errors.ts'
import { bytesOf, megabytes } from '../lake/bytes.ts'
import { hashOf } from '../lake/hash.ts'
import { fetched, pathsHere } from '../lake/here.ts'
import { isAsListed, isRemote, type LakeFile } from '../lake/list.ts'
import { malformedIn, type Pack, packFiles, packPath } from '../lake/pack.ts'
import type { ReadFile } from '../lake/plain.ts'
import { isZipped, unzip, withoutMark } from '../lake/read.ts'
import { makeFolder, removeFolder } from '../lake/temporary.ts'
import type { Progress } from '../progress.ts'
import type { Lake } from '../settings.ts'
import type { Table } from '../table.ts'
import type { CopyTransform } from '../transform.ts'
import {
  type Format,
  insertFromJson,
  insertFromPack,
  type JsonSource,
  jsonSource,
  withNumbers,
} from './json-source.ts'
import { countObjects, readPlainFiles, setLoads, setVariable } from './objects.ts'

/** Files below this size are read and packed before the engine sees them; many small files are slow to open. */
const SMALL_BYTES = 64 << 10
const FEW_FILES = 64
/** About this much is read by one statement, so that its list of files stays short. */
const BATCH_BYTES = 8 * 1024 ** 3

/** A copy of the embedded engine: files that it reads itself, and packs of the others. */
export interface LocalCopy extends PreparedCopy {
  readonly transform: CopyTransform
  readonly source: JsonSource
  /** The same, as the engine reads it faster; null where it cannot, or when the load failed with it. */
  readonly faster: JsonSource | null
  readonly direct: readonly NewFile<LakeFile>[]
  readonly format: Format
  /** Packed while the engine reads the other files. */
  readonly packing: Promise<readonly Pack[]>
  /** How many files are packed so far; null where none have to be. */
  readonly packed: { files: number } | null
  /** Rows of the packs that are left out, as numbers of each pack. */
  readonly rejectedRows: readonly (readonly number[])[]
  readonly rejected: readonly RejectedRow[]
  /** Whether `explain` looked into the files that failed, so that it will find nothing new. */
  readonly explained: boolean
  /** Where the engine reads the text of each file, by the file's path. */
  readonly texts: Map<string, string>
  /** The folder of packs and of texts that were written anew, removed at the end. */
  readonly folder: string
}

/** Where the lake is. */
export interface Bucket {
  readonly lake: Lake
  readonly region: string | null
}

/** The statements of a load. */
export function planned({ copy }: CopyTransform, table: Table, { lake }: Bucket): string[] {
  const texts = jsonSource(copy, table, lake.log_jsonpath)
  const source = withNumbers(texts) ?? texts
  const insert = insertFromJson(table, source, variableOf(copy.from), 'newline_delimited')
  return [...source.functions, insert]
}

/** The session's variable that lists the files, for example `log_data_files`. */
function variableOf(source: string): string {
  return `${source}_files`
}

/** Gets files ready to be loaded. @throws Failure when they cannot be had. */
export async function prepare(
  step: string,
  transform: CopyTransform,
  table: Table,
  newFiles: readonly NewFile<LakeFile>[],
  { lake, region }: Bucket,
  progress: Progress,
): Promise<LocalCopy> {
  const { from, json } = transform.copy
  const folder = makeFolder()
  try {
    const paths = json === 'auto' ? '' : await pathsHere(lake, region, folder)
    const source = jsonSource(transform.copy, table, paths)
    const files = await fetched(newFiles, region, progress)
    const small = files.filter((file) => file.size < SMALL_BYTES)
    const isPart = small.some(({ offset }) => offset !== undefined)
    const isPacked = small.length > FEW_FILES || isPart
    const direct = isPacked ? files.filter((file) => file.size >= SMALL_BYTES) : files
    const packed = { files: 0 }
    const onProgress = (files: number) => {
      packed.files = files
    }
    const packing = isPacked
      ? packFiles(small, packPath(folder, from), { onProgress }).then((pack) => [pack])
      : Promise.resolve([])
    packing.catch(() => {}) // whoever loads the packs throws it
    return {
      step,
      table,
      transform,
      source,
      // Packs are read as texts.
      faster: direct.length > 0 ? withNumbers(source) : null,
      newFiles: files,
      files: files.length,
      bytes: bytesOf(files),
      direct,
      format: 'newline_delimited',
      packing,
      packed: isPacked ? packed : null,
      rejectedRows: [],
      rejected: [],
      explained: false,
      texts: new Map(),
      folder,
    }
  } catch (error) {
    removeFolder(folder)
    throw error
  }
}

/** Appends the rows of the files, in the session's transaction. */
export async function load(
  session: Session,
  copy: LocalCopy,
  progress: Progress,
): Promise<CopyReport> {
  await makeFunctions(session, (copy.faster ?? copy.source).functions)
  let counted: LoadedFile[] = []
  let inserted = 0
  let read = 0
  let order: readonly LakeFile[] = copy.direct
  const tell = (bytes: number) => {
    const all = `${copy.files} files, ${megabytes(bytes)} of ${megabytes(copy.bytes)} MB`
    progress.update(`${filesWithin(order, bytes)} of ${all}`)
  }
  for (const batch of batches(copy.direct)) {
    const paths = await textPaths(copy, batch)
    const { rows, plain } = await loadBatch(session, copy, batch, paths, (share) =>
      tell(read + share * bytesOf(batch)),
    )
    inserted += rows
    const counts = await countObjects(session, paths, copy.format, plain)
    const hashes = await hashesOf(batch, paths, plain)
    counted = counted.concat(countsOf(batch, paths, counts, hashes))
    read += bytesOf(batch)
    tell(read)
  }
  const packs = await packed(copy, progress)
  if (!copy.explained && packs.some((pack) => malformedIn(pack) > 0)) {
    throw new Failure('Some files are not JSON.')
  }
  for (const [index, pack] of packs.entries()) {
    const rejected = copy.rejectedRows[index] ?? []
    order = [...order, ...pack.files]
    inserted += await insertPack(session, copy, pack, rejected, (share) =>
      tell(read + share * bytesOf(pack.files)),
    )
    counted = counted.concat(filesOfPack(pack, rejected))
    read += bytesOf(pack.files)
  }
  return balanced(copy, counted, inserted)
}

/** The packs, which most often are ready when the engine has read the other files. */
async function packed(
  { packing, packed, files }: LocalCopy,
  progress: Progress,
): Promise<readonly Pack[]> {
  if (packed === null) return packing
  const tell = () => progress.update(`packing small files, ${packed.files} of ${files}`)
  tell()
  const telling = setInterval(tell, 200)
  try {
    return await packing
  } finally {
    clearInterval(telling)
  }
}

/** Loads a batch of files, which are read a second time meanwhile; that ends when their load fails. */
async function loadBatch(
  session: Session,
  copy: LocalCopy,
  batch: readonly NewFile[],
  paths: readonly string[],
  onProgress: (share: number) => void,
): Promise<{ rows: number; plain: ReadonlyMap<string, ReadFile> }> {
  const stop = new AbortController()
  const reading = readPlainFiles(paths, stop.signal)
  reading.catch(() => {}) // what is wrong with a file is found when it is loaded
  try {
    const rows = await insertBatch(session, copy, batch, paths, onProgress)
    return { rows, plain: await reading }
  } finally {
    stop.abort()
  }
}

/** Makes functions of the conversions, in one message. */
export async function makeFunctions(session: Session, functions: readonly string[]): Promise<void> {
  if (functions.length > 0) await session.runRendered(functions.join(';\n'))
}

/** The files that the engine reads: not those that are zipped, since it does not see when one is cut off. */
export async function textPaths(
  { folder, texts }: LocalCopy,
  files: readonly LakeFile[],
): Promise<string[]> {
  const paths: string[] = []
  for (const file of files) {
    const text = texts.get(file.path) ?? (await textPath(file, path.join(folder, `${texts.size}`)))
    texts.set(file.path, text)
    paths.push(text)
  }
  return paths
}

async function textPath(file: LakeFile, target: string): Promise<string> {
  const unzipped = `${target}-unzipped.json`
  if (isZipped(file)) await unzip(file, unzipped)
  const source = isZipped(file) ? unzipped : file.path
  return withoutMark(file, source, `${target}-unmarked.json`)
}

async function insertBatch(
  session: Session,
  copy: LocalCopy,
  files: readonly NewFile[],
  paths: readonly string[],
  onProgress: (share: number) => void,
): Promise<number> {
  const variable = variableOf(copy.transform.copy.from)
  await setVariable(session, variable, paths)
  await setLoads(session, variable, files)
  const source = copy.faster ?? copy.source
  return session.runRendered(insertFromJson(copy.table, source, variable, copy.format), onProgress)
}

async function insertPack(
  session: Session,
  copy: LocalCopy,
  pack: Pack,
  rejected: readonly number[],
  onProgress: (share: number) => void,
): Promise<number> {
  const variable = variableOf(copy.transform.copy.from)
  if (!copy.explained) {
    const plain = await readPlainFiles([pack.path])
    await countObjects(session, [pack.path], 'newline_delimited', plain)
  }
  await setVariable(session, variable, [pack.path])
  await setLoads(session, variable, [])
  await session.runRendered(`set variable rejected_rows = [${rejected.join(', ')}]::bigint[]`)
  return session.runRendered(insertFromPack(copy.table, copy.source, variable), onProgress)
}

/**
 * The hashes of files as they are stored, which a text written anew is not. One that changed since it was
 * listed has none: what was hashed need not be what was loaded.
 */
async function hashesOf(
  files: readonly LakeFile[],
  paths: readonly string[],
  read: ReadonlyMap<string, ReadFile>,
): Promise<(string | null)[]> {
  const hashes: (string | null)[] = []
  for (const [index, file] of files.entries()) {
    const text = paths[index] ?? ''
    const isStored = text === file.path
    const hash = isStored ? (read.get(text)?.hash ?? null) : await hashOf(file.path)
    hashes.push(!isRemote(file) && isAsListed(file) ? hash : null)
  }
  return hashes
}

/** Objects are counted apart from the load, so that the two can be held against each other. */
function countsOf(
  files: readonly LakeFile[],
  paths: readonly string[],
  counts: ReadonlyMap<string, number>,
  hashes: readonly (string | null)[],
): LoadedFile[] {
  return files.map((file, index) => ({
    uri: file.uri,
    rowsLoaded: counts.get(paths[index] ?? '') ?? 0,
    rowsRejected: 0,
    hash: hashes[index] ?? null,
  }))
}

function filesOfPack(pack: Pack, rejected: readonly number[]): LoadedFile[] {
  const loaded = pack.files.map(() => 0)
  const bad = [...pack.malformedOf]
  const left = new Set(rejected)
  for (const [row, file] of pack.fileOf.entries()) {
    const counts = left.has(row) ? bad : loaded
    counts[file] = (counts[file] ?? 0) + 1
  }
  return pack.files.map((file, index) => ({
    uri: file.uri,
    rowsLoaded: loaded[index] ?? 0,
    rowsRejected: bad[index] ?? 0,
    hash: isRemote(file) ? null : (pack.hashOf[index] ?? null),
  }))
}

function balanced(copy: LocalCopy, files: readonly LoadedFile[], inserted: number): CopyReport {
  const expected = files.reduce((sum, file) => sum + (file.rowsLoaded ?? 0), 0)
  if (expected !== inserted) {
    throw new Failure(
      `${copy.step} was undone: the files hold ${expected} rows to load, but ${inserted} came into ` +
        `${copy.table.name}. Something changed the files while they were read; run it again.`,
    )
  }
  return { files, rows: inserted, rejected: copy.rejected }
}

/** How many of the files the first bytes are: the engine reads them about in their order. */
function filesWithin(files: readonly LakeFile[], bytes: number): number {
  let end = 0
  let count = 0
  for (const { size } of files) {
    end += size
    if (end > bytes) break
    count += 1
  }
  return count
}

function* batches<File extends LakeFile>(files: readonly File[]): Generator<File[]> {
  let batch: File[] = []
  let bytes = 0
  for (const file of files) {
    batch.push(file)
    bytes += file.size
    if (bytes < BATCH_BYTES) continue
    yield batch
    batch = []
    bytes = 0
  }
  if (batch.length > 0) yield batch
}
