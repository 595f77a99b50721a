import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { readQuestions } from '../../src/query.ts'
import { RULES, type RuleName } from '../../src/redshift/lint/rules.ts'
import { lint } from '../../src/redshift/lint.ts'
import { PROJECT } from '../../src/settings.ts'
import { CASES } from './lint-cases.ts'

const cases = Object.entries(CASES).flatMap(([rule, list]) =>
  list.map((item) => ({ rule: rule as RuleName, ...item })),
)
const inLine = (sql: string) => lint(sql).map(({ rule, line }) => `${line} ${rule}`)

test('what Redshift does not take is found, by its rule', () => {
  const missed = cases.filter(
    ({ rule, refused, sending }) => !lint(refused, sending).some((found) => found.rule === rule),
  )

  assert.deepEqual(missed, [])
})

test('what Redshift takes instead passes', () => {
  const refused = cases.flatMap(({ taken, sending }) => {
    const found = lint(taken, sending).map(({ rule }) => rule)
    const problems = found.filter((rule) => rule !== 'too-many-binds')
    return problems.length > 0 ? [[taken, problems]] : []
  })

  assert.deepEqual(refused, [])
})

test('a statement is refused by no more rules than it breaks', () => {
  const more = cases.flatMap(({ refused, sending }) => {
    const rules = [...new Set(lint(refused, sending).map(({ rule }) => rule))]
    return rules.length > 1 ? [[refused, rules]] : []
  })

  assert.deepEqual(more, [])
})

test('every rule names the page of AWS that it comes from', () => {
  for (const [rule, { source }] of Object.entries(RULES)) {
    assert.match(
      source,
      /^https:\/\/docs\.aws\.amazon\.com\/redshift\/latest\/dg\/[\w-]+\.html$/,
      rule,
    )
  }
})

test('no rule looks into text, names in quotes, or comments', () => {
  const harmless = cases
    .filter(({ rule }) => rule !== 'unended')
    .flatMap(({ refused }) => [
      `select '${refused.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`,
      `select $$${refused.replaceAll('$$', '')}$$`,
      `select 1 -- ${refused}`,
      `select 1 /* ${refused} */`,
      `select 1 as "${refused.slice(0, 60).replaceAll('"', '""')}"`,
    ])

  assert.deepEqual(
    harmless.filter((sql) => lint(sql, { inTransaction: true }).length > 0),
    [],
  )
})

test('every statement that is sent passes, and every question', () => {
  const sent = readFileSync(path.join(PROJECT, 'test/expected/redshift.sql'), 'utf8')

  assert.deepEqual(lint(sent), [])
  for (const { sql } of readQuestions()) assert.deepEqual(lint(sql), [])
})

test('all problems of a text are told at once, each with its line', () => {
  const found = inLine(
    'select distinct on (title)\n  now(), user\nfrom songs\nfor update;\n\ncreate index a on songs (title)',
  )

  assert.deepEqual(found, [
    '1 distinct-on',
    '2 missing-function',
    '2 reserved-word',
    '4 for-update',
    '6 index',
  ])
})

test('lines are counted through text and comments of several lines', () => {
  assert.deepEqual(inLine("select 'a\nb' /* c\nd */,\n now()"), ['4 missing-function'])
})
