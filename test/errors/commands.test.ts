import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { migrate } from '../../src/migrator.ts'
import { PROJECT, readEnvFile } from '../../src/settings.ts'
import { tableText } from '../../src/terminal/table.ts'
import { readVersions } from '../../src/versions.ts'
import { withWarehouse } from '../../src/warehouse.ts'
import { freshCopy } from '../project.ts'
import { type Ran, RUN, run } from '../run.ts'
import { localSettings, temporaryFolder } from '../warehouse.ts'

/** A command as typed, in a folder where there is no warehouse yet. */
function typed(
  t: TestContext,
  script: string,
  ...args: string[]
): Ran & { readonly made: boolean } {
  const file = path.join(temporaryFolder(t), 'warehouse.duckdb')
  const ran = run(script, args, { LOCAL_DATABASE: file })
  return { ...ran, made: existsSync(file) }
}

/** What a command says that was called wrongly: the message, then its usage, and no file. */
function assertUsage(ran: ReturnType<typeof typed>, message: string, usage: string): void {
  assert.equal(ran.stderr.split('\n\n')[0], message)
  assert.match(ran.stderr, new RegExp(`\n\nnpm run ${usage} `))
  assert.deepEqual([ran.code, ran.stdout, ran.made], [2, '', false])
}

test('an unknown flag is wrong usage', (t) => {
  assertUsage(
    typed(t, 'migrate', '--paln'),
    "Unknown option '--paln'. Did you mean '--plan'?",
    'migrate',
  )
})

test('a flag without its value is wrong usage', (t) => {
  assertUsage(typed(t, 'rollback', '--to'), "Option '--to <value>' argument missing.", 'rollback')
})

test('a flag with a value that it does not take is wrong usage', (t) => {
  assertUsage(
    typed(t, 'query', 'users_by_level', '--format', 'xml'),
    "--format is 'xml', expected table, json or csv.",
    'query',
  )
})

test('an unknown step is wrong usage', (t) => {
  assertUsage(
    typed(t, 'transform', '--only', 'song'),
    "There is no step 'song'. Did you mean '04_songs'? Steps: 01_staging_events, 02_staging_songs, " +
      '03_users, 04_songs, 05_artists, 06_time, 07_songplays, 08_user_levels.',
    'transform',
  )
})

test('an unknown version is wrong usage', (t) => {
  assertUsage(
    typed(t, 'rollback', '--to', '042'),
    "There is no version '042'. Versions: 001_staging, 002_dimensions, 003_songplays, 004_incremental, 005_changed_plays.",
    'rollback',
  )
})

test('a query before there is a warehouse fails, and makes none', (t) => {
  const { code, stdout, stderr, made } = typed(t, 'query', '--sql', 'select 1')

  assert.match(
    stderr,
    /^There is no warehouse at '\S+warehouse\.duckdb' yet\. Run 'npm start' first, or set LOCAL_DATABASE to the file it is in\.\n$/,
  )
  assert.deepEqual([code, stdout, made], [1, '', false])
})

for (const [command, ...args] of [
  ['rollback', '--to', '0', '--discard-data'],
  ['trim', '--before', '2018-11-15'],
] as const) {
  test(`${command} before there is a warehouse fails, and makes none`, (t) => {
    const { code, stdout, stderr, made } = typed(t, command, ...args)

    assert.match(
      stderr,
      /^There is no warehouse at '\S+' yet\. Run 'npm start' first, or set .*\n$/,
    )
    assert.deepEqual([code, stdout, made], [1, '', false])
  })
}

test('output that has no place is told in a line', { skip: !existsSync('/dev/full') }, () => {
  const full = openSync('/dev/full', 'w')
  const to = (stdout: number | 'pipe', stderr: number | 'pipe', ...args: string[]) => {
    const stdio = ['ignore', stdout, stderr] as const
    const ran = spawnSync(process.execPath, [RUN, ...args], { cwd: PROJECT, stdio: [...stdio] })
    return [ran.status, String(ran.stderr ?? '')]
  }
  const told =
    'Cannot write the output: no space left on device. What the command did is done; what it had to say is cut short.\n'

  assert.deepEqual(to(full, 'pipe', 'migrate', '--plan'), [1, told])
  assert.deepEqual(to(full, 'pipe', 'help'), [1, told])
  assert.equal(to('pipe', full, 'migrate', '--paln')[0], 2)
  closeSync(full)
})

test('a setting of .env that # would cut off is told, and never in part taken', (t) => {
  const file = path.join(temporaryFolder(t), '.env')
  const read = (text: string) => {
    writeFileSync(file, text)
    return { ...readEnvFile(file) }
  }

  for (const name of ['REDSHIFT_PASSWORD', 'PROVISION_ADMIN_PASSWORD', 'AWS_SECRET_ACCESS_KEY']) {
    assert.throws(() => read(`A=1\nexport ${name} = Abcdefg1#xyz\n`), {
      message:
        `Cannot read the settings in '${file}': what follows # in ${name} would be left out as a comment. ` +
        `Nothing was done. Put the value in quotes: ${name}='...'.`,
    })
  }
  assert.deepEqual(
    read("REDSHIFT_PASSWORD='Abcdefg1#xyz'\nS3_REGION=us-west-2 # Oregon\nMINE=a#b\n"),
    {
      REDSHIFT_PASSWORD: 'Abcdefg1#xyz',
      S3_REGION: 'us-west-2',
      MINE: 'a',
    },
  )
  assert.deepEqual(read("LOG_DATA='a\nLOG_DATA=b#c'\n"), { LOG_DATA: 'a\nLOG_DATA=b#c' })
})

