import { copyFailure, loadFailure } from '../copy-failure.ts'
import type { RejectedRow, Session } from '../engine.ts'
import { columnsOf, LOAD_COLUMN } from '../table.ts'
import type { ClusterCopy } from './copying.ts'
import { isLoadFailure } from './errors.ts'
import { literal } from './literals.ts'

interface ErrorRow {
  readonly file: string
  readonly line: number | string
  readonly column: string
  /** Null where the view does not tell it. */
  readonly value: string | null
  /** The start of the row, where the view tells it. */
  readonly row: string | null
  readonly code: number | string
  readonly reason: string
}

/**
 * Says why a COPY failed: COPY itself only says that a system table knows.
 * @throws Failure that names file, line, column and reason, or what the cluster said when the files are not at fault.
 */
export async function explainCopy(
  session: Session,
  copy: ClusterCopy,
  error: unknown,
): Promise<ClusterCopy> {
  if (!isLoadFailure(error)) throw loadFailure(copy, error)
  const { maxErrors = 0 } = copy.transform.copy
  const rejected = await refusedRows(session, copy, MOST).catch(() => [])
  if (rejected.length > 0) throw copyFailure(copy, [...copy.malformed, ...rejected], maxErrors)
  throw loadFailure(copy, error)
}

/**
 * The rows that were left out. They are asked for outside of the load's transaction: a view that is not there
 * would end it, and it may see no more than was there when it began.
 */
export function rowsLeftOut(copy: ClusterCopy, most: number): Promise<RejectedRow[]> {
  return refusedRows(copy.outside, copy, most)
}

/** How many rows are looked at when a load failed. */
const MOST = 100

/** On provisioned clusters alone (https://docs.aws.amazon.com/redshift/latest/dg/r_STL_LOAD_ERRORS.html). */
const WITH_VALUES = `select filename as "file", line_number as "line", colname as "column", raw_field_value as "value",
    raw_line as "row", err_code as "code", err_reason as "reason"
from stl_load_errors
where starttime >= $since and tbl in ($tables)
order by filename, line_number
limit $most`

/** On Serverless as well (https://docs.aws.amazon.com/redshift/latest/dg/SYS_LOAD_ERROR_DETAIL.html). */
const EVERYWHERE = `select file_name as "file", line_number as "line", column_name as "column", null as "value",
    null as "row", error_code as "code", error_message as "reason"
from sys_load_error_detail
where start_time >= $since and table_id in ($tables)
order by file_name, line_number
limit $most`

async function refusedRows(
  session: Session,
  copy: ClusterCopy,
  most: number,
): Promise<RejectedRow[]> {
  const ask = (view: string) =>
    session.rows<ErrorRow>(
      view
        .replace('$since', () => literal(copy.startedAt))
        .replace('$tables', copy.tableIds.join(', '))
        .replace('$most', String(most)),
    )
  // The one with the values first, where it exists.
  const told = await ask(WITH_VALUES).catch(() => [])
  const rows = told.length > 0 ? told : await ask(EVERYWHERE)
  return toldOnce(rows, copy).map((row) => rejection(row, copy))
}

/** A load that was tried again has refused its rows twice; a line of a pack holds one row. */
function toldOnce(rows: readonly ErrorRow[], { packed }: ClusterCopy): ErrorRow[] {
  const told = new Set<string>()
  return rows.filter(({ file, line }) => {
    const row = `${line} ${file}`
    const again = told.has(row) && packed?.locate(file.trim(), Number(line)) != null
    told.add(row)
    return !again
  })
}

/** What a packed row begins with, which its file does not have. */
const OURS = new RegExp(`^\\{"${LOAD_COLUMN}":\\d+,?`)

/** What is CHAR there comes padded with blanks. What was packed is told by the file and line that it came from. */
function rejection(row: ErrorRow, copy: ClusterCopy): RejectedRow {
  const file = row.file.trim()
  const line = Number(row.line)
  const place = copy.packed?.locate(file, line) ?? { uri: file, line }
  const column = row.column.trim()
  const type = columnsOf(copy.table).find(([name]) => name === column)?.[1].type ?? null
  const said = row.reason.trim()
  const value = (column === '' ? row.row?.replace(OURS, '{') : row.value)?.trim()
  const reason = reasonOf(Number(row.code), type ?? '', value, copy)
  return {
    file: place.uri,
    line: place.line,
    column: column === '' ? null : column,
    type,
    ...(value === undefined ? {} : { value: value === '' ? null : value }),
    reason: reason === null ? said : value === undefined ? `${reason} (${said})` : reason,
  }
}

/** A longer value is shown cut, before a character that would not fit whole: how long it is is not known. */
const WHOLE_BYTES = 1_024 - 4

/** Redshift's codes, in the words of this project (https://docs.aws.amazon.com/redshift/latest/dg/r_Load_Error_Reference.html). */
function reasonOf(
  code: number,
  type: string,
  value: string | undefined,
  copy: ClusterCopy,
): string | null {
  const fits = /^varchar\((\d+)\)$/.exec(type)?.[1]
  if (code === 1204 && fits !== undefined) {
    const bytes = Buffer.byteLength(value ?? '')
    return bytes > 0 && bytes <= WHOLE_BYTES
      ? `${bytes} bytes, and ${fits} fit`
      : `more bytes than the ${fits} that fit`
  }
  if (code === 1204 || code === 1222) return `out of the range of ${type}`
  if (code === 1206) return NOT_A_MOMENT[copy.transform.copy.timeformat ?? ''] ?? 'not a moment'
  return REASONS[code] ?? null
}

const NOT_A_MOMENT: Readonly<Record<string, string>> = {
  epochmillisecs: 'not a moment in whole milliseconds since 1970',
  epochsecs: 'not a moment in whole seconds since 1970',
}

const REASONS: Readonly<Record<number, string>> = {
  1207: 'not a whole number',
  1208: 'not a number',
  1213: 'null in a column that is not null',
  1216: 'not JSON',
  1220: 'not UTF-8',
}
