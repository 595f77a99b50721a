import type { FoundTable, Session } from '../engine.ts'

interface ColumnRow {
  readonly tablename: string
  readonly column: string
  readonly type: string
  readonly notnull: boolean
  readonly distkey: boolean
  readonly sortkey: number
}

/**
 * The tables that are there, in the schema in which a statement without one makes them: the first of the
 * search path, which is the user's own where there is one of that name
 * (https://docs.aws.amazon.com/redshift/latest/dg/r_search_path.html). PG_TABLE_DEF sees empty tables too
 * (https://docs.aws.amazon.com/redshift/latest/dg/r_PG_TABLE_DEF.html); what a table without a distribution
 * key does is in PG_CLASS_INFO.
 */
export async function foundTables(session: Session): Promise<FoundTable[]> {
  const columns = await session.rows<ColumnRow>(
    `select tablename, "column", type, "notnull", distkey, sortkey
from pg_table_def
where schemaname = current_schema()`,
  )
  const styles = await session.rows<{ relname: string; releffectivediststyle: number }>(
    `select relname, releffectivediststyle
from pg_class_info
where relkind = 'r'
    and relnamespace = (select oid from pg_namespace where nspname = current_schema())`,
  )
  const styleOf = new Map(styles.map((row) => [row.relname, Number(row.releffectivediststyle)]))
  // PG_TABLE_DEF has the columns of views as well.
  const names = [...new Set(columns.map(({ tablename }) => tablename))]
    .filter((name) => styleOf.has(name))
    .sort()
  return names.map((name) =>
    found(
      name,
      columns.filter(({ tablename }) => tablename === name),
      styleOf.get(name),
    ),
  )
}

/**
 * How many slices load side by side, null where the cluster does not say: only provisioned ones have the
 * view (https://docs.aws.amazon.com/redshift/latest/dg/r_STV_SLICES.html). The session is in no transaction.
 */
export async function slicesOf(session: Session): Promise<number | null> {
  try {
    const [row] = await session.rows<{ slices: number }>(
      'select count(*) as slices from stv_slices',
    )
    return Number(row?.slices) || null
  } catch {
    return null
  }
}

/** https://docs.aws.amazon.com/redshift/latest/dg/viewing-distribution-styles.html */
const STYLES: Readonly<Record<number, string>> = {
  0: 'even',
  8: 'all',
  10: 'auto',
  11: 'auto',
  12: 'auto',
}

function found(name: string, rows: readonly ColumnRow[], style: number | undefined): FoundTable {
  const key = rows.find(({ distkey }) => distkey)?.column
  const sorted = rows
    .filter(({ sortkey }) => Number(sortkey) !== 0)
    .sort((one, other) => Math.abs(one.sortkey) - Math.abs(other.sortkey))
    .map(({ column }) => column)
  const dist = key === undefined ? (STYLES[style ?? -1] ?? null) : { key }
  return {
    name,
    columns: Object.fromEntries(
      rows.map(({ column, type, notnull }) => [column, { type: spelled(type), notNull: notnull }]),
    ),
    dist: JSON.stringify(dist),
    sort: JSON.stringify(sorted.length === 0 ? 'auto' : sorted),
  }
}

/** A type as the migrations spell it. */
function spelled(type: string): string {
  return type
    .replace('character varying', 'varchar')
    .replace('timestamp without time zone', 'timestamp')
    .replace('timestamp with time zone', 'timestamptz')
    .replace(/^numeric\((\d+),(\d+)\)$/, 'decimal($1, $2)')
}
