import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import type { Knex } from 'knex'
import { runSteps } from '../src/pipeline.ts'
import type { LoadErrorsRow, SongplaysRow, UsersRow } from '../src/rows.ts'
import { PROJECT } from '../src/settings.ts'
import { readSteps } from '../src/steps.ts'
import { TYPES, typesText } from '../src/types.ts'
import { readVersions } from '../src/versions.ts'
import { run } from './run.ts'
import { emptyWarehouse, temporaryFolder } from './warehouse.ts'

const versions = await readVersions()
const steps = await readSteps()

test('the types are those of the newest version', () => {
  assert.equal(
    readFileSync(TYPES, 'utf8'),
    typesText(versions, steps),
    "Run 'npm run types' and commit what it writes.",
  )
})

test('a row has the types that both engines give its values in', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await runSteps(warehouse, versions, steps)

  const play: SongplaysRow | undefined = await warehouse.session.knex('songplays').first()
  const user: UsersRow | undefined = await warehouse.session.knex('users').first()

  assert.ok(play && user)
  assert.match(play.start_time, /^2018-11-\d\d \d\d:\d\d:\d\d/)
  assert.equal(typeof play.songplay_id, 'number')
  assert.equal(typeof play.user_id, 'number')
  assert.ok(user.level === 'free' || user.level === 'paid')
})

test('a column that is not there, or a value that it cannot have, does not compile', () => {
  const asked = (knex: Knex) => [
    knex('users').where({ level: 'paid' }),
    // @ts-expect-error there is no such column
    knex('users').where({ levle: 'paid' }),
    // @ts-expect-error there is no such level
    knex('users').where({ level: 'gold' }),
  ]
  // @ts-expect-error a reason is always given
  const silent: LoadErrorsRow['reason'] = null

  assert.equal(typeof asked, 'function')
  assert.equal(silent, null)
})

const EXAMPLE = 'examples/paid_listeners.ts'
const README = readFileSync(path.join(PROJECT, 'README.md'), 'utf8')

test('the README shows the example as it is', {
  skip: README.includes(EXAMPLE) ? false : 'the README does not show it',
}, () => {
  assert.ok(README.includes(readFileSync(path.join(PROJECT, EXAMPLE), 'utf8')))
})

test('the example asks the warehouse from a script', (t) => {
  const env = { LOCAL_DATABASE: path.join(temporaryFolder(t), 'warehouse.duckdb') }
  assert.equal(run('start', [], env).code, 0)

  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', path.join(PROJECT, EXAMPLE)],
    { cwd: PROJECT, env: { ...process.env, ...env }, encoding: 'utf8' },
  )

  assert.equal(stderr, '')
  assert.equal(stdout, 'user 84: 182 plays\nuser 66: 136 plays\nuser 16: 133 plays\n')
})
