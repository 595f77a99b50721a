import type { Session } from '../engine.ts'
import { pieces } from '../pieces.ts'
import type { Table } from '../table.ts'

/** Adds rows to a table, many in a statement. */
export async function append(
  session: Session,
  table: Table,
  rows: readonly object[],
): Promise<void> {
  for (const some of pieces(rows)) await session.knex(table.name).insert(some)
}
