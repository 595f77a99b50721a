import { LOADED_FILES } from './loaded-files.ts'
import type { Operation } from './migration.ts'
import { lossesOfRawSql } from './raw-sql.ts'
import { LOAD_COLUMN } from './table.ts'
import type { Warehouse } from './warehouse.ts'

/**
 * Tables of the ledger whose rows the next run makes anew from the lake, and which of them it would not:
 * that a file is left out, somebody said once.
 */
const REMADE: Readonly<Record<string, string>> = {
  [LOADED_FILES]: "state = 'excluded'",
  pending_changes: 'false',
  pending_songs: 'false',
}

/** The tables whose rows say with which load they came; the next run loads them again where that is not known. */
const STAGING: readonly string[] = ['staging_events', 'staging_songs']

function isRemade(table: string, column: string): boolean {
  return column === LOAD_COLUMN && STAGING.includes(table)
}

const LOSING: ReadonlySet<Operation['kind']> = new Set(['dropTable', 'dropColumns', 'rawSql'])

/** A table as it is today: its name, and by the names that they get meanwhile, the names of its columns. */
interface Today {
  readonly name: string
  readonly columns: Map<string, string>
}

/**
 * What operations would destroy if they ran now, one after another: tables with rows and columns with
 * values, as sentences, but for what the next run makes anew, and raw SQL that may. Each is counted under the name that it has
 * today; what the operations themselves make holds nothing yet.
 */
export async function lossesOf(
  warehouse: Warehouse,
  operations: readonly Operation[],
): Promise<string[]> {
  if (!operations.some(({ kind }) => LOSING.has(kind))) return []
  const tables = await tablesToday(warehouse)
  const losses: string[] = []
  for (const operation of operations) {
    switch (operation.kind) {
      case 'createTable':
        tables.delete(operation.table.name)
        break
      case 'renameTable':
        move(tables, operation)
        break
      case 'renameColumn':
        move(tables.get(operation.table)?.columns, operation)
        break
      case 'addColumns':
        for (const added of Object.keys(operation.columns)) {
          tables.get(operation.table)?.columns.delete(added)
        }
        break
      case 'dropTable': {
        const name = tables.get(operation.table.name)?.name
        tables.delete(operation.table.name)
        if (name !== undefined) losses.push(...(await rowsOf(warehouse, name)))
        break
      }
      case 'dropColumns': {
        const table = tables.get(operation.table)
        for (const dropped of Object.keys(operation.columns)) {
          const column = table?.columns.get(dropped)
          table?.columns.delete(dropped)
          if (!table || column === undefined || isRemade(table.name, column)) continue
          losses.push(...(await valuesOf(warehouse, table.name, column)))
        }
        break
      }
      case 'rawSql':
        losses.push(...lossesOfRawSql(operation.up).map((statement) => `raw SQL: ${statement}`))
        break
    }
  }
  return losses
}

async function tablesToday({ connection, session }: Warehouse): Promise<Map<string, Today>> {
  const tables = await connection.tables(session)
  return new Map(
    tables.map(({ name, columns }) => [
      name,
      { name, columns: new Map(Object.keys(columns).map((column) => [column, column])) },
    ]),
  )
}

/** What has another name from now on; what is not there stays so under the other name. */
function move<T>(things: Map<string, T> | undefined, names: { from: string; to: string }): void {
  const thing = things?.get(names.from)
  things?.delete(names.from)
  if (thing === undefined) things?.delete(names.to)
  else things?.set(names.to, thing)
}

async function rowsOf(warehouse: Warehouse, table: string): Promise<string[]> {
  const lost = REMADE[table] ?? 'true'
  const rows = await count(warehouse, `select count(*) as n from "${table}" where ${lost}`)
  return rows > 0 ? [`table ${table}: ${plural(rows, 'row')}`] : []
}

async function valuesOf(warehouse: Warehouse, table: string, column: string): Promise<string[]> {
  const values = await count(warehouse, `select count("${column}") as n from "${table}"`)
  return values > 0 ? [`column ${table}.${column}: ${plural(values, 'value')}`] : []
}

async function count(warehouse: Warehouse, sql: string): Promise<number> {
  const [row] = await warehouse.session.rows<{ n: number | string }>(sql)
  return Number(row?.n ?? 0)
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}
