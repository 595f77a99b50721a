import type { ColumnDefinition } from './column.ts'
import type { Dist, Sort, Table } from './table.ts'
import { unindent } from './transform.ts'

/**
 * One reversible change of the schema. Each holds what it needs to be undone, so that its inverse
 * is another operation and no `down` is ever written by hand.
 */
export type Operation =
  | { readonly kind: 'createTable'; readonly table: Table }
  | { readonly kind: 'dropTable'; readonly table: Table }
  | { readonly kind: 'addColumns'; readonly table: string; readonly columns: ColumnsLiteral }
  | { readonly kind: 'dropColumns'; readonly table: string; readonly columns: ColumnsLiteral }
  | { readonly kind: 'renameTable'; readonly from: string; readonly to: string }
  | {
      readonly kind: 'renameColumn'
      readonly table: string
      readonly from: string
      readonly to: string
    }
  | { readonly kind: 'changeDist'; readonly table: string; readonly from: Dist; readonly to: Dist }
  | { readonly kind: 'changeSort'; readonly table: string; readonly from: Sort; readonly to: Sort }
  | {
      readonly kind: 'describeTable'
      readonly table: string
      readonly from: string
      readonly to: string
    }
  | {
      readonly kind: 'describeColumn'
      readonly table: string
      readonly column: string
      readonly from: string | null
      readonly to: string | null
    }
  | { readonly kind: 'rawSql'; readonly up: string; readonly down: string }

type ColumnsLiteral = Readonly<Record<string, ColumnDefinition>>

/** One version of the schema: operations that are applied in order, and undone in reverse. */
export interface Migration {
  readonly kind: 'migration'
  readonly operations: readonly Operation[]
}

/** Declares a version of the schema. */
export function migration(...operations: Operation[]): Migration {
  return { kind: 'migration', operations }
}

/** Creates a table; undone by dropping it. */
export function createTable(table: Table): Operation {
  return { kind: 'createTable', table }
}

/** Drops a table; undone by creating it again, empty. */
export function dropTable(table: Table): Operation {
  return { kind: 'dropTable', table }
}

/** Adds columns at the end of a table; undone by dropping them. */
export function addColumns(table: string, columns: ColumnsLiteral): Operation {
  return { kind: 'addColumns', table, columns }
}

/** Drops columns, given with their definitions; undone by adding them at the end, without their values. */
export function dropColumns(table: string, columns: ColumnsLiteral): Operation {
  return { kind: 'dropColumns', table, columns }
}

/** Renames a table. */
export function renameTable(change: { from: string; to: string }): Operation {
  return { kind: 'renameTable', ...change }
}

/** Renames a column. */
export function renameColumn(table: string, change: { from: string; to: string }): Operation {
  return { kind: 'renameColumn', table, ...change }
}

/** Changes how a table is distributed. */
export function changeDist(table: string, change: { from: Dist; to: Dist }): Operation {
  return { kind: 'changeDist', table, ...change }
}

/** Changes how a table is sorted. */
export function changeSort(table: string, change: { from: Sort; to: Sort }): Operation {
  return { kind: 'changeSort', table, ...change }
}

/** Says anew what a row of a table is. */
export function describeTable(table: string, change: { from: string; to: string }): Operation {
  return { kind: 'describeTable', table, ...change }
}

/** Says anew what the values of a column are; null where nothing says it. */
export function describeColumn(
  table: string,
  column: string,
  change: { from: string | null; to: string | null },
): Operation {
  return { kind: 'describeColumn', table, column, ...change }
}

/** Redshift SQL with its way back; the schema's fold does not see what it does. */
export function rawSql(statement: { up: string; down: string }): Operation {
  return { kind: 'rawSql', up: unindent(statement.up), down: unindent(statement.down) }
}

/** The operations that undo these, in the order in which to do so. */
export function inverse(operations: readonly Operation[]): Operation[] {
  return operations.map(invert).reverse()
}

function invert(operation: Operation): Operation {
  switch (operation.kind) {
    case 'createTable':
      return { ...operation, kind: 'dropTable' }
    case 'dropTable':
      return { ...operation, kind: 'createTable' }
    case 'addColumns':
      return { ...operation, kind: 'dropColumns' }
    case 'dropColumns':
      return { ...operation, kind: 'addColumns' }
    case 'rawSql':
      return { kind: 'rawSql', up: operation.down, down: operation.up }
    default:
      return { ...operation, from: operation.to, to: operation.from } as Operation
  }
}
