import { copyFailure } from '../copy-failure.ts'
import type {
  Copying,
  CopyReport,
  NewFile,
  PreparedCopy,
  RejectedRow,
  Session,
  SourceFile,
} from '../engine.ts'
import { Failure } from '../errors.ts'
import { bytesOf } from '../lake/bytes.ts'
import { LOADED } from '../lake/list.ts'
import { keyPrefix, listObjects, noObject, parseS3, s3Client } from '../lake/s3.ts'
import type { Progress } from '../progress.ts'
import type { Lake, RedshiftSettings } from '../settings.ts'
import { LOAD_COLUMN, type Table } from '../table.ts'
import type { CopyTransform, Source } from '../transform.ts'
import { slicesOf } from './catalog.ts'
import { runId } from './connection.ts'
import { type CopySource, copyStatement, jsonPathsOf, placeOf } from './copy.ts'
import { loadObjects } from './copy-objects.ts'
import { countByFile, loadPacks, packedFiles } from './copy-packs.ts'
import { explainCopy, rowsLeftOut } from './load-errors.ts'
import { type Packed, packObjects, plannedPack } from './packing.ts'

/** A copy of the cluster: of packs, of objects one after the other, or of all that a prefix matches. */
export interface ClusterCopy extends PreparedCopy {
  readonly transform: CopyTransform
  /** The COPY of what a source is read from. */
  readonly statement: (
    source: Omit<CopySource, 'jsonPaths' | 'maxErrors'> & { jsonPaths?: string },
  ) => string
  /** Where all objects of the source are. */
  readonly place: string
  readonly region: string | null
  /** Null where the cluster reads the objects as they are. */
  readonly packed: Packed | null
  /** The objects that the cluster reads as they are. */
  readonly objects: readonly NewFile[]
  /** What was found to be no row while packing, and left out. */
  readonly malformed: readonly RejectedRow[]
  /** A session that is in no transaction. */
  readonly outside: Session
  /** The cluster's clock when the load began, once it has begun. */
  startedAt: string
  /** The numbers in the catalog of the tables that are copied into, and of others of their names in other schemas. */
  tableIds: readonly number[]
}

/** So many objects are copied one by one, so that each can be replaced later; more are copied by their prefix. */
const FEW_OBJECTS = 64
/**
 * Larger objects are copied one by one and not packed: reading them here and sending them back would take
 * longer than what it gains.
 */
export const LARGE_BYTES: number = 64 << 20

/** What of the settings a load needs. */
interface Places {
  readonly lake: Lake
  readonly work: string | null
  readonly redshift: RedshiftSettings
}

/**
 * Redshift's COPY: the cluster reads the bucket. This process lists it and, where it has a place to write
 * to (`S3_WORK`), packs the objects first.
 */
export function redshiftCopying(settings: Places): Copying<ClusterCopy> {
  const { lake, work, redshift } = settings
  return {
    plan: async (_step, transform, table) => [planned(transform, table, settings)],
    place: (source) => keyPrefix(lake[source]),
    list: (source) => objectsOf(source, settings),
    hash: async () => null, // the ETag is one
    number: (files, first, whole) =>
      files.map((file, index) => ({
        ...file,
        load: work === null && whole && files.length > FEW_OBJECTS ? null : first + index,
      })),
    async prepare(step, transform, table, newFiles, progress, session) {
      const jsonPaths = jsonPathsOf(transform, lake)
      const { maxErrors = 0 } = transform.copy
      const copy = {
        step,
        transform,
        table,
        place: placeOf(transform, lake),
        region: redshift.region,
        newFiles,
        files: newFiles.length,
        bytes: bytesOf(newFiles),
        outside: session,
        startedAt: '',
        tableIds: [],
      }
      const malformed: RejectedRow[] = []
      const onMalformed = (row: RejectedRow) => {
        malformed.push(row)
        if (malformed.length >= Math.max(maxErrors, 1))
          throw copyFailure(copy, malformed, maxErrors)
      }
      const packed = await packSmall(copy, settings, jsonPaths, onMalformed, progress)
      const most = maxErrors - malformed.length
      return {
        ...copy,
        packed,
        objects: packed === null ? newFiles : newFiles.filter((file) => !isSmall(file)),
        malformed,
        statement: (source) =>
          copyStatement(transform, table, { jsonPaths, maxErrors: most, ...source }, redshift),
      }
    },
    load,
    explain: explainCopy,
    discard: async ({ packed }) => packed?.remove(),
  }
}

