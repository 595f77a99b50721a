import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { ask } from '../../src/ask.ts'
import { takenByNpm } from '../../src/npm-options.ts'
import { readQuestions } from '../../src/query.ts'
import { PROJECT } from '../../src/settings.ts'
import { withWarehouse } from '../../src/warehouse.ts'
import { type Ran, RUN, run } from '../run.ts'
import { localSettings, temporaryFolder } from '../warehouse.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'sparkify-query-'))
const env = { LOCAL_DATABASE: path.join(folder, 'warehouse.duckdb') }

before(() => {
  const { code, stderr } = run('start', [], env)
  assert.equal(code, 0, stderr)
})
after(() => rmSync(folder, { recursive: true, force: true }))

function query(args: readonly string[], more: Readonly<Record<string, string>> = {}): Ran {
  return run('query', args, { ...env, npm_config_loglevel: 'notice', ...more }, folder)
}

/** A line with its seconds left out. */
function steady(line: string): string {
  return line.replace(/\d+\.\d s/, '# s')
}

test('rows and seconds are told on stderr, and not when npm is silent', () => {
  const told = query(['users_by_level'])
  const silent = query(['users_by_level'], { npm_config_loglevel: 'silent' })

  assert.deepEqual([told.stdout, steady(told.stderr)], [silent.stdout, '2 rows, # s\n'])
  assert.equal(silent.stderr, '')
  assert.equal(silent.stdout, 'level  users\n-----  -----\nfree      58\npaid      15\n')
})

test('a limit says that there is more', () => {
  const { stdout, stderr } = query(['top_songs', '--limit', '2', '--format', 'csv'])

  assert.equal(stdout.split('\n').length, 4)
  assert.equal(steady(stderr), 'first 2 rows, # s, there are more\n')
})

test('a question takes its parameters, and draws its chart', () => {
  const { stdout } = query([
    'plays_per_day',
    '--from',
    '2018-11-10',
    '--to',
    '2018-11-11',
    '--chart',
  ])

  assert.equal(
    stdout,
    `day (UTC)   plays
----------  -----
2018-11-10     35  ${'█'.repeat(43)}▊
2018-11-11     48  ${'█'.repeat(60)}
`,
  )
})

test('a wrong value of a parameter is wrong usage, and nothing is asked', () => {
  const { code, stdout, stderr } = query(['plays_per_day', '--from', 'monday'])

  assert.equal(stderr.split('\n')[0], "--from is 'monday', expected a date such as 2018-11-30.")
  assert.deepEqual([code, stdout], [2, ''])
})

test('an answer is written to a file of each format, whole or not at all', async () => {
  const sql = `select 12 as whole, 1.50::decimal(10, 2) as part, null::integer as nothing, 'a "b", c' as text,
    timestamp '2018-11-21 21:56:47.796' as moment, date '2018-11-21' as day, true as yes`
  for (const ending of ['csv', 'json', 'parquet']) {
    const { code, stdout, stderr } = query(['--sql', sql, '--out', `answer.${ending}`])
    assert.deepEqual(
      [code, stdout, steady(stderr)],
      [0, '', `1 row, # s, written to answer.${ending}\n`],
    )
  }

  assert.equal(
    readFileSync(path.join(folder, 'answer.csv'), 'utf8'),
    'whole,part,nothing,text,moment,day,yes\n12,1.50,,"a ""b"", c",2018-11-21 21:56:47.796,2018-11-21,true\n',
  )
  assert.deepEqual(JSON.parse(readFileSync(path.join(folder, 'answer.json'), 'utf8')), [
    {
      whole: 12,
      part: '1.50',
      nothing: null,
      text: 'a "b", c',
      moment: '2018-11-21 21:56:47.796',
      day: '2018-11-21',
      yes: true,
    },
  ])
  assert.deepEqual(await parquet(path.join(folder, 'answer.parquet')), [
    ['whole', 'INTEGER', 12],
    ['part', 'DECIMAL(10,2)', '1.50'],
    ['nothing', 'INTEGER', null],
    ['text', 'VARCHAR', 'a "b", c'],
    ['moment', 'TIMESTAMP', '2018-11-21 21:56:47.796'],
    ['day', 'DATE', '2018-11-21'],
    ['yes', 'BOOLEAN', true],
  ])
  const lost = query(['users_by_level', '--out', 'nowhere/answer.csv'])
  assert.match(
    lost.stderr,
    /^Cannot write 'nowhere\/answer\.csv': ENOENT.*\. The file is as it was\. Check the folder, or give --out another one\.\n$/,
  )
  assert.equal(lost.code, 1)
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.includes('part')),
    [],
  )
})

