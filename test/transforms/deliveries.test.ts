import assert from 'node:assert/strict'
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { migrate } from '../../src/migrator.ts'
import { checkSteps, runSteps } from '../../src/pipeline.ts'
import { isInsert, readSteps, type Step } from '../../src/steps.ts'
import { trim } from '../../src/trim.ts'
import { readVersions } from '../../src/versions.ts'
import { type Warehouse, withWarehouse } from '../../src/warehouse.ts'
import { localSettings, temporaryFolder } from '../warehouse.ts'

const versions = await readVersions()
const steps = (await readSteps()).map((step): Step => {
  const { expect: _, ...promises } = step.promises ?? {}
  return { ...step, promises }
})

/** An event of user 7, unless it says otherwise. */
function event(day: string | null, other: Readonly<Record<string, unknown>> = {}): string {
  const ts = day === null ? null : Date.parse(`${day}T12:00:00Z`)
  const user = { userId: '7', firstName: 'Ada', lastName: 'Bell', gender: 'F', level: 'free' }
  const rest = { sessionId: 1, itemInSession: 1, song: 'Tide', artist: 'Bay', length: 100 }
  return `${JSON.stringify({ ...user, ...rest, page: 'NextSong', ts, ...other })}\n`
}

const song = (id: string) =>
  JSON.stringify({
    song_id: id,
    title: 'Tide',
    artist_id: 'A',
    artist_name: 'Bay',
    duration: 100,
    year: 1990,
  })

interface Delivered {
  readonly folder: string
  readonly warehouse: Warehouse
  write(name: string, ...lines: string[]): string
  run(options?: Parameters<typeof runSteps>[3]): ReturnType<typeof runSteps>
  trim(before: string): ReturnType<typeof trim>
  rows(sql: string): Promise<unknown[]>
  /** How many plays the star shows, with every promise kept. */
  plays(): Promise<number>
}

function deliveries(t: TestContext, work: (lake: Delivered) => Promise<void>): Promise<void> {
  const folder = temporaryFolder(t)
  const logs = path.join(folder, 'log_data')
  const songs = path.join(folder, 'song_data')
  const settings = localSettings(folder, { LOG_DATA: logs, SONG_DATA: songs })
  for (const name of [logs, songs]) mkdirSync(name)
  writeFileSync(path.join(songs, 's.json'), song('S'))
  return withWarehouse(settings, async (warehouse) => {
    await migrate(warehouse, versions)
    const rows = (sql: string) => warehouse.session.rows<Record<string, unknown>>(sql)
    await work({
      folder,
      warehouse,
      write: (name, ...lines) => {
        const file = path.join(folder, name)
        writeFileSync(file, lines.join(''))
        return file
      },
      run: (options) => runSteps(warehouse, versions, steps, options),
      trim: (before) => trim(warehouse, steps, before),
      rows: async (sql) => (await rows(sql)).map((row) => Object.values(row)),
      async plays() {
        const { broken } = await checkSteps(warehouse, versions, steps.filter(isInsert))
        assert.deepEqual(
          broken.filter(({ promise }) => !/ in = .* out$/.test(promise)),
          [],
        )
        const [row] = await rows('select count(*) as n from songplays')
        return Number(row?.n)
      },
    })
  })
}

test('a file that reaches into trimmed days is neither left out nor replaced', (t) =>
  deliveries(t, async ({ write, run, trim, plays }) => {
    write('log_data/2018-11-01.json', event('2018-11-01'), event('2018-11-01', { sessionId: 2 }))
    write('log_data/a-2018-11-03.json', event('2018-11-01', { sessionId: 3 }), event('2018-11-03'))
    await run()
    await trim('2018-11-02')
    const refusal =
      '01_staging_events was undone: a file that changed or is left out held events from 2018-11-01 12:00:00 UTC on, ' +
      'and staging was trimmed up to 2018-11-01 12:00:00. Nothing was loaded; every table is as it was.\n' +
      "Rebuild from the whole lake ('npm run transform -- --full-refresh'), or leave the file as it was."
    await assert.rejects(run({ exclude: ['a-2018'] }), { message: refusal })
    assert.equal(await plays(), 4)
    write('log_data/a-2018-11-03.json', event('2018-11-03'))
    await assert.rejects(run(), { message: refusal })
    assert.equal(await plays(), 4)
  }))

test('a user whose last file is replaced stays while trimmed plays of theirs are shown', (t) =>
  deliveries(t, async ({ write, run, trim, plays, rows }) => {
    write('log_data/2018-11-01.json', event('2018-11-01'))
    write('log_data/2018-11-03.json', event('2018-11-03'), event('2018-11-03', { userId: '8' }))
    await run()
    await trim('2018-11-02')
    write('log_data/2018-11-03.json', event('2018-11-03', { userId: '8' }))
    await run()
    assert.equal(await plays(), 2)
    assert.deepEqual(await rows('select user_id, first_name from users order by 1'), [
      [7, 'Ada'],
      [8, 'Ada'],
    ])
  }))

