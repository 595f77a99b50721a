import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ALL_TRAPS } from '../../src/seed/traps.ts'
import { RUN } from '../run.ts'
import { temporaryDirectory } from './lake.ts'

const SMALL = ['--events', '20', '--songs', '2', '--days', '2']

function seed(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) {
  const { npm_lifecycle_event, INIT_CWD, DEBUG, ...rest } = process.env
  return spawnSync(process.execPath, [RUN, 'seed', ...args], {
    cwd,
    env: { ...rest, ...env },
    encoding: 'utf8',
  })
}

function refused(args: readonly string[], cwd: string): string {
  const { status, stderr, stdout } = seed(args, cwd)
  assert.equal(status, 2)
  assert.equal(stdout, '')
  assert.deepEqual(readdirSync(cwd), [])
  return stderr
}

test('it makes a lake beside where it is called and says what it made', () => {
  const cwd = temporaryDirectory()

  const { status, stdout, stderr } = seed(['--out', 'lake', ...SMALL], cwd)

  assert.equal(stderr, '')
  assert.equal(status, 0)
  assert.match(
    stdout,
    /^log_data +2 files +20 events +[\d.]+ KB\nsong_data +2 files +2 songs +[\d.]+ KB\nMade \S+lake in [\d.]+ s, with \d+ listeners\.\n$/,
  )
  assert.deepEqual(readdirSync(join(cwd, 'lake')), ['log_data', 'log_json_path.json', 'song_data'])
})

test('through npm, a relative directory is meant from where npm was called', () => {
  const [cwd, called] = [temporaryDirectory(), temporaryDirectory()]
  const env = { npm_lifecycle_event: 'seed', INIT_CWD: called }

  assert.equal(seed(['--out', 'lake', ...SMALL], cwd, env).status, 0)

  assert.deepEqual([readdirSync(cwd), readdirSync(called)], [[], ['lake']])
})

test('--help tells the flags, every trap and examples', () => {
  const { status, stdout } = seed(['--help'], temporaryDirectory())

  assert.equal(status, 0)
  assert.match(stdout, /npm run seed -- --out \/tmp\/lake --events 1000000 --songs 15000/)
  for (const trap of ALL_TRAPS) assert.ok(stdout.includes(`\n  ${trap} `), trap)
})

test('everything that is wrong with the arguments is told at once', () => {
  const args = ['--events', 'many', '--days=0', '--known', '2', '--start', '2018-02-30', '--songs']

  assert.equal(
    refused(args, temporaryDirectory()),
    `\
Cannot make a lake:
  - --out must be a directory; found nothing
  - --events must be a whole number from 1 to 1000000000; found 'many'
  - --songs must be a whole number from 1 to 1000000; found nothing
  - --days must be a whole number from 1 to 3660; found '0'
  - --start must be a date such as 2018-11-01, from 1971 to 2099; found '2018-02-30'
  - --known must be a share such as 0.5 or 1/26, above 0 and at most 1; found '2'
For help: npm run seed -- --help
`,
  )
})

test('flags that do not exist, come twice or have a value too many are refused', () => {
  const args = ['--out', 'a', '--evnts', '--seed', '1', '--seed', '2', '--replace=no', '500']

  assert.equal(
    refused(args, temporaryDirectory()),
    `\
Cannot make a lake:
  - --evnts is not a flag. Did you mean '--events'? The flags are --out, --events, --songs, --days, --start, --users, --known, --seed, --without, --with, --replace, --help
  - --seed is given twice
  - --replace takes no value; found 'no'
  - '500' follows no flag (with npm, put -- between 'npm run seed' and the flags)
For help: npm run seed -- --help
`,
  )
})

test('traps that do not exist are refused', () => {
  assert.equal(
    refused(['--out', 'a', '--without', 'quotes,cats'], temporaryDirectory()),
    `\
Cannot make a lake:
  - --without must name ${ALL_TRAPS.join(', ')}; found 'cats'
For help: npm run seed -- --help
`,
  )
})

