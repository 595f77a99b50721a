import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { ask } from '../../src/ask.ts'
import { tablesOf } from '../../src/describe.ts'
import { addColumns } from '../../src/migration.ts'
import { migrate } from '../../src/migrator.ts'
import { runSteps } from '../../src/pipeline.ts'
import { findQuestion, readQuestions } from '../../src/query.ts'
import { CHARTS } from '../../src/report/charts.ts'
import { escaped } from '../../src/report/formats.ts'
import { applyOperation } from '../../src/schema.ts'
import { PROJECT } from '../../src/settings.ts'
import { start } from '../../src/start.ts'
import { isInsert, readSteps } from '../../src/steps.ts'
import { columnsOf } from '../../src/table.ts'
import { readVersions } from '../../src/versions.ts'
import { openWarehouse } from '../../src/warehouse.ts'
import { given, play, song } from '../rows.ts'
import { run } from '../run.ts'
import {
  bareWarehouse,
  emptyWarehouse,
  failure,
  localSettings,
  temporaryFolder,
} from '../warehouse.ts'
import { reportOn, textOf } from './written.ts'

const versions = await readVersions()
const steps = await readSteps()

/** A report on these plays, with a catalogue of one song. */
async function reportOnPlays(
  t: Parameters<typeof emptyWarehouse>[0],
  plays: Parameters<typeof given>[2],
): Promise<string> {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'staging_events', plays)
  await given(warehouse, 'staging_songs', [song])
  await runSteps(warehouse, versions, steps.filter(isInsert))
  return reportOn(warehouse)
}

test('the report on the sample is one small file that answers every question', (t) => {
  const folder = temporaryFolder(t)
  const env = { LOCAL_DATABASE: path.join(folder, 'warehouse.duckdb') }
  assert.equal(run('start', [], env).code, 0)

  const { code, stdout, stderr } = run('report', ['--out', 'page.html'], env, folder)

  assert.deepEqual([code, stdout], [0, 'wrote page.html\n'], stderr)
  assert.ok(existsSync(path.join(folder, 'page.html')))
  const nowhere = run('report', ['--out', folder], env)
  assert.deepEqual([nowhere.code, nowhere.stdout], [1, ''])
  // A busy machine tells its progress before.
  assert.equal(
    nowhere.stderr.slice(nowhere.stderr.indexOf('Cannot')),
    `Cannot write the report to '${folder}': EISDIR: illegal operation on a directory, open '${folder}'. ` +
      'Name another file with --out.\n',
  )
})

test('the report and the queries agree', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await runSteps(warehouse, versions, steps)
  const first = async (name: string) =>
    (await ask(warehouse, findQuestion(readQuestions(), name).sql)).rows[0]

  const page = await reportOn(warehouse)

  const [title, artist, plays] = (await first('top_songs')) ?? []
  assert.ok(textOf(page, 'songs').includes(`'${title}' by ${artist} leads with ${plays} plays`))
  const [browser, , played] = (await first('browsers')) ?? []
  assert.ok(textOf(page, 'browsers').includes(`${browser} ${played}`))
})

