import type { S3Client } from '@aws-sdk/client-s3'
import { atOnce } from '../at-once.ts'
import type { NewFile, RejectedRow } from '../engine.ts'
import { bytesOf, megabytes } from '../lake/bytes.ts'
import { pathsIn } from '../lake/json-paths.ts'
import { objectText } from '../lake/object-text.ts'
import { lineOf, RAW_CHARACTERS } from '../lake/pack.ts'
import { parseS3, readObject, s3Client } from '../lake/s3.ts'
import { type Found, ObjectScanner } from '../lake/scan.ts'
import { makeFolder, removeFolder } from '../lake/temporary.ts'
import type { Progress } from '../progress.ts'
import { LOAD_COLUMN } from '../table.ts'
import type { Source } from '../transform.ts'
import { type Extent, PackFiles, type SentPack } from './pack-files.ts'
import { WorkArea, workPrefix } from './work-area.ts'

/** What is packed, and where to. */
export interface Packing {
  readonly files: readonly NewFile[]
  /** Whether each row carries the number of its load. */
  readonly keepsLoads: boolean
  /** Names the run's folder for these files. */
  readonly source: Source
  /** The setting `S3_WORK`: a prefix without a slash at its end. */
  readonly work: string
  /** The region of all buckets of a COPY. */
  readonly region: string | null
  /** How many slices the cluster has, null where it does not say. */
  readonly slices: number | null
  /** Eight hexadecimal digits. */
  readonly runId: string
  /** `auto`, or the URI of a JSONPaths file. */
  readonly jsonPaths: string
  /** Is told of what is no row, which is left out. What it throws ends the packing. */
  readonly onMalformed: (row: RejectedRow) => void
}

/** Files that are ready for one COPY. */
export interface Packed {
  /** The manifest that names the packs, null when there is no row. */
  readonly manifest: string | null
  /** `auto`, or the URI of a JSONPaths file; where rows carry their load, its last path is that of `load_id`. */
  readonly jsonPaths: string
  /** Rows by the URI of a file. */
  readonly rowsOf: ReadonlyMap<string, number>
  /** The file and line from which a line of a pack comes; null when the URI is of no pack. */
  locate(pack: string, line: number): { readonly uri: string; readonly line: number } | null
  /** Removes what was written. What cannot be removed is told on stderr, and is no failure. */
  remove(): Promise<void>
}

/**
 * Text per pack, of which gzip leaves about an eighth: files should have 1 to 128 MB
 * (https://docs.aws.amazon.com/redshift/latest/dg/advisor-recommendations.html).
 */
const PACK_BYTES = 32 << 20
const GZIP_RATIO = 8
/**
 * Packs of a wave where the cluster does not tell its slices, as Serverless does not: its capacity comes
 * in steps of 8 (https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-capacity.html).
 */
const UNTOLD_SLICES = 8
const AT_ONCE = 16

/**
 * Packs files into gzip files of equal size under a prefix of the run's own, their number a multiple of
 * the cluster's slices, since that many are loaded side by side
 * (https://docs.aws.amazon.com/redshift/latest/dg/c_best-practices-use-multiple-files.html), and writes the
 * manifest that names them. Rows stand on lines of their own.
 * @throws Failure when a file cannot be read or the prefix cannot be written; nothing is left then.
 */
