import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bestDesign, type Workload, waitOf } from '../../src/advise/design.ts'
import type { Join } from '../../src/advise/joins.ts'
import type { TableMeasure } from '../../src/advise/measure.ts'
import { type Movement, movementOf } from '../../src/advise/movement.ts'
import { type Dist, table } from '../../src/table.ts'

const CLUSTER = { slices: 8, nodes: 2 }
const JOIN: Join = {
  from: { table: 'plays', column: 'song_id' },
  to: { table: 'songs', column: 'song_id' },
  questions: 1,
}

/** A table of ten bytes a row, with keys by the rows of their largest slice. */
function measured(rows: number, largest: Readonly<Record<string, number>>): TableMeasure {
  const keys = Object.entries(largest).map(([column, most]) => ({
    column,
    distinct: rows,
    nulls: 0,
    largest: most,
    skew: (most * CLUSTER.slices) / rows,
  }))
  return { rows, bytes: rows * 10, keys }
}

const MEASURES = new Map([
  ['plays', measured(8_000, { song_id: 1_000, user_id: 2_000 })],
  ['songs', measured(80, { song_id: 10 })],
])

function moved(plays: Dist, songs: Dist, measures = MEASURES): Movement {
  const design = new Map<string, Dist>([
    ['plays', plays],
    ['songs', songs],
  ])
  return movementOf(JOIN, design, measures, CLUSTER)
}

const KEY = { key: 'song_id' } as const
const NOTHING = { rows: 0, bytes: 0, busiest: 0 }

test('tables that lie by what they are joined by move nothing', () => {
  assert.deepEqual(moved(KEY, KEY), { kind: 'DS_DIST_NONE', ...NOTHING })
})

test('a smaller table that is on every node moves nothing', () => {
  assert.deepEqual(moved('even', 'all'), { kind: 'DS_DIST_ALL_NONE', ...NOTHING })
})

test('a smaller table that lies otherwise is sent to the slices of the larger one', () => {
  assert.deepEqual(moved(KEY, 'even'), {
    kind: 'DS_DIST_INNER',
    rows: 80,
    bytes: 800,
    busiest: 100,
  })
})

test('a small table is copied to all nodes rather than the large one sent to its slices', () => {
  const copied = { kind: 'DS_BCAST_INNER', rows: 160, bytes: 1_600, busiest: 800 }

  assert.deepEqual(moved('even', KEY), copied)
  assert.deepEqual(moved({ key: 'user_id' }, 'even'), copied)
})

test('a table that is hardly smaller is not copied: the rows are sent to the slices of their keys', () => {
  const measures = new Map([
    ['plays', measured(8_000, { song_id: 1_000 })],
    ['songs', measured(7_200, { song_id: 900 })],
  ])

  assert.deepEqual(moved('even', KEY, measures), {
    kind: 'DS_DIST_OUTER',
    rows: 8_000,
    bytes: 80_000,
    busiest: 10_000,
  })
  assert.deepEqual(moved('even', 'even', measures), {
    kind: 'DS_DIST_BOTH',
    rows: 15_200,
    bytes: 152_000,
    busiest: 19_000,
  })
})

test('beside a larger table that is on every node, a smaller one is sent to one slice', () => {
  assert.deepEqual(moved('all', KEY), {
    kind: 'DS_DIST_ALL_INNER',
    rows: 80,
    bytes: 800,
    busiest: 800,
  })
})

/** Plays and songs as declared, joined by one question that reads both. */
function workload(
  plays: Dist<'song_id' | 'user_id'>,
  songs: Dist<'song_id'>,
  measures: Workload['measures'],
) {
  const text = { song_id: 'varchar(18)' } as const
  return {
    tables: [
      table({
        name: 'plays',
        row: 'a play',
        columns: { ...text, user_id: 'integer' },
        dist: plays,
      }),
      table({ name: 'songs', row: 'a song', columns: text, dist: songs }),
    ],
    joins: [JOIN],
    readers: new Map([
      ['plays', 1],
      ['songs', 1],
    ]),
    measures,
    cluster: CLUSTER,
  }
}

test('a key that puts all rows on one slice is given up, though its join moves nothing', () => {
  const skewed = new Map([...MEASURES, ['plays', measured(8_000, { song_id: 8_000 })]])

  const best = bestDesign(workload(KEY, KEY, skewed))

  assert.notDeepEqual(best.get('plays'), KEY)
})

test('a key without skew that saves the move of a large table is found, though both tables must change', () => {
  const large = new Map([
    ['plays', measured(8_000, { song_id: 1_000 })],
    ['songs', measured(7_200, { song_id: 900 })],
  ])

  assert.deepEqual(
    bestDesign(workload('even', 'all', large)),
    new Map([
      ['plays', KEY],
      ['songs', KEY],
    ]),
  )
})

test('what is declared stays where a change saves less than a twentieth', () => {
  const declared = workload({ key: 'user_id' }, 'even', MEASURES)
  const even = workload(
    'even',
    'even',
    new Map([...MEASURES, ['songs', measured(8, { song_id: 1 })]]),
  )

  assert.notDeepEqual(bestDesign(declared).get('plays'), { key: 'user_id' })
  assert.deepEqual(
    bestDesign(even),
    new Map([
      ['plays', 'even'],
      ['songs', 'even'],
    ]),
  )
  assert.equal(
    waitOf(bestDesign(even), even),
    10_000 + 10 + 80,
    'the busiest slice reads an eighth of each table, and receives a copy of the songs',
  )
})
