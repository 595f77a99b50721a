import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Advice, advise } from '../../src/advise/advise.ts'
import { clusterOf } from '../../src/advise/cluster.ts'
import { adviceLines } from '../../src/advise/report.ts'
import { migrate } from '../../src/migrator.ts'
import { readQuestions } from '../../src/query.ts'
import { readSteps } from '../../src/steps.ts'
import { readVersions } from '../../src/versions.ts'
import type { Warehouse } from '../../src/warehouse.ts'
import { given } from '../rows.ts'
import { run } from '../run.ts'
import { bareWarehouse, failure, temporaryFolder } from '../warehouse.ts'

const versions = await readVersions()
const steps = await readSteps()

function ask(warehouse: Warehouse, slices = '8', nodes = '2'): Promise<Advice> {
  return advise(warehouse, versions, steps, readQuestions(), clusterOf(slices, nodes))
}

const moment = (second: number) =>
  new Date(Date.UTC(2018, 10, 1) + second * 1_000 + 796)
    .toISOString()
    .slice(0, 23)
    .replace('T', ' ')

/** A warehouse of the original design, whose plays lie by song_id. */
async function atFirstDesign(t: TestContext): Promise<Warehouse> {
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, versions, { to: '003' })
  return warehouse
}

/** As many plays as there are songs in a list, a second apart, of four users. */
async function withPlays(t: TestContext, songs: readonly (string | null)[]): Promise<Warehouse> {
  const warehouse = await atFirstDesign(t)
  const plays = songs.map((song_id, index) => ({
    start_time: moment(index),
    user_id: index % 4,
    level: 'paid',
    song_id,
    artist_id: null,
    session_id: index,
    location: 'Ulm',
    user_agent: null,
  }))
  await given(warehouse, 'songplays', plays)
  await given(
    warehouse,
    'time',
    plays.map(({ start_time }) => ({ start_time })),
  )
  await given(
    warehouse,
    'users',
    [0, 1, 2, 3].map((user_id) => ({ user_id })),
  )
  return warehouse
}

function keyOf(advice: Advice, table: string, key: string) {
  const candidates = advice.tables.find((found) => found.table === table)?.candidates
  const found = candidates?.find(({ dist }) => typeof dist === 'object' && dist.key === key)
  assert.ok(found, `${table} has the candidate ${key}`)
  return found
}

test('a key that is null in every row puts the whole table on one slice', async (t) => {
  const warehouse = await withPlays(t, Array(2_000).fill(null))

  const advice = await ask(warehouse)

  const { skew, nulls, distinct, largest } = keyOf(advice, 'songplays', 'song_id')
  assert.deepEqual([skew, nulls, distinct, largest], [8, 2_000, 0, 2_000])
  const songplays = advice.tables.find(({ table }) => table === 'songplays')
  assert.equal(
    songplays?.reason,
    'Change key(song_id) to key(start_time): key(song_id) puts 2,000 of 2,000 rows on one of 8 slices, and ' +
      '100.0 % of the rows have no song_id; it has skew 1.09 and joins time and users without ' +
      'moving a row.',
  )
})

test('a key of many values spreads the rows nearly evenly', async (t) => {
  const warehouse = await withPlays(t, Array(2_000).fill(null))

  const { skew, distinct } = keyOf(await ask(warehouse), 'songplays', 'start_time')

  assert.equal(distinct, 2_000)
  assert.ok(skew !== null && skew >= 1 && skew < 1.15, `${skew}`)
})

test('the slices of a few rows are those of the MD5 of their keys', async (t) => {
  const songs = Array.from({ length: 24 }, (_, index) =>
    index % 5 === 0 ? null : `SO${index % 7}`,
  )
  const warehouse = await withPlays(t, songs)
  const slices = songs.map((song) =>
    song === null
      ? 0
      : Number.parseInt(createHash('md5').update(song).digest('hex').slice(0, 8), 16) % 4,
  )
  const counts = [0, 1, 2, 3].map((slice) => slices.filter((other) => other === slice).length)

  const { largest, skew, nulls } = keyOf(await ask(warehouse, '4', '2'), 'songplays', 'song_id')

  assert.equal(largest, Math.max(...counts))
  assert.equal(skew, (Math.max(...counts) * 4) / 24)
  assert.equal(nulls, 5)
})