export async function packObjects(packing: Packing, progress: Progress): Promise<Packed> {
  const client = await s3Client(packing.region)
  const area = new WorkArea(client, packing.work, packing.runId, packing.source)
  const remove = async () => {
    await area.remove()
    client.destroy()
  }
  try {
    await area.removeAbandoned()
    return { ...(await pack(client, area, packing, progress)), remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** What a run writes, without looking at anything. */
export function plannedPack({
  work,
  runId,
  source,
  jsonPaths,
  keepsLoads,
}: Pick<Packing, 'work' | 'runId' | 'source' | 'jsonPaths' | 'keepsLoads'>): {
  readonly manifest: string
  readonly jsonPaths: string
} {
  const prefix = workPrefix(work, runId, source)
  const own = keepsLoads && jsonPaths !== 'auto'
  return { manifest: prefix + MANIFEST, jsonPaths: own ? prefix + JSON_PATHS : jsonPaths }
}

const MANIFEST = 'manifest'
const JSON_PATHS = 'jsonpaths.json'

async function pack(
  client: S3Client,
  area: WorkArea,
  packing: Packing,
  progress: Progress,
): Promise<Omit<Packed, 'remove'>> {
  const { files } = packing
  const jsonPaths = await jsonPathsOf(client, area, packing)
  const rows = files.map(() => 0)
  const packs = await writePacks(client, area, packing, rows, progress)
  const placesOf = new Map(packs.map(({ uri, places }) => [uri, places]))
  // Without `mandatory`, COPY would pass over a file that is missing, without a word.
  const entries = packs.map(({ uri }) => ({ url: uri, mandatory: true }))
  return {
    manifest: packs.length === 0 ? null : await area.put(MANIFEST, JSON.stringify({ entries })),
    jsonPaths,
    rowsOf: new Map(files.map(({ uri }, index) => [uri, rows[index] ?? 0])),
    locate(pack, line) {
      const place = placesOf.get(pack)?.at(line)
      return place ? { uri: files[place.object]?.uri ?? '', line: place.line } : null
    },
  }
}

/** Writes the packs, and counts the rows of each file. */
async function writePacks(
  client: S3Client,
  area: WorkArea,
  { files, keepsLoads, slices, onMalformed }: Packing,
  rows: number[],
  progress: Progress,
): Promise<SentPack[]> {
  const folder = makeFolder()
  const extent = extentOf(files, slices ?? UNTOLD_SLICES)
  const packs = new PackFiles(folder, extent, (name, body) => area.put(name, body))
  const stored = bytesOf(files)
  let came = 0
  let done = 0
  const read = async (index: number, { uri, size, version, load }: NewFile) => {
    const members = keepsLoads ? `"${LOAD_COLUMN}":${load}` : ''
    const add = (found: Found) => {
      const reason = found.problem ?? (keepsLoads ? loadProblem(found.bytes) : null)
      if (reason !== null) return onMalformed(malformed(uri, found, reason))
      rows[index] = (rows[index] ?? 0) + 1
      packs.add(index, found.line, lineOf(found.bytes, members))
    }
    const { bucket, prefix: key } = parseS3(uri)
    const scanner = new ObjectScanner()
    const texts = objectText(client, bucket, { key, size, etag: version }, (bytes) => {
      came += bytes
    })
    for await (const text of texts) {
      for (const found of scanner.scan(text, false)) add(found)
      await packs.reach(came / stored)
    }
    for (const found of scanner.scan(Buffer.alloc(0), true)) add(found)
    done += 1
    progress.update(
      `${done} of ${files.length} objects, ${megabytes(came)} of ${megabytes(stored)} MB packed`,
    )
  }
  try {
    await atOnce(AT_ONCE, files.entries(), ([index, file]) => read(index, file))
    progress.update('the last packs are sent')
    return await packs.end()
  } finally {
    await packs.close()
    removeFolder(folder)
  }
}

function extentOf(files: readonly NewFile[], slices: number): Extent {
  const bytes = files.reduce(
    (sum, { uri, size }) => sum + (uri.endsWith('.gz') ? size * GZIP_RATIO : size),
    0,
  )
  return { bytes, slices, waves: Math.max(1, Math.ceil(bytes / (slices * PACK_BYTES))) }
}

function malformed(file: string, { bytes, line }: Found, reason: string): RejectedRow {
  const value = bytes.toString('utf8', 0, RAW_CHARACTERS)
  return { file, line, column: null, type: null, value, reason }
}

/** Why an object cannot carry the number of its load; null when it can, or is no JSON, which the cluster will say. */
function loadProblem(object: Buffer): string | null {
  if (!object.includes(`"${LOAD_COLUMN}"`)) return null
  try {
    const has = LOAD_COLUMN in JSON.parse(object.toString())
    return has ? `it has the key '${LOAD_COLUMN}', under which packed rows carry their load` : null
  } catch {
    return null
  }
}

/** The paths of the copy; where rows carry their load, a file of ours with one path more. */
async function jsonPathsOf(
  client: S3Client,
  area: WorkArea,
  { jsonPaths, keepsLoads }: Packing,
): Promise<string> {
  if (jsonPaths === 'auto' || !keepsLoads) return jsonPaths
  const { bucket, prefix } = parseS3(jsonPaths)
  const paths = pathsIn((await readObject(client, bucket, prefix)).toString(), jsonPaths)
  // The paths of a file are all in one notation.
  const inBrackets = paths.some((text) => String(text).includes('['))
  const own = inBrackets ? `$['${LOAD_COLUMN}']` : `$.${LOAD_COLUMN}`
  return area.put(JSON_PATHS, JSON.stringify({ jsonpaths: [...paths, own] }))
}
