import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { findQuestion, type Question, readQuestions, sqlOf } from '../../src/query.ts'
import { optionsOf, readAsked } from '../../src/query-arguments.ts'
import { temporaryFolder } from '../warehouse.ts'

/** The only question of a folder that holds this text. */
function questionOf(t: TestContext, text: string): Question {
  const folder = temporaryFolder(t)
  writeFileSync(path.join(folder, 'plays.sql'), text)
  const [question] = readQuestions(folder)
  assert.ok(question)
  return question
}

const PLAYS = `-- How many plays?
-- :from date = 1970-01-01, the first day
-- :level text = paid, free or paid
-- plays: in all
-- The :from of this comment is none.
select ':from' as text, start_time::date as ":from", count(*) as plays
from songplays
where start_time >= :from and level = :level;
`

test('a question says its parameters and units above its SQL', (t) => {
  const { question, parameters, units, sql, firstLine } = questionOf(t, PLAYS)

  assert.equal(question, 'How many plays?')
  assert.deepEqual(parameters, [
    { name: 'from', type: 'date', byDefault: '1970-01-01', meaning: 'the first day' },
    { name: 'level', type: 'text', byDefault: 'paid', meaning: 'free or paid' },
  ])
  assert.deepEqual(units, { plays: 'in all' })
  assert.equal(firstLine, 5)
  assert.equal(
    sql,
    `-- The :from of this comment is none.
select ':from' as text, start_time::date as ":from", count(*) as plays
from songplays
where start_time >= date '1970-01-01' and level = 'paid'`,
  )
})

test('a value becomes a literal, and nothing else', (t) => {
  const question = questionOf(t, PLAYS)

  const sql = sqlOf(question, { from: '2018-11-30', level: "x' or \\'1'='1" })

  assert.match(sql, /start_time >= date '2018-11-30' and level = 'x'' or \\\\''1''=''1'$/)
})

for (const [type, given, expected] of [
  ['date', '2018-02-30', 'a date such as 2018-11-30'],
  ['date', "2018-11-10' or 1=1 --", 'a date such as 2018-11-30'],
  ['timestamp', '2018-11-30', 'a moment in UTC such as 2018-11-30 21:00:00'],
  ['timestamp', '2018-11-30 25:00:00', 'a moment in UTC such as 2018-11-30 21:00:00'],
  ['integer', '1.5', 'a whole number'],
  ['number', '1e9', 'a number'],
] as const) {
  test(`${given} is no ${type}`, (t) => {
    const byDefault = {
      date: '2018-11-01',
      timestamp: '2018-11-01 00:00',
      integer: '1',
      number: '1',
    }
    const question = questionOf(t, `-- Why?\n-- :a ${type} = ${byDefault[type]}, it\nselect :a`)

    assert.throws(() => sqlOf(question, { a: given }), {
      name: 'UsageError',
      message: `--a is '${given}', expected ${expected}.`,
    })
  })
}

test('a parameter is declared and used, or the question is not read', (t) => {
  assert.throws(() => questionOf(t, '-- Why?\nselect :b'), {
    message:
      'queries/plays.sql uses :b, and does not declare it: -- :b date = 1970-01-01, what it means',
  })
  assert.throws(() => questionOf(t, '-- Why?\n-- :b text = c, it\nselect 1'), {
    message: 'queries/plays.sql declares :b, and does not use it.',
  })
  assert.throws(() => questionOf(t, '-- Why?\n-- :b money = 1, it\nselect :b'), {
    message:
      "queries/plays.sql declares a parameter in a way that cannot be read: '-- :b money = 1, it'. Expected a name, " +
      'a type (date, timestamp, integer, number, text), a default and a meaning: -- :from date = 1970-01-01, the first day',
  })
})

test('no parameter has the name of an option', () => {
  const questions = readQuestions()
  const names = questions.flatMap(({ parameters }) => parameters.map(({ name }) => name))
  const options = Object.keys(optionsOf([]))

  assert.deepEqual(
    names.filter((name) => options.includes(name) || name === 'help'),
    [],
  )
})

test('a parameter of another question is wrong usage', () => {
  const questions = readQuestions()

  assert.throws(() => readAsked(questions, { from: '2018-11-10' } as object, 'top_songs'), {
    message: "'top_songs' has no parameter --from. It has none.",
  })
})

test('options that contradict each other are wrong usage', () => {
  const questions = readQuestions()
  const wrong = [
    [{ sql: 'select 1' }, 'top_songs', 'Give a name or --sql, not both.'],
    [{ limit: 'ten' }, 'top_songs', "--limit is 'ten', expected a whole number."],
    [{ chart: true, format: 'csv' }, 'top_songs', '--chart draws a table, and no csv.'],
    [
      { out: 'a.csv', format: 'csv' },
      'top_songs',
      'Give --out without --format: the ending of the file says its format.',
    ],
    [
      { out: 'a.xls' },
      'top_songs',
      "--out is 'a.xls', expected a file that ends in .csv, .json or .parquet.",
    ],
  ] as const
  for (const [values, name, message] of wrong) {
    assert.throws(() => readAsked(questions, values, name), { name: 'UsageError', message })
  }
})

test('plays per day can be asked for some days', () => {
  const question = findQuestion(readQuestions(), 'plays_per_day')

  assert.match(sqlOf(question, { from: '2018-11-10' }), /start_time >= date '2018-11-10'/)
})