test('the page asks for nothing, and has every chart, table, promise and description', async (t) => {
  const settings = localSettings(temporaryFolder(t))
  await start(settings)
  const warehouse = await openWarehouse(settings, { readOnly: true })
  t.after(() => warehouse.close())

  const page = await reportOn(warehouse)

  assert.ok(Buffer.byteLength(page) < 1_000_000)
  const withoutScript = page.replace(/<script[\s\S]*?<\/script>/g, '')
  assert.doesNotMatch(
    withoutScript,
    /<link(?! rel="icon" href="data:,">)|<(img|iframe|base)\b|@import|url\((?!#)/,
  )
  assert.doesNotMatch(page, /<script[^>]* src/)
  for (const { id, title } of CHARTS) {
    const text = textOf(page, id)
    assert.ok(text.startsWith(title), id)
    assert.match(text, /Table .+ SQL Which|Table .+ SQL (How|At|In|With) /, id)
    assert.match(page, new RegExp(`id="${id}"[\\s\\S]*?class="drawing"[^>]*><svg`), id)
  }
  for (const table of tablesOf(versions)) {
    assert.ok(page.includes(escaped(table.row)), table.name)
    for (const [name, { description }] of columnsOf(table)) {
      assert.ok(page.includes(escaped(description ?? 'nothing')), `${table.name}.${name}`)
    }
  }
  assert.match(textOf(page, 'state'), /At version 005_changed_plays , the newest\./)
  assert.match(textOf(page, 'state'), /✓ All 35 promises of the transforms are kept\./)
  assert.match(textOf(page, 'state'), /✓ No row of the files was left out\./)
  assert.match(
    textOf(page, 'lineage'),
    /songplays\.session_id staging_events\.session_id log_data sessionId/,
  )
})

test('every chart says what is in the warehouse', async (t) => {
  const at = (ts: string, changes: object = {}) => ({ ...play, ts, ...changes })
  const missed = { song: 'Unheard', artist: 'Nobody', level: 'free', user_id: 8, session_id: 7 }
  const page = await reportOnPlays(t, [
    at('2018-11-05 10:00:00', missed),
    at('2018-11-05 10:30:00', { ...missed, location: 'Yuba City, CA', item_in_session: 6 }),
    at('2018-11-06 12:00:00', {
      ...missed,
      level: 'paid',
      session_id: 9,
      user_agent: 'Firefox/31.0',
    }),
    at('2018-11-06 12:04:00'),
  ])

  const says = Object.fromEntries(
    CHARTS.map(({ id, title }) => {
      const text = textOf(page, id).slice(title.length).trim()
      return [id, /^.*?(?= (?:free paid|0 \d+ plays?|Table) )/.exec(text)?.[0]]
    }),
  )
  assert.deepEqual(says, {
    plays:
      '4 plays, 2 a day, 50 % of them by paying users. The most were on Mon 5 Nov 2018: 2 plays, and as many in 1 other day.',
    songs: "'Unheard' by Nobody leads with 3 plays, before 'Setanta matins' by Elena with 1.",
    artists: 'Nobody leads with 3 plays, before Elena with 1.',
    hours:
      'The busiest hour is Monday, 10:00 to 11:00 UTC, with 2 plays; 1 other had as many. Saturdays and Sundays together have 0 of all 4 plays.',
    'users-on-level':
      'At the end of Tue 6 Nov 2018 there are 0 free and 2 paid users, after 1 free and 0 paid at the end of Mon 5 Nov 2018. A user counts from their first event on.',
    users:
      'On average 0.5 free users (at most 1) and 1 paid user (at most 2) listened a day. A user who played on both levels on a day counts on both.',
    'level-changes':
      "1 change to paid and 0 to free. A bar's colour is the level that users changed to.",
    sessions:
      '3 sessions began, on average of 1.3 songs and 10 minutes from the first song to the start of the last; 66.7 % have one song only.',
    places: 'IL leads with 3 plays (75 %), before CA with 1; 2 states in all.',
    browsers: 'other plays 75 % of the songs, Firefox 25 %.',
    found: '1 of 4 plays found a song: 25 %. The others are kept, without a song.',
    'missing-songs': "'Unheard' by Nobody leads with 3 plays.",
  })
})

test('plays of which none found a song have a report that says so', async (t) => {
  const page = await reportOnPlays(t, [{ ...play, song: 'Unheard' }])

  assert.match(textOf(page, 'songs'), /'Unheard' by Elena leads with 1 play\./)
  assert.match(textOf(page, 'found'), / 0 of 1 play found a song: 0 %\./)
  assert.match(textOf(page, 'missing-songs'), /'Unheard' by Elena leads with 1 play\./)
})

test('plays are counted by what the log calls their songs, whichever song of the catalogue they found', async (t) => {
  const warehouse = await emptyWarehouse(t)
  const other = { ...song, song_id: 'SO2', duration: 100 }
  await given(warehouse, 'staging_songs', [song, other])
  const plays = [269, 100, 100].map((length, second) => ({
    ...play,
    length,
    ts: `2018-11-21 21:56:0${second}`,
  }))
  await given(warehouse, 'staging_events', plays)
  await runSteps(warehouse, versions, steps.filter(isInsert))

  const text = textOf(await reportOn(warehouse), 'songs')

  assert.match(text, /'Setanta matins' by Elena leads with 3 plays\./)
})

test('what users wrote is shown as they wrote it, and is no part of the page', async (t) => {
  const title = `</script><img src=x onerror="alert('1')">`

  const page = await reportOnPlays(t, [{ ...play, song: title, artist: '<b>' }])

  assert.doesNotMatch(page, /<img/)
  assert.ok(textOf(page, 'missing-songs').includes(`'${title}' by <b> leads with 1 play`))
})

test('a long time is counted by weeks or months, and loses no play', async (t) => {
  const days = (count: number) =>
    Array.from({ length: count }, (_, day) => ({
      ...play,
      ts: new Date(Date.UTC(2018, 0, 3 + 7 * day, 12)).toISOString().slice(0, 19).replace('T', ' '),
    }))

  const weeks = await reportOnPlays(t, days(20))
  const months = await reportOnPlays(t, days(80))

  assert.match(
    textOf(weeks, 'plays'),
    /20 plays, 1 a week, .* in the week from Mon 1 Jan 2018: 1 play, and as many in 19 other weeks\./,
  )
  assert.match(textOf(months, 'plays'), /80 plays, 4.2 a month, .* the month from .*: 5 plays, /)
})

test('the state tells what is left out, broken, pending or uneven', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'songplays', [
    { start_time: '2018-11-21 21:56:47.796', user_id: 15, level: 'gold' },
    { start_time: '2018-11-21 21:56:47.796', user_id: 15, level: 'paid' },
  ])
  await given(warehouse, 'load_errors', [
    {
      step: '01_staging_events',
      file: 'a.json',
      line: 3,
      reason: 'Invalid digit',
      loaded_at: '2018-11-22',
    },
  ])
  const newest = versions.at(-1)
  assert.ok(newest)
  const operation = addColumns('songplays', { mood: 'varchar(8) -- how it felt' })
  const after = applyOperation(newest.after, operation)
  const pending = {
    name: '999_mood',
    checksum: '',
    operations: [operation],
    before: newest.after,
    after,
  }

  const state = textOf(await reportOn(warehouse, [...versions, pending]), 'state')

  assert.match(state, /1 version pending: npm run migrate/)
  assert.match(state, /999_mood pending/)
  assert.match(state, /✗ 4 of 35 promises are broken\./)
  assert.match(state, /'level is one of free, paid' 1 times\. For example: level = gold/)
  assert.match(state, /01_staging_events Invalid digit 1 a\.json/)
  assert.match(
    state,
    /Of the rows of songplays, 100 % have the same start_time: on a cluster they share one slice\./,
  )
})