test('a .env that is a folder is told in a line', (t) => {
  const project = freshCopy(t)
  mkdirSync(path.join(project, '.env'))

  const { code, stdout, stderr } = run('migrate', [], {}, project, project)

  assert.equal(
    stderr,
    `Cannot read the settings in '${project}/.env': it is a folder. Nothing was done. ` +
      'Make it a file that you may read, as .env.example is one, or move it away.\n',
  )
  assert.deepEqual([code, stdout], [1, ''])
})

test('wrong settings are told at once, without a stack trace', () => {
  const { code, stdout, stderr } = run('start', [], {
    WAREHOUSE_TARGET: 'duck',
    LOG_DATA: 'gs://bucket/log_data',
    LOCAL_DATABASE: 's3://warehouses/w.duckdb',
  })

  assert.equal(
    stderr,
    `Cannot read the settings. In the environment or .env:
  - WAREHOUSE_TARGET must be local or redshift; found 'duck'
  - LOCAL_DATABASE must be a path on this machine; found 's3://warehouses/w.duckdb'
  - LOG_DATA must be a path or s3://bucket/prefix; found 'gs://bucket/log_data'
Nothing was done. .env.example says what each setting means.
`,
  )
  assert.deepEqual([code, stdout], [1, ''])
})

test('a load that fails is told by its message alone', (t) => {
  const folder = temporaryFolder(t)
  mkdirSync(path.join(folder, 'log'))
  writeFileSync(path.join(folder, 'log/a.json'), '{"ts": 1542837407796}\n{"ts": "late"}\n')

  const { code, stdout, stderr } = run('start', [], {
    LOCAL_DATABASE: path.join(folder, 'w.duckdb'),
    LOG_DATA: path.join(folder, 'log'),
    TMPDIR: folder,
  })

  assert.equal(
    stderr,
    `Cannot load staging_events: '${folder}/log/a.json', line 2, column ts (timestamp): not a moment in whole milliseconds since 1970: 'late'.
Nothing was loaded; every table is as it was.
Mend the file, or let some bad rows pass with maxErrors in transforms/01_staging_events.ts.
`,
  )
  assert.deepEqual([code, stdout], [1, ''])
})

/** The environment of a warehouse at the newest version, without rows. */
async function environment(t: TestContext): Promise<Record<string, string>> {
  const folder = temporaryFolder(t)
  await withWarehouse(localSettings(folder), async (warehouse) =>
    migrate(warehouse, await readVersions()),
  )
  return { LOCAL_DATABASE: path.join(folder, 'warehouse.duckdb') }
}

test('what is no query fails', async (t) => {
  const { code, stdout, stderr } = run(
    'query',
    ['--sql', 'delete from songplays'],
    await environment(t),
  )

  assert.equal(
    stderr,
    'This is not a query: expected one statement that reads (select or with). Nothing was run. ' +
      'Tables change by migrations and transforms.\n',
  )
  assert.deepEqual([code, stdout], [1, ''])
})

test('a newest play that is older than FRESH_HOURS is told, and undoes nothing', (t) => {
  const env = { LOCAL_DATABASE: path.join(temporaryFolder(t), 'warehouse.duckdb') }
  run('migrate', [], env)

  const { code, stderr } = run('transform', ['--json'], { ...env, FRESH_HOURS: '48' })

  assert.equal(code, 0)
  assert.match(
    stderr,
    /Warning: 07_songplays: songplays breaks its promise 'hours since the newest play at most 48' 1 times\.\n {2}For example: it is \d+\n/,
  )
  assert.equal(
    run('transform', ['--full-refresh', '--json'], env).stderr.includes('newest play'),
    false,
  )
})

test('a reader that stops reading, such as head, is no failure', async (t) => {
  const joins = [...'bcdefghij'].map((name) => ` cross join four as ${name}`)
  const four =
    "select 'one' as name union all select 'two' union all select 'three' union all select 'four'"
  const query = spawn(
    process.execPath,
    [RUN, 'query', '--sql', `with four as (${four}) select a.name from four as a${joins.join('')}`],
    { env: { ...process.env, ...(await environment(t)) }, cwd: PROJECT },
  )
  let stderr = ''
  query.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  await once(query.stdout, 'data')
  query.stdout.destroy()

  const [code] = await once(query, 'close')

  assert.equal(code, 0)
  assert.match(stderr, /^1,048,576 rows, \d+\.\d s\n$/)
})

test('an answer of very many rows is printed', () => {
  const rows = Array.from({ length: 300_000 }, (_, row) => [row])

  assert.equal(tableText({ columns: ['row'], rows }).lines.length, 300_002)
})
