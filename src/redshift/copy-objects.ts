import type { NewFile, Session, SourceFile } from '../engine.ts'
import { Failure } from '../errors.ts'
import { listObjects, parseS3, s3Client } from '../lake/s3.ts'
import type { Progress } from '../progress.ts'
import { fileColumns, LOAD_COLUMN } from '../table.ts'
import { knowTable, lastCount } from './copied.ts'
import type { ClusterCopy } from './copying.ts'
import { identifier } from './literals.ts'

type Client = Awaited<ReturnType<typeof s3Client>>

/** An object that was loaded, and how many of its rows; null where the cluster told those of all objects in one. */
export interface LoadedObject {
  readonly uri: string
  readonly rows: number | null
}

interface Loaded {
  readonly objects: readonly LoadedObject[]
  readonly rows: number
}

/** Loads objects as they are: one after the other, or all that a prefix matches when their loads have no numbers. */
export async function loadObjects(
  session: Session,
  copy: ClusterCopy,
  progress: Progress,
): Promise<Loaded> {
  if (copy.objects.length === 0) return { objects: [], rows: 0 }
  const client = await s3Client(copy.region)
  const together = copy.objects.some(({ load }) => load === null)
  try {
    return await (together
      ? loadTogether(session, copy, client)
      : loadOneByOne(session, copy, client, progress))
  } finally {
    client.destroy()
  }
}

async function loadTogether(session: Session, copy: ClusterCopy, client: Client): Promise<Loaded> {
  const { objects, place, table, transform } = copy
  const gzip = isZipped(transform.copy.from, objects)
  await knowTable(session, copy, table.name)
  await session.run(copy.statement({ into: table.name, from: place, gzip }))
  const other = await otherObject(client, place, objects)
  if (other !== undefined) {
    throw new Failure(
      `Cannot tell what was loaded from ${transform.copy.from.toUpperCase()}: ${other} came while its objects were copied. ` +
        'Nothing was loaded. Run it again.',
    )
  }
  const rows = await lastCount(session)
  return { objects: objects.map(({ uri }) => ({ uri, rows: null })), rows }
}

/**
 * Whether the objects are compressed: COPY does not know by their names, and unpacks all of them or none
 * (https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-file-compression.html).
 */
function isZipped(source: string, objects: readonly { readonly uri: string }[]): boolean {
  const zipped = objects.find(({ uri }) => uri.endsWith('.gz'))
  const plain = objects.find(({ uri }) => !uri.endsWith('.gz'))
  if (zipped && plain) {
    throw new Failure(
      `Cannot read ${source.toUpperCase()}: one COPY takes objects that are all compressed or all plain, and found ${zipped.uri} ` +
        `beside ${plain.uri}. Nothing was loaded. Compress or unpack those of one kind, or set S3_WORK, with which both are loaded.`,
    )
  }
  return zipped !== undefined
}

/** Each object lands in a table of the session, from where its rows go on with the number of its load. */
async function loadOneByOne(
  session: Session,
  copy: ClusterCopy,
  client: Client,
  progress: Progress,
): Promise<Loaded> {
  const { table } = copy
  const keepsLoads = LOAD_COLUMN in table.columns
  const landing = keepsLoads ? `landing_${table.name}` : table.name
  const columns = fileColumns(table).map(identifier).join(', ')
  if (keepsLoads) {
    await session.run(
      `create temporary table ${identifier(landing)} (like ${identifier(table.name)})`,
    )
  }
  await knowTable(session, copy, landing)
  const objects: LoadedObject[] = []
  let rows = 0
  for (const file of copy.objects) {
    const gzip = file.uri.endsWith('.gz')
    await session.run(copy.statement({ into: landing, from: file.uri, gzip }))
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
    objects.push({ uri: file.uri, rows: loaded })
    progress.update(`${objects.length} of ${copy.objects.length} objects`)
  }
  if (keepsLoads) await session.run(`drop table ${identifier(landing)}`)
  return { objects, rows }
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
