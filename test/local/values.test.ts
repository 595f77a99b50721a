import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask } from '../../src/ask.ts'
import { formatAnswer } from '../../src/format.ts'
import { answers, asked } from './asking.ts'

answers('whole numbers come as numbers, as bigint where a number would lose digits', [
  ['select 1::smallint, 2::int, 3::bigint', [1, 2, 3]],
  ['select 9007199254740991, 9007199254740993', [9007199254740991, 9007199254740993n]],
  [
    'select 9223372036854775807, -9223372036854775808',
    [9223372036854775807n, -9223372036854775808n],
  ],
  ['select count(*)', 1],
])

answers('decimals come as text with their scale', [
  ['select 1.50, -0.1, 0.00, 7::decimal(5, 2)', ['1.50', '-0.1', '0.00', '7.00']],
  ['select 12345678901234567890', '12345678901234567890'],
  ['select 1::decimal(38, 37)', '1.0000000000000000000000000000000000000'],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_DEGREES.html shows fifteen digits.
answers('floats come as numbers of fifteen digits, reals of six', [
  ['select 0.1::float + 0.2::float, degrees(.5), 1e100::float', [0.3, 28.6478897565412, 1e100]],
  ['select 1234567.891::real, 0.1::real', [1234570, 0.1]],
])

answers('moments come as text in UTC', [
  ["select '2018-11-15'::date, '10:20:30'::time", ['2018-11-15', '10:20:30']],
  [
    "select '2018-11-15 10:20:30'::timestamp, '2018-11-15 10:20:30.100'::timestamp",
    ['2018-11-15 10:20:30', '2018-11-15 10:20:30.1'],
  ],
  ["select '2018-11-15 10:20:30.123456'::timestamp", '2018-11-15 10:20:30.123456'],
  ["select '2018-11-15 10:20:30.5+02'::timestamptz", '2018-11-15 08:20:30.5+00'],
])

answers('booleans, text and nulls come as they are', [
  ["select true, false, null, '', 'añ€😀'", [true, false, null, '', 'añ€😀']],
])

test('a number that JSON would round is printed with all its digits', async () => {
  const answer = await ask(await asked(), 'select 9223372036854775807 as n, 1.50 as d')

  assert.match(formatAnswer(answer, 'json'), /"n": 9223372036854775807/)
  assert.match(formatAnswer(answer, 'csv'), /9223372036854775807,1\.50/)
})
