import { isDeepStrictEqual } from 'node:util'
import { describedAs, parseColumn } from './column.ts'
import { Failure, quotedList } from './errors.ts'
import type { Operation } from './migration.ts'
import { checkTable, type Table } from './table.ts'

/** The tables of one version, by name: the fold of all operations up to it. */
export type Schema = ReadonlyMap<string, Table>

export const EMPTY_SCHEMA: Schema = new Map()

/** The schema after these operations. @throws Failure when one of them cannot be done. */
export function foldOperations(schema: Schema, operations: readonly Operation[]): Schema {
  return operations.reduce(applyOperation, schema)
}

/** The schema after one operation. @throws Failure when it cannot be done on this schema. */
export function applyOperation(schema: Schema, operation: Operation): Schema {
  switch (operation.kind) {
    case 'createTable':
      checkTable(operation.table)
      checkAbsent(schema, operation.table.name, 'create')
      checkReferences(schema, operation.table)
      return new Map(schema).set(operation.table.name, operation.table)
    case 'dropTable': {
      requireSame(
        tableOf(schema, operation.table.name, 'drop'),
        operation.table,
        `drop table '${operation.table.name}'`,
      )
      checkNotReferred(schema, operation.table.name)
      return without(schema, operation.table.name)
    }
    case 'addColumns':
      return replace(
        schema,
        addColumns(tableOf(schema, operation.table, 'add columns to'), operation),
      )
    case 'dropColumns':
      return replace(
        schema,
        dropColumns(tableOf(schema, operation.table, 'drop columns of'), operation),
      )
    case 'renameTable': {
      const table = tableOf(schema, operation.from, 'rename')
      checkAbsent(schema, operation.to, `rename '${operation.from}' to`)
      return referringTo(
        replace(without(schema, operation.from), { ...table, name: operation.to }),
        {
          from: `${operation.from}.`,
          to: `${operation.to}.`,
        },
      )
    }
    case 'renameColumn': {
      const renamed = renameColumn(
        tableOf(schema, operation.table, 'rename a column of'),
        operation,
      )
      return referringTo(replace(schema, renamed), {
        from: `${operation.table}.${operation.from}`,
        to: `${operation.table}.${operation.to}`,
      })
    }
    case 'changeDist':
    case 'changeSort': {
      const key = operation.kind === 'changeDist' ? 'dist' : 'sort'
      const table = tableOf(schema, operation.table, `change the ${key} of`)
      requireSame(table[key], operation.from, `change the ${key} of '${table.name}'`)
      return replace(schema, { ...table, [key]: operation.to })
    }
    case 'describeTable': {
      const table = tableOf(schema, operation.table, 'describe')
      requireSame(table.row, operation.from, `describe '${table.name}'`)
      return replace(schema, { ...table, row: operation.to })
    }
    case 'describeColumn':
      return replace(
        schema,
        describeColumn(tableOf(schema, operation.table, 'describe a column of'), operation),
      )
    case 'rawSql':
      return schema
  }
}

function addColumns(table: Table, { columns }: Extract<Operation, { kind: 'addColumns' }>): Table {
  for (const [name, definition] of Object.entries(columns)) {
    if (name in table.columns) {
      throw new Failure(`Cannot add column '${name}' to '${table.name}': it is already there.`)
    }
    const column = parseColumn(definition, `${table.name}.${name}`)
    if (column.identity) {
      throw new Failure(
        `Cannot add the identity column '${name}' to '${table.name}': Redshift makes one only when ` +
          'the table is created.',
      )
    }
    if (column.notNull && column.default === null) {
      throw new Failure(
        `Cannot add the not null column '${name}' to '${table.name}' without a default: ` +
          'rows that are there would have no value. Declare a default, or leave it nullable.',
      )
    }
  }
  return { ...table, columns: { ...table.columns, ...columns } }
}

function dropColumns(
  table: Table,
  { columns }: Extract<Operation, { kind: 'dropColumns' }>,
): Table {
  const dropped = Object.keys(columns)
  const keys: [string, readonly string[]][] = [
    ['dist', typeof table.dist === 'object' ? [table.dist.key] : []],
    ['sort', table.sort === 'auto' ? [] : table.sort],
    ['primaryKey', table.primaryKey],
    ['references', Object.keys(table.references)],
  ]
  for (const name of dropped) {
    if (!(name in table.columns)) throw noSuchColumn(table, name, 'drop')
    requireSame(table.columns[name], columns[name], `drop column '${name}' of '${table.name}'`)
    const key = keys.find(([, names]) => names.includes(name))
    if (key) {
      throw new Failure(
        `Cannot drop column '${name}' of '${table.name}': it is in the table's ${key[0]}, and ` +
          'Redshift refuses that. Change the key first.',
      )
    }
    requireAddable(table, name, columns[name] ?? '')
  }
  const kept = Object.entries(table.columns).filter(([name]) => !dropped.includes(name))
  return { ...table, columns: Object.fromEntries(kept) }
}

