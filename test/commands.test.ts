import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { COMMANDS, commandLines, typedAs } from '../src/commands.ts'
import { PROJECT } from '../src/settings.ts'
import { RUN, run } from './run.ts'
import { temporaryFolder } from './warehouse.ts'

const { scripts } = JSON.parse(readFileSync(path.join(PROJECT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}

test('help lists every command, in lines that fit', () => {
  const listed = Object.values(COMMANDS).flatMap((group) => Object.keys(group))

  assert.deepEqual(listed.sort(), Object.keys(scripts).sort())
  for (const line of commandLines()) assert.ok(line.length <= 80, line)
})

test('every command of ours has help with examples', () => {
  for (const [name, text] of Object.entries(scripts)) {
    if (!/scripts\/|bench\//.test(text)) continue

    const { code, stdout, stderr } = run('help', [name], {})

    assert.ok(stdout.includes(typedAs(name)), `${name}: ${stdout}`)
    assert.deepEqual([code, stderr], [0, ''], name)
  }
})

test('a misspelt command is answered with the nearest one', () => {
  const { code, stderr } = run('help', ['qurey'], {})

  assert.equal(stderr.split('\n')[0], "There is no command 'qurey'. Did you mean 'query'?")
  assert.equal(code, 2)
})

test('to a version that others stand above, migrate does nothing and names the way back', (t) => {
  const env = { LOCAL_DATABASE: path.join(temporaryFolder(t), 'warehouse.duckdb') }
  run('migrate', [], env)

  assert.deepEqual(run('migrate', ['--to', '005'], env).stdout, 'Already up to date.\n')
  assert.deepEqual(
    run('migrate', ['--to', '003'], env).stdout,
    "003_songplays is applied, and so are '004_incremental' and '005_changed_plays' after it: nothing was done. " +
      "To go back to it, run 'npm run rollback -- --to 003'.\n",
  )
})

test('a start that is stopped says so, and the next one goes on', async (t) => {
  const database = path.join(temporaryFolder(t), 'warehouse.duckdb')
  const env = { ...process.env, LOCAL_DATABASE: database }
  const start = spawn(process.execPath, [RUN, 'start'], { env, cwd: PROJECT })
  const told: string[] = []
  start.stderr.on('data', (chunk) => told.push(String(chunk)))
  while (!existsSync(database)) await sleep(2)

  start.kill('SIGINT')
  const [code, signal] = await once(start, 'close')

  assert.deepEqual([code, signal], [null, 'SIGINT'])
  assert.equal(
    told.join(''),
    'Stopped. What was finished is kept, and what was not is undone. Run it again to go on.\n',
  )
  const next = run('start', ['--json'], { LOCAL_DATABASE: database })
  assert.equal(next.code, 0, next.stderr)
  assert.equal(JSON.parse(next.stdout).plays, 940)
})
