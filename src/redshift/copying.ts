import type {
  Copying,
  CopyReport,
  LoadedFile,
  NewFile,
  PreparedCopy,
  RejectedRow,
  Session,
  SourceFile,
} from '../engine.ts'
import { Failure } from '../errors.ts'
import { LOADED } from '../lake/list.ts'
import { listObjects, parseS3, s3Client } from '../lake/s3.ts'
import type { Progress } from '../progress.ts'
import type { Lake, RedshiftSettings } from '../settings.ts'
import { fileColumns, LOAD_COLUMN } from '../table.ts'
import type { CopyTransform } from '../transform.ts'
import { copyStatement, keyPrefix } from './copy.ts'
import { identifier, literal } from './literals.ts'
import { explainCopy, rowsLeftOut } from './load-errors.ts'

/** A copy of the cluster: of all objects that its prefix matches, or of one object after the other. */
export interface ClusterCopy extends PreparedCopy {
  readonly transform: CopyTransform
  /** The COPY of an object, or of the prefix. */
  readonly statement: (
    into: string,
    files: { readonly from?: string; readonly gzip: boolean },
  ) => string
  /** Where all objects of the source are. */
  readonly place: string
  readonly region: string | null
  /** The cluster's clock when the load began, once it has begun. */
  startedAt: string
  /** The numbers in the catalog of the table that is copied into, and of others of its name in other schemas. */
  tableIds: readonly number[]
}

/** So many objects are copied one by one, so that each can be replaced later; more are copied by their prefix. */
const FEW_OBJECTS = 64

/** Redshift's COPY: the cluster reads the bucket, and this process only lists it. */
export function redshiftCopying(settings: {
  readonly lake: Lake
  readonly redshift: RedshiftSettings
}): Copying<ClusterCopy> {
  const { lake, redshift } = settings
  return {
    plan: (_step, transform, table) => [copyStatement(transform, table, lake, redshift)],
    place: (source) => keyPrefix(lake[source]),
    list: (source) => objectsOf(source, lake, redshift.region),
    number: (files, first, whole) =>
      files.map((file, index) => ({
        ...file,
        load: whole && files.length > FEW_OBJECTS ? null : first + index,
      })),
    async prepare(step, transform, table, newFiles) {
      return {
        step,
        transform,
        table,
        statement: (into, files) =>
          copyStatement(transform, table, lake, redshift, { into, ...files }),
        place: keyPrefix(lake[transform.copy.from]),
        region: redshift.region,
        newFiles,
        files: newFiles.length,
        bytes: newFiles.reduce((sum, { size }) => sum + size, 0),
        startedAt: '',
        tableIds: [],
      }
    },
    load,
    explain: explainCopy,
    discard: async () => {},
  }
}

async function objectsOf(
  source: keyof Lake,
  lake: Lake,
  region: string | null,
): Promise<SourceFile[]> {
  const { bucket, prefix } = parseS3(keyPrefix(lake[source]))
  const client = await s3Client(region)
  const objects = await listObjects(client, { bucket, prefix })
  client.destroy()
  const loaded = objects.filter(({ key }) => LOADED.test(key))
  if (loaded.length === 0) {
    throw new Failure(
      `Cannot read ${source.toUpperCase()}: no object under ${lake[source]} ends in .json, .jsonl, .ndjson or one ` +
        'of these with .gz. Nothing was loaded. Set it to the prefix that holds the files.',
    )
  }
  // A folder that S3's console made is an object without bytes.
  const other = objects.find(({ key, size }) => size > 0 && !LOADED.test(key))
  if (other) {
    throw new Failure(
      `Cannot read ${source.toUpperCase()}: COPY takes every object under ${lake[source]}, and '${other.key}' ends in none of ` +
        '.json, .jsonl, .ndjson or one of these with .gz. Nothing was loaded. Move it elsewhere.',
    )
  }
  return loaded.map(({ key, size, etag, changedAt }) => ({
    uri: `s3://${bucket}/${key}`,
    size,
    version: etag,
    changedAt,
  }))
}

/**
 * Whether the objects are packed: COPY does not know by their names, and unpacks all of them or none
 * (https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-file-compression.html).
 */
function isPacked(source: keyof Lake, objects: readonly { readonly uri: string }[]): boolean {
  const packed = objects.find(({ uri }) => uri.endsWith('.gz'))
  const plain = objects.find(({ uri }) => !uri.endsWith('.gz'))
  if (packed && plain) {
    throw new Failure(
      `Cannot read ${source.toUpperCase()}: one COPY takes objects that are all packed or all plain, and found ${packed.uri} ` +
        `beside ${plain.uri}. Nothing was loaded. Pack or unpack those of one kind.`,
    )
  }
  return packed !== undefined
}

