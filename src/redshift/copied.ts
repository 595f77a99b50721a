import type { Session } from '../engine.ts'
import type { ClusterCopy } from './copying.ts'
import { literal } from './literals.ts'

/** Notes a table that is copied into: load errors are asked for by its number. */
export async function knowTable(session: Session, copy: ClusterCopy, name: string): Promise<void> {
  const tables = await session.rows<{ oid: number }>(
    `select oid from pg_class where relname = ${literal(name)}`,
  )
  copy.tableIds = [...copy.tableIds, ...tables.map(({ oid }) => oid)]
}

/** How many rows the session's last COPY loaded: COPY itself does not say so in a way that can be relied on. */
export async function lastCount(session: Session): Promise<number> {
  const [row] = await session.rows<{ loaded: number }>('select pg_last_copy_count() as loaded')
  return Number(row?.loaded ?? 0)
}
