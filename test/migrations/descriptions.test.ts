import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BOOKS } from '../../src/ledger.ts'
import { columnsOf } from '../../src/table.ts'
import { readVersions } from '../../src/versions.ts'
import { descriptions } from '../fingerprint.ts'
import { emptyWarehouse } from '../warehouse.ts'

const tables = [...((await readVersions()).at(-1)?.after.values() ?? []), ...BOOKS]

test('every table and every column says what it holds', () => {
  const silent = tables.flatMap((table) =>
    columnsOf(table).flatMap(([name, { description }]) =>
      description === null ? [`${table.name}.${name}`] : [],
    ),
  )

  assert.deepEqual(silent, [], "Write it behind the column's type: 'integer -- seconds'.")
  assert.ok(tables.every(({ row }) => row.length > 0))
})

test('whoever opens the warehouse with other programs finds the descriptions there', async (t) => {
  const found = await descriptions(await emptyWarehouse(t))

  for (const table of tables) {
    const written = columnsOf(table).map(([name, { description }]) => [name, description ?? ''])
    const sorted = [['', table.row], ...written].sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
    assert.deepEqual(found.get(table.name), sorted)
  }
})
