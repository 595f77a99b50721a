import { type Column, varcharBytes } from '../column.ts'
import type { Operation } from '../migration.ts'
import { applyOperation, type Schema } from '../schema.ts'
import { columnsOf, type Table } from '../table.ts'
import { identifier, literal } from './literals.ts'
import { translateOnce } from './translation-cache.ts'

/**
 * What Redshift's catalog would know and this engine does not: distribution, sort keys, byte
 * lengths. One row per table: its literal, as JSON.
 */
export const CATALOG = 'redshift.tables'

const PREPARE = [
  'create schema if not exists redshift',
  `create table if not exists ${CATALOG} (name varchar, definition varchar)`,
  // One source of identity values for all tables: unique, and as on Redshift not promised to be without gaps.
  'create sequence if not exists redshift.identity_values start 0 minvalue 0',
]

/** The embedded engine's statements for an operation on a schema. */
export async function renderOperation(operation: Operation, schema: Schema): Promise<string[]> {
  const after = applyOperation(schema, operation)
  const tableAfter = (name: string) => after.get(name) as Table
  switch (operation.kind) {
    case 'createTable':
      return [
        ...PREPARE,
        createTable(operation.table),
        ...comments(operation.table),
        record(operation.table),
      ]
    case 'dropTable':
      return [`drop table ${identifier(operation.table.name)}`, forget(operation.table.name)]
    case 'addColumns':
    case 'dropColumns':
    case 'renameColumn': {
      const renamed = operation.kind === 'renameColumn' ? { [operation.to]: operation.from } : {}
      const before = schema.get(operation.table) as Table
      return [
        ...rebuild(before, tableAfter(operation.table), renamed),
        ...comments(tableAfter(operation.table)),
        ...recordAgain(tableAfter(operation.table)),
      ]
    }
    case 'renameTable':
      return [
        `alter table ${identifier(operation.from)} rename to ${identifier(operation.to)}`,
        forget(operation.from),
        record(tableAfter(operation.to)),
      ]
    case 'changeDist':
    case 'changeSort':
      return recordAgain(tableAfter(operation.table))
    case 'describeTable':
    case 'describeColumn': {
      const table = tableAfter(operation.table)
      return [...comments(table), ...recordAgain(table)]
    }
    case 'rawSql':
      return (await translateOnce(operation.up)).map(({ sql }) => sql)
  }
}

/** The table with its byte lengths as checks, which this engine's varchar does not keep by itself. */
export function createTable(table: Table, name = table.name): string {
  const columns = columnsOf(table).map(
    ([column, definition]) => `    ${columnSql(column, definition)}`,
  )
  return `create table ${identifier(name)} (\n${columns.join(',\n')}\n)`
}

function columnSql(name: string, column: Column): string {
  const bytes = varcharBytes(column.type)
  const parts = [identifier(name), bytes === null ? column.type : 'varchar']
  if (column.identity) {
    const { seed, step } = column.identity
    parts.push(`default (nextval('redshift.identity_values') * ${step} + ${seed})`)
  } else if (column.default !== null) {
    parts.push(
      `default ${column.default === 'getdate()' ? `cast(now() at time zone 'UTC' as timestamp)` : column.default}`,
    )
  }
  if (column.notNull) parts.push('not null')
  if (bytes !== null) parts.push(`check (strlen(${identifier(name)}) <= ${bytes})`)
  return parts.join(' ')
}

/** The descriptions, where other programs that read the file look for them. */
function comments(table: Table): string[] {
  const described = columnsOf(table).map(
    ([name, { description }]) =>
      `comment on column ${identifier(table.name)}.${identifier(name)} is ` +
      (description === null ? 'null' : literal(description)),
  )
  return [`comment on table ${identifier(table.name)} is ${literal(table.row)}`, ...described]
}

/** A table that changes its columns is written anew: this engine alters no table that has checks. */
function rebuild(before: Table, after: Table, renamed: Readonly<Record<string, string>>): string[] {
  const aside = `${after.name}__new`
  const kept = Object.keys(after.columns).filter(
    (name) => (renamed[name] ?? name) in before.columns,
  )
  const from = kept.map((name) => identifier(renamed[name] ?? name))
  return [
    createTable(after, aside),
    `insert into ${identifier(aside)} (${kept.map(identifier).join(', ')})\n` +
      `select ${from.join(', ')} from ${identifier(before.name)}`,
    `drop table ${identifier(before.name)}`,
    `alter table ${identifier(aside)} rename to ${identifier(after.name)}`,
  ]
}

function record(table: Table): string {
  return `insert into ${CATALOG} values (${literal(table.name)}, ${literal(JSON.stringify(table))})`
}

function recordAgain(table: Table): string[] {
  return [forget(table.name), record(table)]
}

function forget(name: string): string {
  return `delete from ${CATALOG} where name = ${literal(name)}`
}
