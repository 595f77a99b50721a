import assert from 'node:assert/strict'
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { migrate } from '../../src/migrator.ts'
import { type RunOptions, runSteps } from '../../src/pipeline.ts'
import { SILENT } from '../../src/progress.ts'
import { PROJECT } from '../../src/settings.ts'
import { isInsert, readSteps, type Step } from '../../src/steps.ts'
import { readVersions } from '../../src/versions.ts'
import type { Warehouse } from '../../src/warehouse.ts'
import { withWarehouse } from '../../src/warehouse.ts'
import { failure, localSettings, temporaryFolder, useOneThread } from '../warehouse.ts'

const versions = await readVersions()
/** What a step expects of numbers is told and undoes nothing, and small lakes are full of it. */
const steps = (await readSteps()).map((step): Step => {
  const { expect: _, ...promises } = step.promises ?? {}
  return { ...step, promises }
})

function objectsOf(folder: string): string[] {
  return readdirSync(path.join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(PROJECT, folder, name))
    .filter((file) => statSync(file).isFile())
    .sort()
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .filter((line) => line !== '')
}

const songs = objectsOf('seeds/song_data')
/** Plays that find a song, and every sixth of the other events. */
const events = objectsOf('seeds/log_data').filter((line, index) => {
  const { song } = JSON.parse(line) as { song: string | null }
  return (
    index % 6 === 0 || songs.some((text) => (JSON.parse(text) as { title: string }).title === song)
  )
})

/** A warehouse with a lake of its own, which a test fills file by file. */
interface Delivered {
  readonly warehouse: Warehouse
  readonly folder: string
  write(name: string, lines: readonly string[]): void
  /** Takes all files out of the lake. */
  empty(): void
  run(options?: RunOptions & Parameters<typeof runSteps>[3]): ReturnType<typeof runSteps>
}

async function delivered(folder: string, work: (lake: Delivered) => Promise<void>): Promise<void> {
  const empty = () => {
    for (const name of ['log_data', 'song_data']) {
      rmSync(path.join(folder, name), { recursive: true, force: true })
      mkdirSync(path.join(folder, name), { recursive: true })
    }
  }
  empty()
  const settings = localSettings(folder, {
    LOG_DATA: path.join(folder, 'log_data'),
    SONG_DATA: path.join(folder, 'song_data'),
  })
  await withWarehouse(settings, async (warehouse) => {
    await useOneThread(warehouse)
    await migrate(warehouse, versions)
    await work({
      warehouse,
      folder,
      write: (name, lines) => writeFileSync(path.join(folder, name), lines.join('\n')),
      empty,
      run: (options) => runSteps(warehouse, versions, steps, options),
    })
  })
}

/** All rows of staging and star as sorted text, but for what a load or an identity numbers. */
async function rowsOf(warehouse: Warehouse): Promise<Record<string, string[]>> {
  const tables: [string, string[]][] = []
  for (const step of steps) {
    const columns = isInsert(step)
      ? step.columns
      : Object.keys(versions.at(-1)?.after.get(step.into)?.columns ?? {})
    const list = columns.filter((name) => name !== 'load_id').join(', ')
    const rows = await warehouse.session.rows(`select ${list} from ${step.into}`)
    tables.push([step.into, rows.map((row) => JSON.stringify(row)).sort()])
  }
  return Object.fromEntries(tables)
}

/** What a warehouse holds that is built at once from a lake. */
async function rebuilt(folder: string): Promise<Record<string, string[]>> {
  const settings = localSettings(folder, {
    LOCAL_DATABASE: path.join(folder, 'rebuilt.duckdb'),
    LOG_DATA: path.join(folder, 'log_data'),
    SONG_DATA: path.join(folder, 'song_data'),
  } as object)
  const rows = await withWarehouse(settings, async (warehouse) => {
    await migrate(warehouse, versions)
    await runSteps(warehouse, versions, steps)
    return rowsOf(warehouse)
  })
  rmSync(path.join(folder, 'rebuilt.duckdb'))
  return rows
}

/** How many lakes are delivered, six deliveries each. */
const RUNS = Number(process.env.DELIVERY_RUNS ?? 15)

/** A file's versions: how much of its objects each holds, and with which deliveries they come. */
const file = fc.record({
  parts: fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 0, maxLength: 2 }),
  deliveries: fc.array(fc.nat({ max: 4 }), { minLength: 3, maxLength: 3 }),
})

