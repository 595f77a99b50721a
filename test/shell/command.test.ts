import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { migrate } from '../../src/migrator.ts'
import { PROJECT } from '../../src/settings.ts'
import { readVersions } from '../../src/versions.ts'
import { withWarehouse } from '../../src/warehouse.ts'
import { RUN } from '../run.ts'
import { localSettings } from '../warehouse.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'sparkify-shell-'))
const env = {
  ...process.env,
  LOCAL_DATABASE: path.join(folder, 'warehouse.duckdb'),
  npm_config_loglevel: 'silent',
}
const SHELL = [RUN, 'sql']

before(async () => {
  await withWarehouse(localSettings(folder), async (warehouse) =>
    migrate(warehouse, await readVersions()),
  )
})
after(() => rmSync(folder, { recursive: true, force: true }))

/** What a shell says to what is typed into it from a file. */
function typed(input: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, SHELL, {
    input,
    env,
    cwd: PROJECT,
    encoding: 'utf8',
  })
  return { code: status, stdout, stderr }
}

test('statements of a file are answered in their order, without a prompt', () => {
  const { code, stdout, stderr } = typed(
    `select 1 as one; select name -- ;
from schema_versions
order by 1 limit 1;
\\d users
select ';' as last`,
  )

  assert.equal(
    stdout,
    `one
---
  1
name
-----------
001_staging
column           type          null      key
---------------  ------------  --------  -----------
user_id          integer       not null  primary key
first_name       varchar(256)
last_name        varchar(256)
gender           varchar(8)
level            varchar(8)
seen_at          timestamp
session_id       integer
item_in_session  integer
last
----
;
`,
  )
  assert.deepEqual([code, stderr], [0, ''])
})

test('after a statement that fails nothing of a file is run', () => {
  const { code, stdout, stderr } = typed('select 1 as one;\nselect nope from users;\nselect 2;')

  assert.equal(stdout, 'one\n---\n  1\n')
  assert.match(
    stderr,
    /^Cannot answer this: column "nope" does not exist\. Nothing was changed\.\n/,
  )
  assert.equal(code, 1)
})

test('nothing can be changed from the shell', () => {
  for (const sql of ['delete from users;', 'create temp table a as select 1;', 'begin;']) {
    const { code, stderr } = typed(sql)

    assert.equal(
      stderr,
      'This is not a query: expected one statement that reads (select or with). Nothing was run. ' +
        'Tables change by migrations and transforms.\n',
    )
    assert.equal(code, 1)
  }
})

test('what is misspelt is answered with what is near', () => {
  const message = (input: string) => typed(input).stderr.split('\n')[0]

  assert.equal(
    message('\\d sogns'),
    "There is no table 'sogns'. Did you mean 'songs'? \\d lists them.",
  )
  assert.equal(message('\\x'), "There is no command '\\x'. \\? lists them.")
  assert.match(
    message('\\ask top_sogns') ?? '',
    /^There is no query 'top_sogns'\. Did you mean 'top_songs'\?/,
  )
})

test('a shell that waits keeps nobody out, and says that nothing was changed when it is stopped', async () => {
  const shell = spawn(process.execPath, SHELL, { env, cwd: PROJECT })
  let told = ''
  shell.stderr.on('data', (chunk) => {
    told += chunk
  })
  shell.stdin.write('select 1 as one;\n')
  await once(shell.stdout, 'data')

  await withWarehouse(localSettings(folder), ({ session }) =>
    session.run("insert into users (user_id, level) values (1, 'free')"),
  )
  shell.stdin.write('select count(*) as users from users;\n')
  const [answer] = await once(shell.stdout, 'data')
  assert.equal(String(answer), 'users\n-----\n    1\n')
  shell.kill('SIGINT')
  const [code, signal] = await once(shell, 'close')

  assert.deepEqual([code, signal, told], [null, 'SIGINT', 'Stopped. Nothing was changed.\n'])
})

const script = spawnSync('script', ['--version'], { encoding: 'utf8' })
const skip = /util-linux/.test(script.stdout ?? '')
  ? false
  : 'there is no script(1) to make a terminal'

/** The shell on a terminal of its own, and what it has shown so far. */
function shellOnTerminal(TERM: string) {
  const words = [process.execPath, ...SHELL].map((word) => `'${word}'`)
  const command = `stty cols 80 rows 24; ${words.join(' ')}`
  const terminal = spawn('script', ['-qefc', command, '/dev/null'], {
    env: { ...env, TERM, PAGER: 'cat' },
    cwd: PROJECT,
  })
  let shown = ''
  let seen = 0
  /** Waits for a text behind those that were waited for before. */
  const until = async (text: string) => {
    while (!shown.includes(text, seen)) {
      const [chunk] = await once(terminal.stdout, 'data')
      shown += String(chunk).replaceAll('\r', '')
    }
    seen = shown.indexOf(text, seen) + text.length
  }
  return { terminal, until, shown: () => shown }
}

test('on a terminal an error is told and the next statement answered', { skip }, async () => {
  const { terminal, until, shown } = shellOnTerminal('dumb')

  await until('local=> ')
  terminal.stdin.write('select nope from users;\r')
  await until('Columns of users: ')
  terminal.stdin.write('select 40 +\r')
  await until('local-> ')
  terminal.stdin.write('2 as answer;\r')
  await until('\n    42\n')
  terminal.stdin.write('\\q\r')
  const [code] = await once(terminal, 'close')

  assert.equal(code, 0)
  assert.match(
    shown(),
    /^Reading the local warehouse: nothing can be changed from here\. \\\? for help, \\q to leave\.\n/,
  )
  assert.match(shown(), /\nCannot answer this: column "nope" does not exist\./)
})

test('Ctrl-C forgets a statement that has no end yet, and so do the arrow keys', {
  skip,
}, async () => {
  const { terminal, until } = shellOnTerminal('xterm')

  await until('local=> ')
  terminal.stdin.write('select 1 +\r')
  await until('local-> ')
  terminal.stdin.write('\x03')
  await until('local=> ')
  terminal.stdin.write('select 40 + 2\r')
  await until('local-> ')
  terminal.stdin.write('as answer;\r')
  await until('\n    42\n')
  await until('local=> ')
  terminal.stdin.write('\x1b[A')
  await until('select 40 + 2 as answer;')
  terminal.stdin.write('\r')
  await until('\n    42\n')
  await until('local=> ')
  terminal.stdin.write('\x04')
  const [code] = await once(terminal, 'close')

  assert.equal(code, 0)
})
