import assert from 'node:assert/strict'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { migrate } from '../../src/migrator.ts'
import { runSteps } from '../../src/pipeline.ts'
import { listRuns } from '../../src/run-history.ts'
import { readSteps } from '../../src/steps.ts'
import { readVersions } from '../../src/versions.ts'
import { withWarehouse } from '../../src/warehouse.ts'
import { contents } from '../fingerprint.ts'
import { run } from '../run.ts'
import { spread } from '../spread.ts'
import { localSettings, temporaryFolder } from '../warehouse.ts'

const versions = await readVersions()
const steps = await readSteps()
/** At how many statements a command is killed; 1000 is at all of them. */
const KILLS = Number(process.env.KILLS ?? 2)

const elena = { song: 'Setanta matins', artist: 'Elena', length: 269.58322 }

/** Plays of a user, a minute apart. */
function plays(first: number, last: number, userId: string, level: string): string {
  const lines = []
  for (let minute = first; minute <= last; minute += 1) {
    const ts = 1542837407796 + minute * 60_000
    lines.push(
      JSON.stringify({
        page: 'NextSong',
        userId,
        level,
        sessionId: 1,
        itemInSession: 0,
        ts,
        ...elena,
      }),
    )
  }
  return lines.join('\n')
}

/** A folder with a lake of its own; `delivery` puts files into the lake. */
function lakeIn(folder: string) {
  for (const name of ['log_data', 'song_data'])
    mkdirSync(path.join(folder, name), { recursive: true })
  return {
    environment: {
      LOCAL_DATABASE: path.join(folder, 'warehouse.duckdb'),
      LOG_DATA: path.join(folder, 'log_data'),
      SONG_DATA: path.join(folder, 'song_data'),
    },
    delivery(files: Readonly<Record<string, string>>) {
      for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text)
    },
  }
}

/** A command that is killed at a statement, or is left alone and counts its statements. */
function killed(
  script: string,
  environment: Readonly<Record<string, string>>,
  kill: Readonly<Record<string, string>>,
) {
  const preload = `--require "${path.resolve(import.meta.dirname, '../kill-at.cjs')}"`
  return run(script, [], { ...environment, ...kill, NODE_OPTIONS: preload })
}

/** What a command leaves that nobody kills, and how many statements it sends. */
function undisturbed(
  folder: string,
  script: string,
  environment: Readonly<Record<string, string>>,
) {
  const count = path.join(folder, 'statements')
  const { code, stderr } = killed(script, environment, { KILL_COUNT: count })
  assert.equal(code, 0, stderr)
  return Number(readFileSync(count, 'utf8'))
}

/** Kills the command at its statements, each time in a copy of the folder, and holds what the next run leaves against `expected`. */
async function killEverywhere(
  t: TestContext,
  { folder, script, statements }: { folder: string; script: string; statements: number },
  leaves: (environment: Readonly<Record<string, string>>) => Promise<unknown>,
  expected: unknown,
) {
  for (const [index, statement] of spread(statements, KILLS).entries()) {
    const own = path.join(temporaryFolder(t), 'copy')
    cpSync(folder, own, { recursive: true, preserveTimestamps: true })
    const { environment } = lakeIn(own)
    const { code } = killed(script, environment, {
      KILL_AT: String(statement),
      ...(index % 2 === 0 ? {} : { KILL_WHILE: 'yes' }),
    })
    assert.equal(code, null, `statement ${statement} of ${statements} ended the process otherwise`)
    assert.deepEqual(await leaves(environment), expected, `killed at statement ${statement}`)
  }
}

test('a transform that is killed at any statement is made good by the next one', async (t) => {
  const folder = temporaryFolder(t)
  const lake = lakeIn(folder)
  lake.delivery({
    'log_data/a.json': plays(0, 3, '15', 'free'),
    'song_data/a.json':
      '{"song_id":"SO1","title":"Alone","artist_id":"AR0","artist_name":"Nobody"}',
  })
  await withWarehouse(localSettings(folder, lake.environment), async (warehouse) => {
    await migrate(warehouse, versions)
    await runSteps(warehouse, versions, steps)
  })
  lake.delivery({
    'log_data/a.json': plays(0, 5, '15', 'free'),
    'log_data/b.json': plays(6, 9, '15', 'paid'),
    'song_data/b.json':
      '{"song_id":"SO2","title":"Setanta matins","artist_id":"AR1","artist_name":"Elena","duration":269.58322}',
  })
  const alone = path.join(temporaryFolder(t), 'copy')
  cpSync(folder, alone, { recursive: true, preserveTimestamps: true })
  const { environment } = lakeIn(alone)
  const statements = undisturbed(alone, 'transform', environment)
  const expected = await withWarehouse(localSettings(alone, environment), contents)
  assert.equal((expected.songplays as { rows: string[] }).rows.length, 10)

  const leaves = (settings: Readonly<Record<string, string>>) =>
    withWarehouse(localSettings('', settings), async (warehouse) => {
      await runSteps(warehouse, versions, steps)
      for (const { state } of await listRuns(warehouse))
        assert.ok(state === 'published' || state === 'interrupted', `a run is ${state}`)
      return contents(warehouse)
    })
  await killEverywhere(t, { folder, script: 'transform', statements }, leaves, expected)
})

test('a migration that is killed at any statement is made good by the next one', async (t) => {
  const alone = path.join(temporaryFolder(t), 'copy')
  const { environment } = lakeIn(alone)
  const statements = undisturbed(alone, 'migrate', environment)
  const expected = await withWarehouse(localSettings(alone, environment), contents)
  assert.ok(Object.keys(expected).length > versions.length)

  const leaves = (settings: Readonly<Record<string, string>>) =>
    withWarehouse(localSettings('', settings), async (warehouse) => {
      await migrate(warehouse, versions)
      return contents(warehouse)
    })
  const folder = temporaryFolder(t)
  lakeIn(folder)
  await killEverywhere(t, { folder, script: 'migrate', statements }, leaves, expected)
})