test('a user whose last file is replaced stays while levels of trimmed days are shown', (t) =>
  deliveries(t, async ({ write, run, trim, plays, rows }) => {
    write('log_data/2018-11-01.json', event('2018-11-01', { page: 'Home' }))
    write('log_data/2018-11-03.json', event('2018-11-03'), event('2018-11-03', { userId: '8' }))
    await run()
    await trim('2018-11-02')
    write('log_data/2018-11-03.json', event('2018-11-03', { userId: '8' }))
    await run()
    assert.equal(await plays(), 1)
    assert.deepEqual(await rows('select user_id, first_name from users order by 1'), [
      [7, 'Ada'],
      [8, 'Ada'],
    ])
    assert.deepEqual(await rows('select user_id, valid_from from user_levels order by 1'), [
      [7, '2018-11-01 12:00:00'],
      [8, '2018-11-03 12:00:00'],
    ])
  }))

test('a user is as their latest dated event shows them, also when that came with an earlier run', (t) =>
  deliveries(t, async ({ write, run, rows }) => {
    const undated = event(null, { page: 'Home', firstName: 'Nul', level: 'free' })
    write('log_data/2018-11-01.json', event('2018-11-01', { level: 'paid' }), undated)
    write(
      'log_data/2018-11-03.json',
      event('2018-11-03', { firstName: 'New' }),
      event('2018-11-03', { userId: '8' }),
    )
    await run()
    write('log_data/2018-11-03.json', event('2018-11-03', { userId: '8' }))
    await run()
    const users = 'select user_id, first_name, level, seen_at from users order by 1'
    const found = await rows(users)
    assert.deepEqual(found[0], [7, 'Ada', 'paid', '2018-11-01 12:00:00'])
    await run({ fullRefresh: true })
    assert.deepEqual(await rows(users), found)
  }))

test('users and levels of dated events stay when a file without a moment comes', (t) =>
  deliveries(t, async ({ write, run, plays, rows }) => {
    write('log_data/2018-11-01.json', event('2018-11-01', { level: 'paid' }))
    await run()
    write('log_data/undated.json', event(null, { page: 'Home', firstName: 'Nul', level: 'free' }))
    await run()
    assert.equal(await plays(), 1)
    assert.deepEqual(await rows('select first_name, level, seen_at from users'), [
      ['Ada', 'paid', '2018-11-01 12:00:00'],
    ])
    assert.deepEqual(await rows('select level, valid_to from user_levels'), [['paid', null]])
  }))

test('a user who was seen at no moment goes with the last event of theirs', (t) =>
  deliveries(t, async ({ write, run, plays, rows }) => {
    const users = 'select user_id, seen_at from users order by 1'
    write('log_data/2018-11-01.json', event('2018-11-01'))
    const undated = (userId: string) => event(null, { page: 'Home', userId })
    write('log_data/undated.json', undated('8'), undated('9'))
    await run()
    write('log_data/undated.json', undated('9'))
    await run()
    assert.equal(await plays(), 1)
    assert.deepEqual(await rows(users), [
      [7, '2018-11-01 12:00:00'],
      [9, null],
    ])
    await run({ exclude: ['undated'] })
    assert.equal(await plays(), 1)
    assert.deepEqual(await rows(users), [[7, '2018-11-01 12:00:00']])
  }))

test('a user who was seen at no moment stays when their events were trimmed', (t) =>
  deliveries(t, async ({ write, run, trim, plays, rows }) => {
    const undated = event(null, { page: 'Home', userId: '9' })
    write('log_data/2018-11-01.json', event('2018-11-01'), undated)
    await run()
    await trim('2018-11-02')
    write('log_data/2018-11-03.json', event('2018-11-03'))
    await run()
    assert.equal(await plays(), 2)
    assert.deepEqual(await rows('select user_id from users order by 1'), [[7], [9]])
  }))

test('what is left out stays out through a full refresh, and when it is touched', (t) =>
  deliveries(t, async ({ write, run, plays }) => {
    write('log_data/2018-11-01.json', event('2018-11-01'))
    const bad = write('log_data/2018-11-02.json', event('2018-11-02'))
    await run({ exclude: ['2018-11-02'] })
    assert.equal(await plays(), 1)
    await run({ fullRefresh: true })
    await run()
    assert.equal(await plays(), 1)
    utimesSync(bad, 0, 0)
    await run()
    assert.equal(await plays(), 1)
    await run({ include: ['2018-11-02'] })
    assert.equal(await plays(), 2)
  }))

test('the only file of a source stays out as well', (t) =>
  deliveries(t, async ({ write, run, rows }) => {
    write('log_data/2018-11-01.json', event('2018-11-01'))
    await run()
    await run({ exclude: ['s.json'] })
    await run()
    await run()
    assert.deepEqual(await rows('select count(*) from songs'), [[0]])
    assert.deepEqual(await rows('select count(*) from songplays where song_id is not null'), [[0]])
  }))

