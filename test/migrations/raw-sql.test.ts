import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { addColumns, createTable, rawSql } from '../../src/migration.ts'
import { migrate, rollback } from '../../src/migrator.ts'
import { PROJECT } from '../../src/settings.ts'
import { table } from '../../src/table.ts'
import { readVersions } from '../../src/versions.ts'
import { freshCopy } from '../project.ts'
import { run } from '../run.ts'
import { versionsOf } from '../versions.ts'
import { bareWarehouse, failure, temporaryFolder } from '../warehouse.ts'

/** What is said of a migration of songs and then this raw SQL; empty when it is taken. */
async function said(t: TestContext, up: string, down = 'drop view years'): Promise<string> {
  const folder = temporaryFolder(t)
  const source = (file: string) => pathToFileURL(path.join(PROJECT, 'src', file)).href
  writeFileSync(
    path.join(folder, '001_songs.ts'),
    `import { createTable, migration, rawSql } from '${source('migration.ts')}'
     import { table } from '${source('table.ts')}'
     const columns = { title: 'varchar(64)' }
     const songs = table({ name: 'songs', row: 'a song', columns, dist: 'all' })
     export default migration(createTable(songs), rawSql(${JSON.stringify({ up, down })}))`,
  )
  try {
    await readVersions(folder)
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

test('raw SQL that begins or ends a transaction is refused when it is read, both ways', async (t) => {
  for (const statement of [
    'begin',
    'start transaction',
    'COMMIT',
    'end',
    'rollback work',
    'abort',
  ]) {
    const message =
      `migrations/001_songs.ts: Cannot take '${statement}' as raw SQL: a version is applied and undone ` +
      'in a transaction of its own, which begins and ends by itself. Take the statement out. Nothing was run.'
    const text = `delete from songs; /* enough */ ${statement};`

    assert.equal(await said(t, text), message)
    assert.equal(await said(t, 'create view years as select 1 as year', text), message)
  }
})

test('raw SQL may name what would end a transaction', async (t) => {
  for (const text of [
    "update songs set title = 'x; commit; y' -- ; commit",
    '/* ; rollback; */ update songs set title = null',
    'create view years as select 1 as "; end;"',
    "update songs set title = 'it''s; commit;'",
    'create procedure empty() as $$ begin delete from songs; commit; end; $$ language plpgsql',
    'create view years as select case when true then 1 end as year',
  ]) {
    assert.equal(await said(t, text), '', text)
  }
})

test('raw SQL that empties a table by TRUNCATE is refused, both ways', async (t) => {
  const message =
    "migrations/001_songs.ts: Cannot take 'truncate table songs' as raw SQL: on Redshift TRUNCATE commits " +
    'the transaction that it stands in. Use: delete from. Nothing was run.'

  assert.equal(await said(t, 'truncate table songs'), message)
  assert.equal(
    await said(t, 'create view years as select 1 as year', 'truncate table songs'),
    message,
  )
})

test('raw SQL drops no table that operations make, nor one of the books', async (t) => {
  for (const [name, statement] of [
    ['songs', 'drop table songs'],
    ['songs', 'drop table if exists other, public."Songs" cascade'],
    ['schema_versions', 'drop table schema_versions'],
  ] as const) {
    const message =
      `migrations/001_songs.ts: Cannot take '${statement}' as raw SQL: table '${name}' is made and dropped ` +
      'by operations (dropTable in src/migration.ts), which know the way back and say what would be lost. ' +
      'Nothing was run.'

    assert.equal(await said(t, statement), message)
    assert.equal(await said(t, 'create view years as select 1 as year', statement), message)
  }
  const step = 'create temp table few as select 1 as n; drop table few'
  assert.equal(await said(t, step, `${step}; drop view songs`), '')
})

test('raw SQL without a way back is refused, and a comment may say why there is none', async (t) => {
  for (const blank of ['', ' \n\t', ';'] as const) {
    assert.equal(
      await said(t, 'delete from songs', blank),
      "migrations/001_songs.ts: The 'down' of the raw SQL is blank, and its 'up' is 'delete from songs': " +
        'a version has to be undoable. Write what belongs there, or where nothing does, why: ' +
        "'-- ...'. Nothing was run.",
    )
  }
  assert.match(
    await said(t, '', 'delete from songs'),
    /: The 'up' of the raw SQL is blank, and its 'down' is 'delete from songs': /,
  )
  assert.equal(await said(t, 'update songs set title = trim(title)', '-- blanks say nothing'), '')
})

test('a way back that is only a comment is taken and undone', async (t) => {
  const versions = versionsOf([
    '001_nothing',
    rawSql({ up: 'create view years as select 1 as year', down: 'drop view years' }),
    rawSql({ up: '-- the years are made above', down: '-- they go below' }),
  ])
  const warehouse = await bareWarehouse(t)

  await migrate(warehouse, versions)

  assert.deepEqual(await rollback(warehouse, versions), ['001_nothing'])
})

const SONGS = table({
  name: 'songs',
  row: 'a song',
  columns: { title: 'varchar(64)' },
  dist: 'all',
})

test('a rollback lists the raw SQL that may lose rows, and runs it when it is told to', async (t) => {
  const versions = versionsOf(
    ['001_songs', createTable(SONGS)],
    [
      '002_first',
      rawSql({
        up: "insert into songs values ('Heitor'), ('Elena')",
        down: `
          create view drops as select 'drop table songs; delete' as "update";
          drop view drops; -- delete from songs
          delete from songs
          where title in ('Heitor', 'Elena', 'Another Forgotten Ocean');
          with titles as (select 'x' as title) update songs set title = null;
        `,
      }),
    ],
  )
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, versions)

  assert.equal(
    await failure(() => rollback(warehouse, versions)),
    `Cannot roll back '002_first': it would lose
  - raw SQL: delete from songs where title in ('Heitor', 'Elena', 'Anothe...
  - raw SQL: with titles as (select 'x' as title) update songs set title ...
Nothing was changed. To lose them, add --discard-data.`,
  )
  assert.deepEqual(await warehouse.session.rows('select count(*) as n from songs'), [{ n: 2 }])
  assert.deepEqual(await rollback(warehouse, versions, { discardData: true }), ['002_first'])
  assert.deepEqual(await warehouse.session.rows('select count(*) as n from songs'), [{ n: 0 }])
})

test('the load of a row is a value like any other where no file is loaded', async (t) => {
  const versions = versionsOf(
    ['001_songs', createTable(SONGS), createTable({ ...SONGS, name: 'staging_songs' })],
    [
      '002_loads',
      addColumns('songs', { load_id: 'bigint' }),
      addColumns('staging_songs', { load_id: 'bigint' }),
    ],
  )
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, versions)
  await warehouse.session.run('insert into songs (load_id) values (7)')
  await warehouse.session.run('insert into staging_songs (load_id) values (7)')

  assert.match(
    await failure(() => rollback(warehouse, versions)),
    /it would lose\n {2}- column songs\.load_id: 1 value\nNothing/,
  )
})