/** The COPY of the whole source. */
function planned(transform: CopyTransform, table: Table, { lake, work, redshift }: Places): string {
  const { from: source, maxErrors = 0 } = transform.copy
  const place = placeOf(transform, lake)
  const jsonPaths = jsonPathsOf(transform, lake)
  const whole = { into: table.name, from: place, jsonPaths, maxErrors }
  if (work === null) return copyStatement(transform, table, whole, redshift)
  const keepsLoads = LOAD_COLUMN in table.columns
  const pack = plannedPack({ work, runId, source, jsonPaths, keepsLoads })
  const packs = {
    ...whole,
    from: pack.manifest,
    jsonPaths: pack.jsonPaths,
    isManifest: true,
    gzip: true,
    keepsLoads,
  }
  return [
    `-- Before it, what is new under ${place} is packed; each run has a folder of its own.`,
    '-- Objects of 64 MB and more are copied one by one.',
    copyStatement(transform, table, packs, redshift),
  ].join('\n')
}

function isSmall({ size }: SourceFile): boolean {
  return size < LARGE_BYTES
}

/** Packs what is small, where there is a place to write to. Resolves to null when nothing is packed. */
async function packSmall(
  {
    table,
    transform,
    newFiles,
    outside,
  }: Pick<ClusterCopy, 'table' | 'transform' | 'newFiles' | 'outside'>,
  { work, redshift }: Places,
  jsonPaths: string,
  onMalformed: (row: RejectedRow) => void,
  progress: Progress,
): Promise<Packed | null> {
  const files = newFiles.filter(isSmall)
  if (work === null || files.length === 0) return null
  const packing = {
    files,
    keepsLoads: LOAD_COLUMN in table.columns,
    source: transform.copy.from,
    work,
    region: redshift.region,
    slices: await slicesOf(outside),
    runId,
    jsonPaths,
    onMalformed,
  }
  return packObjects(packing, progress)
}

async function objectsOf(source: Source, { lake, work, redshift }: Places): Promise<SourceFile[]> {
  const { bucket, prefix } = parseS3(keyPrefix(lake[source]))
  const client = await s3Client(redshift.region)
  const objects = await listObjects(client, { bucket, prefix })
  client.destroy()
  const loaded = objects.filter(({ key }) => LOADED.test(key))
  if (loaded.length === 0) throw noObject(source.toUpperCase(), lake[source])
  // A folder that S3's console made is an object without bytes.
  const other = objects.find(({ key, size }) => size > 0 && !LOADED.test(key))
  if (other && work === null) {
    throw new Failure(
      `Cannot read ${source.toUpperCase()}: COPY takes every object under ${keyPrefix(lake[source])}, and '${other.key}' ends in none of ` +
        '.json, .jsonl, .ndjson or one of these with .gz. Nothing was loaded. ' +
        'Move it elsewhere, or set S3_WORK, with which only such files are loaded.',
    )
  }
  return loaded.map(({ key, size, etag, changedAt }) => ({
    uri: `s3://${bucket}/${key}`,
    size,
    version: etag,
    changedAt,
  }))
}

/** Loads, and holds the rows that came against those that were packed. */
async function load(session: Session, copy: ClusterCopy, progress: Progress): Promise<CopyReport> {
  const [clock] = await session.rows<{ now: string }>('select getdate() as now')
  copy.startedAt = clock?.now ?? ''
  copy.tableIds = []
  const fromPacks = await loadPacks(session, copy)
  const { objects, rows } = await loadObjects(session, copy, progress)
  const { maxErrors = 0 } = copy.transform.copy
  const refused = maxErrors > 1 ? await rowsLeftOut(copy, maxErrors) : []
  const rejected = [...copy.malformed, ...refused]
  // Each COPY allows as many.
  if (rejected.length >= Math.max(maxErrors, 1)) throw copyFailure(copy, rejected, maxErrors)
  const packed = packedFiles(copy, fromPacks, refused)
  const refusedOf = countByFile(refused)
  const loaded = objects.map(({ uri, rows }) => ({
    uri,
    rowsLoaded: rows,
    rowsRejected: rows === null ? null : (refusedOf.get(uri) ?? 0),
  }))
  return { files: [...packed, ...loaded], rows: fromPacks + rows, rejected }
}