/** Names, types and values of the only row of a file. */
async function parquet(file: string): Promise<unknown[]> {
  return withWarehouse(localSettings(folder), async ({ session }) => {
    const raw = (sql: string) => session.knex.raw(sql).options({ asIs: true })
    const [row] = (await raw(`select * from '${file}'`)).rows
    const { rows } = await raw(`describe select * from '${file}'`)
    return rows.map(({ column_name, column_type }: Record<string, string>) => [
      column_name,
      column_type,
      row[column_name ?? ''],
    ])
  })
}

test('an option that npm took for itself is refused before anything is done', () => {
  for (const [script, args, taken, name] of [
    ['query', ['5', 'top_songs'], { npm_config_limit: 'true' }, 'limit'],
    ['query', ['select 1'], { npm_config_long: 'true' }, 'sql'],
    [
      'migrate',
      [],
      { npm_config_parseable: 'true', npm_config_long: 'true', npm_config_all: 'true' },
      'plan',
    ],
    ['rollback', [], { npm_config_token_description: '001' }, 'to'],
    ['rollback', [], { npm_config_discard_data: 'true' }, 'discard-data'],
    ['migrate', [], { npm_config_json: 'true' }, 'json'],
    ['deprovision', [], { npm_config_snapshot: '' }, 'no-snapshot'],
  ] as const) {
    const { code, stderr } = run(script, args, { ...env, ...taken })

    assert.equal(
      stderr.split('\n')[0],
      `npm took --${name} for itself, and nothing was done. Put -- before the options.`,
    )
    assert.equal(code, 2)
  }
})

/** Names of columns that are units themselves, and numbers that count nothing. */
const UNITLESS = /^(plays|users|user_id)$/

test('every number and moment that a question answers has its unit', async () => {
  await withWarehouse(localSettings(folder), async (warehouse) => {
    for (const { name, sql, units } of readQuestions()) {
      const { columns, types = [] } = await ask(warehouse, sql)
      const bare = columns.filter(
        (column, at) =>
          !/^character/.test(types[at] ?? '') &&
          !UNITLESS.test(column) &&
          units[column] === undefined,
      )
      assert.deepEqual(bare, [], name)
      assert.deepEqual(
        Object.keys(units).filter((column) => !columns.includes(column)),
        [],
        name,
      )
    }
  })
})

test('what the user set for npm is not taken for an option', (t) => {
  const folder = temporaryFolder(t)
  const userconfig = path.join(folder, '.npmrc')
  writeFileSync(userconfig, 'json = true\nlong\nfull-refresh=true\n')
  const set = { npm_config_json: 'true', npm_config_long: 'true', npm_config_full_refresh: 'true' }
  const options = ['json', 'sql', 'full-refresh']

  assert.equal(takenByNpm(options, set), 'json')
  assert.equal(takenByNpm(options, { ...set, npm_config_userconfig: userconfig }), undefined)
  assert.equal(takenByNpm(options, { ...set, npm_config_local_prefix: folder }), undefined)
  assert.equal(takenByNpm(['json'], { ...set, NPM_CONFIG_JSON: 'true' }), undefined)
})

const script = spawnSync('script', ['--version'], { encoding: 'utf8' })
const skip = /util-linux/.test(script.stdout ?? '')
  ? false
  : 'there is no script(1) to make a terminal'

test('a long answer goes through the pager on a terminal', { skip }, () => {
  const shown = (name: string, PAGER: string) => {
    const command = `'${process.execPath}' '${RUN}' query ${name}`
    const { status, stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
      env: { ...process.env, ...env, PAGER, TERM: 'xterm', NO_COLOR: '1' },
      cwd: PROJECT,
      encoding: 'utf8',
    })
    assert.equal(status, 0, stdout)
    return stdout.replaceAll('\r', '')
  }

  assert.match(shown('songs_per_user', "sed 's/^/paged: /'"), /paged: user_id {2}first_name/)
  assert.match(
    shown('songs_per_user', 'no-such-pager'),
    /\nuser_id {2}first_name|^user_id {2}first_name/m,
  )
  assert.doesNotMatch(shown('users_by_level', "sed 's/^/paged: /'"), /paged/)
})
