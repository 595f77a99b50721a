import { LOADED_FILES } from './loaded-files.ts'
import type { Operation } from './migration.ts'
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

/**
 * What operations would destroy if they ran now, one after another: tables with rows and columns with
 * values, as sentences, but for what the next run makes anew. Follows renames, so that a table is counted under the name it has today.
 */
export async function lossesOf(
  warehouse: Warehouse,
  operations: readonly Operation[],
): Promise<string[]> {
  const tables = await warehouse.connection.tables(warehouse.session)
  const there = new Map(tables.map((table) => [table.name, Object.keys(table.columns)]))
  const tableNow = new Map<string, string>()
  const columnNow = new Map<string, string>()
  const losses: string[] = []
  for (const operation of operations) {
    switch (operation.kind) {
      case 'renameTable':
        tableNow.set(operation.to, tableNow.get(operation.from) ?? operation.from)
        break
      case 'renameColumn': {
        const table = tableNow.get(operation.table) ?? operation.table
        const column = columnNow.get(`${table}.${operation.from}`) ?? operation.from
        columnNow.set(`${table}.${operation.to}`, column)
        break
      }
      case 'dropTable': {
        const name = tableNow.get(operation.table.name) ?? operation.table.name
        if (!there.has(name)) break
        const rows = await count(
          warehouse,
          `select count(*) as n from "${name}" where ${REMADE[name] ?? 'true'}`,
        )
        if (rows > 0) losses.push(`table ${name}: ${plural(rows, 'row')}`)
        break
      }
      case 'dropColumns': {
        const table = tableNow.get(operation.table) ?? operation.table
        for (const dropped of Object.keys(operation.columns)) {
          const column = columnNow.get(`${table}.${dropped}`) ?? dropped
          if (!there.get(table)?.includes(column) || column === LOAD_COLUMN) continue
          const values = await count(warehouse, `select count("${column}") as n from "${table}"`)
          if (values > 0) losses.push(`column ${table}.${column}: ${plural(values, 'value')}`)
        }
        break
      }
    }
  }
  return losses
}

async function count(warehouse: Warehouse, sql: string): Promise<number> {
  const [row] = await warehouse.session.rows<{ n: number | string }>(sql)
  return Number(row?.n ?? 0)
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}
