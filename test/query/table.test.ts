import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chartText } from '../../src/terminal/bars.ts'
import { tableText, wrappedLast } from '../../src/terminal/table.ts'
import { PAPER } from '../../src/terminal/terminal.ts'
import { cut, widthOf, wrapped } from '../../src/terminal/width.ts'

const songs = {
  columns: ['title', 'plays', 'heard'],
  types: ['character varying', 'bigint', 'timestamp without time zone'],
  rows: [
    ['Setanta matins', 12, '2018-11-21 21:56:47'],
    ['Canção', null, null],
    ['最後の歌', 1234, '2018-11-22 00:00:00'],
  ],
}

function terminal(width: number) {
  return { ...PAPER, width, height: 24 }
}

test('a table is aligned by what a terminal shows, with numbers to the right', () => {
  assert.deepEqual(tableText(songs, PAPER, { heard: 'UTC' }).lines, [
    'title           plays  heard (UTC)',
    '--------------  -----  -------------------',
    'Setanta matins     12  2018-11-21 21:56:47',
    'Canção           NULL  NULL',
    '最後の歌         1234  2018-11-22 00:00:00',
  ])
})

test('text is shortened to fit the terminal; numbers and moments are not', () => {
  const { lines, shortened } = tableText(songs, terminal(38))

  assert.equal(shortened, true)
  assert.deepEqual(lines, [
    'title       plays  heard',
    '----------  -----  -------------------',
    'Setanta m…     12  2018-11-21 21:56:47',
    'Canção       NULL  NULL',
    '最後の歌     1234  2018-11-22 00:00:00',
  ])
  for (const line of lines) assert.ok(widthOf(line) <= 38, line)
})

test('a row that cannot fit is a list of its values, whole', () => {
  const { layout, lines, shortened } = tableText(
    { ...songs, rows: songs.rows.slice(0, 2) },
    terminal(30),
  )

  assert.deepEqual([layout, shortened], ['lists', false])
  assert.deepEqual(lines, [
    '-- row 1',
    'title  Setanta matins',
    'plays  12',
    'heard  2018-11-21 21:56:47',
    '-- row 2',
    'title  Canção',
    'plays  NULL',
    'heard  NULL',
  ])
})

test('a value cannot move the cursor', () => {
  const rows = [['one\ntwo\tthree\x1b[2J\u202e']]

  assert.equal(
    tableText({ columns: ['text'], rows }).lines[2],
    'one\\ntwo\\tthree\\u001b[2J\\u202e',
  )
})

test('a column is of numbers by its type, whatever its values look like', () => {
  const texts = { columns: ['version'], types: ['character varying'], rows: [['1.5'], ['10.25']] }
  const numbers = { columns: ['share'], types: ['numeric(18,2)'], rows: [['1.50'], ['10.25']] }

  assert.deepEqual(tableText(texts).lines.slice(2), ['1.5', '10.25'])
  assert.deepEqual(tableText(numbers).lines.slice(2), [' 1.50', '10.25'])
})

test('an answer without rows shows its columns', () => {
  assert.deepEqual(tableText({ columns: ['a', 'b'], rows: [] }).lines, ['a  b', '-  -'])
})

test('NULL and the rule are faint where there is colour, and nothing else is', () => {
  const colour = { ...PAPER, colour: true }

  assert.deepEqual(tableText({ columns: ['a'], rows: [[null], ['b']] }, colour).lines, [
    'a',
    '\x1b[2m----\x1b[22m',
    '\x1b[2mNULL\x1b[22m',
    'b',
  ])
})

test('a chart has a bar beside each row, for its last number', () => {
  const plays = {
    columns: ['level', 'plays'],
    rows: [
      ['free', 60],
      ['paid', 15],
      ['none', null],
    ],
  }

  assert.deepEqual(chartText(plays, terminal(30)).lines, [
    'level  plays',
    '-----  -----',
    'free      60  ████████████████',
    'paid      15  ████',
    'none    NULL',
  ])
  assert.deepEqual(chartText(plays, { ...terminal(30), unicode: false }).lines.slice(2), [
    'free      60  ################',
    'paid      15  ####',
    'none    NULL',
  ])
})

test('bars of numbers below zero lead to the left', () => {
  const changes = { columns: ['change'], rows: [[-5], [15], [0]] }

  assert.deepEqual(chartText(changes, terminal(28)).lines, [
    'change',
    '------',
    '    -5  █████',
    '    15       ███████████████',
    '     0',
  ])
})

test('a chart needs a column of numbers, and room', () => {
  assert.throws(() => chartText({ columns: ['a'], rows: [['b']] }, PAPER), {
    message: 'Cannot draw this: no column holds numbers. Leave out --chart, or ask for a number.',
  })
  assert.throws(() => chartText(songs, terminal(30)), {
    message: 'Cannot draw this: its columns are too wide. Ask for fewer of them.',
  })
})

test('text is cut and wrapped by cells', () => {
  assert.equal(cut('最後の歌', 5), '最後…')
  assert.equal(cut('abc', 3), 'abc')
  assert.equal(cut('abcdef', 4, '..'), 'ab..')
  assert.deepEqual(wrapped('Which ten songs were played most?', 14), [
    'Which ten',
    'songs were',
    'played most?',
  ])
})

test('a text that goes on is continued in its column', () => {
  const answer = {
    columns: ['table', 'one row is'],
    rows: [
      ['time', 'a moment at which a song started'],
      ['songs', 'a song'],
    ],
  }

  assert.deepEqual(tableText(wrappedLast(answer, 30)).lines, [
    'table  one row is',
    '-----  -------------------',
    'time   a moment at which a',
    '       song started',
    'songs  a song',
  ])
  assert.deepEqual(wrappedLast(answer), answer)
})
