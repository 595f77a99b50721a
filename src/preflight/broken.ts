import { isUtf8 } from 'node:buffer'
import { beginningOf } from '../beginning.ts'
import type { ReadObject } from '../lake/object-problem.ts'
import type { Field } from './fields.ts'
import type { Problem } from './findings.ts'
import type { Kind } from './kinds.ts'
import { shownOf } from './value.ts'

/** What is wrong with something that is no object, or none that COPY takes. */
export type Broken = Pick<Problem, 'column' | 'value' | 'problem'> & { readonly kind: Kind }

const SHOWN_BYTES = 1_024
const NO_NUMBER = /"([^"\\]+)"\s*:\s*([+-]?(?:NaN|nan|Infinity|inf))\s*[,}]/

/** What the scanner found in the place of an object. */
export function noObject(bytes: Buffer, problem: string): Broken {
  if (bytes.includes(0)) return whole('NUL byte', bytes, problem)
  if (problem.startsWith('text where')) return whole('text between objects', bytes, problem)
  const isArray = problem.startsWith('an array where')
  return whole(isArray ? 'array of objects' : 'cut off object', bytes, problem)
}

/** Why an object is none that COPY takes, with the column where it can be told. */
export function brokenObject(
  { broken, reason }: Exclude<ReadObject, { broken: null }>,
  bytes: Buffer,
  fields: readonly Field[],
): Broken {
  switch (broken) {
    case 'size':
      return { kind: 'large object', column: null, value: null, problem: reason }
    case 'repeated':
      return whole('key twice', bytes, reason)
    case 'encoding': {
      const field = fields.find(({ key }) => isBrokenIn(bytes, key))
      return inField('not UTF-8', bytes, field, reason)
    }
    case 'surrogate': {
      const value: Record<string, unknown> = JSON.parse(bytes.toString())
      const field = fields.find(({ key }) => hasHalf(value[key]))
      return inField('half of a character', bytes, field, reason)
    }
    case 'json':
      return noJson(bytes, fields, reason)
  }
}

function noJson(bytes: Buffer, fields: readonly Field[], reason: string): Broken {
  if (bytes.includes(0)) return whole('NUL byte', bytes, 'a NUL byte')
  const [, key, number] = NO_NUMBER.exec(bytes.toString()) ?? []
  if (key === undefined || number === undefined) return whole('not JSON', bytes, reason)
  const field = fields.find((field) => field.key === key)
  const column = field ? shownOf(field) : key
  return { kind: 'no JSON number', column, value: number, problem: 'JSON has no such number' }
}

function whole(kind: Kind, bytes: Buffer, problem: string): Broken {
  const text = bytes.toString('utf8', 0, SHOWN_BYTES).replaceAll('\0', '\\0')
  return { kind, column: null, value: beginningOf(text), problem }
}

function inField(kind: Kind, bytes: Buffer, field: Field | undefined, problem: string): Broken {
  if (!field) return whole(kind, bytes, problem)
  const value = textAfter(bytes.toString(), field.key) ?? ''
  return { kind, column: shownOf(field), value: `'${beginningOf(value)}'`, problem }
}

/** A text as it stands behind its key. */
function textAfter(text: string, key: string): string | undefined {
  const quoted = JSON.stringify(key).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`${quoted}\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)`).exec(text)?.[1]
}

/** Whether the value of a key is what is not UTF-8: the bytes are taken for characters to find it. */
function isBrokenIn(bytes: Buffer, key: string): boolean {
  const value = textAfter(bytes.toString('latin1'), key)
  return value !== undefined && !isUtf8(Buffer.from(value, 'latin1'))
}

function hasHalf(value: unknown): boolean {
  return typeof value === 'string' && /\p{Surrogate}/u.test(value)
}
