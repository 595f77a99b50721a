import assert from 'node:assert/strict'
import { test } from 'node:test'
import { run } from './run.ts'

test('describe says what each table is', () => {
  const { code, stdout } = run('describe', [], {})

  assert.equal(code, 0)
  assert.match(stdout, /^table +one row is\n/)
  assert.match(stdout, /\nusers +a user, as the latest event shows them\n/)
  assert.match(stdout, /\nload_errors +a row of a file that a load left out\n/)
})

test('describe says what the columns of a table are, and its keys', () => {
  const { code, stdout } = run('describe', ['songplays'], {})

  assert.equal(code, 0)
  assert.match(stdout, /^songplays: one row is a song that a user started: a NextSong event\n/)
  assert.match(
    stdout,
    /\nstart_time +timestamp not null +when the song started, UTC, to the millisecond\n/,
  )
  assert.match(stdout, /\nprimary key +songplay_id\njoins +start_time = time\.start_time\n/)
  assert.match(stdout, /\ndist +key\(start_time\)\nsort +start_time\n$/)
})

test('describe --json is one document', () => {
  const { code, stdout } = run('describe', ['songplays', '--json'], {})

  const level = JSON.parse(stdout).columns.find(({ name }: { name: string }) => name === 'level')
  assert.equal(code, 0)
  assert.deepEqual(level, {
    name: 'level',
    type: 'varchar(8)',
    notNull: false,
    references: null,
    description: "free or paid: the user's level at that moment",
  })
})

test('a misspelt table is wrong usage', () => {
  const { code, stdout, stderr } = run('describe', ['songplay'], {})

  assert.deepEqual([code, stdout], [2, ''])
  assert.match(
    stderr,
    /^There is no table 'songplay'\. Did you mean 'songplays'\? Tables: staging_events, /,
  )
})
