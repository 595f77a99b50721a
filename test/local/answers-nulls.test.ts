import { answers } from './asking.ts'

const MIXED = '(select 2 as a union all select null union all select 1) as mixed'

// https://docs.aws.amazon.com/redshift/latest/dg/r_ORDER_BY_clause.html
answers('nulls come last in ascending and first in descending order', [
  [`select a from ${MIXED} order by a`, [1, 2, null]],
  [`select a from ${MIXED} order by a desc`, [null, 2, 1]],
  [`select a from ${MIXED} order by 1`, [1, 2, null]],
  [`select a as b from ${MIXED} order by b desc`, [null, 2, 1]],
  [`select a from ${MIXED} order by a nulls first`, [null, 1, 2]],
  [`select a from ${MIXED} order by a desc nulls last`, [2, 1, null]],
  [`select top 1 a from ${MIXED} order by a desc`, null],
  [`select a from ${MIXED} union all select 5 order by 1 desc`, [null, 5, 2, 1]],
  [`select a, count(*) from ${MIXED} group by a order by a desc limit 1`, [null, 1]],
])

answers('nulls stand in the same place in windows and lists', [
  [`select a from ${MIXED} order by row_number() over (order by a)`, [1, 2, null]],
  [`select a from ${MIXED} order by row_number() over (order by a desc)`, [null, 2, 1]],
  [`select a from ${MIXED} order by row_number() over (order by a desc nulls last)`, [2, 1, null]],
  [
    `select first_value(a) over (order by a desc rows unbounded preceding) from ${MIXED}`,
    [null, null, null],
  ],
  [`select listagg(nvl(a, 0), ',') within group (order by a desc) from ${MIXED}`, '0,2,1'],
])

answers('null makes text null', [
  ["select 'a' || null", null],
  ["select null || 'a'", null],
  ["select concat('a', null)", null],
  ["select replace('a', 'a', null)", null],
  ['select len(null)', null],
])

answers('nulls are no value to aggregates, and unknown to conditions', [
  [`select count(*), count(a), sum(a), min(a), max(a) from ${MIXED}`, [3, 2, 3, 1, 2]],
  [`select count(*) from ${MIXED} where a <> 1`, 1],
  [`select count(*) from ${MIXED} where not (a = 1)`, 1],
  [`select count(*) from ${MIXED} where a in (1, null)`, 1],
  [`select count(*) from ${MIXED} where a not in (1, null)`, 0],
  [`select count(*) from ${MIXED} where a is null`, 1],
  [`select count(*) from ${MIXED} where a isnull or a notnull`, 3],
  [`select count(*) from ${MIXED} where (a = 1) is unknown`, 1],
  [`select count(*) from ${MIXED} where (a = 1) is not true`, 2],
  ['select null = null, null <> 1, null and false, null or true', [null, null, false, true]],
  ['select count(*) from (select null as a union select null) as same', 1],
])

answers('functions that choose a value', [
  ['select nvl(null, 1), nvl(null, null, 2), coalesce(null, 3), coalesce(4)', [1, 2, 3, 4]],
  ["select nvl2(0, 'given', 'missing'), nvl2(null, 'given', 'missing')", ['given', 'missing']],
  ['select nullif(1, 1), nullif(1, 2)', [null, 1]],
  // Nulls are passed over (https://docs.aws.amazon.com/redshift/latest/dg/r_GREATEST_LEAST.html).
  ['select greatest(1, null, 3), least(2, null), greatest(null, null)', [3, 2, null]],
  ["select case 2 when 1 then 'a' when 2 then 'b' end", 'b'],
  ["select case when null then 'a' else 'b' end", 'b'],
  ['select case when false then 1 end', null],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_DECODE_expression.html: two nulls are equal.
answers('decode finds null where null is looked for', [
  ["select decode(2, 1, 'a', 2, 'b')", 'b'],
  ["select decode(3, 1, 'a', 'other')", 'other'],
  ["select decode(3, 1, 'a')", null],
  ["select decode(null, 1, 'a', null, 'none')", 'none'],
  ["select decode(null, 1, 'a', 'other')", 'other'],
  [`select decode(a, null, 0, 1, 10, a) from ${MIXED} order by a`, [10, 2, 0]],
])
