import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs'
import { open, rename } from 'node:fs/promises'
import path from 'node:path'
import type { S3Client } from '@aws-sdk/client-s3'
import { atOnce } from '../at-once.ts'
import { Failure } from '../errors.ts'
import type { Progress } from '../progress.ts'
import { bytesOf, megabytes } from './bytes.ts'
import { type LakeFile, LOADED } from './list.ts'
import {
  keyPrefix,
  listedFailure,
  listObjects,
  noObject,
  parseS3,
  readObject,
  type S3Object,
  s3Client,
} from './s3.ts'

const AT_ONCE = 16
/** Smaller objects are kept together in one file: thousands of files are slow to write and to open. */
const SMALL_BYTES = 64 << 10

/** Of a key in the name of a file, which may have 255 bytes. */
const KEY_CHARACTERS = 60

/** Where an object is kept on this machine. */
interface Kept {
  readonly key: string
  readonly etag: string
  readonly size: number
  readonly path: string
  /** Where it begins, when the file holds more than it. */
  readonly offset: number | null
}

/**
 * The objects of an `s3://` place, in the order of their keys.
 * @throws Failure when the place cannot be read, or holds no object that a load takes.
 */
export async function listBucket(
  setting: string,
  uri: string,
  region: string | null,
): Promise<LakeFile[]> {
  const place = parseS3(keyPrefix(uri))
  const client = await s3Client(region)
  try {
    const objects = (await listObjects(client, place)).filter(({ key }) => LOADED.test(key))
    if (objects.length === 0) throw noObject(setting, uri)
    return objects.map(({ key, size, etag, changedAt }) => ({
      path: '',
      uri: `s3://${place.bucket}/${key}`,
      size,
      version: etag,
      changedAt,
    }))
  } finally {
    client.destroy()
  }
}

/**
 * Objects of one bucket as files of this machine. An object whose ETag is known is not fetched again,
 * and a transfer that broke off goes on where it was.
 * @throws Failure when an object cannot be read.
 */
export async function fetchFiles<File extends LakeFile>(
  files: readonly File[],
  region: string | null,
  folder: string,
  progress: Progress,
): Promise<File[]> {
  const { bucket } = parseS3(files[0]?.uri ?? '')
  const objects = files.map(({ uri, size, version, changedAt }) => ({
    key: parseS3(uri).prefix,
    size,
    etag: version,
    changedAt,
  }))
  const client = await s3Client(region)
  try {
    const cache = openCache(path.join(folder, bucket))
    await fetchMissing(client, bucket, objects, cache, progress)
    return files.map((file, index) => {
      const kept = cache.kept.get(objects[index]?.key ?? '')
      const offset = kept?.offset ?? null
      return { ...file, path: kept?.path ?? '', ...(offset === null ? {} : { offset }) }
    })
  } finally {
    client.destroy()
  }
}

async function fetchMissing(
  client: S3Client,
  bucket: string,
  objects: readonly S3Object[],
  cache: Cache,
  progress: Progress,
): Promise<void> {
  const missing = objects.filter(({ key, etag }) => cache.kept.get(key)?.etag !== etag)
  const total = bytesOf(missing)
  let fetched = 0
  let bytes = 0
  const fetchOne = async (object: S3Object) => {
    if (object.size < SMALL_BYTES)
      cache.keepSmall(object, await readObject(client, bucket, object.key, object.etag))
    else cache.keepLarge(object, await fetchLarge(client, bucket, object, cache.folder))
    fetched += 1
    bytes += object.size
    progress.update(
      `${fetched} of ${missing.length} objects, ${megabytes(bytes)} of ${megabytes(total)} MB`,
    )
  }
  try {
    await atOnce(AT_ONCE, missing, fetchOne)
  } finally {
    cache.close()
  }
}

/** Fetches into a file beside its place, from where an earlier transfer of the same object broke off. */
async function fetchLarge(
  client: S3Client,
  bucket: string,
  object: S3Object,
  folder: string,
): Promise<string> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3')
  // A key may be longer than the name of a file; what it says is told by the ETag as well.
  const end = object.key.slice(-KEY_CHARACTERS).replaceAll('/', '_')
  const name = `${end}.${object.etag.replace(/\W/g, '')}`
  const file = path.join(folder, object.key.endsWith('.gz') ? `${name}.gz` : name)
  const part = `${file}.part`
  const start = statSync(part, { throwIfNoEntry: false })?.size ?? 0
  try {
    const { Body } = await client.send(
      new GetObjectCommand({
        Bucket: bucket,
        Key: object.key,
        IfMatch: object.etag,
        ...(start > 0 && start < object.size ? { Range: `bytes=${start}-` } : {}),
      }),
    )
    const output = await open(part, start > 0 && start < object.size ? 'a' : 'w')
    try {
      for await (const chunk of Body as AsyncIterable<Uint8Array>) await output.write(chunk)
    } finally {
      await output.close()
    }
  } catch (error) {
    throw listedFailure(`s3://${bucket}/${object.key}`, error)
  }
  const size = statSync(part).size
  if (size !== object.size) {
    throw new Failure(
      `Cannot read s3://${bucket}/${object.key}: ${size} of ${object.size} bytes came. ` +
        'Nothing was loaded. Run it again: it goes on where it was.',
    )
  }
  await rename(part, file)
  return file
}

interface Cache {
  readonly folder: string
  readonly kept: Map<string, Kept>
  keepSmall(object: S3Object, bytes: Buffer): void
  keepLarge(object: S3Object, file: string): void
  close(): void
}

/** What is kept is written down object by object, so that a process that is killed loses only what was under way. */
function openCache(folder: string): Cache {
  mkdirSync(folder, { recursive: true })
  const index = path.join(folder, 'index.jsonl')
  const kept = new Map<string, Kept>()
  const lines = existsSync(index) ? readFileSync(index, 'utf8').split('\n') : []
  for (const line of lines.filter((text) => text.endsWith('}'))) {
    const entry = JSON.parse(line) as Kept
    if (existsSync(entry.path)) kept.set(entry.key, entry)
  }
  // Each process writes a file of its own, so that two of them do not write into each other's objects.
  const together = path.join(folder, `objects-${process.pid}-${Date.now()}.bin`)
  let output: number | null = null
  let end = 0
  const keep = (entry: Kept) => {
    kept.set(entry.key, entry)
    appendFileSync(index, `${JSON.stringify(entry)}\n`)
  }
  return {
    folder,
    kept,
    keepSmall({ key, etag, size }, bytes) {
      output ??= openSync(together, 'w')
      writeSync(output, bytes)
      keep({ key, etag, size, path: together, offset: end })
      end += bytes.length
    },
    keepLarge({ key, etag, size }, file) {
      keep({ key, etag, size, path: file, offset: null })
    },
    close() {
      if (output !== null) closeSync(output)
      output = null
    },
  }
}
