import type { Warehouse } from '../src/warehouse.ts'

/**
 * Everything that tells one warehouse from another: tables, columns, types, nullability, keys, and all
 * rows but those that tell of runs and files: they differ from run to run.
 */
export async function fingerprint(warehouse: Warehouse): Promise<Record<string, unknown>> {
  const tables = await warehouse.connection.tables(warehouse.session)
  const entries: [string, unknown][] = []
  for (const { name, columns, dist, sort } of tables) {
    const sorted = Object.entries(columns).sort(([one], [other]) => (one < other ? -1 : 1))
    entries.push([
      name,
      { columns: sorted, dist, sort, rows: await rowsOf(warehouse, name, sorted) },
    ])
  }
  return Object.fromEntries(entries)
}

/** The fingerprint but for identities, which are not the same in two warehouses of the same rows. */
export async function contents(warehouse: Warehouse): Promise<Record<string, unknown>> {
  const tables = await fingerprint(warehouse)
  const plays = tables.songplays as { rows: string[] }
  const rows = plays.rows.map((row) => row.replace(/"songplay_id":\d+,/, '')).sort()
  return { ...tables, songplays: { ...plays, rows } }
}

/** All rows as sorted text; what the ledger says of time and place is left out. */
async function rowsOf(
  warehouse: Warehouse,
  table: string,
  columns: [string, unknown][],
): Promise<string[]> {
  if (['runs', 'run_steps', 'loaded_files'].includes(table)) return []
  const names = columns
    .map(([name]) => name)
    .filter((name) => !['applied_at', 'seconds', 'load_id'].includes(name))
  const rows = await warehouse.session.rows(`select ${names.join(', ')} from ${table}`)
  return rows.map((row) => JSON.stringify(row)).sort()
}
