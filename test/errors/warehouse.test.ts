import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { ask } from '../../src/ask.ts'
import type { ColumnDefinition } from '../../src/column.ts'
import {
  addColumns,
  createTable,
  dropColumns,
  type Operation,
  rawSql,
  renameTable,
} from '../../src/migration.ts'
import { migrate, status } from '../../src/migrator.ts'
import { didYouMean } from '../../src/nearest.ts'
import { checkSteps, runSteps } from '../../src/pipeline.ts'
import { findQuestion, readQuestions } from '../../src/query.ts'
import { foldOperations } from '../../src/schema.ts'
import { readSettings } from '../../src/settings.ts'
import { findStep, isInsert, readSteps } from '../../src/steps.ts'
import { table } from '../../src/table.ts'
import { findVersion, readVersions, type Version } from '../../src/versions.ts'
import { openWarehouse } from '../../src/warehouse.ts'
import { fingerprint } from '../fingerprint.ts'
import { given, play } from '../rows.ts'
import { versionsOf } from '../versions.ts'
import {
  bareWarehouse,
  emptyWarehouse,
  failure,
  localSettings,
  temporaryFolder,
} from '../warehouse.ts'

const versions = await readVersions()
const steps = await readSteps()

test('an unknown step, version or query is told with those there are, and the nearest one', () => {
  const all = steps.map(({ name }) => name).join(', ')
  assert.throws(() => findStep(steps, 'artist'), {
    name: 'UsageError',
    message: `There is no step 'artist'. Did you mean '05_artists'? Steps: ${all}.`,
  })
  assert.throws(() => findStep(steps, '99'), {
    name: 'UsageError',
    message: `There is no step '99'. Steps: ${all}.`,
  })
  assert.throws(() => findVersion(versions, '002_dimension'), {
    name: 'UsageError',
    message:
      "There is no version '002_dimension'. Did you mean '002_dimensions'? " +
      `Versions: ${versions.map(({ name }) => name).join(', ')}.`,
  })
  const questions = readQuestions()
  assert.throws(() => findQuestion(questions, 'Users_per_level'), {
    name: 'UsageError',
    message:
      "There is no query 'Users_per_level'. Did you mean 'users_by_level'? " +
      `Queries: ${questions.map(({ name }) => name).join(', ')}.`,
  })
})

test('a name is near when a third of its letters would do', () => {
  const names = [['001_staging', 'staging'], ['users']] as const
  assert.equal(didYouMean('stagin', names), " Did you mean '001_staging'?")
  assert.equal(didYouMean('USER', names), " Did you mean 'users'?")
  assert.equal(didYouMean('use', names), '')
  assert.equal(didYouMean('songplays', names), '')
  assert.equal(didYouMean('', names), '')
})

test('the place to pack to is a prefix, and no part of the lake', async () => {
  const read = (S3_WORK: string) => readSettings({ LOG_DATA: 's3://lake/log_data', S3_WORK })

  for (const place of ['s3://work', 'work/packs', "s3://work/it's"]) {
    assert.match(
      await failure(() => read(place)),
      /\n {2}- S3_WORK must be s3:\/\/bucket\/prefix; /,
    )
  }
  assert.match(
    await failure(() => read('s3://lake/log_data/packs')),
    /\n {2}- S3_WORK must not lie under LOG_DATA; found 's3:\/\/lake\/log_data\/packs'\n/,
  )
  assert.equal(read('s3://lake/log_data_packs/').work, 's3://lake/log_data_packs')
})

test('wrong settings are all told at once', () => {
  assert.throws(
    () =>
      readSettings({
        WAREHOUSE_TARGET: 'duck',
        LOG_DATA: 'http://example.com/log_data',
        SONG_DATA: 's3://Bucket',
        S3_REGION: 'Oregon',
        S3_WORK: 's3://work/',
        REDSHIFT_IAM_ROLE_ARN: 'arn:aws:iam::123456789012:user/someone',
      }),
    {
      message: `\
Cannot read the settings. In the environment or .env:
  - WAREHOUSE_TARGET must be local or redshift; found 'duck'
  - LOG_DATA must be a path or s3://bucket/prefix; found 'http://example.com/log_data'
  - SONG_DATA must be a path or s3://bucket/prefix; found 's3://Bucket'
  - S3_REGION must be a region such as 'us-west-2'; found 'Oregon'
  - S3_WORK must be s3://bucket/prefix; found 's3://work/'
  - REDSHIFT_IAM_ROLE_ARN must be 'default' or arn:aws:iam::<account>:role/<name>; found 'arn:aws:iam:...'
Nothing was done. .env.example says what each setting means.`,
    },
  )
})

