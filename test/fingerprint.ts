import type { Warehouse } from '../src/warehouse.ts'

/**
 * Everything that tells one warehouse from another: tables, columns, types, nullability, keys, descriptions,
 * and all rows but those that tell of runs and files: they differ from run to run.
 */
export async function fingerprint(warehouse: Warehouse): Promise<Record<string, unknown>> {
  const tables = await warehouse.connection.tables(warehouse.session)
  const described = await descriptions(warehouse)
  const entries: [string, unknown][] = []
  for (const { name, columns, dist, sort } of tables) {
    const sorted = Object.entries(columns).sort(([one], [other]) => (one < other ? -1 : 1))
    entries.push([
      name,
      {
        columns: sorted,
        dist,
        sort,
        described: described.get(name) ?? [],
        rows: await rowsOf(warehouse, name, sorted),
      },
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

const COMMENTS = {
  local: `select table_name, null as column_name, comment from duckdb_tables() where comment is not null
    union all
    select table_name, column_name, comment from duckdb_columns() where comment is not null`,
  redshift: `select pg_class.relname as table_name, pg_attribute.attname as column_name,
      pg_description.description as comment
    from pg_description
    join pg_class on pg_class.oid = pg_description.objoid
    join pg_namespace on pg_namespace.oid = pg_class.relnamespace and pg_namespace.nspname = 'public'
    left join pg_attribute on pg_attribute.attrelid = pg_class.oid
      and pg_attribute.attnum = pg_description.objsubid and pg_description.objsubid > 0`,
}

/** The comments that the engine's own catalog holds: of each table, and of its columns by name. */
export async function descriptions(
  warehouse: Warehouse,
): Promise<Map<string, [column: string, comment: string][]>> {
  const { rows } = await warehouse.session.knex
    .raw(COMMENTS[warehouse.engine.target])
    .options({ asIs: true })
  const tables = new Map<string, [string, string][]>()
  for (const { table_name, column_name, comment } of rows) {
    tables.set(table_name, [...(tables.get(table_name) ?? []), [column_name ?? '', comment]])
  }
  for (const comments of tables.values()) comments.sort(([one], [other]) => (one < other ? -1 : 1))
  return tables
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
