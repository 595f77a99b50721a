import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { parseColumn } from '../../src/column.ts'
import {
  addColumns,
  changeDist,
  createTable,
  describeColumn,
  describeTable,
  dropColumns,
  dropTable,
  inverse,
  renameColumn,
  renameTable,
} from '../../src/migration.ts'
import { EMPTY_SCHEMA, foldOperations } from '../../src/schema.ts'
import { PROJECT } from '../../src/settings.ts'
import { readSteps } from '../../src/steps.ts'
import { table } from '../../src/table.ts'
import { readVersions } from '../../src/versions.ts'
import { failure, temporaryFolder } from '../warehouse.ts'

const columns = { song_id: 'varchar(18) not null', title: 'varchar(64)' } as const
const songs = table({ name: 'songs', row: 'a song', columns, primaryKey: ['song_id'], dist: 'all' })
const folded = (...operations: Parameters<typeof foldOperations>[1]) =>
  failure(() => foldOperations(EMPTY_SCHEMA, operations))

test('a misspelt dist column does not compile, and is refused', async () => {
  // @ts-expect-error there is no such column
  const misspelt = table({ name: 'songs', row: 'a song', columns, dist: { key: 'songid' } })

  assert.equal(
    await folded(createTable(misspelt)),
    "Table 'songs' names 'songid' in dist, but has no such column. Its columns: song_id, title.",
  )
})

test('a misspelt sort column does not compile, and is refused', async () => {
  // @ts-expect-error there is no such column
  const misspelt = table({ name: 'songs', row: 'a song', columns, dist: 'all', sort: ['titel'] })

  assert.equal(
    await folded(createTable(misspelt)),
    "Table 'songs' names 'titel' in sort, but has no such column. Its columns: song_id, title.",
  )
})

test('a table without dist does not compile, and is refused', async () => {
  // @ts-expect-error dist is required
  const without = table({ name: 'songs', row: 'a song', columns })

  assert.equal(
    await folded(createTable(without)),
    "Table 'songs' has no usable dist: expected 'even', 'all', 'auto' or { key: column }, found nothing.",
  )
})

test('a primary key on a nullable column does not compile, and is refused', async () => {
  const nullable = table({
    name: 'songs',
    row: 'a song',
    columns,
    // @ts-expect-error the column may be null
    primaryKey: ['title'],
    dist: 'all',
  })

  assert.equal(
    await folded(createTable(nullable)),
    "Table 'songs' has the nullable column 'title' in its primaryKey: Redshift refuses that. " +
      "Declare the column 'not null'.",
  )
})

test('a type that Redshift would size by itself does not compile, and is refused', async () => {
  const unsized = table({
    name: 'songs',
    row: 'a song',
    // @ts-expect-error varchar has no length
    columns: { title: 'varchar' },
    dist: 'all',
  })

  assert.match(
    await folded(createTable(unsized)),
    /^songs\.title is 'varchar', which is not a column: /,
  )
})

test('what a description says of null makes no column not null', async () => {
  const described = table({
    name: 'songs',
    row: 'a song',
    columns: { title: 'varchar(64) -- not null but for a few' },
    // @ts-expect-error the column may be null
    primaryKey: ['title'],
    dist: 'all',
  })

  assert.match(
    await folded(createTable(described)),
    /^Table 'songs' has the nullable column 'title'/,
  )
})

test('a column is its type, what is asked of its values, and what they are', () => {
  const read = parseColumn("varchar(8) default 'a -- b' not null -- the user's -- or not", 'level')

  assert.deepEqual(read, {
    type: 'varchar(8)',
    notNull: true,
    identity: null,
    default: "'a -- b'",
    description: "the user's -- or not",
  })
  for (const unreadable of [
    "varchar(8) default 'free",
    'integer --',
    'integer -- ',
    'integer --id',
  ]) {
    assert.throws(() => parseColumn(unreadable, 'level'), /which is not a column/, unreadable)
  }
})

