import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import type { FoundTable } from '../../src/engine.ts'
import { complete } from '../../src/shell/completion.ts'
import { joinLines, readHistory, writeHistory } from '../../src/shell/history.ts'
import { typedIn } from '../../src/shell/input.ts'
import { temporaryFolder } from '../warehouse.ts'

test('a statement ends at a semicolon that stands in nothing else', () => {
  const cases = [
    ['select 1', [], 'select 1'],
    ['select 1;', ['select 1;'], ''],
    ['select 1; select\n2; sel', ['select 1;', ' select\n2;'], ' sel'],
    ["select ';", [], "select ';"],
    ["select ';'';", [], "select ';'';"],
    ["select ';';\n", ["select ';';"], ''],
    ['select 1 -- ;\n', [], 'select 1 -- ;\n'],
    ['select /* ; ', [], 'select /* ; '],
    ['select /* ; */ ";";', ['select /* ; */ ";";'], ''],
  ] as const
  for (const [text, statements, rest] of cases) {
    assert.deepEqual(typedIn(text), { statements, rest }, text)
  }
})

/** A table of these columns. */
function table(name: string, ...columns: string[]): FoundTable {
  const types = columns.map((column) => [column, { type: 'integer', notNull: false }])
  return { name, columns: Object.fromEntries(types), dist: '"even"', sort: '"auto"' }
}

const TABLES = [
  table('songs', 'song_id', 'title', 'year'),
  table('songplays', 'song_id', 'start_time', 'level'),
  table('users', 'user_id', 'level'),
]

test('names are completed by what may stand there', () => {
  const cases = [
    ['select * from so', '', ['songplays', 'songs'], 'so'],
    ['select * FROM ', '', ['songplays', 'songs', 'users'], ''],
    ['select count(*) from songs join use', '', ['users'], 'use'],
    ['select songs.', '', ['song_id', 'title', 'year'], ''],
    ['where s.ti', 'select * from songs as s', ['title'], 'ti'],
    ['where p.st', 'select * from songs s join songplays p', ['start_time'], 'st'],
    ['select x.', 'select 1 from songs', [], ''],
    ['where ye', 'select * from songs', ['year'], 'ye'],
    ['where us', 'select * from songs', ['users'], 'us'],
    ['gro', 'select level from users', ['group'], 'gro'],
    ['', '', [], ''],
    ['\\', '', ['\\?', '\\ask', '\\d', '\\q'], '\\'],
    ['\\d so', '', ['songplays', 'songs'], 'so'],
    ['\\ask to', '', ['top_song'], 'to'],
  ] as const
  for (const [line, before, completions, part] of cases) {
    assert.deepEqual(complete(line, before, TABLES, ['top_song']), [completions, part], line)
  }
})

test('what was typed is there in the next shell, for the one who typed it', (t) => {
  const file = path.join(temporaryFolder(t), 'new', 'history')

  writeHistory(['newest', 'oldest'], file)

  assert.deepEqual(readHistory(file), ['newest', 'oldest'])
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.deepEqual(readHistory(path.join(file, 'none')), [])
})

test('a statement of several lines comes back as one', () => {
  const history = ['from songs;', 'select 1', 'earlier']
  joinLines(history, ['select 1', 'from songs;'])
  assert.deepEqual(history, ['select 1 from songs;', 'earlier'])

  const commented = ['from songs;', 'select 1 -- why', 'earlier']
  joinLines(commented, ['select 1 -- why', 'from songs;'])
  assert.deepEqual(commented, ['from songs;', 'select 1 -- why', 'earlier'])
})
