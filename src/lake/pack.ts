import { closeSync, openSync, writeSync } from 'node:fs'
import path from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { NewFile } from '../engine.ts'
import { hashOf, hashOfBytes } from './hash.ts'
import type { LakeFile } from './list.ts'
import { objectProblem } from './object-problem.ts'
import { isZipped, textOf, wholeTextOf } from './read.ts'
import { type Found, isSpace, ObjectScanner, scanObjects } from './scan.ts'

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
  readonly files: readonly NewFile<LakeFile>[]
  /** By row number: which file, and its last line there. */
  readonly fileOf: readonly number[]
  readonly lineOf: readonly number[]
  /** By file: the hash of what is stored, null for a part of another file. */
  readonly hashOf: readonly (string | null)[]
  /** By file: how much of it is no row. */
  readonly malformedOf: readonly number[]
  /** The first few of those. */
  readonly malformed: readonly Malformed[]
}

/** How closely objects are looked at while they are packed. */
export interface Check {
  /** The keys that are loaded. */
  readonly keys: ReadonlySet<string>
  /** How many that are no rows are listed. */
  readonly listed: number
}

/** How files are packed. */
export interface Packing {
  readonly check?: Check
  /** Called now and then with how many files, and how many bytes of text, were read. */
  readonly onProgress?: (files: number, bytes: number) => void
}

/** The key that numbers a packed row: no column can be named so, and nobody names a key so. */
export const ROW_KEY = '$row of the pack'

/** The key of the file's load. */
export const LOAD_KEY = '$load'

/** After as many files others get their turn: the engine's next statement is sent meanwhile. */
const FILES_AT_A_TIME = 4
const BUFFER_BYTES = 4 << 20
/** Most packed files are smaller. */
const SPACE_BYTES = 64 << 10
const NEWLINE = 10
const LINE_END = Buffer.of(NEWLINE)
/** How much of what is no row is told. */
export const RAW_CHARACTERS = 1_024

/**
 * Packs files into one at `target`. What is no object with its brackets in balance is left out and
 * counted; with a check, so is an object that is not JSON.
 * @throws Failure for a file that cannot be read.
 */
export async function packFiles(
  files: readonly NewFile<LakeFile>[],
  target: string,
  { check, onProgress }: Packing = {},
): Promise<Pack> {
  const pack = {
    path: target,
    files,
    fileOf: [] as number[],
    lineOf: [] as number[],
    hashOf: [] as (string | null)[],
    malformedOf: files.map(() => 0),
    malformed: [] as Malformed[],
  }
  const output = new Output(target)
  const space = Buffer.allocUnsafe(SPACE_BYTES)
  let read = 0
  const add = (file: number, { bytes, line, problem }: Found) => {
    const reason = problem ?? (check ? objectProblem(bytes, check.keys) : null)
    if (reason === null) {
      const keys = `"${ROW_KEY}":${pack.fileOf.length},"${LOAD_KEY}":${files[file]?.load ?? null}`
      for (const piece of lineOf(bytes, keys)) output.write(piece)
      pack.fileOf.push(file)
      pack.lineOf.push(line)
      return
    }
    pack.malformedOf[file] = (pack.malformedOf[file] ?? 0) + 1
    if (pack.malformed.length >= (check?.listed ?? 0)) return
    pack.malformed.push({ file, line, reason, raw: bytes.toString('utf8', 0, RAW_CHARACTERS) })
  }
  try {
    for (const [file, lakeFile] of files.entries()) {
      if (file % FILES_AT_A_TIME === 0) {
        onProgress?.(file, read)
        await nextTurn()
      }
      const whole = wholeTextOf(lakeFile, space)
      pack.hashOf.push(await storedHash(lakeFile, whole))
      if (whole !== null) {
        read += whole.length
        for (const found of scanObjects(whole)) add(file, found)
        continue
      }
      const scanner = new ObjectScanner()
      for await (const chunk of textOf(lakeFile)) {
        for (const found of scanner.scan(chunk, false)) add(file, found)
        read += chunk.length
        onProgress?.(file, read)
      }
      for (const found of scanner.scan(Buffer.alloc(0), true)) add(file, found)
    }
    onProgress?.(files.length, read)
  } finally {
    output.close()
  }
  return pack
}

async function storedHash(file: LakeFile, text: Buffer | null): Promise<string | null> {
  if (file.offset !== undefined) return null
  return text !== null && !isZipped(file) ? hashOfBytes(text) : hashOf(file.path)
}

/** How much of a pack's files is no row. */
export function malformedIn(pack: Pack): number {
  return pack.malformedOf.reduce((sum, count) => sum + count, 0)
}

/** Where packs are written. */
export function packPath(folder: string, name: string): string {
  return path.join(folder, `${name}.ndjson`)
}

/** A file that is written in large pieces. */
export class Output {
  readonly #file: number
  readonly #buffer: Buffer
  #used = 0

  constructor(target: string, bufferBytes = BUFFER_BYTES) {
    this.#buffer = Buffer.allocUnsafe(bufferBytes)
    this.#file = openSync(target, 'w')
  }

  write(bytes: Buffer): void {
    if (this.#used + bytes.length > this.#buffer.length) this.#flush()
    if (bytes.length > this.#buffer.length) this.#writeAll(bytes)
    else this.#used += bytes.copy(this.#buffer, this.#used)
  }

  close(): void {
    try {
      this.#flush()
    } finally {
      closeSync(this.#file)
    }
  }

  #flush(): void {
    this.#writeAll(this.#buffer.subarray(0, this.#used))
    this.#used = 0
  }

  #writeAll(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at)
  }
}

/** An object as one line, in pieces, with members of ours before its own where some are given: `"key":1`. */
export function lineOf(object: Buffer, members = ''): Buffer[] {
  const comma = members === '' || isEmpty(object) ? '' : ','
  return [Buffer.from(`{${members}${comma}`), onOneLine(object), LINE_END]
}

function isEmpty(object: Buffer): boolean {
  return object.subarray(1, -1).every(isSpace)
}

/** The object after its opening brace, its line ends as spaces. */
function onOneLine(object: Buffer): Buffer {
  const rest = object.subarray(1)
  if (!rest.includes(NEWLINE)) return rest
  const line = Buffer.from(rest)
  for (let at = line.indexOf(NEWLINE); at !== -1; at = line.indexOf(NEWLINE, at + 1)) line[at] = 32
  return line
}