test('operations that cannot be done, or not undone, are refused', async () => {
  const cases: [Parameters<typeof foldOperations>[1][number], RegExp][] = [
    [createTable(songs), /^Cannot create table 'songs': it is already there\.$/],
    [
      addColumns('songs', { title: 'integer' }),
      /^Cannot add column 'title' to 'songs': it is already there\.$/,
    ],
    [
      addColumns('songs', { year: 'integer not null' }),
      /without a default: rows that are there would have no value/,
    ],
    [
      addColumns('songs', { id: 'bigint identity(0, 1)' }),
      /Redshift makes one only when the table is created/,
    ],
    [
      addColumns('tracks', { year: 'integer' }),
      /^Cannot add columns to table 'tracks': no such table at this version\. There are 'songs'\.$/,
    ],
    [
      dropColumns('songs', { year: 'integer' }),
      /^Cannot drop column 'year' of 'songs': no such column\. Its columns: song_id, title\.$/,
    ],
    [
      dropColumns('songs', { title: 'varchar(32)' }),
      /the migration says it is "varchar\(32\)", but at this version it is "varchar\(64\)"/,
    ],
    [
      dropColumns('songs', { song_id: 'varchar(18) not null' }),
      /it is in the table's primaryKey, and Redshift refuses that/,
    ],
    [
      describeTable('songs', { from: 'a tune', to: 'a track' }),
      /^Cannot describe 'songs': the migration says it is "a tune", but at this version it is "a song"\./,
    ],
    [
      describeColumn('songs', 'title', { from: 'its name', to: 'its title' }),
      /^Cannot describe 'title' of 'songs': the migration says it is "its name", but .* it is null\./,
    ],
    [
      describeColumn('songs', 'name', { from: null, to: 'its title' }),
      /^Cannot describe column 'name' of 'songs': no such column\. Its columns: song_id, title\.$/,
    ],
    [renameColumn('songs', { from: 'title', to: 'song_id' }), /'song_id' is already there\.$/],
    [
      changeDist('songs', { from: 'even', to: 'auto' }),
      /the migration says it is "even", but at this version it is "all"/,
    ],
  ]
  for (const [operation, message] of cases) {
    assert.match(await folded(createTable(songs), operation), message)
  }
})

test('a column that a rollback could not add again is not dropped', async () => {
  const listed = {
    ...songs,
    columns: { ...columns, id: 'bigint identity(0, 1)', year: 'integer not null' },
  }
  const cure =
    'Create a table without it, copy the rows by rawSql, then drop this table and rename the new one.'

  assert.equal(
    await folded(createTable(listed), dropColumns('songs', { year: 'integer not null' })),
    "Cannot drop column 'year' of 'songs': its rollback could not add it again, since it is not null " +
      `without a default. ${cure}`,
  )
  assert.equal(
    await folded(createTable(listed), dropColumns('songs', { id: 'bigint identity(0, 1)' })),
    "Cannot drop column 'id' of 'songs': its rollback could not add it again, since it is an identity, " +
      `which Redshift makes only when the table is created. ${cure}`,
  )
})

test('a table refers to the primary key of a table that is there, and keeps it there', async () => {
  const plays = (target: `${string}.${string}`) =>
    table({
      name: 'plays',
      row: 'a play',
      columns: { play_id: 'bigint not null', song_id: 'varchar(18)', before: 'bigint' },
      primaryKey: ['play_id'],
      references: { song_id: target, before: 'plays.play_id' },
      dist: 'even',
    })
  const create = (target: `${string}.${string}`) =>
    folded(createTable(songs), createTable(plays(target)))

  assert.equal(
    await create('tracks.song_id'),
    "Cannot create table 'plays': its song_id refers to 'tracks.song_id', and there is no table 'tracks' " +
      "at this version, which Redshift refuses. Create it first. There are 'songs'.",
  )
  for (const column of ['title', 'songid']) {
    assert.equal(
      await create(`songs.${column}`),
      `Cannot create table 'plays': its song_id refers to 'songs.${column}', but the primary key of ` +
        "'songs' is 'song_id', and Redshift refuses that.",
    )
  }
  const both = [createTable(songs), createTable(plays('songs.song_id'))]
  assert.equal(
    await folded(...both, dropTable(songs)),
    "Cannot drop table 'songs': plays.song_id refers to it, and Redshift refuses that. Drop 'plays' first.",
  )
  const renamed = [
    renameTable({ from: 'songs', to: 'tracks' }),
    renameColumn('tracks', { from: 'song_id', to: 'track_id' }),
  ]
  const after = foldOperations(EMPTY_SCHEMA, [...both, ...renamed])
  assert.equal(after.get('plays')?.references.song_id, 'tracks.track_id')
  const undone = foldOperations(after, inverse([...both, ...renamed]))
  assert.deepEqual([...undone.keys()], [])
})

