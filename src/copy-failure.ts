import type { PreparedCopy, RejectedRow } from './engine.ts'
import { Failure } from './errors.ts'

const SHOWN_CHARACTERS = 60

/** A load that failed on bad rows: the first of them, how many there are, and what to do. */
export function copyFailure(
  copy: PreparedCopy,
  rejected: readonly RejectedRow[],
  maxErrors: number,
  count: number = rejected.length,
): Failure {
  const [first] = rejected
  if (!first) return new Failure(`Cannot load ${copy.table.name}.`)
  const others =
    count === 1 ? '' : ` ${count.toLocaleString('en')} rows are bad, this is the first.`
  const allowed = maxErrors > 1 ? ` The copy allows ${(maxErrors - 1).toLocaleString('en')}.` : ''
  return new Failure(
    `Cannot load ${copy.table.name}: ${describeRejection(first)}.${others}${allowed}\n` +
      'Nothing was loaded; every table is as it was.\n' +
      `Mend the file, or let some bad rows pass with maxErrors in transforms/${copy.step}.ts.`,
  )
}

/** Where a bad row is and what is wrong with it. */
export function describeRejection({
  file,
  line,
  column,
  type,
  value,
  reason,
}: RejectedRow): string {
  const place = `'${file}', line ${line}`
  if (column === null) return `${place}: ${reason}: ${cut(value ?? '')}`
  return `${place}, column ${column} (${type}): ${reason}: ${value === null ? 'null' : `'${cut(value)}'`}`
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= SHOWN_CHARACTERS ? line : `${line.slice(0, SHOWN_CHARACTERS)}...`
}
