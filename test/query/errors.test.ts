import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask } from '../../src/ask.ts'
import { emptyWarehouse, failure } from '../warehouse.ts'

const TABLES =
  '\nTables: artists, load_errors, loaded_files, pending_changes, pending_songs, run_steps, runs, schema_versions, songplays, songs, staging_events, staging_songs, time, user_levels, users.'
const USERS =
  '\nColumns of users: user_id, first_name, last_name, gender, level, seen_at, session_id, item_in_session.'
const SONGS = '\nColumns of songs: song_id, title, artist_id, year, duration.'

test('what is wrong with a question is said with its place, and what was meant', async (t) => {
  const warehouse = await emptyWarehouse(t)
  const wrong = [
    [
      'select *\nfrom songpalys',
      `relation "songpalys" does not exist. Did you mean 'songplays'? Nothing was changed.
Line 2, column 6:
from songpalys
     ^${TABLES}`,
    ],
    [
      "select 'levl', /* levl */ levl from users",
      `column "levl" does not exist. Did you mean 'level'? Nothing was changed.
Line 1, column 27:
select 'levl', /* levl */ levl from users
                          ^${USERS}`,
    ],
    [
      'select u.levl from users as u',
      `column "levl" of relation "u" does not exist. Did you mean 'level'? Nothing was changed.
Line 1, column 10:
select u.levl from users as u
         ^${USERS}`,
    ],
    [
      "select '最後の歌', wide from songs",
      `column "wide" does not exist. Nothing was changed.
Line 1, column 16:
select '最後の歌', wide from songs
                   ^${SONGS}`,
    ],
    [
      'select count(*)\nfrom songs\nwher year = 1 2',
      `Invalid expression / Unexpected token. Nothing was changed.
Line 3, column 6:
wher year = 1 2
     ^`,
    ],
    [
      'select distinct on (year) year from songs',
      'Redshift has no DISTINCT ON. Use: qualify row_number() over (partition by ... order by ...) = 1. Nothing was changed.',
    ],
  ] as const
  for (const [sql, why] of wrong) {
    assert.equal(await failure(() => ask(warehouse, sql)), `Cannot answer this: ${why}`)
  }
})

test('a place in a long line is shown with what is around it', async (t) => {
  const warehouse = await emptyWarehouse(t)
  const columns = Array.from({ length: 40 }, (_, index) => `title as t${index}`).join(', ')

  const message = await failure(() => ask(warehouse, `select ${columns}, levl from songs`))

  const [, place, line = '', caret = ''] = message.split('\n')
  assert.equal(place, 'Line 1, column 558:')
  assert.equal(line.slice(caret.length - 1), 'levl from songs')
  assert.ok(line.length <= 100)
})

test('the place in a question of a file is that of the file', async (t) => {
  const warehouse = await emptyWarehouse(t)

  const unknown = await failure(() => ask(warehouse, 'select\nlevl from users', { firstLine: 4 }))
  const unread = await failure(() => ask(warehouse, 'select\n1 frm users x', { firstLine: 4 }))

  assert.match(unknown, /\nLine 5, column 1:\nlevl from users\n\^\n/)
  assert.match(unread, /\nLine 5, column 7:\n1 frm users x\n {6}\^$/)
})

test('the first rows of an answer are fetched, and no more', async (t) => {
  const warehouse = await emptyWarehouse(t)
  const columns = 'select count(*) over () as one, name from schema_versions order by name'

  const { columns: names, types, rows } = await ask(warehouse, columns, { most: 2 })

  assert.deepEqual(
    [names, types],
    [
      ['one', 'name'],
      ['bigint', 'character varying'],
    ],
  )
  assert.deepEqual(rows, [
    [5, '001_staging'],
    [5, '002_dimensions'],
  ])
})
