import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Failure, messageOf } from '../errors.ts'
import { type LakeFile, shownPath } from './list.ts'
import { scanObjects } from './scan.ts'

/** Something in a file that is no row. */
export interface Malformed {
  readonly file: number
  readonly line: number
  readonly reason: string
  readonly raw: string
}

/** Many files as one: an object per line, each with its number under `ROW_KEY`. */
export interface Pack {
  readonly path: string
  readonly files: readonly LakeFile[]
  /** By row number: which file, and its last line there. */
  readonly fileOf: readonly number[]
  readonly lineOf: readonly number[]
  /** Only looked for when asked to. */
  readonly malformed: readonly Malformed[]
}

/** The key that numbers a packed row: no column can be named so. */
export const ROW_KEY = '$row'

const BUFFER_BYTES = 4 << 20
const NEWLINE = 10
const RAW_CHARACTERS = 1_024

/**
 * Packs files into one at `target`. With `check`, what is not JSON is left out and listed; without, a
 * file with an object that is cut off ends it.
 * @throws Failure for a file that cannot be read.
 */
export function packFiles(
  files: readonly LakeFile[],
  target: string,
  { check }: { check: boolean },
): Pack {
  const output = openSync(target, 'w')
  const pack = {
    path: target,
    files,
    fileOf: [] as number[],
    lineOf: [] as number[],
    malformed: [] as Malformed[],
  }
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES)
  let used = 0
  const write = (bytes: Buffer) => {
    if (used + bytes.length > BUFFER_BYTES) {
      writeSync(output, buffer, 0, used)
      used = 0
    }
    if (bytes.length > BUFFER_BYTES) writeSync(output, bytes)
    else used += bytes.copy(buffer, used)
  }
  try {
    for (const [file, lakeFile] of files.entries()) {
      for (const { bytes, line, problem } of scanObjects(readPlain(lakeFile))) {
        const reason = problem ?? (check ? problemInside(bytes) : null)
        if (reason !== null) {
          pack.malformed.push({
            file,
            line,
            reason,
            raw: bytes.toString('utf8').slice(0, RAW_CHARACTERS),
          })
          continue
        }
        write(Buffer.from(`{"${ROW_KEY}":${pack.fileOf.length}${isEmpty(bytes) ? '' : ','}`))
        write(onOneLine(bytes))
        pack.fileOf.push(file)
        pack.lineOf.push(line)
      }
    }
    writeSync(output, buffer, 0, used)
  } finally {
    closeSync(output)
  }
  return pack
}

/** The file's bytes, out of gzip where its name says so. @throws Failure when they cannot be had. */
export function readPlain(file: LakeFile): Buffer {
  try {
    const bytes = readFileSync(file.path)
    return file.path.endsWith('.gz') ? gunzipSync(bytes) : bytes
  } catch (error) {
    throw new Failure(
      `Cannot read '${shownPath(file.path)}': ${messageOf(error)}. Nothing was loaded.`,
      {
        cause: error,
      },
    )
  }
}

/** Where packs are written. */
export function packPath(folder: string, name: string): string {
  return path.join(folder, `${name}.ndjson`)
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

function problemInside(bytes: Buffer): string | null {
  let text: string
  try {
    text = strictUtf8.decode(bytes)
  } catch {
    return 'not UTF-8'
  }
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    return `not JSON: ${messageOf(error).replace(/, ".*$/s, '')}`
  }
}

function isEmpty(object: Buffer): boolean {
  return object.subarray(1, -1).every((byte) => byte === 32 || (byte >= 9 && byte <= 13))
}

/** The object after its opening brace, its line ends as spaces, and one line end after it. */
function onOneLine(object: Buffer): Buffer {
  const line = Buffer.allocUnsafe(object.length)
  object.copy(line, 0, 1)
  line[object.length - 1] = NEWLINE
  for (let at = line.indexOf(NEWLINE); at < object.length - 1; at = line.indexOf(NEWLINE, at + 1))
    line[at] = 32
  return line
}
