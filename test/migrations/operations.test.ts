import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addColumns,
  changeDist,
  changeSort,
  createTable,
  describeColumn,
  describeTable,
  dropColumns,
  dropTable,
  type Operation,
  rawSql,
  renameColumn,
  renameTable,
} from '../../src/migration.ts'
import { migrate, rollback } from '../../src/migrator.ts'
import { renderOperation as redshift } from '../../src/redshift/ddl.ts'
import { EMPTY_SCHEMA, foldOperations } from '../../src/schema.ts'
import { table } from '../../src/table.ts'
import { fingerprint } from '../fingerprint.ts'
import { versionsOf } from '../versions.ts'
import { bareWarehouse } from '../warehouse.ts'

const plays = table({
  name: 'plays',
  row: 'a play',
  columns: {
    play_id: 'bigint identity(0, 1)',
    song_id: "varchar(18) -- the song; null when the artist's name is not known",
    level: "varchar(8) default 'free' not null",
  },
  primaryKey: ['play_id'],
  dist: { key: 'song_id' },
  sort: ['song_id'],
})
const created = createTable(plays)

/** Each operation on a table of plays, with the statements that Redshift gets for it. */
const CASES: readonly {
  readonly name: string
  readonly operation: Operation
  readonly sent: string[]
}[] = [
  {
    name: 'adding columns',
    operation: addColumns('plays', {
      length: 'double precision -- seconds',
      kind: "varchar(8) default 'x' not null",
    }),
    sent: [
      'alter table "plays" add column "length" double precision',
      `comment on column "plays"."length" is 'seconds'`,
      `alter table "plays" add column "kind" varchar(8) default 'x' not null`,
    ],
  },
  {
    name: 'dropping a column',
    operation: dropColumns('plays', { level: "varchar(8) default 'free' not null" }),
    sent: ['alter table "plays" drop column "level"'],
  },
  {
    name: 'renaming a table',
    operation: renameTable({ from: 'plays', to: 'listens' }),
    sent: ['alter table "plays" rename to "listens"'],
  },
  {
    name: 'renaming a column that is a key',
    operation: renameColumn('plays', { from: 'song_id', to: 'track_id' }),
    sent: ['alter table "plays" rename column "song_id" to "track_id"'],
  },
  {
    name: 'changing dist',
    operation: changeDist('plays', { from: { key: 'song_id' }, to: 'even' }),
    sent: ['alter table "plays" alter diststyle even'],
  },
  {
    name: 'changing dist to another key',
    operation: changeDist('plays', { from: { key: 'song_id' }, to: { key: 'play_id' } }),
    sent: ['alter table "plays" alter diststyle key distkey "play_id"'],
  },
  {
    name: 'changing sort',
    operation: changeSort('plays', { from: ['song_id'], to: ['level', 'song_id'] }),
    sent: ['alter table "plays" alter sortkey ("level", "song_id")'],
  },
  {
    name: 'leaving the sort key to Redshift',
    operation: changeSort('plays', { from: ['song_id'], to: 'auto' }),
    sent: ['alter table "plays" alter sortkey auto'],
  },
  {
    name: 'describing a table',
    operation: describeTable('plays', { from: 'a play', to: "a play of the band's" }),
    sent: [`comment on table "plays" is 'a play of the band''s'`],
  },
  {
    name: 'describing a column',
    operation: describeColumn('plays', 'level', { from: null, to: 'free or paid' }),
    sent: [`comment on column "plays"."level" is 'free or paid'`],
  },
  {
    name: 'describing a column no longer',
    operation: describeColumn('plays', 'song_id', {
      from: "the song; null when the artist's name is not known",
      to: null,
    }),
    sent: ['comment on column "plays"."song_id" is null'],
  },
  {
    name: 'dropping a table',
    operation: dropTable(plays),
    sent: ['drop table "plays"'],
  },
  {
    name: 'raw SQL',
    operation: rawSql({
      up: "create view free_plays as select song_id from plays where level = 'free'",
      down: 'drop view free_plays',
    }),
    sent: ["create view free_plays as select song_id from plays where level = 'free'"],
  },
]

for (const { name, operation, sent } of CASES) {
  test(`${name} sends Redshift one change a statement`, () => {
    assert.deepEqual(redshift(operation, foldOperations(EMPTY_SCHEMA, [created])), sent)
  })

  test(`${name} is undone and done again, and rows keep their values`, async (t) => {
    const versions = versionsOf(['001_plays', created], ['002_change', operation])
    const warehouse = await bareWarehouse(t)
    await migrate(warehouse, versions, { to: '001' })
    await warehouse.session.run("insert into plays (song_id) values ('SO1'), (null)")
    const before = await fingerprint(warehouse)
    await migrate(warehouse, versions, { discardData: true })
    const after = await fingerprint(warehouse)
    assert.notDeepEqual(after, before)

    await rollback(warehouse, versions, { discardData: true })
    assert.deepEqual(await fingerprint(warehouse), gone(operation, before))

    await migrate(warehouse, versions, { discardData: true })
    assert.deepEqual(await fingerprint(warehouse), after)
  })
}

/** What an operation that destroys rows or values leaves of them once it is undone. */
function gone(operation: Operation, before: Record<string, unknown>): Record<string, unknown> {
  if (operation.kind !== 'dropTable') return before
  return { ...before, plays: { ...(before.plays as object), rows: [] } }
}

test('a table is created with its keys and descriptions on Redshift', () => {
  assert.deepEqual(redshift(created, EMPTY_SCHEMA), [
    `create table "plays" (
    "play_id" bigint identity(0, 1),
    "song_id" varchar(18),
    "level" varchar(8) default 'free' not null,
    primary key ("play_id")
)
diststyle key
distkey ("song_id")
sortkey ("song_id")`,
    `comment on table "plays" is 'a play'`,
    `comment on column "plays"."song_id" is 'the song; null when the artist''s name is not known'`,
  ])
})

test('a renamed table goes on making identity values', async (t) => {
  const versions = versionsOf(
    ['001_plays', created],
    ['002_rename', renameTable({ from: 'plays', to: 'listens' })],
  )
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, versions, { to: '001' })
  await warehouse.session.run("insert into plays (song_id) values ('SO1')")
  await migrate(warehouse, versions)

  await warehouse.session.run("insert into listens (song_id) values ('SO2')")

  const rows = await warehouse.session.rows('select play_id, song_id from listens order by song_id')
  assert.deepEqual(rows, [
    { play_id: 0, song_id: 'SO1' },
    { play_id: 1, song_id: 'SO2' },
  ])
})