/** What is dropped has to be addable again, or the migration could not be undone. */
function requireAddable(table: Table, name: string, definition: string): void {
  const { identity, notNull, default: value } = parseColumn(definition, `${table.name}.${name}`)
  if (!notNull || (value !== null && !identity)) return
  throw new Failure(
    `Cannot drop column '${name}' of '${table.name}': its rollback could not add it again, since it is ` +
      `${identity ? 'an identity, which Redshift makes only when the table is created' : 'not null without a default'}. ` +
      'Create a table without it, copy the rows by rawSql, then drop this table and rename the new one.',
  )
}

function renameColumn(table: Table, change: Extract<Operation, { kind: 'renameColumn' }>): Table {
  const { from, to } = change
  if (!(from in table.columns)) throw noSuchColumn(table, from, 'rename')
  if (to in table.columns) {
    throw new Failure(
      `Cannot rename '${from}' to '${to}' in '${table.name}': '${to}' is already there.`,
    )
  }
  const renamed = (name: string) => (name === from ? to : name)
  const keys = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [renamed(name), value]))
  return {
    ...table,
    columns: keys(table.columns),
    primaryKey: table.primaryKey.map(renamed),
    references: keys(table.references),
    dist: typeof table.dist === 'object' ? { key: renamed(table.dist.key) } : table.dist,
    sort: table.sort === 'auto' ? 'auto' : table.sort.map(renamed),
  }
}

function describeColumn(
  table: Table,
  { column, from, to }: Extract<Operation, { kind: 'describeColumn' }>,
): Table {
  const definition = table.columns[column]
  if (definition === undefined) throw noSuchColumn(table, column, 'describe')
  const { description } = parseColumn(definition, `${table.name}.${column}`)
  requireSame(description, from, `describe '${column}' of '${table.name}'`)
  return { ...table, columns: { ...table.columns, [column]: describedAs(definition, to) } }
}

/** References follow what they refer to when it is renamed. */
function referringTo(schema: Schema, { from, to }: { from: string; to: string }): Schema {
  const follow = (target: string) =>
    target === from || (from.endsWith('.') && target.startsWith(from))
      ? to + target.slice(from.length)
      : target
  const tables = [...schema].map(([name, table]): [string, Table] => {
    const references = Object.entries(table.references).map(([column, target]) => [
      column,
      follow(target),
    ])
    return [name, { ...table, references: Object.fromEntries(references) }]
  })
  return new Map(tables)
}

function replace(schema: Schema, table: Table): Schema {
  checkTable(table)
  return new Map(schema).set(table.name, table)
}

function without(schema: Schema, name: string): Schema {
  return new Map([...schema].filter(([other]) => other !== name))
}

function tableOf(schema: Schema, name: string, doing: string): Table {
  const table = schema.get(name)
  if (table) return table
  const known = schema.size === 0 ? 'There are none' : `There are ${quotedList([...schema.keys()])}`
  throw new Failure(`Cannot ${doing} table '${name}': no such table at this version. ${known}.`)
}

function checkAbsent(schema: Schema, name: string, doing: string): void {
  if (schema.has(name)) throw new Failure(`Cannot ${doing} table '${name}': it is already there.`)
}

function noSuchColumn(table: Table, name: string, doing: string): Failure {
  const columns = Object.keys(table.columns).join(', ')
  return new Failure(
    `Cannot ${doing} column '${name}' of '${table.name}': no such column. Its columns: ${columns}.`,
  )
}

/** Redshift takes references to the primary key of a table that is there, or of the table itself. */
function checkReferences(schema: Schema, table: Table): void {
  for (const [column, target] of Object.entries(table.references)) {
    const [name = '', key = ''] = target.split('.')
    const other = name === table.name ? table : schema.get(name)
    const doing = `Cannot create table '${table.name}': its ${column} refers to '${target}'`
    if (!other) {
      const known = [...schema.keys()]
      throw new Failure(
        `${doing}, and there is no table '${name}' at this version, which Redshift refuses. ` +
          `Create it first. There are ${known.length === 0 ? 'none' : quotedList(known)}.`,
      )
    }
    if (isDeepStrictEqual(other.primaryKey, [key])) continue
    const found = other.primaryKey.length === 0 ? 'no columns' : quotedList(other.primaryKey)
    throw new Failure(
      `${doing}, but the primary key of '${name}' is ${found}, and Redshift refuses that.`,
    )
  }
}

/** @throws Failure when another table refers to this one, which Redshift then does not drop. */
function checkNotReferred(schema: Schema, name: string): void {
  for (const other of schema.values()) {
    const [column] =
      Object.entries(other.references).find(([, target]) => target.startsWith(`${name}.`)) ?? []
    if (column === undefined || other.name === name) continue
    throw new Failure(
      `Cannot drop table '${name}': ${other.name}.${column} refers to it, and Redshift refuses that. ` +
        `Drop '${other.name}' first.`,
    )
  }
}

function requireSame(found: unknown, written: unknown, doing: string): void {
  if (isDeepStrictEqual(found, written)) return
  throw new Failure(
    `Cannot ${doing}: the migration says it is ${JSON.stringify(written)}, but at this version it is ` +
      `${JSON.stringify(found)}. A change that misstates what it changes could not be undone.`,
  )
}