test('when songplays has the titles, the songs that the catalogue lacks are asked of it', async (t) => {
  const warehouse = await emptyWarehouse(t)
  const newest = versions.at(-1)
  assert.ok(newest)
  const columns: Parameters<typeof addColumns>[1] = {
    title: 'varchar(1024) -- its title',
    artist: 'varchar(1024) -- who plays it',
  }
  const added = Object.fromEntries(
    Object.entries(columns).filter(
      ([name]) => !(name in (newest.after.get('songplays')?.columns ?? {})),
    ),
  )
  const operation = addColumns('songplays', added)
  const after = applyOperation(newest.after, operation)
  const titled = {
    name: '999_titles',
    checksum: '0'.repeat(64),
    operations: [operation],
    before: newest.after,
    after,
  }
  await migrate(warehouse, [...versions, titled])
  const row = { start_time: '2018-11-21 21:56:47', user_id: 15, level: 'paid' }
  await given(warehouse, 'songplays', [{ ...row, title: 'Unheard', artist: 'Nobody' }])

  const page = await reportOn(warehouse, [...versions, titled])

  assert.match(textOf(page, 'missing-songs'), /'Unheard' by Nobody leads with 1 play\./)
})

test('the books of runs are shown where the warehouse keeps them', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'runs', [
    {
      run_id: '7f',
      started_at: '2018-11-22 01:00:00',
      seconds: 1,
      state: 'published',
      schema_version: '004_incremental',
      run_by: 'lily@sparkify',
    },
  ])

  const state = textOf(await reportOn(warehouse), 'state')

  assert.match(state, /Last runs started, UTC seconds state 2018-11-22 01:00:00 1 ✓ published/)
})

test('a warehouse without plays has a report that says so', async (t) => {
  const page = await reportOn(await emptyWarehouse(t))

  assert.match(page, /<p class="soft">No plays yet\./)
  assert.match(textOf(page, 'plays'), /^Plays over time No song was played in this time\./)
  assert.match(textOf(page, 'state'), /newest play –/)
})

test('a warehouse without tables has none', async (t) => {
  const warehouse = await bareWarehouse(t)

  assert.equal(
    await failure(() => reportOn(warehouse)),
    "Cannot report on a warehouse that has no table 'staging_events' yet. Nothing was written. " +
      "Run 'npm start' first.",
  )
})

const REAL = path.resolve(PROJECT, '../shared/lake')

test('the real November 2018 has its report', {
  skip: existsSync(REAL) ? false : 'the real lake is not beside the project',
}, async (t) => {
  const settings = localSettings(temporaryFolder(t), {
    LOG_DATA: path.join(REAL, 'log_data'),
    LOG_JSONPATH: path.join(REAL, 'log_json_path.json'),
    SONG_DATA: path.join(REAL, 'song_data'),
  })
  await start(settings)
  const warehouse = await openWarehouse(settings, { readOnly: true })
  t.after(() => warehouse.close())

  const page = await reportOn(warehouse)

  assert.ok(Buffer.byteLength(page) < 1_000_000)
  assert.match(textOf(page, 'plays'), /6,820 plays, 227 a day, /)
  assert.match(textOf(page, 'found'), /1 of 6,820 plays found a song: < 0\.1 %\./)
  assert.match(
    textOf(page, 'missing-songs'),
    /'You're The One' by Dwight Yoakam leads with 37 plays, before/,
  )
})
