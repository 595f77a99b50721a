import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { migrate } from '../../src/migrator.ts'
import { runSteps } from '../../src/pipeline.ts'
import { isInsert, readSteps } from '../../src/steps.ts'
import { readVersions } from '../../src/versions.ts'
import { withWarehouse } from '../../src/warehouse.ts'
import { localSettings, temporaryFolder, useOneThread } from '../warehouse.ts'

const versions = await readVersions()
const steps = await readSteps()
/** How many runs are read beside; each takes a quarter of a second. */
const RUNS = Number(process.env.READ_RUNS ?? 15)

/** Of one moment: how many plays there are, and what of the star does not fit to them. */
const LOOK = `
select
    (select count(*) from songplays) as plays,
    (select count(*) from songplays left join time on time.start_time = songplays.start_time where time.start_time is null) as without_time,
    (select count(*) from songplays left join users on users.user_id = songplays.user_id where users.user_id is null) as without_user,
    (select count(*) from time left join songplays on songplays.start_time = time.start_time where songplays.start_time is null) as without_play,
    (select count(*) from user_levels where valid_to is null) - (select count(*) from users) as levels_of_nobody,
    (
        select sum(rows_inserted - rows_deleted)
        from run_steps
        join runs on runs.run_id = run_steps.run_id
        where runs.state = 'published' and run_steps.step = '07_songplays'
    ) as recorded`

interface Seen {
  readonly plays: number
  readonly recorded: string | null
  readonly [problem: string]: number | string | null
}

test('whoever reads while runs publish or fail sees whole states alone', async (t) => {
  const folder = temporaryFolder(t)
  for (const name of ['log_data', 'song_data']) mkdirSync(path.join(folder, name))
  writeFileSync(
    path.join(folder, 'song_data/a.json'),
    '{"song_id":"SO1","title":"Alone","artist_id":"AR0","artist_name":"Nobody"}',
  )
  const settings = localSettings(folder, {
    LOG_DATA: path.join(folder, 'log_data'),
    SONG_DATA: path.join(folder, 'song_data'),
  })
  const broken = steps.map((step) =>
    isInsert(step) && step.into === 'user_levels'
      ? { ...step, promises: { accepted: { level: ['none'] } } }
      : step,
  )
  const play = (run: number) =>
    JSON.stringify({
      page: 'NextSong',
      userId: `${run % 7}`,
      level: 'free',
      sessionId: 1,
      ts: run * 60_000,
    })

  await withWarehouse(settings, async (warehouse) => {
    await useOneThread(warehouse)
    await migrate(warehouse, versions)
    const seen: Seen[] = []
    let isOver = false
    const reading = (async () => {
      while (!isOver) {
        const [row] = await warehouse.session.rows<Seen>(LOOK)
        if (row) seen.push(row)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    })()
    let failed = 0
    for (let run = 1; run <= RUNS; run += 1) {
      writeFileSync(path.join(folder, `log_data/${run}.json`), `${play(run)}\n${play(run + RUNS)}`)
      await runSteps(warehouse, versions, run % 5 === 0 ? broken : steps).catch(() => {
        failed += 1
      })
    }
    isOver = true
    await reading

    assert.equal(failed, RUNS / 5)
    for (const { plays, recorded, ...problems } of seen) {
      assert.deepEqual(new Set(Object.values(problems)), new Set([0]))
      assert.equal(plays, Number(recorded))
    }
    const states = new Set(seen.map(({ plays }) => plays))
    assert.ok(states.size > RUNS / 5, `the reader saw ${states.size} states`)
    assert.ok(seen.length > RUNS)
  })
})
