import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addColumns,
  createTable,
  dropColumns,
  dropTable,
  rawSql,
  renameColumn,
  renameTable,
} from '../../src/migration.ts'
import { migrate, rollback, status } from '../../src/migrator.ts'
import { table } from '../../src/table.ts'
import { fingerprint } from '../fingerprint.ts'
import { versionsOf } from '../versions.ts'
import { bareWarehouse, failure } from '../warehouse.ts'

const songs = table({
  name: 'songs',
  row: 'a song',
  columns: { title: 'varchar(64)' },
  dist: 'all',
})
const plays = table({
  name: 'plays',
  row: 'a play',
  columns: { song: 'varchar(64)' },
  dist: 'even',
})
const versions = versionsOf(
  ['001_songs', createTable(songs)],
  ['002_plays', createTable(plays)],
  ['003_years', addColumns('songs', { year: 'integer' })],
)

async function names(warehouse: Parameters<typeof fingerprint>[0]): Promise<string[]> {
  return Object.keys(await fingerprint(warehouse))
}

test('migrate applies all versions, once', async (t) => {
  const warehouse = await bareWarehouse(t)

  assert.deepEqual(await migrate(warehouse, versions), ['001_songs', '002_plays', '003_years'])
  assert.deepEqual(await migrate(warehouse, versions), [])

  const states = await status(warehouse, versions)
  assert.deepEqual(
    states.map(({ name, applied }) => [name, applied !== null]),
    [
      ['001_songs', true],
      ['002_plays', true],
      ['003_years', true],
    ],
  )
})

test('the ledger says what was applied, when in UTC, by whom and how long it took', async (t) => {
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, versions, { to: '001' })

  const rows = await warehouse.session.rows('select * from schema_versions')

  assert.equal(rows.length, 1)
  const [row] = rows
  assert.deepEqual(Object.keys(row ?? {}), [
    'name',
    'checksum',
    'applied_at',
    'applied_by',
    'seconds',
  ])
  assert.equal(row?.name, '001_songs')
  assert.equal(row?.checksum, versions[0]?.checksum)
  assert.match(String(row?.applied_at), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/)
  assert.match(String(row?.applied_by), /^.+@.+$/)
  assert.equal(typeof row?.seconds, 'number')
})

test('migrate --to stops at a version, named by number or name', async (t) => {
  const warehouse = await bareWarehouse(t)

  assert.deepEqual(await migrate(warehouse, versions, { to: '001' }), ['001_songs'])
  assert.deepEqual(await migrate(warehouse, versions, { to: '002_plays' }), ['002_plays'])
  assert.deepEqual(await migrate(warehouse, versions, { to: '001' }), [])
})

test('rollback undoes the newest version', async (t) => {
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, versions)

  assert.deepEqual(await rollback(warehouse, versions), ['003_years'])
  assert.deepEqual(await rollback(warehouse, versions), ['002_plays'])
})

test('rollback --to leaves the schema at that version', async (t) => {
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, versions, { to: '001' })
  const atFirst = await fingerprint(warehouse)
  await migrate(warehouse, versions)

  assert.deepEqual(await rollback(warehouse, versions, { to: '001' }), ['003_years', '002_plays'])

  assert.deepEqual(await fingerprint(warehouse), atFirst)
  assert.deepEqual(await rollback(warehouse, versions, { to: '001_songs' }), [])
})

test('rollback --to 0 leaves nothing, and migrate begins anew', async (t) => {
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, versions)

  assert.deepEqual(await rollback(warehouse, versions, { to: '0' }), [
    '003_years',
    '002_plays',
    '001_songs',
  ])

  assert.deepEqual(await names(warehouse), [])
  assert.deepEqual(await rollback(warehouse, versions, { to: '0' }), [])
  assert.equal((await migrate(warehouse, versions)).length, 3)
})

test('a rollback to a version that is not applied is refused', async (t) => {
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, versions, { to: '002' })

  assert.equal(
    await failure(() => rollback(warehouse, versions, { to: '003' })),
    `Cannot roll back to '003': no such version is applied.
Applied: 001_songs, 002_plays. '--to 0' undoes them all.`,
  )
})

test('a migrate to a version that does not exist is refused', async (t) => {
  const warehouse = await bareWarehouse(t)

  assert.equal(
    await failure(() => migrate(warehouse, versions, { to: '042' })),
    "There is no version '042'. Versions: 001_songs, 002_plays, 003_years.",
  )
  assert.deepEqual(await names(warehouse), [])
})

test('a rollback that would lose rows or values lists them and refuses', async (t) => {
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, versions)
  await warehouse.session.run(
    "insert into songs (title, year) values ('Heitor', 1986), ('Elena', null)",
  )
  await warehouse.session.run("insert into plays (song) values ('Heitor')")
  const before = await fingerprint(warehouse)

  const message = await failure(() => rollback(warehouse, versions, { to: '0' }))

  assert.equal(
    message,
    `Cannot roll back '003_years', '002_plays' and '001_songs': it would lose
  - column songs.year: 1 value
  - table plays: 1 row
  - table songs: 2 rows
Nothing was changed. To lose them, add --discard-data.`,
  )
  assert.deepEqual(await fingerprint(warehouse), before)
  assert.equal((await rollback(warehouse, versions, { to: '0', discardData: true })).length, 3)
})

