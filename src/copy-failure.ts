import { beginningOf } from './beginning.ts'
import type { PreparedCopy, RejectedRow } from './engine.ts'
import { EngineError, Failure, messageOf } from './errors.ts'

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

/** A load that failed though no row is bad: what the engine said. */
export function loadFailure(copy: PreparedCopy, error: unknown): Failure {
  if (error instanceof Failure && !(error instanceof EngineError)) return error
  return new Failure(
    `Cannot load ${copy.table.name}: ${messageOf(error).replace(/\.?$/, '.')}\n` +
      'Nothing was loaded; every table is as it was. No row of the files is at fault.',
    { cause: error },
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
  const shown = value === null || value === undefined ? 'null' : `'${beginningOf(value)}'`
  const text = column === null ? beginningOf(value ?? '') : shown
  const where = column === null ? place : `${place}, column ${column} (${type})`
  return value === undefined ? `${where}: ${reason}` : `${where}: ${reason}: ${text}`
}