const history = fc.record({
  logs: fc.array(file, { minLength: 1, maxLength: 6 }),
  songs: fc.array(file, { minLength: 1, maxLength: 5 }),
  shuffledEvents: fc.shuffledSubarray([...events.keys()], { minLength: 40 }),
  shuffledSongs: fc.shuffledSubarray([...songs.keys()], { minLength: 5 }),
  byDay: fc.boolean(),
})

type History = typeof history extends fc.Arbitrary<infer Given> ? Given : never

test('however a lake is delivered, the last run leaves what one full rebuild gives', async (t) => {
  let deliveries = 0
  await delivered(temporaryFolder(t), async (lake) => {
    const deliver = async (given: History) => {
      const ts = (line: string) => (JSON.parse(line) as { ts: number }).ts
      const chosen = given.shuffledEvents.map((index) => events[index] ?? '')
      const inOrder = given.byDay ? chosen.toSorted((one, other) => ts(one) - ts(other)) : chosen
      const catalogue = given.shuffledSongs.map((index) => songs[index] ?? '')
      const files = [
        ...split(inOrder, given.logs.length).map((lines, index) => {
          return { name: `log_data/${index}.json`, lines, ...given.logs[index] }
        }),
        ...split(catalogue, given.songs.length).map((lines, index) => {
          return { name: `song_data/${index}.json`, lines, ...given.songs[index] }
        }),
      ]
      const first = new Set(['log_data/0.json', 'song_data/0.json'])
      for (let delivery = 0; delivery <= 5; delivery += 1) {
        for (const { name, lines, parts = [], deliveries: when = [] } of files) {
          const isFirst = delivery === 0 && first.has(name)
          const versions = [...parts.toSorted(), 1]
          const days = when.slice(0, versions.length).toSorted()
          const version = isFirst
            ? 0
            : delivery === 5
              ? versions.length - 1
              : days.lastIndexOf(delivery)
          const share = versions[version]
          if (share !== undefined) lake.write(name, lines.slice(0, Math.ceil(lines.length * share)))
        }
        // What the history before this one left is gone with the first delivery.
        await lake.run({ fullRefresh: delivery === 0 })
        deliveries += 1
      }
    }
    await fc.assert(
      fc.asyncProperty(history, async (given) => {
        lake.empty()
        await deliver(given)
        const rows = await rowsOf(lake.warehouse)
        await lake.run({ fullRefresh: true })
        assert.deepEqual(rows, await rowsOf(lake.warehouse))
      }),
      { numRuns: RUNS, seed: 20_181_101 },
    )
  })
  assert.equal(deliveries, 6 * RUNS)
})

function split(lines: readonly string[], files: number): string[][] {
  const size = Math.ceil(lines.length / files)
  return Array.from({ length: files }, (_, file) => lines.slice(file * size, (file + 1) * size))
}

async function started(t: TestContext, work: (lake: Delivered) => Promise<void>) {
  await delivered(temporaryFolder(t), async (lake) => {
    lake.write('log_data/2018-11-01-events.json', events.slice(0, 50))
    lake.write('song_data/1.json', songs.slice(0, 10))
    await lake.run()
    await work(lake)
  })
}

test('a run with nothing new opens no transaction and changes no row', async (t) => {
  await started(t, async (lake) => {
    const before = await rowsOf(lake.warehouse)
    const warehouse = {
      ...lake.warehouse,
      transaction: () => assert.fail('a transaction was opened'),
    } as unknown as Warehouse

    const reports = await runSteps(warehouse, versions, steps)

    assert.deepEqual(new Set(reports.map(({ changed }) => changed)), new Set([0]))
    assert.deepEqual(await rowsOf(lake.warehouse), before)
  })
})

test('plays that were published keep their songplay_id when others come', async (t) => {
  await started(t, async (lake) => {
    const ids = () =>
      lake.warehouse.session.rows<{ songplay_id: number }>(
        'select songplay_id from songplays order by 1',
      )
    const before = await ids()
    lake.write('log_data/2018-11-01-events.json', events.slice(0, 80))
    await lake.run()
    const after = new Set((await ids()).map(({ songplay_id }) => songplay_id))

    assert.ok(before.length > 0 && after.size > before.length)
    assert.deepEqual(
      before.filter(({ songplay_id }) => !after.has(songplay_id)),
      [],
    )
  })
})