test('a migrate that would lose rows or values lists them and refuses', async (t) => {
  const dropping = versionsOf(
    ['001_songs', createTable(songs), addColumns('songs', { year: 'integer', born: 'integer' })],
    ['002_plays', createTable(plays)],
    ['003_years', dropColumns('songs', { year: 'integer', born: 'integer' })],
    ['004_titles', rawSql({ up: 'delete from songs where title is null', down: '-- not kept' })],
    ['005_drop', dropTable(plays)],
  )
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, dropping, { to: '002' })
  assert.deepEqual(await migrate(warehouse, dropping, { to: '004' }), ['003_years', '004_titles'])
  await rollback(warehouse, dropping, { to: '002' })
  await warehouse.session.run(
    "insert into songs (title, year) values ('Heitor', 1986), ('Elena', null)",
  )
  await warehouse.session.run("insert into plays (song) values ('Heitor')")
  const before = await fingerprint(warehouse)

  assert.equal(
    await failure(() => migrate(warehouse, dropping)),
    `Cannot apply '003_years', '004_titles' and '005_drop': it would lose
  - column songs.year: 1 value
  - table plays: 1 row
Nothing was changed. To lose them, run 'npm run migrate -- --discard-data'.`,
  )
  assert.deepEqual(await fingerprint(warehouse), before)
  assert.deepEqual(await migrate(warehouse, dropping, { discardData: true }), [
    '003_years',
    '004_titles',
    '005_drop',
  ])
})

test('rows of a table that was renamed since are counted under its new name', async (t) => {
  const renamed = versionsOf(
    ['001_songs', createTable(songs)],
    ['002_rename', renameTable({ from: 'songs', to: 'tracks' })],
  )
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, renamed)
  await warehouse.session.run("insert into tracks (title) values ('Heitor')")

  assert.match(
    await failure(() => rollback(warehouse, renamed, { to: '0' })),
    /it would lose\n {2}- table tracks: 1 row\n/,
  )
})

test('a table whose name another one had before is not counted for that one', async (t) => {
  const swapped = versionsOf(
    ['001_songs', createTable(songs), addColumns('songs', { year: 'integer' })],
    ['002_plays', createTable(plays)],
    ['003_swap', dropTable(plays), renameTable({ from: 'songs', to: 'plays' })],
  )
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, swapped)
  await warehouse.session.run("insert into plays (title, year) values ('Heitor', 1986)")

  assert.match(
    await failure(() => rollback(warehouse, swapped, { to: '0' })),
    /it would lose\n {2}- column plays\.year: 1 value\n {2}- table plays: 1 row\nNothing/,
  )
  assert.deepEqual(await rollback(warehouse, swapped, { to: '001' }), ['003_swap', '002_plays'])
  assert.deepEqual(await warehouse.session.rows('select title, year from songs'), [
    { title: 'Heitor', year: 1986 },
  ])
})

test('a column whose name another one had before is not counted for that one', async (t) => {
  const swapped = versionsOf(
    ['001_songs', createTable(songs)],
    ['002_years', addColumns('songs', { year: 'integer', born: 'integer' })],
    [
      '003_swap',
      dropColumns('songs', { year: 'integer' }),
      renameColumn('songs', { from: 'born', to: 'year' }),
      addColumns('songs', { born: 'integer' }),
    ],
  )
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, swapped)
  await warehouse.session.run("insert into songs (title, year) values ('Heitor', 1986)")

  assert.deepEqual(await rollback(warehouse, swapped), ['003_swap'])
  assert.match(
    await failure(() => rollback(warehouse, swapped)),
    /it would lose\n {2}- column songs\.born: 1 value\nNothing/,
  )
  await migrate(warehouse, swapped)
  assert.match(
    await failure(() => rollback(warehouse, swapped, { to: '001' })),
    /it would lose\n {2}- column songs\.year: 1 value\nNothing/,
  )
})

test('an applied version whose file was edited is refused', async (t) => {
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, versions, { to: '002' })
  const edited = versions.map((version) => ({ ...version, checksum: 'f'.repeat(64) }))

  assert.equal(
    await failure(() => migrate(warehouse, edited)),
    `001_songs is applied, but migrations/001_songs.ts was edited since. Nothing was run.
Restore the file as it was applied, and put the change into a new migration.`,
  )
})

test('an applied version whose file is gone is refused', async (t) => {
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, versions)

  const message = `003_years is applied, but migrations/003_years.ts is missing. Nothing was run.
Restore the file, or roll back from a checkout that has it.`
  assert.equal(await failure(() => migrate(warehouse, versions.slice(0, 2))), message)
  assert.equal(await failure(() => rollback(warehouse, versions.slice(0, 2))), message)
})

test('a pending version that sorts before an applied one is refused', async (t) => {
  const warehouse = await bareWarehouse(t)
  const [first, second, third] = versions
  if (!first || !second || !third) throw new Error('three versions are written above')
  await migrate(warehouse, [first, third])

  assert.equal(
    await failure(() => migrate(warehouse, versions)),
    `002_plays is pending, but sorts before 003_years, which is applied. Nothing was run.
Give the pending migration the next free number.`,
  )
})
