import type { JsonType } from '../contract.ts'
import type { JsonPath } from '../lake/json-paths.ts'
import type { Field, LoadedColumn } from './fields.ts'
import type { Kind } from './kinds.ts'

/** What is wrong with the value of a key, and with which value of its columns. */
export interface Wrong {
  readonly kind: Kind
  readonly column: string
  readonly value: unknown
  readonly problem: string
}

/**
 * Holds a value against its key of the contract, and against the columns that are loaded from it; null
 * where it fits them. A key that is not there, undefined, is null in its columns. `written` is a number's
 * own text, where it says more than the number.
 */
export function wrongWith(field: Field, value: unknown, written: string | null): Wrong | null {
  if (value !== undefined && field.types !== null && !isOfType(value, field.types)) {
    return wrongType(field, field.types, value)
  }
  for (const column of field.columns) {
    const wrong = wrongInColumn(column, value, written)
    if (wrong !== null) return wrong
  }
  return null
}

function wrongType(field: Field, types: ReadonlySet<JsonType>, value: unknown): Wrong {
  const [type, expected] = [typeOf(value), `expected ${[...types].join(' or ')}`]
  const wrong = { column: shownOf(field), value }
  if (type === 'null') return { ...wrong, kind: 'null where a value belongs', problem: expected }
  return type === 'number' && types.has('integer')
    ? { ...wrong, kind: 'fraction', problem: 'not a whole number' }
    : { ...wrong, kind: 'wrong type', problem: `${withArticle(type)}, ${expected}` }
}

function wrongInColumn(
  { shown, notNull, inside, check }: LoadedColumn,
  value: unknown,
  written: string | null,
): Wrong | null {
  const found = inside.length === 0 ? value : valueAt(value, inside)
  if (found === null || found === undefined) {
    const problem = 'null in a column that is not null'
    return notNull
      ? { kind: 'null where a value belongs', column: shown, value: null, problem }
      : null
  }
  if (typeof found === 'object') return null
  const misfit = check(written ?? (found as string | number | boolean))
  return misfit && { kind: misfit[0], column: shown, value: found, problem: misfit[1] }
}

/** What messages call a key: the column that is loaded from it, where there is one. */
export function shownOf({ key, columns }: Field): string {
  return columns[0]?.shown ?? key
}

function isOfType(value: unknown, types: ReadonlySet<JsonType>): boolean {
  switch (typeof value) {
    case 'string':
      return types.has('string')
    case 'number':
      // What is too large for a number is told by its column.
      return (
        types.has('number') ||
        (types.has('integer') && (Number.isInteger(value) || !Number.isFinite(value)))
      )
    case 'boolean':
      return types.has('boolean')
    default:
      return value === null && types.has('null')
  }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function withArticle(type: string): string {
  return `${/^[aio]/.test(type) ? 'an' : 'a'} ${type}`
}

function valueAt(value: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>(
    (inside, step) =>
      inside !== null && typeof inside === 'object'
        ? (inside as Record<string | number, unknown>)[step]
        : undefined,
    value,
  )
}
