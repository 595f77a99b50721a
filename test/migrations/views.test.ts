import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addColumns,
  createTable,
  dropColumns,
  dropTable,
  type Operation,
  rawSql,
  renameColumn,
  renameTable,
} from '../../src/migration.ts'
import { migrate, rollback } from '../../src/migrator.ts'
import { table } from '../../src/table.ts'
import { fingerprint } from '../fingerprint.ts'
import { versionsOf } from '../versions.ts'
import { bareWarehouse, failure } from '../warehouse.ts'

const songs = table({
  name: 'songs',
  row: 'a song',
  columns: { title: 'varchar(64)', year: 'integer', length: 'double precision' },
  dist: 'all',
})
const plays = { ...songs, name: 'plays' }
const view = (name: string, query: string) =>
  rawSql({ up: `create view ${name} as ${query}`, down: `drop view ${name}` })
const MADE = [
  createTable(songs),
  createTable(plays),
  view('titles', "select len(title) as n, to_char(year, '9999') as y from songs"),
  view('long_titles', 'select n from titles where n > 20'),
  view('all_plays', 'select * from plays'),
]
const BOTH = "the views 'long_titles' and 'titles'"
const DROP = 'Drop what depends on it first, by rawSql in the same version.'
const RENAME =
  'on this engine not. Drop what reads it before, and create it again after, by rawSql in the same version.'

const REFUSED: readonly (readonly [string, Operation, string])[] = [
  [
    'dropping a table',
    dropTable(songs),
    `cannot drop table songs because other objects depend on it: ${BOTH}. ${DROP}`,
  ],
  [
    'dropping columns',
    dropColumns('songs', { year: 'integer', length: 'double precision' }),
    `cannot drop table songs column year, length because other objects depend on it: ${BOTH}. ${DROP}`,
  ],
  [
    'dropping a column that a star stands for',
    dropColumns('plays', { year: 'integer' }),
    `cannot drop table plays column year because other objects depend on it: the view 'all_plays'. ${DROP}`,
  ],
  [
    'renaming a table',
    renameTable({ from: 'plays', to: 'listens' }),
    `cannot rename table 'plays' to 'listens': on Redshift the view 'all_plays' would follow, ${RENAME}`,
  ],
  [
    'renaming a column',
    renameColumn('songs', { from: 'title', to: 'name' }),
    `cannot rename 'title' to 'name' in 'songs': on Redshift ${BOTH} would follow, ${RENAME}`,
  ],
]

for (const [what, operation, message] of REFUSED) {
  test(`${what} is refused when a view reads it, and changes nothing`, async (t) => {
    const versions = versionsOf(['001_made', ...MADE], ['002_change', operation])
    const warehouse = await bareWarehouse(t)
    await migrate(warehouse, versions, { to: '001' })
    const before = await fingerprint(warehouse)

    assert.equal(
      await failure(() => migrate(warehouse, versions)),
      `002_change was undone: ${message}\nThe schema is as it was before. See migrations/002_change.ts`,
    )
    assert.deepEqual(await fingerprint(warehouse), before)
    assert.deepEqual(await warehouse.session.rows('select n, y from titles'), [])
  })
}

test('a rollback is refused as well when a view reads what it would drop', async (t) => {
  const versions = versionsOf(
    ['001_made', createTable(songs)],
    ['002_born', addColumns('songs', { born: 'integer' })],
  )
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, versions)
  await warehouse.session.run('create view years as select born from songs')

  assert.match(
    await failure(() => rollback(warehouse, versions)),
    /^002_born is still applied: cannot drop table songs column born because other objects depend on it: the view 'years'\./,
  )
})

test('a view that is dropped before and created again after is in no way', async (t) => {
  const versions = versionsOf(
    ['001_made', ...MADE],
    [
      '002_change',
      rawSql({ up: 'drop view all_plays', down: 'create view all_plays as select * from plays' }),
      renameTable({ from: 'plays', to: 'listens' }),
      dropColumns('listens', { year: 'integer' }),
      view('all_plays', 'select title from listens'),
    ],
  )
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, versions)
  await warehouse.session.run("insert into listens (title) values ('Heitor')")

  assert.deepEqual(await warehouse.session.rows('select * from all_plays'), [{ title: 'Heitor' }])
  assert.deepEqual(await rollback(warehouse, versions), ['002_change'])
  assert.deepEqual(await warehouse.session.rows('select * from all_plays'), [
    { title: 'Heitor', length: null, year: null },
  ])
})

test('a view that was broken before is not laid to an operation', async (t) => {
  const versions = versionsOf(
    ['001_made', createTable(songs), createTable(plays)],
    ['002_change', renameTable({ from: 'songs', to: 'tracks' })],
  )
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, versions, { to: '001' })
  await warehouse.session.run('create view titles as select title from plays')
  await warehouse.session.runRendered('alter table plays rename column year to born')
  await warehouse.session.runRendered('alter table plays rename to listens')

  assert.deepEqual(await migrate(warehouse, versions), ['002_change'])
})
