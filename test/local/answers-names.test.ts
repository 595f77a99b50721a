import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask } from '../../src/ask.ts'
import { answers, asked } from './asking.ts'

/** A test of the names that a list of select lists gets. */
function names(name: string, cases: readonly (readonly [list: string, names: string])[]) {
  test(name, async () => {
    const warehouse = await asked()
    const found: unknown[] = []
    for (const [list] of cases) {
      const { columns } = await ask(warehouse, `select ${list} from (select 1 as a, 'x' as b) as t`)
      found.push([list, columns.join(', ')])
    }
    assert.deepEqual(found, cases)
  })
}

names('names are in lower case, whatever was written', [
  ['a, B, t.a, "A"', 'a, b, a, a'],
  ['a as Total, a as "Total", a "In Quotes"', 'total, total, in quotes'],
  ['*, T.*', 'a, b, a, b'],
])

// The names are those of the examples in the guide, https://docs.aws.amazon.com/redshift/latest/dg/.
names('an expression without a name has that of its function', [
  ['count(*), count(a), sum(a), avg(a), min(a), max(a)', 'count, count, sum, avg, min, max'],
  [
    'len(b), length(b), upper(b), left(b, 1), substring(b, 1, 1)',
    'len, length, upper, left, substring',
  ],
  [
    "trim(b), ltrim(b), trim(leading 'x' from b), position('x' in b)",
    'btrim, ltrim, ltrim, position',
  ],
  ['getdate(), sysdate, current_date, trunc(getdate())', 'timestamp, timestamp, date, trunc'],
  [
    "dateadd(day, 1, '2018-11-15'), datediff(day, '2018-11-15', '2018-11-16')",
    'date_add, date_diff',
  ],
  [
    "extract(year from '2018-11-15'::date), date_part(year, '2018-11-15'::date)",
    'date_part, pgdate_part',
  ],
  [
    "date_trunc('day', getdate()), to_char(getdate(), 'YYYY'), last_day(getdate())",
    'date_trunc, to_char, last_day',
  ],
  ['nvl(a, 1), coalesce(a, 1), greatest(a, 1), log(a)', 'coalesce, coalesce, greatest, dlog10'],
  [
    'approximate count(distinct a), listagg(b) within group (order by a), median(a)',
    'count, listagg, median',
  ],
  [
    'row_number() over (order by a), sum(a) over (), lag(a) over (order by a)',
    'row_number, sum, lag',
  ],
])

names('a cast has the name of what is cast, or of the type', [
  ['a::bigint, cast(b as varchar(3)), len(b)::int', 'a, b, len'],
  ["'1'::int, 1::bigint, 1::float, 1::decimal(5, 2)", 'int4, int8, float8, numeric'],
  ["1::varchar, 1::char(1), '2018-11-15'::date, 't'::bool", 'varchar, bpchar, date, bool'],
  [
    "'a'::nvarchar(3), 'a'::nchar, convert(integer, '1'), convert(varchar(3), '1')",
    'varchar, bpchar, integer, varchar',
  ],
  [
    "date '2018-11-15', timestamp '2018-11-15', interval '1 day', true",
    'date, timestamp, interval, bool',
  ],
])

names('a case has the name of its else, or case', [
  ['case when a = 1 then 2 end, case when a = 1 then 2 else 3 end', 'case, case'],
  ['case when a = 1 then 2 else a end, decode(a, 1, 2), nvl2(a, 1, 2)', 'a, case, case'],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_NULLIF_function.html
names('nullif has the name of its first argument, or case', [
  ["nullif(a, 1), nullif(t.b, ''), nullif(trim(b), '')", 'a, b, btrim'],
  ["nullif(1, 2), nullif('first', 'second'), nullif(a + 1, 2)", 'case, case, case'],
])

names('the rest has no name', [
  [
    '1, a + 1, -a, b || b, (select 1), a = 1, null',
    '?column?, ?column?, ?column?, ?column?, ?column?, ?column?, ?column?',
  ],
  ['(a), (a + 1), ((len(b)))', 'a, ?column?, len'],
])

test('the first query of a set names its columns', async () => {
  const { columns } = await ask(
    await asked(),
    "(select len('a'), 1 as b) union all select 2, 3 as c",
  )
  assert.deepEqual(columns, ['len', 'b'])
})

test('two columns may share a name', async () => {
  const { columns, rows } = await ask(await asked(), 'select 1, 2, 3 as a, 4 as a')
  assert.deepEqual(
    { columns, rows },
    { columns: ['?column?', '?column?', 'a', 'a'], rows: [[1, 2, 3, 4]] },
  )
})

answers('a query within another names its columns as well', [
  [
    'with x as (select a, count(*) from (select 1 as a) as t group by 1) select a, count from x',
    [1, 1],
  ],
  [
    "with d as (select start::date from (select '2018-11-15 04:05:06'::timestamp as start) as t) select start from d",
    '2018-11-15',
  ],
  ['select x.max, x.sum from (select max(a), sum(a) from (select 3 as a) as t) as x', [3, 3]],
  ['select max + 1 from (select max(a) from (select 3 as a) as t) as x', 4],
  [
    'select percentile_cont from (select percentile_cont(0.5) within group (order by a) from (select 3 as a) as t) as x',
    '3.0',
  ],
])

answers('what distinct rows are put in order by is selected', [
  ['select distinct a from (select 2 as a union all select 1) as t order by a', [1, 2]],
  ['select distinct t.a as b from (select 2 as a union all select 1) as t order by b', [1, 2]],
  ['select distinct t.a from (select 2 as a union all select 1) as t order by T.A desc', [2, 1]],
  ['select distinct a + 1 from (select 2 as a union all select 1) as t order by A + 1', [2, 3]],
  ['select distinct * from (select 2 as a union all select 1) as t order by a', [1, 2]],
  ['select distinct a + 1 /* next */ from (select 2 as a) as t order by a + 1', 3],
  [
    'select distinct a from (select 2 as a, 3 as b) as t order by b',
    'refused: for SELECT DISTINCT, ORDER BY expressions must appear in select list',
  ],
])