/** What load errors will be asked for. */
async function knowTable(session: Session, copy: ClusterCopy, name: string): Promise<void> {
  const tables = await session.rows<{ oid: number }>(
    `select oid from pg_class where relname = ${literal(name)}`,
  )
  copy.tableIds = tables.map(({ oid }) => oid)
}

/** Loads, and asks the same session how many rows came: COPY itself does not say so in a way that can be relied on. */
async function load(session: Session, copy: ClusterCopy, progress: Progress): Promise<CopyReport> {
  const [clock] = await session.rows<{ now: string }>('select getdate() as now')
  copy.startedAt = clock?.now ?? ''
  const client = await s3Client(copy.region)
  const together = copy.newFiles.some(({ load }) => load === null)
  const files = await (together
    ? loadTogether(session, copy, client)
    : loadOneByOne(session, copy, client, progress)
  ).finally(() => client.destroy())
  const rejected: RejectedRow[] =
    (copy.transform.copy.maxErrors ?? 0) > 1 ? await rowsLeftOut(session, copy) : []
  return { ...files, rejected }
}

type Client = Awaited<ReturnType<typeof s3Client>>
type Loaded = Pick<CopyReport, 'files' | 'rows'>

async function loadTogether(session: Session, copy: ClusterCopy, client: Client): Promise<Loaded> {
  const gzip = isPacked(copy.transform.copy.from, copy.newFiles)
  await knowTable(session, copy, copy.table.name)
  await session.run(copy.statement(copy.table.name, { gzip }))
  const other = await otherObject(client, copy.place, copy.newFiles)
  if (other !== undefined) {
    throw new Failure(
      `Cannot tell what was loaded from ${copy.transform.copy.from.toUpperCase()}: ${other} came while its objects were copied. ` +
        'Nothing was loaded. Run it again.',
    )
  }
  const files = copy.newFiles.map(({ uri }) => ({ uri, rowsLoaded: null, rowsRejected: null }))
  return { files, rows: await lastCount(session) }
}

/** Each object lands in a table of the session, from where its rows go on with the number of its load. */
async function loadOneByOne(
  session: Session,
  copy: ClusterCopy,
  client: Client,
  progress: Progress,
): Promise<Loaded> {
  const { table, newFiles } = copy
  const keepsLoads = LOAD_COLUMN in table.columns
  const landing = keepsLoads ? `landing_${table.name}` : table.name
  const columns = fileColumns(table).map(identifier).join(', ')
  if (keepsLoads && newFiles.length > 0) {
    await session.run(
      `create temporary table ${identifier(landing)} (like ${identifier(table.name)})`,
    )
  }
  await knowTable(session, copy, landing)
  const files: LoadedFile[] = []
  let rows = 0
  for (const file of newFiles) {
    const gzip = file.uri.endsWith('.gz')
    await session.run(copy.statement(landing, { from: file.uri, gzip }))
    await checkAlone(client, file)
    const loaded = await lastCount(session)
    if (keepsLoads) {
      await session.run(
        `insert into ${identifier(table.name)} (${columns}, ${identifier(LOAD_COLUMN)}) ` +
          `select ${columns}, ${file.load} from ${identifier(landing)}`,
      )
      await session.run(`delete from ${identifier(landing)}`)
    }
    rows += loaded
    files.push({ uri: file.uri, rowsLoaded: loaded, rowsRejected: null })
    progress.update(`${files.length} of ${newFiles.length} objects`)
  }
  if (keepsLoads && newFiles.length > 0) await session.run(`drop table ${identifier(landing)}`)
  return { files, rows }
}

/** COPY takes a key for a prefix: `a.json` also matches `a.json.gz`. */
async function checkAlone(client: Client, file: NewFile): Promise<void> {
  const other = await otherObject(client, file.uri, [file])
  if (other === undefined) return
  throw new Failure(
    `COPY from ${file.uri} also loads ${other}, whose key begins with it. Nothing was loaded. Rename one of them.`,
  )
}

/** An object that a COPY may have loaded beside these. Asked after it, so that none can come in between. */
async function otherObject(
  client: Client,
  place: string,
  files: readonly SourceFile[],
): Promise<string | undefined> {
  const { bucket, prefix } = parseS3(place)
  const objects = await listObjects(client, { bucket, prefix })
  const known = new Set(files.map(({ uri }) => uri))
  return objects
    .filter(({ size }) => size > 0)
    .map(({ key }) => `s3://${bucket}/${key}`)
    .find((uri) => !known.has(uri))
}

async function lastCount(session: Session): Promise<number> {
  const [row] = await session.rows<{ loaded: number }>('select pg_last_copy_count() as loaded')
  return Number(row?.loaded ?? 0)
}
