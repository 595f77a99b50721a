import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask } from '../../src/ask.ts'
import { exportStar } from '../../src/export.ts'
import { runSteps } from '../../src/pipeline.ts'
import { findQuestion, readQuestions, sqlOf } from '../../src/query.ts'
import { PROJECT, readSettings } from '../../src/settings.ts'
import { readSteps } from '../../src/steps.ts'
import { readVersions } from '../../src/versions.ts'
import { openWarehouse, type Warehouse, withWarehouse } from '../../src/warehouse.ts'
import { run } from '../run.ts'
import { emptyWarehouse, failure, temporaryFolder } from '../warehouse.ts'
import { missingStandIn, startStandIn } from './stand-in.ts'

const skip = missingStandIn()

test('a cluster is read as the local engine is', { skip }, async (t) => {
  const cluster = await startStandIn(t)
  cluster.load(path.join(PROJECT, 'seeds'))
  assert.equal(run('start', [], cluster.env).code, 0)
  const here = await emptyWarehouse(t)
  await runSteps(here, await readVersions(), await readSteps())
  const there = await openWarehouse(readSettings(cluster.env))
  t.after(() => there.close())
  const both = async <Result>(work: (warehouse: Warehouse) => Promise<Result>) => {
    const answer = await work(there)
    assert.deepEqual(answer, await work(here))
    return answer
  }

  await t.test('with types, parameters and a limit', async () => {
    const sql = `select users.*, 1.5::decimal(4, 2) as part, 1::bigint as big, current_date = '2018-11-01' as today,
      start_time, sum(duration) as seconds
      from users join songplays on songplays.user_id = users.user_id join songs on songs.song_id = songplays.song_id
      group by 1, 2, 3, 4, 5, 6, 7, 8, start_time order by start_time, users.user_id`
    const first = await both((warehouse) => ask(warehouse, sql, { most: 1_003 }))
    assert.equal(first.rows.length, (await ask(here, sql)).rows.length)
    await both((warehouse) => ask(warehouse, sql, { most: 3 }))
    const plays = findQuestion(readQuestions(), 'plays_per_day')
    const days = await both((warehouse) => ask(warehouse, sqlOf(plays, { from: '2018-11-11' })))
    assert.equal(days.rows.length, 2)
  })

  await t.test('with the place of what is wrong', async () => {
    const message = await failure(() => ask(there, 'select levl\nfrom users', { most: 2 }))
    assert.equal(
      message,
      `Cannot answer this: column "levl" does not exist. Did you mean 'level'? Nothing was changed.
Line 1, column 8:
select levl
       ^
Columns of users: user_id, first_name, last_name, gender, level, seen_at, session_id, item_in_session.`,
    )
  })

  await t.test('into files of the same rows', async () => {
    const folder = path.join(temporaryFolder(t), 'star')
    await exportStar(there, await readSteps(), folder, 'parquet')
    const rowsOf = async (from: string) =>
      (
        await here.session.knex
          .raw(`select * exclude (songplay_id) from ${from} order by all`)
          .options({ asIs: true })
      ).rows
    assert.deepEqual(await rowsOf(`'${folder}/songplays.parquet'`), await rowsOf('songplays'))
  })

  await t.test('until it is told to stop', async () => {
    const slow =
      'select count(*) from songplays a, songplays b, songplays c where a.user_agent < b.location'
    await withWarehouse(readSettings(cluster.env), async (warehouse) => {
      let ended = false
      const asking = failure(() => ask(warehouse, slow, { most: 1 })).finally(() => {
        ended = true
      })
      while (!ended) {
        await sleep(100)
        await warehouse.connection.cancel()
      }

      assert.match(await asking, /^Cannot answer this: .*cancel/i)
    })
  })
})
