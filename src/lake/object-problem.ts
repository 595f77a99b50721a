import { messageOf } from '../errors.ts'
import { isSpace } from './scan.ts'

/**
 * The largest row of JSON that COPY takes for sure
 * (https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-data-format.html).
 */
export const MAX_OBJECT_BYTES = 4 << 20

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/** An object of JSON that COPY takes, or which rule it breaks and how. */
export type ReadObject =
  | {
      readonly broken: null
      readonly value: Readonly<Record<string, unknown>>
      readonly text: string
    }
  | {
      readonly broken: 'size' | 'encoding' | 'json' | 'surrogate' | 'repeated'
      readonly reason: string
    }

/**
 * Why the bytes of an object, its braces in balance, are no JSON that COPY takes; null when they are.
 * `keys` are the keys that are loaded: none of them may stand there twice.
 */
export function objectProblem(bytes: Buffer, keys: ReadonlySet<string>): string | null {
  const read = readObject(bytes, keys)
  return read.broken === null ? null : read.reason
}

/** The object that bytes are, its braces in balance. */
export function readObject(bytes: Buffer, keys: ReadonlySet<string>): ReadObject {
  if (bytes.length > MAX_OBJECT_BYTES) {
    const reason = `an object of ${bytes.length.toLocaleString('en')} bytes, and COPY takes ${MAX_OBJECT_BYTES.toLocaleString('en')}`
    return { broken: 'size', reason }
  }
  let text: string
  try {
    text = strictUtf8.decode(bytes)
  } catch {
    return { broken: 'encoding', reason: 'not UTF-8' }
  }
  let value: Record<string, unknown>
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { broken: 'json', reason: `not JSON (${jsonProblem(error)})` }
  }
  if (/\\u[dD][89a-fA-F]/.test(text) && hasHalfCharacter(value)) {
    return { broken: 'surrogate', reason: 'not Unicode: half of a surrogate pair' }
  }
  if (keysOf(bytes) !== Object.keys(value).length) {
    const repeated = repeatedKeys(text).find((key) => keys.has(key))
    if (repeated !== undefined) {
      return { broken: 'repeated', reason: `the key '${repeated}' stands there twice` }
    }
  }
  return { broken: null, value, text }
}

/** What JSON.parse has to say, without the place and the text, which differ between versions of Node. */
export function jsonProblem(error: unknown): string {
  return messageOf(error).replace(/(, ".*| in JSON at .*| \(line .*)$/s, '')
}

function hasHalfCharacter(value: unknown): boolean {
  if (typeof value === 'string') return /\p{Surrogate}/u.test(value)
  if (value === null || typeof value !== 'object') return false
  return Object.entries(value).some(
    ([key, item]) => hasHalfCharacter(key) || hasHalfCharacter(item),
  )
}

const [QUOTE, BACKSLASH, COLON] = Buffer.from('"\\:') as unknown as [number, number, number]
const OPENING = new Set(Buffer.from('{['))
const CLOSING = new Set(Buffer.from('}]'))

/** How many keys stand at the root of an object, repeated ones counted each time. */
function keysOf(object: Buffer): number {
  let depth = 0
  let count = 0
  for (let at = 0; at < object.length; at += 1) {
    const byte = object[at] as number
    if (isSpace(byte)) continue
    if (byte === QUOTE) {
      for (at += 1; object[at] !== QUOTE; at += 1) if (object[at] === BACKSLASH) at += 1
    } else if (OPENING.has(byte)) depth += 1
    else if (CLOSING.has(byte)) depth -= 1
    else if (byte === COLON && depth === 1) count += 1
  }
  return count
}

function repeatedKeys(text: string): string[] {
  const seen = new Set<string>()
  const repeated: string[] = []
  let depth = 0
  let last = ''
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === '{' || token === '[') depth += 1
    else if (token === '}' || token === ']') depth -= 1
    else if (token !== ':') last = token
    else if (depth === 1) {
      const key: string = JSON.parse(last)
      if (seen.has(key)) repeated.push(key)
      seen.add(key)
    }
  }
  return repeated
}
