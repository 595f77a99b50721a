import type { Session } from '../engine.ts'
import type { Table } from '../table.ts'

/** A statement has at most 16 MB and its rows at most 32,767 values together. */
const ROWS_PER_INSERT = 500

/** Adds rows to a table, many in a statement. */
export async function append(
  session: Session,
  table: Table,
  rows: readonly object[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    await session.knex(table.name).insert(rows.slice(start, start + ROWS_PER_INSERT))
  }
}
