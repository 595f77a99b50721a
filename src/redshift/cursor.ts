import type { Answer, FileFormat, Session } from '../engine.ts'
import { EngineError } from '../errors.ts'
import type { RowFile } from '../local/row-file.ts'
import { openRowFile } from '../local/row-file.ts'
import { identifier } from './literals.ts'

/** More in one FETCH is refused by a cluster of one node (https://docs.aws.amazon.com/redshift/latest/dg/fetch.html). */
const MOST_A_FETCH = 1_000

/** The answer of a query in parts, read through a cursor of the session's transaction; at least one part. */
export async function* parts(
  session: Session,
  sql: string,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<Answer> {
  await declare(session, sql)
  for (let left = most, first = true; first || left > 0; first = false) {
    const wanted = Math.min(left, MOST_A_FETCH)
    const part = await session.answer(`fetch forward ${wanted} from answer_rows`)
    if (first || part.rows.length > 0) yield part
    if (part.rows.length < wanted) break
    left -= part.rows.length
  }
  await session.run('close answer_rows')
}

const DECLARE = 'declare answer_rows cursor for '

/** @throws EngineError whose position is that in the query. */
async function declare(session: Session, sql: string): Promise<void> {
  try {
    await session.run(DECLARE + sql)
  } catch (error) {
    if (!(error instanceof EngineError) || error.position === undefined) throw error
    const position = Math.max(1, error.position - DECLARE.length)
    throw new EngineError(error.said, { cause: error, position })
  }
}

/** The first rows of an answer; the cluster sends no more. */
export async function firstRows(session: Session, sql: string, most: number): Promise<Answer> {
  let answer: Answer | undefined
  for await (const part of parts(session, sql, most)) {
    answer = answer ? { ...answer, rows: [...answer.rows, ...part.rows] } : part
  }
  return answer ?? { columns: [], rows: [] }
}

/**
 * Two more than Redshift shows of a double, so that the same one is read
 * (https://docs.aws.amazon.com/redshift/latest/dg/r_extra_float_digits.html).
 */
const ALL_DIGITS = 'set local extra_float_digits to 2'

/** Writes a table to a file, through rows: the embedded engine knows how files are written. */
export async function writeTable(
  session: Session,
  table: string,
  file: string,
  format: FileFormat,
): Promise<number> {
  let rows: RowFile | undefined
  await session.run(ALL_DIGITS)
  try {
    for await (const part of parts(session, `select * from ${identifier(table)}`)) {
      rows ??= await openRowFile(part.columns, part.types ?? [], `${file}.rows`)
      rows.append(part.rows)
    }
    return (await rows?.write(file, format)) ?? 0
  } finally {
    rows?.close()
  }
}
