import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkSteps, runSteps } from '../../src/pipeline.ts'
import { isInsert, readSteps } from '../../src/steps.ts'
import type { Expectation } from '../../src/transform.ts'
import { readVersions } from '../../src/versions.ts'
import { given, play, rowsOf } from '../rows.ts'
import { emptyWarehouse, failure } from '../warehouse.ts'

const versions = await readVersions()
const star = (await readSteps()).filter(isInsert)

/** The steps of the star, with a number that songplays must keep to. */
const expecting = (expectation: Expectation) =>
  star.map((step) =>
    step.into === 'songplays' ? { ...step, promises: { expect: { plays: expectation } } } : step,
  )

const value = 'select count(*) from songplays'

test('a number outside of its range undoes the run, or is told and lets it be', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'staging_events', [play, play])
  const tooMany = (severity: Expectation['severity']) => expecting({ value, to: 1, severity })

  const message = await failure(() => runSteps(warehouse, versions, tooMany('error')))
  assert.equal(
    message,
    "The run was undone: 07_songplays: songplays breaks its promise 'plays at most 1' 1 times.\n" +
      '  For example: it is 2\n' +
      'The star is as it was. See transforms/07_songplays.ts',
  )
  assert.deepEqual(await rowsOf(warehouse, 'songplays', ['user_id']), [])

  await runSteps(warehouse, versions, tooMany('warn'))
  assert.equal((await rowsOf(warehouse, 'songplays', ['user_id'])).length, 2)
  const { broken } = await checkSteps(warehouse, versions, tooMany('warn'))
  assert.deepEqual(
    broken.map(({ promise, severity }) => [promise, severity]),
    [['plays at most 1', 'warn']],
  )
})

test('a number within its range, or none, keeps the promise', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'staging_events', [play])
  const within = expecting({ value, from: 1, to: 1, severity: 'error' })
  const none = expecting({
    value: 'select max(user_id) from songplays where user_id < 0',
    from: 1,
    severity: 'error',
  })

  await runSteps(warehouse, versions, within)

  assert.deepEqual((await checkSteps(warehouse, versions, within)).broken, [])
  assert.deepEqual((await checkSteps(warehouse, versions, none)).broken, [])
})
