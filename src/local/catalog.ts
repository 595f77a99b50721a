import type { FoundTable, Session } from '../engine.ts'
import { columnsOf, type Table } from '../table.ts'
import { CATALOG } from './ddl.ts'
import { identifier } from './literals.ts'

interface ColumnRow {
  table_name: string
  column_name: string
  data_type: string
  is_nullable: boolean
  definition: string | null
}

/** The tables that are there: columns as the engine has them, keys as this engine's catalog keeps them. */
export async function foundTables(session: Session): Promise<FoundTable[]> {
  const known = await session.knex
    .raw(`select 1 from duckdb_tables() where schema_name || '.' || table_name = '${CATALOG}'`)
    .options({ asIs: true })
  const definition = known.rows.length > 0 ? 'catalog.definition' : 'null'
  const join =
    known.rows.length > 0
      ? `left join ${CATALOG} as catalog on catalog.name = columns.table_name`
      : ''
  const { rows } = await session.knex
    .raw(
      `select columns.table_name, columns.column_name, columns.data_type, columns.is_nullable,
              ${definition} as definition
       from duckdb_columns() as columns ${join}
       where columns.schema_name = 'main' and not columns.internal and columns.database_name = current_database()
         and columns.table_name in (select table_name from duckdb_tables())
       order by columns.table_name, columns.column_index`,
    )
    .options({ asIs: true })
  const byTable = groupByTable(rows as ColumnRow[])
  return [...byTable].map(([name, columns]) => found(name, columns))
}

/** The views that are there, with their columns; null for one that reads what is not there. */
export async function foundViews(session: Session): Promise<Map<string, string[] | null>> {
  const { rows } = await session.knex
    .raw(`select view_name from duckdb_views() where schema_name = 'main' and not internal
          and database_name = current_database()`)
    .options({ asIs: true })
  const views = new Map<string, string[] | null>()
  for (const { view_name: name } of rows as { view_name: string }[]) {
    // A question that fails leaves the transaction as it was.
    const asked = session.knex
      .raw(`select * from ${identifier(name)} limit 0`)
      .options({ harmless: true })
    const columns = asked.then(({ fields }) => fields.map((field: { name: string }) => field.name))
    views.set(name, await columns.catch(() => null))
  }
  return views
}

function found(name: string, rows: readonly ColumnRow[]): FoundTable {
  const text = rows[0]?.definition ?? null
  const table = text === null ? null : (JSON.parse(text) as Table)
  const declared = new Map(table ? columnsOf(table) : [])
  const columns = rows.map((row) => {
    const spelled = row.data_type.toLowerCase()
    const type = SPELLED[spelled] ?? spelled.replace(',', ', ')
    // The engine keeps no byte lengths: those are the catalog's.
    const full = type === 'varchar' ? (declared.get(row.column_name)?.type ?? type) : type
    return [row.column_name, { type: full, notNull: !row.is_nullable }] as const
  })
  return {
    name,
    columns: Object.fromEntries(columns),
    dist: JSON.stringify(table?.dist ?? null),
    sort: JSON.stringify(table?.sort ?? null),
  }
}

const SPELLED: Readonly<Record<string, string>> = {
  double: 'double precision',
  float: 'real',
  'timestamp with time zone': 'timestamptz',
}

function groupByTable(rows: readonly ColumnRow[]): Map<string, ColumnRow[]> {
  const groups = new Map<string, ColumnRow[]>()
  for (const row of rows) groups.set(row.table_name, [...(groups.get(row.table_name) ?? []), row])
  return groups
}
