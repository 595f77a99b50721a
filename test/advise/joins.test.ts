import assert from 'node:assert/strict'
import { test } from 'node:test'
import { joinsOf, readersOf } from '../../src/advise/joins.ts'
import { table } from '../../src/table.ts'

const plays = table({
  name: 'plays',
  row: 'a play',
  columns: { song_id: 'varchar(18)', user_id: 'integer' },
  references: { song_id: 'songs.song_id' },
  dist: 'even',
})
const songs = table({
  name: 'songs',
  row: 'a song',
  columns: { song_id: 'varchar(18)', artist_id: 'varchar(18)' },
  dist: 'even',
})
const users = table({
  name: 'users',
  row: 'a user',
  columns: { user_id: 'integer' },
  dist: 'all',
})

function asked(...sql: string[]) {
  const questions = sql.map((text) => ({ name: 'q', question: 'Who?', sql: text }))
  return joinsOf([plays, songs, users], questions).map(
    ({ from, to, questions }) =>
      `${from.table}.${from.column} = ${to.table}.${to.column}: ${questions}`,
  )
}

test('a reference is a join, though no question makes it', () => {
  assert.deepEqual(asked(), ['plays.song_id = songs.song_id: 0'])
})

test('questions that join alike are counted, whichever side they name first', () => {
  assert.deepEqual(
    asked(
      'select * from plays join songs on songs.song_id = plays.song_id',
      'select * from plays as p left join songs as s on p.song_id = s.song_id',
      'select * from songs join plays on plays.song_id = songs.song_id',
    ),
    ['plays.song_id = songs.song_id: 3'],
  )
})

test('a join that is declared nowhere counts as well', () => {
  assert.deepEqual(asked('select 1 from plays join users on users.user_id = plays.user_id'), [
    'plays.song_id = songs.song_id: 0',
    'plays.user_id = users.user_id: 1',
  ])
})

test('joins with what is no table, or in a comment, are left out', () => {
  assert.deepEqual(
    asked(
      'with newest as (select 1 as song_id) select 1 from plays join newest on newest.song_id = plays.song_id',
      'select 1 from plays -- join users on users.user_id = plays.user_id',
    ),
    ['plays.song_id = songs.song_id: 0'],
  )
})

test('a question reads the tables that it names, once', () => {
  const questions = [
    { name: 'a', question: 'Who?', sql: 'select 1 from plays join plays as p on true' },
    { name: 'b', question: 'Who?', sql: 'select 1 from songs -- from plays' },
  ]

  assert.deepEqual([readersOf('plays', questions), readersOf('users', questions)], [1, 0])
})
