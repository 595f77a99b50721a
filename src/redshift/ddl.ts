import { type Column, parseColumn } from '../column.ts'
import type { Operation } from '../migration.ts'
import { applyOperation, type Schema } from '../schema.ts'
import { columnsOf, type Dist, type Sort, type Table } from '../table.ts'
import { identifier, literal } from './literals.ts'

/**
 * Redshift's statements for an operation on a schema, each of which may run in a transaction
 * (https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE.html: one column is added or dropped
 * per statement).
 */
export function renderOperation(operation: Operation, schema: Schema): string[] {
  applyOperation(schema, operation)
  switch (operation.kind) {
    case 'createTable':
      return [createTable(operation.table), ...comments(operation.table)]
    case 'dropTable':
      return [`drop table ${identifier(operation.table.name)}`]
    case 'addColumns':
      return Object.entries(operation.columns).flatMap(([name, definition]) => {
        const column = parseColumn(definition, `${operation.table}.${name}`)
        return [
          `alter table ${identifier(operation.table)} add column ${columnSql(name, column)}`,
          ...(column.description === null
            ? []
            : [columnComment(operation.table, name, column.description)]),
        ]
      })
    case 'dropColumns':
      return Object.keys(operation.columns).map(
        (name) => `alter table ${identifier(operation.table)} drop column ${identifier(name)}`,
      )
    case 'renameTable':
      return [`alter table ${identifier(operation.from)} rename to ${identifier(operation.to)}`]
    case 'renameColumn':
      return [
        `alter table ${identifier(operation.table)} rename column ` +
          `${identifier(operation.from)} to ${identifier(operation.to)}`,
      ]
    case 'changeDist':
      return [`alter table ${identifier(operation.table)} alter ${alteredDist(operation.to)}`]
    case 'changeSort':
      return [`alter table ${identifier(operation.table)} alter ${alteredSort(operation.to)}`]
    case 'describeTable':
      return [tableComment(operation.table, operation.to)]
    case 'describeColumn':
      return [columnComment(operation.table, operation.column, operation.to)]
    case 'rawSql':
      return [operation.up]
  }
}

/** CREATE TABLE with its keys; primary and foreign keys tell the planner what the promises check. */
export function createTable(table: Table): string {
  const columns = columnsOf(table).map(([name, column]) => columnSql(name, column))
  const primary = table.primaryKey.length > 0 ? [`primary key (${list(table.primaryKey)})`] : []
  const foreign = Object.entries(table.references).map(([column, to]) => {
    const [other = '', key = ''] = to.split('.')
    return `foreign key (${identifier(column)}) references ${identifier(other)} (${identifier(key)})`
  })
  const body = [...columns, ...primary, ...foreign].map((line) => `    ${line}`).join(',\n')
  return `create table ${identifier(table.name)} (\n${body}\n)\n${dist(table.dist)}\n${sort(table.sort)}`
}

/** https://docs.aws.amazon.com/redshift/latest/dg/r_COMMENT.html */
function comments(table: Table): string[] {
  const described = columnsOf(table).flatMap(([name, { description }]) =>
    description === null ? [] : [columnComment(table.name, name, description)],
  )
  return [tableComment(table.name, table.row), ...described]
}

function tableComment(table: string, row: string): string {
  return `comment on table ${identifier(table)} is ${literal(row)}`
}

function columnComment(table: string, column: string, description: string | null): string {
  return (
    `comment on column ${identifier(table)}.${identifier(column)} is ` +
    (description === null ? 'null' : literal(description))
  )
}

function columnSql(name: string, column: Column): string {
  const parts = [identifier(name), column.type]
  if (column.identity) parts.push(`identity(${column.identity.seed}, ${column.identity.step})`)
  if (column.default !== null) parts.push(`default ${column.default}`)
  if (column.notNull && !column.identity) parts.push('not null')
  return parts.join(' ')
}

function dist(value: Dist): string {
  return typeof value === 'object'
    ? `diststyle key\ndistkey (${identifier(value.key)})`
    : `diststyle ${value}`
}

function sort(value: Sort): string {
  return value === 'auto' || value.length === 0 ? 'sortkey auto' : `sortkey (${list(value)})`
}

function alteredDist(value: Dist): string {
  return typeof value === 'object'
    ? `diststyle key distkey ${identifier(value.key)}`
    : `diststyle ${value}`
}

function alteredSort(value: Sort): string {
  if (value === 'auto') return 'sortkey auto'
  return value.length === 0 ? 'sortkey none' : `sortkey (${list(value)})`
}

function list(names: readonly string[]): string {
  return names.map(identifier).join(', ')
}