/** Files in a folder of migrations; `createTable` and the like are there to use. */
function migrationsFolder(
  t: Parameters<typeof temporaryFolder>[0],
  files: Record<string, string>,
): string {
  const folder = temporaryFolder(t)
  const source = (file: string) => pathToFileURL(path.join(PROJECT, 'src', file)).href
  const imports =
    `import { createTable, migration } from '${source('migration.ts')}'\n` +
    `import { table } from '${source('table.ts')}'\n`
  for (const [name, text] of Object.entries(files))
    writeFileSync(path.join(folder, name), imports + text)
  return folder
}

const ONE =
  "export default migration(createTable(table({ name: 'a', row: 'a row', columns: { b: 'integer' }, dist: 'all' })))"

test('two migrations with one number are refused', async (t) => {
  const folder = migrationsFolder(t, { '001_one.ts': ONE, '001_other.ts': ONE })

  assert.equal(
    await failure(() => readVersions(folder)),
    "Two migrations have the number 001: '001_one.ts' and '001_other.ts'. It is unclear which comes first. " +
      'Nothing was run. Give one of them the next free number.',
  )
})

test('a misnamed migration is refused', async (t) => {
  const folder = migrationsFolder(t, { 'levels.ts': ONE })

  assert.equal(
    await failure(() => readVersions(folder)),
    'migrations/levels.ts is no name for a migration: expected three digits and what the version adds, ' +
      "such as '004_user_levels.ts'. Nothing was run. Rename the file.",
  )
})

test('code that is no TypeScript is told of, and not left out in silence', async (t) => {
  for (const name of ['002_levels.sql', '002_levels.js', '002_levels.mts', '002_levels.TS']) {
    const folder = migrationsFolder(t, { '001_one.ts': ONE, [name]: ONE })

    assert.match(
      await failure(() => readVersions(folder)),
      new RegExp(`^migrations/${name} is no name for a migration: expected three digits `),
    )
    assert.equal(
      await failure(() => readSteps(migrationsFolder(t, { [name]: ONE }))),
      `transforms/${name} is no name for a transform: expected two digits and the table, such as '08_levels.ts'.`,
    )
  }
})

test('what editors and systems leave beside migrations is none', async (t) => {
  const folder = migrationsFolder(t, { '001_one.ts': ONE, '001_one.ts~': ONE, '._001_one.ts': ONE })

  assert.deepEqual(
    (await readVersions(folder)).map(({ name }) => name),
    ['001_one'],
  )
})

test('a file that does not export a migration is refused', async (t) => {
  for (const text of ['export const up = 1', 'export default { operations: [] }']) {
    const folder = migrationsFolder(t, { '001_one.ts': text })

    assert.equal(
      await failure(() => readVersions(folder)),
      'migrations/001_one.ts does not export a migration. Nothing was run. ' +
        'Write: export default migration(createTable(...)), with both from src/migration.ts.',
    )
  }
})

test('a migration that does not fit the schema is named', async (t) => {
  const folder = migrationsFolder(t, { '001_one.ts': ONE, '002_same.ts': ONE })

  assert.equal(
    await failure(() => readVersions(folder)),
    "migrations/002_same.ts: Cannot create table 'a': it is already there. Nothing was run.",
  )
})

test('the checksum is that of the text, whatever its line ends', async (t) => {
  const unix = await readVersions(migrationsFolder(t, { '001_one.ts': `${ONE}\n` }))
  const windows = await readVersions(migrationsFolder(t, { '001_one.ts': `${ONE}\r\n` }))
  const edited = await readVersions(migrationsFolder(t, { '001_one.ts': `${ONE} // new\n` }))

  assert.equal(unix[0]?.checksum, windows[0]?.checksum)
  assert.notEqual(unix[0]?.checksum, edited[0]?.checksum)
})
