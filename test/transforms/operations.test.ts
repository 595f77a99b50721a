import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { PROJECT } from '../../src/settings.ts'
import { RUN, run } from '../run.ts'
import { temporaryFolder } from '../warehouse.ts'

/** A lake of its own, a copy of the sample's, and a warehouse that shows it. */
function loaded(t: TestContext) {
  const folder = temporaryFolder(t)
  cpSync(path.join(PROJECT, 'seeds'), folder, { recursive: true })
  const env = {
    LOCAL_DATABASE: path.join(folder, 'warehouse.duckdb'),
    LOG_DATA: path.join(folder, 'log_data'),
    LOG_JSONPATH: path.join(folder, 'log_json_path.json'),
    SONG_DATA: path.join(folder, 'song_data'),
  }
  assert.equal(run('start', [], env).code, 0)
  const log = (day: string) => path.join(folder, `log_data/2018/11/2018-11-${day}-events.json`)
  return { env, log }
}

const count = (env: Readonly<Record<string, string>>, table: string) =>
  run('query', ['--sql', `select count(*) as n from ${table}`, '--format', 'csv'], env)
    .stdout.split('\n')[1]
    ?.trim()

test('what is trimmed leaves staging, and the star as it is', (t) => {
  const { env, log } = loaded(t)

  const trimmed = run('trim', ['--before', '2018-11-05'], env)

  assert.equal(trimmed.stdout, 'Took 364 events of 4 files out of staging.\n')
  assert.deepEqual([count(env, 'staging_events'), count(env, 'songplays')], ['836', '940'])
  assert.equal(run('check', [], env).code, 0)
  assert.match(run('transform', [], env).stdout, /^Nothing new: /)

  const file = log('02')
  writeFileSync(file, readFileSync(file, 'utf8').split('\n').slice(5).join('\n'))
  const changed = run('transform', [], env)
  assert.equal(changed.code, 1)
  assert.equal(
    changed.stderr,
    `'${file}' changed, but the rows of the earlier version were trimmed from staging. ` +
      'Nothing was run; the star is as it was.\n' +
      "Rebuild from the whole lake: 'npm run transform -- --full-refresh'.\n",
  )
})

test('a file that comes late into days that were trimmed is refused', (t) => {
  const { env, log } = loaded(t)
  run('trim', ['--before', '2018-11-05'], env)
  writeFileSync(log('00'), readFileSync(log('03')))

  const late = run('transform', [], env)

  assert.equal(late.code, 1)
  assert.match(
    late.stderr,
    /^01_staging_events was undone: a new file holds events from 2018-11-03 01:16:36\.796 UTC on, and staging was trimmed up to 2018-11-04 23:21:22\.796\. Nothing was loaded; every table is as it was\.\n/,
  )
  assert.deepEqual([count(env, 'staging_events'), count(env, 'songplays')], ['836', '940'])
  assert.match(
    run('transform', ['--only', 'users'], env).stderr,
    /its events up to .* were trimmed/,
  )

  assert.equal(run('transform', ['--full-refresh'], env).code, 0)
  assert.equal(count(env, 'staging_events'), '1265')
})

test('runs are listed and shown, with what failed', (t) => {
  const { env, log } = loaded(t)
  writeFileSync(log('13'), 'no JSON\n')
  assert.equal(run('transform', [], env).code, 1)

  const runs: { run_id: string; state: string; message: string | null }[] = JSON.parse(
    run('runs', ['--json'], env).stdout,
  )

  assert.deepEqual(
    runs.map(({ state }) => state),
    ['failed', 'published'],
  )
  assert.match(runs[0]?.message ?? '', /2018-11-13-events\.json', line 1/)
  const shown = run('runs', [runs[1]?.run_id.slice(0, 12) ?? ''], env)
  assert.match(shown.stdout, /^run [0-9a-f-]{36}: published, .* schema 005_changed_plays\n/)
  assert.match(shown.stdout, /\n01_staging_events +12 +1200 +1200 +0 +0 +\d+\.\d\n/)
  assert.equal(run('runs', ['zz'], env).code, 2)
  const resumed = run('transform', ['--resume', runs[1]?.run_id ?? ''], env)
  assert.match(
    resumed.stderr,
    /^Run .* was published: there is nothing to resume\. Nothing was run\.\n/,
  )
})

test('a lake at another place is loaded whole, and said so', (t) => {
  const { env } = loaded(t)
  const other = loaded(t)

  const moved = run('transform', ['--json'], { ...other.env, LOCAL_DATABASE: env.LOCAL_DATABASE })

  assert.equal(moved.code, 0)
  assert.match(moved.stderr, /^Everything is loaded: LOG_DATA was .* when it was last loaded\.\n$/)
  assert.deepEqual([count(env, 'staging_events'), count(env, 'songplays')], ['1200', '940'])
})

test('a day or an interval that is none is wrong usage', () => {
  const since = run('transform', ['--since', 'yesterday'], {})
  const every = run('transform', ['--every', '10 minutes'], {})
  const before = run('trim', [], {})

  assert.deepEqual([since.code, every.code, before.code], [2, 2, 2])
  assert.match(since.stderr, /^--since is 'yesterday', expected a day such as 2018-11-15\.\n/)
  assert.match(
    every.stderr,
    /^--every is '10 minutes', expected a number with s, m or h, such as 10m\.\n/,
  )
  assert.match(before.stderr, /^--before is missing, expected a day such as 2018-11-15\.\n/)
})

test('a watch runs again and again, and ends after the run that is under way', async (t) => {
  const { env } = loaded(t)
  const watch = spawn(process.execPath, [RUN, 'transform', '--every', '1s'], {
    env: { ...process.env, ...env },
  })
  let [stdout, stderr] = ['', '']
  watch.stdout.on('data', (chunk) => {
    stdout += chunk
    if (stdout.split('\n').length > 2) watch.kill('SIGTERM')
  })
  watch.stderr.on('data', (chunk) => {
    stderr += chunk
  })

  const [code] = await once(watch, 'close')

  assert.equal(code, 0)
  assert.match(stdout, /^(Nothing new: [^\n]+\n){2,}$/)
  assert.match(
    stderr,
    /Stopping after the run that is under way\.\nStopped\. What is published is whole\.\n$/,
  )
})
