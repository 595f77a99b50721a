import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { translate } from '../../src/local/translate.ts'
import { asked } from './asking.ts'

const sought = (key: string, rest = '') =>
  `select ${key}, count(*) as copies from repeated_keys group by ${key} having count(*) > 1 ${rest}`
// The same question in words that are not known for it.
const plainly = (key: string, rest = '') =>
  `select ${key}, count(*) as copies from repeated_keys group by ${key} having 1 < count(*) ${rest}`

const BIGINT = { min: -(2n ** 63n), max: 2n ** 63n - 1n }
const wholeNumbers = fc.array(
  fc.option(
    fc.oneof(
      fc.bigInt({ min: -70n, max: 70n }),
      fc.bigInt(BIGINT),
      fc.constantFrom(BIGINT.min, BIGINT.max, -64n, -1n, 0n, 63n, 64n),
    ),
  ),
  { maxLength: 300 },
)

test('whole numbers that stand in several rows are found, nulls and negative ones among them', async () => {
  const { session } = await asked()
  await session.run('create temp table repeated_keys (a bigint)')
  try {
    await fc.assert(
      fc.asyncProperty(wholeNumbers, async (numbers) => {
        await session.run('delete from repeated_keys')
        if (numbers.length > 0) {
          const rows = numbers.map((number) => `(${number})`).join(', ')
          await session.runRendered(`insert into repeated_keys values ${rows}`)
        }
        const found = await session.answer(sought('a', 'order by a'))
        assert.deepEqual(found, await session.answer(plainly('a', 'order by a')))
        const copies = new Map<bigint | null, number>()
        for (const number of numbers) copies.set(number, (copies.get(number) ?? 0) + 1)
        const repeated = [...copies].filter(([, count]) => count > 1)
        assert.equal(found.rows.length, repeated.length)
      }),
      { numRuns: 100 },
    )
  } finally {
    await session.run('drop table repeated_keys')
  }
})

test('values of any other type that stand in several rows are found as well', async () => {
  const { session } = await asked()
  const values: Readonly<Record<string, string>> = {
    smallint: '1, 1, null, 2, -1, -1, -1',
    integer: '2147483647, 2147483647, -2147483648, null, null',
    'decimal(18, 2)': '1.25, 1.25, 1.24, null, null',
    'double precision': '1.5, 1.4, 1.5, 1e30, 1e30, null',
    'varchar(20)': "'1', '1', '01', '', '', null, 'a'",
    timestamp: "'2018-11-15 00:00:00', '2018-11-15 00:00:00', '2018-11-15 00:00:01'",
    date: "'2018-11-15', '2018-11-15', '2018-11-16', null, null",
    boolean: 'true, true, false',
  }
  for (const [type, list] of Object.entries(values)) {
    await session.run(`create temp table repeated_keys (a ${type})`)
    try {
      const rows = list.split(', ').map((value) => `(${value})`)
      await session.run(`insert into repeated_keys values ${rows.join(', ')}`)
      const found = await session.answer(sought('a', 'order by a'))
      assert.notEqual(found.rows.length, 0, type)
      assert.deepEqual(found, await session.answer(plainly('a', 'order by a')), type)
    } finally {
      await session.run('drop table repeated_keys')
    }
  }
})

test('a query that asks for more than repeated values is left as it is', async () => {
  const others = [
    'select a, count(*) from t where a > 1 group by a having count(*) > 1',
    'select a, count(*) from t group by a having count(*) > 2',
    'select a, count(a) from t group by a having count(a) > 1',
    'select a, b, count(*) from t group by a, b having count(*) > 1',
    'select a, count(*) from t join u on t.b = u.b group by a having count(*) > 1',
    'select a, count(*) from t, u group by a having count(*) > 1',
    'select a, count(*) from t group by a',
    'select a + 1, count(*) from t group by a having count(*) > 1',
    'select b, count(*) from t group by a having count(*) > 1',
    'select a, count(*) from (select 1 as a) as t group by a having count(*) > 1',
  ]
  for (const sql of others) {
    const [statement] = await translate(sql)
    assert.doesNotMatch(statement?.sql ?? '', /rs_word/i, sql)
  }
  const [statement] = await translate('select a, count(*) from t group by a having count(*) > 1')
  assert.match(statement?.sql ?? '', /rs_word/i)
})