test('raw SQL means in a migration what it means elsewhere', async (t) => {
  const ids = { ...SONGS, columns: { id: 'bigint identity(0, 1)', title: 'varchar(64)' } }
  const versions = versionsOf(
    ['001_songs', createTable(ids)],
    [
      '002_titles',
      rawSql({
        up: `
          insert into songs (title) values (to_char(7, '099'));
          create view titles as select to_char(len(title), '9') as n from songs;
        `,
        down: 'drop view titles',
      }),
    ],
    ['003_ids', rawSql({ up: 'insert into songs (id) values (1)', down: '-- none are made' })],
  )
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, versions, { to: '002' })

  assert.deepEqual(await warehouse.session.rows('select title, n from songs, titles'), [
    { title: ' 007', n: ' 4' },
  ])
  assert.match(
    await failure(() => migrate(warehouse, versions)),
    /^003_ids was undone: cannot set an identity column to a value\n/,
  )
})

test('a migration with a commit runs nothing, by its plan neither', (t) => {
  const folder = freshCopy(t)
  const database = path.join(temporaryFolder(t), 'warehouse.duckdb')
  writeFileSync(
    path.join(folder, 'migrations/006_end.ts'),
    `import { migration, rawSql } from '../src/migration.ts'
     export default migration(rawSql({ up: 'delete from songs; commit', down: '-- nothing' }))`,
  )

  for (const args of [[], ['--plan']]) {
    const { code, stdout, stderr } = run(
      'migrate',
      args,
      { LOCAL_DATABASE: database },
      folder,
      folder,
    )

    assert.deepEqual([code, stdout], [1, ''])
    assert.match(stderr, /^migrations\/006_end\.ts: Cannot take 'commit' as raw SQL: /)
  }
  assert.equal(existsSync(database), false)
})
