import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { recordVersion } from '../../src/ledger.ts'
import { readSettings } from '../../src/settings.ts'
import { checksumOf } from '../../src/versions.ts'
import { withWarehouse } from '../../src/warehouse.ts'
import { freshCopy } from '../project.ts'
import { type Ran, run } from '../run.ts'
import { missingStandIn, startStandIn } from './stand-in.ts'

const skip = missingStandIn()

/** Nothing listens at this port, so that whatever connects says so. */
const NOBODY = {
  WAREHOUSE_TARGET: 'redshift',
  REDSHIFT_HOST: '127.0.0.1',
  REDSHIFT_PORT: '1',
  REDSHIFT_USER: 'analyst',
  REDSHIFT_PASSWORD: 'secret',
  REDSHIFT_SSL: 'disable',
  LOG_DATA: 's3://udacity-dend/log_data',
  LOG_JSONPATH: 's3://udacity-dend/log_json_path.json',
  SONG_DATA: 's3://udacity-dend/song_data',
  S3_REGION: 'us-west-2',
}
const AWS = 'https://docs.aws.amazon.com/redshift/latest/dg'

/** A copy of the project, some files of which are others. */
function projectWith(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = freshCopy(t)
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text)
  return folder
}

function refused(ran: Ran, message: string): void {
  assert.deepEqual([ran.code, ran.stdout, ran.stderr], [1, '', message])
}

const RAW = `\
import { migration, rawSql } from '../src/migration.ts'

export default migration(
  rawSql({ up: 'create index by_title on songs (title)', down: 'drop index by_title' }),
  rawSql({
    up: \`
      alter table songs
      alter column title type varchar(2048)
    \`,
    down: 'vacuum songs',
  }),
)
`
const OF_RAW = `\
The SQL for the redshift target has 3 problems. Nothing was run.
migrations/006_titles.ts:4: Redshift has no indexes. Choose a sort key in the migration.
  index: ${AWS}/c_unsupported-postgresql-features.html
migrations/006_titles.ts:8: ALTER COLUMN ... TYPE cannot run inside a transaction block on Redshift. Add a new column, fill it, drop the old one, rename.
  alter-type-inside: ${AWS}/r_ALTER_TABLE.html
migrations/006_titles.ts:10: VACUUM cannot run inside a transaction block on Redshift, nor does it need to: Redshift vacuums by itself.
  vacuum: ${AWS}/r_VACUUM_command.html
`

test('a migration is refused by file and line, the way back as well, by its plan too', (t) => {
  const project = projectWith(t, { 'migrations/006_titles.ts': RAW })

  const planned = run('migrate', ['--plan'], NOBODY, project, project)
  const back = run('rollback', ['--plan'], NOBODY, project, project)
  const applied = run('migrate', [], NOBODY, project, project)

  refused(planned, OF_RAW)
  assert.match(back.stderr, /has 2 problems[\s\S]*006_titles\.ts:10: VACUUM/)
  // What is applied was taken, so that the ledger would have been asked, had there been one.
  assert.equal(applied.stderr.replace(/^connect .*\n/gm, ''), OF_RAW)
})

test('a version that is applied already was taken, and is not refused', { skip }, async (t) => {
  const { env } = await startStandIn(t)
  const project = projectWith(t, { 'migrations/006_titles.ts': RAW })
  assert.equal(run('migrate', ['--to', '005'], env, project, project).code, 0)
  refused(run('migrate', [], env, project, project), OF_RAW)
  const checksum = checksumOf(path.join(project, 'migrations/006_titles.ts'))
  await withWarehouse(readSettings(env), ({ session }) =>
    recordVersion(session, { name: '006_titles', checksum }, 0),
  )

  const { code, stdout } = run('migrate', [], env, project, project)

  assert.deepEqual([code, stdout], [0, 'Already up to date.\n'])
})

test('a transform is refused by file and line, and so are its promises, before anything is connected to', (t) => {
  const users = readFileSync(path.join(import.meta.dirname, '../../transforms/03_users.ts'), 'utf8')
  const file = users
    .replace('where user_id is not null', 'where user_id = any(array[1]) -- now()')
    .replace('from events\n', 'from events\n    for update\n')
    .replace(/notNull: \[/, "notNull: ['user', ")
  const project = projectWith(t, { 'transforms/03_users.ts': file })
  const lines = file.split('\n')
  const lineOf = (text: string) => lines.findIndex((line) => line.includes(text)) + 1
  const message = `\
The SQL for the redshift target has 4 problems. Nothing was run.
transforms/03_users.ts:${lineOf('any(array')}: Redshift has no arrays to compare with. Use: in (...).
  any-array: ${AWS}/c_unsupported-postgresql-functions.html
transforms/03_users.ts:${lineOf('any(array')}: Redshift has no arrays. Keep a row per value.
  array: ${AWS}/c_unsupported-postgresql-features.html
transforms/03_users.ts:${lineOf('for update')}: Redshift has no FOR UPDATE. Use: lock table, first in the transaction.
  for-update: ${AWS}/r_SELECT_synopsis.html
transforms/03_users.ts, promise 'not null (user)': 'user' is a reserved word on Redshift. As a name, quote it: "user".
  reserved-word: ${AWS}/r_pg_keywords.html
`

  for (const args of [[], ['--plan'], ['--only', '03_users']]) {
    refused(run('transform', args, NOBODY, project, project), message)
  }
  refused(run('start', [], NOBODY, project, project), message)
  refused(
    run('check', [], NOBODY, project, project),
    `The SQL for the redshift target has a problem. Nothing was run.\n${message.split('\n').slice(-3).join('\n')}`,
  )
})

test('a question is refused by file and line', (t) => {
  const project = projectWith(t, {
    'queries/first_plays.sql':
      '-- Which play of each user was the first?\n-- By start_time.\nselect distinct on (user_id)\n    user_id\nfrom songplays;\n',
  })

  refused(
    run('query', ['first_plays'], NOBODY, project, project),
    'The SQL for the redshift target has a problem. Nothing was run.\n' +
      'queries/first_plays.sql:3: Redshift has no DISTINCT ON. Use: qualify row_number() over (partition by ... order by ...) = 1.\n' +
      `  distinct-on: ${AWS}/r_SELECT_synopsis.html\n`,
  )
})

test('SQL that is typed is refused by its line', () => {
  refused(
    run('query', ['--sql', 'select level,\n  now()\nfrom users'], NOBODY),
    'The SQL for the redshift target has a problem. Nothing was run.\n' +
      'the SQL given to query:2: Redshift has no function now() for the rows of tables. Use getdate().\n' +
      `  missing-function: ${AWS}/c_unsupported-postgresql-functions.html\n`,
  )
})
