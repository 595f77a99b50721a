import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listRuns, runsLines } from '../../src/run-history.ts'
import type { Warehouse } from '../../src/warehouse.ts'
import { given } from '../rows.ts'
import { emptyWarehouse } from '../warehouse.ts'

/** A run of an hour of a day, in a state. */
const run = (hour: number, state: string) => ({
  run_id: `${hour}0000000-0000-4000-8000-000000000000`,
  started_at: `2018-11-15 0${hour}:00:00`,
  seconds: 1.5,
  state,
  schema_version: '004_incremental',
  run_by: 'etl@here',
  message: state === 'failed' ? 'The run was undone.' : null,
})

const told = async (warehouse: Warehouse) =>
  (await listRuns(warehouse)).map(({ state, message }) => [state, message])

test('a run whose process was killed is shown as interrupted, and who published what it had loaded', async (t) => {
  const warehouse = await emptyWarehouse(t)
  const loaded = [run(1, 'published'), run(2, 'loaded'), run(3, 'failed'), run(4, 'published')]
  await given(warehouse, 'runs', [...loaded, run(5, 'loaded')])

  assert.deepEqual(await told(warehouse), [
    ['interrupted', 'Its process ended early; the next run publishes what it had loaded.'],
    ['published', null],
    ['failed', 'The run was undone.'],
    ['interrupted', 'Its process ended early; run 40000000 published what it had loaded.'],
    ['published', null],
  ])
  assert.deepEqual(
    runsLines(await listRuns(warehouse))
      .slice(0, 3)
      .map((line) => line.trimEnd()),
    [
      'run       started, UTC         seconds  state        by',
      '--------  -------------------  -------  -----------  --------  -------------------------------------------------------------------',
      '50000000  2018-11-15 05:00:00      1.5  interrupted  etl@here  Its process ended early; the next run publishes what it had loaded.',
    ],
  )
})

test('where others can be running, a run that has loaded may be under way', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'runs', [run(1, 'loaded')])
  const shared = { ...warehouse, engine: { ...warehouse.engine, exclusive: false } }

  assert.deepEqual(await told(shared), [
    [
      'loaded',
      'Staging is loaded. If its process has ended, the next run publishes what it had loaded.',
    ],
  ])
})
