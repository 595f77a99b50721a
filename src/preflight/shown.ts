import { beginningOf } from '../beginning.ts'

/** A value as messages show it: a number with the digits that it has in the text. */
export function shownValue(value: unknown, key: string, text: string): string {
  if (typeof value === 'string') return `'${beginningOf(value)}'`
  if (typeof value !== 'number') return beginningOf(JSON.stringify(value) ?? '')
  const written = numberIn(text, key)
  return beginningOf(written !== null && Number(written) === value ? written : String(value))
}

/** A number of JSON as it stands behind its key. */
export function numberIn(text: string, key: string): string | null {
  const pattern = new RegExp(`${escaped(JSON.stringify(key))}\\s*:\\s*(-?[\\d.eE+-]+)`)
  return pattern.exec(text)?.[1] ?? null
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