test('a database that another process holds', async (t) => {
  const folder = temporaryFolder(t)
  const settings = localSettings(folder)
  const file = path.join(folder, 'warehouse.duckdb')
  const engine = import.meta.resolve('@duckdb/node-api')
  const holder = spawn(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { DuckDBInstance } from '${engine}'
     const held = await DuckDBInstance.create('${file}')
     console.log('held')
     setInterval(() => held, 1_000)`,
  ])
  t.after(() => holder.kill())
  await once(holder.stdout, 'data')
  const before = readFileSync(file)

  for (const readOnly of [true, false]) {
    assert.equal(
      await failure(() => openWarehouse(settings, { readOnly })),
      `Cannot open the warehouse '${file}': process ${holder.pid} (${process.execPath}) holds it, and the ` +
        'local engine lets one process in at a time. Nothing was done. ' +
        'Wait for that process to end, or set LOCAL_DATABASE to another file.',
    )
  }
  assert.deepEqual(readFileSync(file), before)
})

for (const [what, content] of [
  ['a text', 'artist,song\n'.repeat(1_000)],
  ['an empty file', ''],
  ['a database of another engine', `SQLite format 3\0${'\0'.repeat(4_096)}`],
] as const) {
  test(`${what} is no database, and is left as it is`, async (t) => {
    const folder = temporaryFolder(t)
    const file = path.join(folder, 'warehouse.duckdb')
    writeFileSync(file, content)

    for (const readOnly of [true, false]) {
      assert.equal(
        await failure(() => openWarehouse(localSettings(folder), { readOnly })),
        `Cannot open the warehouse '${file}': the file is not a database of the local engine. ` +
          'It was left as it is. Set LOCAL_DATABASE to another file, or move this one away.',
      )
    }

    assert.equal(readFileSync(file, 'utf8'), content)
    assert.deepEqual(readdirSync(folder), ['warehouse.duckdb'])
  })
}

test('a database whose folder is a file cannot be made', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(path.join(folder, 'file'), '')
  const settings = readSettings({ LOCAL_DATABASE: path.join(folder, 'file/w.duckdb') })

  assert.equal(
    await failure(() => openWarehouse(settings)),
    `Cannot open the warehouse '${folder}/file/w.duckdb': EEXIST: file already exists, mkdir '${folder}/file'. ` +
      'Nothing was done. Set LOCAL_DATABASE to another file, or move this one away.',
  )
})

test('a folder is no database', async (t) => {
  const folder = temporaryFolder(t)
  mkdirSync(path.join(folder, 'warehouse.duckdb'))

  assert.equal(
    await failure(() => openWarehouse(localSettings(folder))),
    `Cannot open the warehouse '${folder}/warehouse.duckdb': Could not read from file ` +
      `"${folder}/warehouse.duckdb": Is a directory. Nothing was done. ` +
      'Set LOCAL_DATABASE to another file, or move this one away.',
  )
})

test('a query before there is any warehouse', async (t) => {
  const folder = temporaryFolder(t)
  const file = path.join(folder, 'warehouse.duckdb')

  assert.equal(
    await failure(() => openWarehouse(localSettings(folder), { readOnly: true })),
    `There is no warehouse at '${file}' yet. Run 'npm start' first, or set LOCAL_DATABASE to the file it is in.`,
  )
  assert.equal(existsSync(file), false)
})

test('a transform before the migrations that it needs', async (t) => {
  const warehouse = await bareWarehouse(t)
  const needs = (step: string, name: string) =>
    `${step} needs table ${name}, which is not there at the applied version of the schema. Nothing was run.`

  assert.equal(
    await failure(() => runSteps(warehouse, versions, steps)),
    `${needs('01_staging_events', 'staging_events')} Version 001_staging brings it: run 'npm run migrate' first.`,
  )

  await migrate(warehouse, versions, { to: '001' })
  const before = await fingerprint(warehouse)
  const cure = "Version 003_songplays brings it: run 'npm run migrate' first."

  assert.equal(
    await failure(() => runSteps(warehouse, versions, [findStep(steps, 'songplays')])),
    `${needs('07_songplays', 'songplays')} ${cure}`,
  )
  assert.equal(
    await failure(() => checkSteps(warehouse, versions, [findStep(steps, 'songplays')])),
    `${needs('07_songplays', 'songplays')} ${cure}`,
  )
  assert.deepEqual(await fingerprint(warehouse), before)
})

test('a step for which no version has a table or column', async (t) => {
  const warehouse = await emptyWarehouse(t)
  const users = steps.filter(isInsert).find(({ into }) => into === 'users')
  assert.ok(users)

  assert.equal(
    await failure(() => runSteps(warehouse, versions, [{ ...users, into: 'listeners' }])),
    '03_users needs table listeners, which is not there at the applied version of the schema. ' +
      'Nothing was run. No version brings it: add a migration.',
  )
  assert.equal(
    await failure(() =>
      runSteps(warehouse, versions, [{ ...users, columns: ['user_id', 'country'] }]),
    ),
    '03_users needs column users.country, which is not there at the applied version of the schema. ' +
      'Nothing was run. No version brings it: add a migration.',
  )
})

test('a step whose table or column a version took away, or will bring again', async (t) => {
  const last = versions.at(-1)
  const duration = last?.after.get('songs')?.columns.duration
  assert.ok(last && duration)
  const next = (before: Version, name: string, ...operations: Operation[]) => {
    const after = foldOperations(before.after, operations)
    return { name, checksum: name.padEnd(64), operations, before: before.after, after }
  }
  const columns = { duration: duration as ColumnDefinition }
  const drops = next(last, '006_short', dropColumns('songs', columns))
  const renames = next(drops, '006_bands', renameTable({ from: 'artists', to: 'bands' }))
  const brings = next(renames, '007_long', addColumns('songs', columns))
  const changed = [...versions, drops, renames, brings]
  const warehouse = await bareWarehouse(t)
  await migrate(warehouse, changed, { to: '006' })
  const needs = (step: string, what: string) =>
    `${step} needs ${what}, which is not there at the applied version of the schema. Nothing was run.`
  const run = (step: string, there: Version[]) =>
    failure(() => runSteps(warehouse, there, [findStep(steps, step)]))

  assert.equal(
    await run('songs', changed.slice(0, -1)),
    `${needs('04_songs', 'column songs.duration')} Version 006_short took it away: change ` +
      'transforms/04_songs.ts to what is there now.',
  )
  assert.equal(
    await failure(() => checkSteps(warehouse, changed, [findStep(steps, 'songs')])),
    `${needs('04_songs', 'column songs.duration')} Version 007_long brings it: run 'npm run migrate' first.`,
  )
  assert.equal(
    await run('artists', changed),
    `${needs('05_artists', 'table artists')} Version 006_bands took it away: change ` +
      'transforms/05_artists.ts to what is there now.',
  )
})

test('a migration that fails half way leaves the schema as it was', async (t) => {
  const warehouse = await bareWarehouse(t)
  const things = (name: string) =>
    table({ name, row: 'a thing', columns: { id: 'integer not null' }, dist: 'even' })
  const halfway = versionsOf(
    ['001_things', createTable(things('things'))],
    [
      '002_broken',
      createTable(things('more_things')),
      rawSql({ up: 'insert into things values (1)', down: 'delete from things' }),
      rawSql({ up: 'insert into nowhere values (1)', down: 'delete from nowhere' }),
    ],
    ['003_never', createTable(things('other_things'))],
  )
  await migrate(warehouse, halfway, { to: '001' })
  const before = await fingerprint(warehouse)

  assert.equal(
    await failure(() => migrate(warehouse, halfway)),
    `002_broken was undone: relation "nowhere" does not exist
The schema is as it was before. See migrations/002_broken.ts`,
  )

  assert.deepEqual(await fingerprint(warehouse), before)
  assert.deepEqual(
    (await status(warehouse, halfway)).map(({ applied }) => applied !== null),
    [true, false, false],
  )
})

const notQueries = [
  'delete from staging_events',
  "insert into staging_events (page) values ('Home')",
  "update staging_events set page = 'Home'",
  'truncate staging_events',
  'drop table staging_events',
  'create table copied as select * from staging_events',
  'select * into copied from staging_events',
  'select 1; delete from staging_events',
  'select 1; select 2',
  "with home as (select 'Home' as page) insert into staging_events (page) select page from home",
  "copy staging_events from 's3://bucket/key'",
  'begin',
  'vacuum',
  '-- select 1\ndelete from staging_events',
  '',
  ';',
]

test('what is no query is refused, and changes nothing', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'staging_events', [play])
  const before = await fingerprint(warehouse)

  for (const sql of notQueries) {
    assert.equal(
      await failure(() => ask(warehouse, sql)),
      'This is not a query: expected one statement that reads (select or with). Nothing was run. ' +
        'Tables change by migrations and transforms.',
      sql,
    )
  }

  assert.deepEqual(await fingerprint(warehouse), before)
  assert.deepEqual((await ask(warehouse, 'select count(*) from staging_events;')).rows, [[1]])
})

test('a query of a table that is not there is told which there are', async (t) => {
  const bare = await bareWarehouse(t)
  assert.equal(
    await failure(() => ask(bare, 'select * from songplays')),
    `Cannot answer this: relation "songplays" does not exist. Nothing was changed.
Line 1, column 15:
select * from songplays
              ^
The warehouse has no tables yet: run 'npm start'.`,
  )

  await migrate(bare, versions, { to: '001' })
  assert.equal(
    await failure(() => ask(bare, 'select * from songplay')),
    `Cannot answer this: relation "songplay" does not exist. Nothing was changed.
Line 1, column 15:
select * from songplay
              ^
Tables: load_errors, schema_versions, staging_events, staging_songs.`,
  )
})