test('a lake that cannot be is refused before anything is written', () => {
  const cwd = temporaryDirectory()

  assert.equal(
    refused(['--out', 'a', '--events', '900000', '--users', '2', '--days', '1'], cwd).replace(
      /\d+, c/,
      'N, c',
    ),
    '--users 2 cannot make --events 900000 in 1 days: they come to N, coming back as soon as they ' +
      'leave. Ask for more users, more days or fewer events.\n',
  )
  assert.equal(
    refused(['--out', 'a', '--songs', '900000'], cwd),
    '--songs 900000 and --known ask for 23400000 tracks, which is more than there are names for ' +
      '(about 3 million). Ask for fewer songs, or for a larger share.\n',
  )
  assert.match(
    refused(['--out', 'a', '--events', '99000', '--without', 'shared-instants'], cwd),
    /^--without shared-instants is possible for at most 999 listeners, and these events need \d{4}\. Ask for fewer events, or limit the listeners with --users\.\n$/,
  )
})

test('an earlier lake goes only with --replace, and nothing beside it goes', () => {
  const cwd = temporaryDirectory()
  seed(['--out', '.', ...SMALL], cwd)
  writeFileSync(join(cwd, 'notes.txt'), 'mine')

  const again = seed(['--out', '.', ...SMALL], cwd)
  const replaced = seed(['--out', '.', '--replace', ...SMALL, '--start', '2020-02-28'], cwd)

  assert.equal(again.status, 1)
  assert.match(
    again.stderr,
    /^Cannot make a lake in \S+: it holds a lake already\. Choose another directory, or replace that lake with --replace\.\n$/,
  )
  assert.equal(replaced.status, 0)
  assert.deepEqual(readdirSync(join(cwd, 'log_data')), ['2020'])
  assert.ok(readdirSync(cwd).includes('notes.txt'))
})

test('a directory with anything else in it is left alone, even with --replace', () => {
  const cwd = temporaryDirectory()
  mkdirSync(join(cwd, 'log_data'))
  writeFileSync(join(cwd, 'file'), '')

  const full = seed(['--out', '.', '--replace', ...SMALL], cwd)
  const file = seed(['--out', 'file', ...SMALL], cwd)

  assert.deepEqual([full.status, file.status], [1, 1])
  assert.match(
    full.stderr,
    /: it is not empty, and holds no lake \(no log_json_path\.json\)\. Choose another directory\.\n$/,
  )
  assert.match(file.stderr, /file: it is a file\. Choose a directory\.\n$/)
  assert.deepEqual(readdirSync(cwd), ['file', 'log_data'])
})

test('stopped with Ctrl-C, it leaves the directory as it was and says so', async () => {
  const cwd = temporaryDirectory()
  seed(['--out', 'earlier', ...SMALL], cwd)
  const before = readdirSync(cwd, { recursive: true })

  for (const args of [['new/lake'], ['earlier', '--replace']]) {
    const out = join(cwd, args[0] as string)
    const making = spawn(process.execPath, [RUN, 'seed', '--events', '400000', '--out', ...args], {
      cwd,
    })
    let said = ''
    making.stderr.setEncoding('utf8').on('data', (text) => {
      said += text
    })
    making.stdout.resume()
    const ended = once(making, 'close')
    while (!partial(out)) await new Promise((resolve) => setTimeout(resolve, 20))
    making.kill('SIGINT')

    assert.deepEqual(await ended, [null, 'SIGINT'])
    assert.equal(said.split('\n').at(-2), `Stopped. Nothing was made: ${out} is as it was.`)
    assert.deepEqual(readdirSync(cwd, { recursive: true }), before)
  }
})

/** Whether files of a lake are being written there. */
function partial(out: string): boolean {
  return existsSync(out) && readdirSync(out).some((name) => name.endsWith('.part'))
}
