import {
  closeSync,
  createReadStream,
  createWriteStream,
  openSync,
  readFileSync,
  readSync,
} from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip, gunzipSync } from 'node:zlib'
import { Failure, messageOf } from '../errors.ts'
import { type LakeFile, shownFile } from './list.ts'
import { BYTE_ORDER_MARK } from './scan.ts'

/** Files up to this size are read whole, which is faster. */
const WHOLE_BYTES = 16 << 20
const CHUNK_BYTES = 4 << 20

/** Whether a file is compressed, by its name. */
export function isZipped(file: LakeFile): boolean {
  return file.uri.endsWith('.gz')
}

/** The text of a file in chunks, out of gzip where its name says so. @throws Failure when it cannot be had. */
export async function* textOf(file: LakeFile): AsyncGenerator<Buffer> {
  try {
    const stored = createReadStream(file.path, { highWaterMark: CHUNK_BYTES })
    yield* isZipped(file) ? unzipped(stored) : stored
  } catch (error) {
    throw unreadable(file, error)
  }
}

/**
 * The text of a file that is small enough to be read at once, null for others. It may stand in `space`,
 * which the next one is read into. @throws Failure when it cannot be had.
 */
export function wholeTextOf(file: LakeFile, space?: Buffer): Buffer | null {
  if (file.size > WHOLE_BYTES) return null
  try {
    const bytes = (space && readInto(space, file)) ?? readWhole(file)
    return isZipped(file) ? gunzipSync(bytes) : bytes
  } catch (error) {
    throw unreadable(file, error)
  }
}

/**
 * Writes what a file holds to another one, out of gzip. The engine's own reader takes the end of a
 * file that was cut off for its end, so that rows would be lost without a word; this one does not.
 * @throws Failure when the file is not whole.
 */
export async function unzip(file: LakeFile, target: string): Promise<void> {
  try {
    await pipeline(
      createReadStream(file.path),
      createGunzip({ chunkSize: CHUNK_BYTES }),
      createWriteStream(target),
    )
  } catch (error) {
    throw unreadable(file, error)
  }
}

/**
 * Writes the text at `source` to another file when it begins with a byte order mark, which is left out.
 * Several threads of the engine, reading few files, refuse it. Resolves to where the text is then.
 * @throws Failure when the text cannot be had; `file` is what it is of.
 */
export async function withoutMark(file: LakeFile, source: string, target: string): Promise<string> {
  try {
    if (!isMarked(source)) return source
    const text = createReadStream(source, { start: BYTE_ORDER_MARK.length })
    await pipeline(text, createWriteStream(target))
    return target
  } catch (error) {
    throw unreadable(file, error)
  }
}

function isMarked(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const first = Buffer.alloc(BYTE_ORDER_MARK.length)
    readSync(file, first, 0, first.length, 0)
    return first.equals(BYTE_ORDER_MARK)
  } finally {
    closeSync(file)
  }
}

/** What a file holds, where it fits: memory that is new to the process costs more than what is read. */
function readInto(space: Buffer, { path, size, offset }: LakeFile): Buffer | null {
  if (size >= space.length || offset !== undefined) return null
  const file = openSync(path, 'r')
  try {
    let used = 0
    for (;;) {
      const read = readSync(file, space, used, space.length - used, null)
      used += read
      // Where that was the file as it was listed, its end need not be asked for: it costs as much again.
      if (read === 0 || used === size) break
    }
    return used < space.length ? space.subarray(0, used) : null
  } finally {
    closeSync(file)
  }
}

function readWhole({ path, size, offset }: LakeFile): Buffer {
  if (offset === undefined) return readFileSync(path)
  const bytes = Buffer.allocUnsafe(size)
  const file = openSync(path, 'r')
  try {
    return bytes.subarray(0, readSync(file, bytes, 0, size, offset))
  } finally {
    closeSync(file)
  }
}

/** What a gzip stream holds. */
export async function* unzipped(stored: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES })
  const copied = pipeline(stored, gunzip)
  copied.catch(() => {}) // the loop throws it as well
  yield* gunzip
  await copied
}

function unreadable(file: LakeFile, error: unknown): Failure {
  return new Failure(
    `Cannot read '${shownFile(file)}': ${reasonOf(error)}. Nothing was loaded. ` +
      'Fetch the file again, or move it out of the folder.',
    { cause: error },
  )
}

/** Why a file cannot be had, in a few words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'Z_BUF_ERROR') return 'its gzip data ends too early'
  if (code?.startsWith('Z_')) return `it is not gzip data (${message})`
  return code === 'ENOENT' ? 'it was listed, and is gone since' : messageOf(error)
}
