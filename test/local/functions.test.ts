import assert from 'node:assert/strict'
import { test } from 'node:test'
import { messageOf } from '../../src/errors.ts'
import { ALL_FUNCTIONS, createFunctions, functionsOf } from '../../src/local/functions.ts'
import { translate } from '../../src/local/translate.ts'
import { REDSHIFT_FUNCTIONS } from '../../src/redshift/functions.ts'
import { asked } from './asking.ts'
import { warehouseOfPlays } from './plays.ts'

test('a statement needs the functions that it calls, after those that they call', () => {
  const needed = [
    ...functionsOf("SELECT RS_DATE('2018-11-15'), rs_unknown(1)", new Set(['rs_now'])),
  ]

  assert.deepEqual(needed, ['rs_moment_or_null', 'rs_moment', 'rs_date'])
  assert.match(
    createFunctions(needed),
    /^create or replace temp macro rs_moment_or_null\(value\) as/,
  )
})

test('every function can be made, in its order', async () => {
  const { session } = await asked()

  for (const sql of createFunctions(functionsOf(ALL_FUNCTIONS, new Set())).split(';\n')) {
    await session.knex.raw(sql.replace(/\?/g, '\\?')).options({ asIs: true })
  }
})

test('every function of Redshift is translated, or refused by name', async () => {
  const args = [
    '',
    'a',
    'a, b',
    'a, b, c',
    "'day', a, b",
    "a, 'YYYY'",
    "a, '99'",
    "'day', a",
    'a, 256',
  ]
  for (const name of REDSHIFT_FUNCTIONS) {
    const outcomes = await Promise.all(
      args.map((list) =>
        translate(`select ${name}(${list}) from t`).then(() => 'translated', messageOf),
      ),
    )
    assert.ok(
      outcomes.some((outcome) => KNOWN.test(outcome)),
      `${name}: ${outcomes}`,
    )
  }
})

const KNOWN =
  /^translated$|^The local engine has no \w+\(\)|takes other arguments|with a window only|within group/

test('what a function makes of a column it makes of a constant', async (t) => {
  const { session } = await warehouseOfPlays(t)
  await session.run(
    "insert into plays (who, n) values ('€u'::varchar(3), 7), ('abc', -7), ('a b', null)",
  )
  const calls = [
    ['n / 2', '7 / 2'],
    ['n / 2.0', '7 / 2.0'],
    ['n % 2', '7 % 2'],
    ["dateadd(day, n, '2018-11-15')", "dateadd(day, 7, '2018-11-15')"],
    ["to_char(n, '999D9')", "to_char(7, '999D9')"],
    ['trunc(n / 2.0)', 'trunc(7 / 2.0)'],
    ["lpad(n::varchar, 3, '0')", "lpad('7', 3, '0')"],
    ["decode(n, 7, 'x', 'y')", "decode(7, 7, 'x', 'y')"],
  ]
  for (const [column, constant] of calls) {
    const { rows } = await session.answer(`select ${column}, ${constant} from plays where n = 7`)
    assert.equal(rows[0]?.[0], rows[0]?.[1], column)
    assert.equal((await session.answer(`select ${column} from plays`)).rows.length, 3)
  }
})