test('a file that was touched and holds what it held is not loaded again', async (t) => {
  await started(t, async (lake) => {
    const file = path.join(lake.folder, 'log_data/2018-11-01-events.json')
    utimesSync(file, 1_600_000_000, 1_600_000_000)
    const [touched] = await lake.run()
    assert.deepEqual([touched?.files, touched?.changed], [undefined, 0])
    assert.deepEqual(
      await lake.warehouse.session.rows(
        "select version from loaded_files where source = 'log_data'",
      ),
      [{ version: '2020-09-13 12:26:40.000' }],
    )

    // Of one size with what was there.
    const other = events.slice(0, 50).map((line) => line.replace('NextSong', 'NextTime'))
    lake.write('log_data/2018-11-01-events.json', other)
    const [changed] = await lake.run()
    assert.equal(changed?.files, 1)
  })
})

test('a file that changes between its listing and its load is loaded again by the next run', async (t) => {
  await started(t, async (lake) => {
    const name = 'log_data/2018-11-02-events.json'
    lake.write(name, events.slice(50, 60))
    utimesSync(path.join(lake.folder, name), 1_600_000_000, 1_600_000_000)
    let told = 0
    const progress = (label: string) => {
      if (label === '01_staging_events') told += 1
      if (told === 2) lake.write(name, events.slice(50, 60))
      return SILENT
    }
    await lake.run({ progress })
    assert.ok(told >= 2)

    const [loaded] = await lake.run()

    assert.equal(loaded?.files, 1)
    assert.equal((await rowsOf(lake.warehouse)).staging_events?.length, 60)
  })
})

test('only what is new is read', async (t) => {
  await started(t, async (lake) => {
    lake.write('log_data/2018-11-02-events.json', events.slice(50, 60))
    const [events_, songs_] = await lake.run()
    assert.deepEqual([events_?.files, events_?.inserted, songs_?.changed], [1, 10, 0])
  })
})

test('files that are left out take their rows with them, until they are taken in again', async (t) => {
  await started(t, async (lake) => {
    const before = await rowsOf(lake.warehouse)
    lake.write('log_data/2018-11-02-events.json', events.slice(50, 90))
    await lake.run()
    lake.write('log_data/2018-11-03-events.json', events.slice(90, 95))
    await lake.run({ exclude: ['2018-11-02', '2018-11-03'] })
    assert.deepEqual(await rowsOf(lake.warehouse), before)
    await lake.run()
    assert.deepEqual(await rowsOf(lake.warehouse), before)
    await lake.run({ include: ['2018-11-02'] })
    assert.equal((await rowsOf(lake.warehouse)).staging_events?.length, 90)
  })
})

test('files of earlier days are left for another run by --since', async (t) => {
  await started(t, async (lake) => {
    lake.write('log_data/2018-11-02-events.json', events.slice(50, 60))
    lake.write('log_data/2018-11-03-events.json', events.slice(60, 65))
    await lake.run({ since: '2018-11-03' })
    assert.equal((await rowsOf(lake.warehouse)).staging_events?.length, 55)
    await lake.run()
    assert.equal((await rowsOf(lake.warehouse)).staging_events?.length, 65)
  })
})

test('a run that fails after staging was loaded is made up for by the next one', async (t) => {
  const folder = temporaryFolder(t)
  await delivered(folder, async (lake) => {
    lake.write('log_data/1.json', events.slice(0, 50))
    lake.write('song_data/1.json', songs.slice(0, 10))
    await lake.run()
    lake.write('log_data/2.json', events.slice(50, 70))
    const broken = steps.map((step) =>
      isInsert(step) && step.into === 'time'
        ? { ...step, promises: { accepted: { hour: [-1] } } }
        : step,
    )
    const message = await failure(() => runSteps(lake.warehouse, versions, broken))
    assert.match(
      message,
      /^The run was undone: 06_time: time breaks its promise 'hour is one of -1'/,
    )
    const [failed] = await lake.warehouse.session.rows<{ message: string }>(
      "select message from runs where state = 'failed'",
    )
    assert.equal(failed?.message, message)

    await lake.run()

    assert.deepEqual(await rowsOf(lake.warehouse), await rebuilt(folder))
  })
})
