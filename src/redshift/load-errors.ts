import { copyFailure } from '../copy-failure.ts'
import type { RejectedRow, Session } from '../engine.ts'
import type { ClusterCopy } from './copying.ts'
import { isLoadFailure } from './errors.ts'
import { literal } from './literals.ts'

interface ErrorRow {
  readonly file: string
  readonly line: number | string
  readonly column: string
  readonly type: string
  readonly length: string
  readonly value: string
  readonly code: number | string
  readonly reason: string
}

/** Redshift's codes, in the words of this project (https://docs.aws.amazon.com/redshift/latest/dg/r_Load_Error_Reference.html). */
const REASONS: Readonly<Record<number, string>> = {
  1206: 'not a moment',
  1207: 'not a whole number',
  1208: 'not a number',
  1213: 'null in a column that is not null',
  1216: 'not JSON',
  1220: 'not UTF-8',
  1222: 'out of range',
}

/**
 * Says why a COPY failed: COPY itself only says that a system table knows.
 * @throws Failure that names file, line, column and reason; or the error itself when the files are not at fault.
 */
export async function explainCopy(
  session: Session,
  copy: ClusterCopy,
  error: unknown,
): Promise<ClusterCopy> {
  if (!isLoadFailure(error)) throw error
  const rejected = await loadErrorsSince(session, copy.startedAt)
  if (rejected.length === 0) throw error
  throw copyFailure(copy, rejected, copy.transform.copy.maxErrors ?? 0)
}

/** Both views that tell load errors: the first is on every cluster of today, the second only on provisioned ones. */
const VIEWS = [
  (
    since: string,
  ) => `select file_name as file, line_number as line, column_name as "column", column_type as type,
    column_length as length, '' as value, error_code as code, error_message as reason
from sys_load_error_detail
where start_time >= ${since}
order by file_name, line_number
limit 100`,
  (
    since: string,
  ) => `select filename as file, line_number as line, colname as "column", type, col_length as length,
    raw_field_value as value, err_code as code, err_reason as reason
from stl_load_errors
where starttime >= ${since}
order by filename, line_number
limit 100`,
]

/** The rows that were refused since a moment of the cluster's clock. */
export async function loadErrorsSince(session: Session, moment: string): Promise<RejectedRow[]> {
  // The one with the values first, where it exists.
  for (const view of VIEWS.toReversed()) {
    try {
      const rows = await session.rows<ErrorRow>(view(literal(moment)))
      if (rows.length > 0) return rows.map(rejection)
    } catch {
      // This deployment does not have the view: the other one is asked.
    }
  }
  return []
}

/** CHAR columns come padded with blanks. */
function rejection(row: ErrorRow): RejectedRow {
  const code = Number(row.code)
  const length = row.length.trim()
  const type = row.type.trim() + (length === '' || length === '0' ? '' : `(${length})`)
  const reason = row.reason.trim()
  const column = row.column.trim()
  return {
    file: row.file.trim(),
    line: Number(row.line),
    column: column === '' ? null : column,
    type: column === '' ? null : type,
    value: row.value.trim() || (/Value '(.*?)'/.exec(reason)?.[1] ?? null),
    reason: REASONS[code] ?? reason,
  }
}
