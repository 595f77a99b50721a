import { answers, refuses } from './asking.ts'

const FEW = '(select 1 as a union all select 2 union all select 3) as few'

answers('rows are limited', [
  [`select top 2 a from ${FEW} order by a desc`, [3, 2]],
  [`select a from ${FEW} order by a limit 1 offset 1`, 2],
  [`select a from ${FEW} order by a offset 2`, 3],
  [`select a from ${FEW} order by a fetch first 2 rows only`, [1, 2]],
  [`select distinct a % 2 from ${FEW} order by 1`, [0, 1]],
  [`select top 1 * from ${FEW} order by 1`, 1],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_UNION.html
answers('queries are added to and taken from each other', [
  [`select a from ${FEW} minus select 2 order by 1`, [1, 3]],
  [`select a from ${FEW} except select 2 order by 1`, [1, 3]],
  [`select a from ${FEW} intersect select 2`, 2],
  [`select a from ${FEW} union select 3 order by 1 desc`, [3, 2, 1]],
  [`select a from ${FEW} union all select 3 order by a desc limit 2`, [3, 3]],
  ['select 1 union all select 2 intersect select 3', 1],
  ['(select 1 union all select 2) intersect select 2', 2],
  [`(select a from ${FEW} order by a desc limit 1) union all (select 9) order by 1`, [3, 9]],
])

answers('an alias can be used further on in its list', [
  [
    `select a + 1 as b, b * 2 as c from ${FEW} order by c`,
    [
      [2, 4],
      [3, 6],
      [4, 8],
    ],
  ],
  [
    `select a as b, b / 2 as half from ${FEW} where half = 1 order by b`,
    [
      [2, 1],
      [3, 1],
    ],
  ],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_SELECT_list.html: the alias is written out where it is
// used, unless there is a column of that name.
answers('an alias can be used whatever it stands for', [
  [
    "select timestamp 'epoch' + a * interval '1 hour' as start_time, extract(hour from start_time) from (select 30 as a) as t",
    ['1970-01-02 06:00:00', 6],
  ],
  ["select a::int as b, b + 1 as c, c * 2 as d, d from (select '7' as a) as t", [7, 8, 16, 16]],
  [`select (select max(a) from ${FEW}) as most, most + 1`, [3, 4]],
  [
    `select dateadd(day, a, '2018-11-15') as day, dateadd(day, 1, day) as next from ${FEW} where a = 1`,
    ['2018-11-16 00:00:00', '2018-11-17 00:00:00'],
  ],
  [`select (select max(a) from ${FEW}) as most, few.a from ${FEW} where most = few.a`, [3, 3]],
  [
    `select a % 2 as odd, odd + 1, count(*) from ${FEW} group by 1, 2 order by 1`,
    [
      [0, 1, 1],
      [1, 2, 2],
    ],
  ],
  [
    `select dateadd(day, a, '2018-11-15') as later, lag(later) over (order by later) from ${FEW} order by 1 limit 1`,
    ['2018-11-16 00:00:00', null],
  ],
  [
    `select dateadd(day, a, '2018-11-15') as later from ${FEW} qualify row_number() over (order by later desc) = 1`,
    '2018-11-18 00:00:00',
  ],
  [
    "select dateadd(day, 1, t) as t, date_trunc('month', t) as m, t::date as d, d + 1 from (select '2018-11-30' as t) as t",
    ['2018-12-01 00:00:00', '2018-11-01 00:00:00', '2018-11-30', '2018-12-01'],
  ],
])

refuses('an alias is known further on in its list', [
  [`select b + 1, a as b from ${FEW}`, 'column "b" does not exist'],
  [`select a % 2 as odd from ${FEW} group by odd + 1`, 'column "odd" does not exist'],
])

answers('queries stand in queries', [
  [`select * from (select max(a) as most from ${FEW})`, 3],
  [`select most from (select max(a) as most from ${FEW}) as x`, 3],
  [`select m from (select max(a) from ${FEW}) as x (m)`, 3],
  [
    `with few as (select a from ${FEW}), two (b) as (select a from few where a = 2) select b from two`,
    2,
  ],
  [
    `with recursive n (i) as (select 1 union all select i + 1 from n where i < 4) select sum(i) from n`,
    10,
  ],
  [`select a from ${FEW} where a = (select max(a) from ${FEW})`, 3],
  [
    `select a from ${FEW} where a in (select 2) or exists (select 1 where few.a = 3) order by a`,
    [2, 3],
  ],
  [`select a from ${FEW} where a <> all (select 2) and a > 2`, 3],
  [`select a from ${FEW} where a = any (select 2)`, 2],
  [
    `select a, (select count(*) from ${FEW.replace('few', 'other')} where other.a < few.a) from ${FEW} order by a`,
    [
      [1, 0],
      [2, 1],
      [3, 2],
    ],
  ],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_EXCLUDE_list.html
answers('a star leaves out columns', [
  ['select * exclude b from (select 1 as a, 2 as b, 3 as c) as t', [1, 3]],
  ['select * exclude (b, "C") from (select 1 as a, 2 as b, 3 as c) as t', 1],
  ['select * exclude a, b from (select 1 as a, 2 as b, 3 as c) as t', 3],
  ['select t.* exclude (a) from (select 1 as a, 2 as b) as t join (select 3 as d) as u on true', 2],
  ['select max(a) from (select * exclude b from (select 1 as a, 2 as b) as t) as u', 1],
])

answers('tables are joined', [
  [
    'select x.a, y.b from (select 1 as a) as x left join (select 2 as a, 3 as b) as y on y.a = x.a',
    [1, null],
  ],
  ['select * from (select 1 as a) as x join (select 1 as a, 2 as b) as y using (a)', [1, 2]],
  [
    'select count(*) from (select 1 as a) as x, (select 2 as b) as y cross join (select 3 as c) as z',
    1,
  ],
  [
    'select coalesce(x.a, y.a) from (select 1 as a) as x full outer join (select 2 as a) as y on y.a = x.a order by 1',
    [1, 2],
  ],
  ['select b from (select 1 as a) as x natural join (select 1 as a, 2 as b) as y', 2],
])

answers('operators bind as they do on Redshift', [
  ['select 1 + 2 * 3, (1 + 2) * 3, 10 - 4 - 3, 2 * 3 % 4, -2 ^ 2', [7, 9, 3, 2, 4]],
  ['select 10 - (4 - 3), 100 / (10 / 2), 100 / 10 / 2, - -1, 2 - -3', [9, 20, 5, 1, 5]],
  [
    'select not false and false, not (false and false), true or false and false',
    [false, true, true],
  ],
  ["select 'a' || 1 + 1, 1 + 1 || 'a', 'a' || 'b' = 'ab'", ['a2', '2a', true]],
  ['select 3 between 1 + 1 and 2 + 2, not 3 between 1 and 2, 2 in (1, 1 + 1)', [true, true, true]],
  ['select 1 where 1 = 1 is true', 1],
  ['select (1 = 2) is null, 5 & 3 + 1, 1::varchar || 2', [false, 4, '12']],
  ['select -1::varchar::int, (case when true then 1 end)::varchar', [-1, '1']],
])

answers('comments say nothing', [
  ['select 1 -- + 1', 1],
  ['select /* 2, */ 1 /* ; drop */', 1],
  ["-- a question?\nselect '-- no comment' /* really */", '-- no comment'],
  ['select 1 --2\n+ 2', 3],
])

refuses('what is not there is named as Redshift names it', [
  ['select * from nowhere', 'relation "nowhere" does not exist'],
  ['select nothing', 'column "nothing" does not exist'],
  [`select few.b from ${FEW}`, 'column "b" does not exist'],
  [`select other.a from ${FEW}`, 'missing FROM-clause entry for table "other"'],
  [
    `select a from ${FEW} join (select 1 as a) as more on true`,
    'column reference "a" is ambiguous',
  ],
  ['select * from elsewhere.songs', 'schema "elsewhere" does not exist'],
  [`select few from ${FEW}`, 'column "few" does not exist'],
  [
    'select (select 1 union all select 2)',
    'more than one row returned by a subquery used as an expression',
  ],
  ["select 1 + 'a'::date", 'invalid input syntax for type date: "a"'],
  [
    "select '2018-11-15'::timestamp + 1",
    'operator does not exist: timestamp without time zone + integer',
  ],
])

const TWO = '(select 1 as a, 2 as b) as x join (select 1 as a, 3 as c) as y on y.a = x.a'

refuses('a name that a query within has twice cannot be asked for', [
  [`select a from (select * from ${TWO}) as t`, 'column reference "a" is ambiguous'],
  [
    `select c from (select x.*, y.* from ${TWO}) as t where T.A = 1`,
    'column reference "a" is ambiguous',
  ],
  [
    `select upper(a) as a from (select x.a, y.a from ${TWO}) as t`,
    'column reference "a" is ambiguous',
  ],
  [
    `with t as (select * from ${TWO}) select c, count(*) from t as u group by c having max(u.a) = 1`,
    'column reference "a" is ambiguous',
  ],
  [
    `with s as (select * from ${TWO}), t as (select a from s) select 1 from t`,
    'column reference "a" is ambiguous',
  ],
  [
    `select a from (select * from ${TWO} union all select 1, 2, 3, 4) as t`,
    'column reference "a" is ambiguous',
  ],
  [`create temp table t as select * from ${TWO}`, 'column "a" duplicated'],
  [`create view v as select x.a, y.a from ${TWO}`, 'column "a" duplicated'],
])

answers('a name that a query within has twice can be left alone', [
  [`select b, c from (select * from ${TWO}) as t`, [2, 3]],
  [`select count(*) from (select x.*, y.* from ${TWO}) as t`, 1],
  [`select a, c from (select * from ${TWO.replace('on y.a = x.a', 'using (a)')}) as t`, [1, 3]],
  [`select max(c) as a from (select * from ${TWO}) as t order by a`, 3],
  [
    `with t as (select 1 as a, 2 as b), s as (with t as (select t.*, u.c from t join (select 3 as c) as u on true) select a, c from t) select * from s`,
    [1, 3],
  ],
])

const IS_TRUE =
  'Redshift takes no IS TRUE or IS FALSE in a select list. Use: case when ... then true else false end.'

refuses('whether something is true is a condition', [
  [`select a = 1 is true as one from ${FEW}`, IS_TRUE],
  [`select (a = 1) is not false from ${FEW}`, IS_TRUE],
])

refuses('tables of one FROM go by names of their own', [
  [`select 1 from ${FEW} join ${FEW} on true`, 'table name "few" specified more than once'],
  [
    'with x as (select 1 as a) select 1 from x join (x as y join X on true) on true',
    'table name "x" specified more than once',
  ],
])

answers('a name of a table can be used again in another query, or where it has an alias', [
  ['with x as (select 1 as a) select x.a from x join x as y on y.a = x.a', 1],
  ['with x as (select 1 as a) select a from x where exists (select 1 from x where x.a = 1)', 1],
])

refuses('what does not fit together is told in words of Redshift', [
  [
    `select case when a > 1 then a else upper('x') end from ${FEW}`,
    'CASE types character varying and integer cannot be matched',
  ],
  [
    `select nvl(upper('x'), a) from ${FEW}`,
    'COALESCE types character varying and integer cannot be matched',
  ],
  [
    `select greatest(a, upper('x')) from ${FEW}`,
    'types integer and character varying cannot be matched',
  ],
  [
    `select a from ${FEW} where a in (select upper('x'))`,
    'cannot compare integer with character varying. Cast one of them.',
  ],
  [
    `select a from ${FEW} where getdate() > 5`,
    'cannot compare timestamp without time zone with integer. Cast one of them.',
  ],
  [`select a + '1' from ${FEW}`, 'operator is not unique: integer + unknown. Cast what is text.'],
  [`select a / upper('1') from ${FEW}`, 'operator does not exist: integer / character varying'],
  ["select abs('-5')", 'function abs(unknown) is not unique. Cast what is text.'],
  [
    "select to_char(upper('x'), 'YYYY')",
    'function to_char(character varying, unknown) is not unique. Cast what is text.',
  ],
  ["select median(upper('x'))", 'function percentile_cont(character varying) does not exist'],
  [`select a from ${FEW} where count(*) > 1`, 'aggregates not allowed in WHERE clause'],
  [
    `select a from ${FEW} where row_number() over (order by a) = 1`,
    'window functions not allowed in WHERE clause',
  ],
  [`select a from ${FEW} group by count(*)`, 'aggregates not allowed in GROUP BY clause'],
  [`select a from ${FEW} where a in (select 1, 2)`, 'subquery has too many columns'],
  [`select a from ${FEW} order by 2`, 'ORDER BY position is not in select list, which has 1'],
  [
    `select a, count(*) from ${FEW} group by 3`,
    'GROUP BY position is not in select list, which has 2',
  ],
  [`select a from ${FEW} limit -1`, 'LIMIT and OFFSET must not be negative'],
  [
    `select a from ${FEW} union select 1, 2`,
    'each query of a set must have the same number of columns',
  ],
  [`select a from ${FEW} order by a union select 1`, 'syntax error at or near "UNION"'],
  [
    'with x as (select 1), x as (select 2) select * from x',
    'WITH query name "x" specified more than once',
  ],
  [
    `select count(distinct *) from ${FEW}`,
    'Redshift counts distinct values of one expression only.',
  ],
])