test('a table is as large as its values are', async (t) => {
  const warehouse = await withPlays(t, ['SO1', null])

  const { tables } = await ask(warehouse)

  // Two rows of bigint, timestamp and two integers, and of six texts: 4 bytes each, and those that are there.
  const fixed = 8 + 8 + 4 + 4 + 5 * 4
  const texts = 2 * 'paid'.length + 'SO1'.length + 2 * 'Ulm'.length
  assert.equal(tables.find(({ table }) => table === 'songplays')?.bytes, 2 * fixed + texts)
})

test('a join is told as it is declared and as it is advised, with its questions', async (t) => {
  const { joins } = await ask(await withPlays(t, Array(2_000).fill(null)))

  assert.deepEqual(
    joins.map(({ join, questions, declared, advised }) => [
      join,
      questions,
      declared.kind,
      advised.kind,
    ]),
    [
      ['songplays.start_time = time.start_time', 1, 'DS_DIST_ALL_NONE', 'DS_DIST_NONE'],
      ['songplays.user_id = users.user_id', 2, 'DS_DIST_ALL_NONE', 'DS_DIST_ALL_NONE'],
      ['songplays.song_id = songs.song_id', 0, 'DS_DIST_NONE', 'DS_BCAST_INNER'],
      ['songplays.artist_id = artists.artist_id', 0, 'DS_BCAST_INNER', 'DS_BCAST_INNER'],
    ],
  )
})

test('tables without rows are left as they are, and say so', async (t) => {
  const lines = adviceLines(await ask(await withPlays(t, [null])))

  const place = lines.indexOf('songs: 0 rows, 0 bytes, key(song_id)')
  assert.equal(lines[place + 1], '  Keep key(song_id): it has no row to measure.')
})

test('a star without any row cannot be measured', async (t) => {
  assert.equal(
    await failure(async () => ask(await atFirstDesign(t))),
    'Cannot advise on users, songs, artists, time, songplays: none of them has a row to measure. ' +
      "Nothing was changed. Run 'npm start' first.",
  )
})

test('a warehouse without a star cannot be measured', async (t) => {
  assert.equal(
    await failure(async () => ask(await bareWarehouse(t))),
    "Cannot advise on the star: its tables are not there. Nothing was changed. Run 'npm start' first.",
  )
})

test('the nodes of a cluster have as many slices each', async () => {
  assert.equal(
    await failure(() => clusterOf('8', '3')),
    "--slices is '8', expected a multiple of the 3 nodes: each has as many slices as the others.",
  )
  assert.equal(
    await failure(() => clusterOf('0')),
    "--slices is '0', expected a whole number from 1 to 4096.",
  )
  assert.equal(
    await failure(() => clusterOf('8', 'two')),
    "--nodes is 'two', expected a whole number from 1 to 4096.",
  )
})

test('the command prints the advice, or all of it as one document', (t) => {
  const env = { LOCAL_DATABASE: path.join(temporaryFolder(t), 'warehouse.duckdb') }
  assert.equal(run('start', [], env).code, 0)

  const lines = run('advise', [], env)
  const json = run('advise', ['--json', '--slices', '16', '--nodes', '4'], env)

  assert.deepEqual([lines.code, lines.stderr, json.code, json.stderr], [0, '', 0, ''])
  assert.match(lines.stdout, /^Simulated on 8 slices of 2 nodes\. The hash is MD5's/)
  assert.match(lines.stdout, /\n {2}key\(start_time\) +\d+ +\d\.\d\d +\d+\.\d % +\d+ +declared/)
  assert.match(lines.stdout, /\nsongplays\.song_id = songs\.song_id +\d +DS_/)
  const advice: Advice = JSON.parse(json.stdout)
  assert.deepEqual(advice.cluster, { slices: 16, nodes: 4 })
  assert.equal(advice.tables.length, 6)
})
