import { createHash } from 'node:crypto'
import { Failure } from '../errors.ts'
import { type LakeFile, shownFile } from '../lake/list.ts'
import { readObject } from '../lake/object-problem.ts'
import { isZipped, reasonOf, textOf, wholeTextOf } from '../lake/read.ts'
import { type Found, ObjectScanner } from '../lake/scan.ts'
import { beginningOf } from './beginning.ts'
import { type Broken, brokenObject, noObject } from './broken.ts'
import type { Field } from './fields.ts'
import type { Findings } from './findings.ts'
import { KeysSeen } from './keys.ts'
import type { Kind } from './kinds.ts'
import { numberIn, shownValue } from './shown.ts'
import { shownOf, wrongWith } from './value.ts'

/** What a file holds. */
export interface CheckedFile {
  /** Objects that are JSON. */
  readonly objects: number
  /** Bytes of its text. */
  readonly bytes: number
  /** A hash of its text, null where that could not be read or is blank. */
  readonly hash: string | null
  /** The keys of the contract that its objects have. */
  readonly keys: ReadonlySet<string>
}

/** Reads a file to its end and adds what is wrong with it to the findings. */
export async function checkFile(
  file: LakeFile,
  fields: readonly Field[],
  findings: Findings,
): Promise<CheckedFile> {
  const check = new FileCheck(shownFile(file), fields, findings)
  try {
    const whole = wholeTextOf(file)
    if (whole !== null) check.read(whole)
    else for await (const chunk of textOf(file)) check.read(chunk)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const isBroken = isZipped(file) && isZlib(error.cause)
    check.refuse(isBroken ? 'broken gzip' : 'unreadable file', reasonOf(error.cause))
  }
  return check.end()
}

function isZlib(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException).code).startsWith('Z_')
}

/** A number with an exponent, or with more digits than a number of JavaScript keeps: COPY sees its text. */
const LONG_NUMBER = /:\s*-?[\d.]*(?:[eE]|\d{16})/

class FileCheck {
  readonly #file: string
  readonly #fields: readonly Field[]
  readonly #findings: Findings
  readonly #loaded: ReadonlySet<string>
  readonly #scanner = new ObjectScanner()
  readonly #hash = createHash('sha256')
  readonly #keys: KeysSeen
  #bytes = 0
  #found = 0
  #objects = 0
  /** Whether its text cannot be read, or not to its end. */
  #refused = false

  constructor(file: string, fields: readonly Field[], findings: Findings) {
    this.#file = file
    this.#fields = fields
    this.#findings = findings
    this.#loaded = new Set(fields.map(({ key }) => key))
    this.#keys = new KeysSeen(fields)
  }

  refuse(kind: Kind, problem: string): void {
    this.#addOfFile(kind, problem)
    this.#refused = true
  }

  read(chunk: Buffer): void {
    if (this.#refused) return
    const beginning = this.#bytes === 0 ? beginningOf(chunk) : null
    if (beginning?.readable === false) {
      this.refuse(beginning.kind, beginning.problem)
      return
    }
    if (beginning) this.#addOfFile(beginning.kind, beginning.problem)
    this.#bytes += chunk.length
    this.#hash.update(chunk)
    for (const found of this.#scanner.scan(chunk, false)) this.#check(found)
  }

  end(): CheckedFile {
    if (!this.#refused) {
      for (const found of this.#scanner.scan(Buffer.alloc(0), true)) this.#check(found)
      if (this.#bytes === 0) this.#addOfFile('empty file', 'no byte in it')
      else if (this.#found === 0) this.#addOfFile('blank file', 'white space and nothing else')
    }
    this.#keys.report(this.#file, this.#findings)
    return {
      objects: this.#objects,
      bytes: this.#bytes,
      hash: this.#refused || this.#found === 0 ? null : this.#hash.digest('base64'),
      keys: new Set(this.#keys.found()),
    }
  }

  #check({ bytes, line, problem }: Found): void {
    this.#found += 1
    if (problem !== null) {
      this.#add(line, noObject(bytes, problem))
      return
    }
    const read = readObject(bytes, this.#loaded)
    if (read.broken === null) {
      this.#objects += 1
      this.#checkObject(read.value, read.text, line)
    } else this.#add(line, brokenObject(read, bytes, this.#fields))
  }

  #checkObject(object: Readonly<Record<string, unknown>>, text: string, line: number): void {
    const missing: number[] = []
    const isLongWritten = LONG_NUMBER.test(text)
    for (let place = 0; place < this.#fields.length; place += 1) {
      const field = this.#fields[place] as Field
      const found = object[field.key]
      if (found === undefined) missing.push(place)
      const isLong = isLongWritten && typeof found === 'number'
      const wrong = wrongWith(field, found, isLong ? numberIn(text, field.key) : null)
      if (wrong) this.#add(line, { ...wrong, value: shownValue(wrong.value, field.key, text) })
    }
    this.#keys.add(object, missing, line)
    if (text.includes('\\u0000')) this.#checkNul(object, line)
  }

  /** A NUL written as an escape is JSON, and COPY fails on it (https://docs.aws.amazon.com/redshift/latest/dg/t_preparing-input-data.html). */
  #checkNul(object: Readonly<Record<string, unknown>>, line: number): void {
    for (const field of this.#fields) {
      const found = object[field.key]
      if (typeof found !== 'string' || !found.includes('\0')) continue
      const value = shownValue(found.replaceAll('\0', '\\u0000'), field.key, '')
      const problem = 'a NUL, on which COPY fails'
      this.#add(line, { kind: 'NUL byte', column: shownOf(field), value, problem })
    }
  }

  #add(line: number, { kind, ...problem }: Broken): void {
    this.#findings.add(kind, { file: this.#file, line, ...problem })
  }

  #addOfFile(kind: Kind, problem: string): void {
    const place = { file: this.#file, line: null, column: null, value: null }
    this.#findings.add(kind, { ...place, problem })
  }
}