test('songs from another place take no plays of log files that are gone', (t) =>
  deliveries(t, async ({ folder, write, run, plays }) => {
    const first = write('log_data/2018-11-01.json', event('2018-11-01'))
    write('log_data/2018-11-02.json', event('2018-11-02'))
    await run()
    rmSync(first)
    await run()
    mkdirSync(path.join(folder, 'other_songs'))
    write('other_songs/s.json', song('T'))
    const moved = localSettings(folder, {
      LOG_DATA: `${path.join(folder, 'log_data')}/`,
      SONG_DATA: path.join(folder, 'other_songs'),
    })
    assert.equal(await plays(), 2)
    await withWarehouse(moved, async (warehouse) => {
      const why: string[] = []
      await runSteps(warehouse, versions, steps, { onWhole: (text) => why.push(text) })
      assert.deepEqual(why, [
        `SONG_DATA was ${path.join(folder, 'song_data')} when it was last loaded`,
      ])
      const found = await warehouse.session.rows('select distinct song_id from songplays')
      assert.deepEqual(found, [{ song_id: 'T' }])
      const counted = await warehouse.session.rows('select count(*) as n from songplays')
      assert.deepEqual(counted, [{ n: 2 }])
    })
  }))

test('a full refresh tells of files whose rows it drops', (t) =>
  deliveries(t, async ({ write, run, plays }) => {
    const first = write('log_data/2018-11-01.json', event('2018-11-01'))
    write('log_data/2018-11-02.json', event('2018-11-02'))
    await run()
    rmSync(first)
    await run()
    assert.equal(await plays(), 2)
    const why: string[] = []
    await run({ fullRefresh: true, onWhole: (text) => why.push(text) })
    assert.deepEqual(why, [
      'a full refresh was asked for; 1 file that was loaded is no longer in the lake, and what it held goes',
    ])
    assert.equal(await plays(), 1)
  }))

test('events beyond the year 9999 are published with all others', (t) =>
  deliveries(t, async ({ write, run, plays }) => {
    write('log_data/2018-11-01.json', event('2018-11-01'))
    await run()
    write('log_data/2018-11-02.json', event('2018-11-02'))
    write('log_data/late.json', event(null, { ts: 253402732800000 }))
    await run()
    assert.equal(await plays(), 3)
    await run({ fullRefresh: true })
    assert.equal(await plays(), 3)
  }))

test('an event of the first moment of the year 1 leaves later ones as they are', (t) =>
  deliveries(t, async ({ write, run, plays }) => {
    write('log_data/2018-11-01.json', event('2018-11-01'))
    await run()
    write('log_data/first.json', event(null, { ts: -62135596800000 }))
    await run()
    assert.equal(await plays(), 2)
    write('log_data/2018-11-02.json', event('2018-11-02'))
    await run()
    assert.equal(await plays(), 3)
  }))

test('an event of the last moment that a load takes is published', (t) =>
  deliveries(t, async ({ write, run, plays, rows }) => {
    const last = event(null, { ts: '9223372036854775', firstName: 'Last' })
    write('log_data/2018-11-01.json', event('2018-11-01'), last)
    await run()
    assert.equal(await plays(), 2)
    assert.deepEqual(await rows('select first_name, seen_at from users'), [
      ['Last', '294247-01-10 04:00:54.775'],
    ])
  }))

test('an event from before the year 1 is refused by its file', (t) =>
  deliveries(t, async ({ write, run, plays }) => {
    write('log_data/2018-11-01.json', event('2018-11-01'))
    await run()
    const ancient = write('log_data/ancient.json', event(null, { ts: -99999999999999 }))
    await assert.rejects(run(), {
      message:
        `01_staging_events was undone: '${ancient}' holds an event of 1200-02-15 (BC) 14:13:20.001, before the year 1. ` +
        'Nothing was loaded; every table is as it was.\nMend the file, or leave it out with --exclude.',
    })
    assert.equal(await plays(), 1)
  }))

test('a play without a length and one of length -1 are two plays', (t) =>
  deliveries(t, async ({ write, run, plays, rows }) => {
    write(
      'log_data/2018-11-01.json',
      event('2018-11-01', { length: -1 }),
      event('2018-11-01', { length: null, itemInSession: 2 }),
    )
    await run()
    assert.equal(await plays(), 2)
    assert.deepEqual(await rows('select distinct song_id from songplays'), [['S']])
  }))

test('files to leave out that are not there are told', (t) =>
  deliveries(t, async ({ folder, write, run, plays }) => {
    write('log_data/2018-11-01.json', event('2018-11-01'))
    await run()
    const places = `'${path.join(folder, 'log_data')}' and '${path.join(folder, 'song_data')}'`
    for (const option of ['exclude', 'include'] as const) {
      await assert.rejects(run({ [option]: ['2018-11-1'] }), {
        message:
          `No file begins with '2018-11-1', which --${option} names. Nothing was run. ` +
          `Name files in full, or from ${places} on.`,
      })
    }
    assert.equal(await plays(), 1)
  }))
