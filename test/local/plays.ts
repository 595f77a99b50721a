import type { TestContext } from 'node:test'
import { messageOf } from '../../src/errors.ts'
import { createTable } from '../../src/migration.ts'
import { EMPTY_SCHEMA } from '../../src/schema.ts'
import { table } from '../../src/table.ts'
import type { Warehouse } from '../../src/warehouse.ts'
import { bareWarehouse } from '../warehouse.ts'

const plays = table({
  name: 'plays',
  row: 'a play',
  columns: {
    id: 'bigint identity(0, 1)',
    who: 'varchar(3) not null',
    n: 'integer',
    level: "varchar(8) default 'free'",
  },
  primaryKey: ['id'],
  dist: 'even',
})

/** A warehouse with a small table, closed after the test. */
export async function warehouseOfPlays(t: TestContext): Promise<Warehouse> {
  const warehouse = await bareWarehouse(t)
  for (const sql of await warehouse.engine.renderOperation(createTable(plays), EMPTY_SCHEMA)) {
    await warehouse.session.runRendered(sql)
  }
  return warehouse
}

/** What the engine says to a statement that it refuses. */
export async function refusal(work: () => Promise<unknown>): Promise<string> {
  try {
    await work()
  } catch (error) {
    return messageOf(error)
  }
  throw new Error('expected a refusal')
}

/** The rows as lists, in order. */
export async function listed(warehouse: Warehouse, sql: string): Promise<unknown[]> {
  return [...(await warehouse.session.answer(sql)).rows]
}
