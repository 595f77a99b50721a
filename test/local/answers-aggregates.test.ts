import { answers, refuses } from './asking.ts'

const NUMBERS =
  '(select 1 as a union all select 2 union all select 4 union all select 10) as numbers'
const LETTERS =
  "(select 'b' as a, 1 as g union all select 'a', 1 union all select 'b', 2 union all select null, 2 union all select '', 2) as letters"

// https://docs.aws.amazon.com/redshift/latest/dg/r_LISTAGG.html: nulls and empty text are left out, and the
// delimiter is nothing unless it is given.
answers('listagg joins texts in the order of its group', [
  [`select listagg(a, ',') within group (order by a) from ${LETTERS}`, 'a,b,b'],
  [`select listagg(a) within group (order by a desc) from ${LETTERS}`, 'bba'],
  [`select listagg(distinct a, ', ') within group (order by a desc) from ${LETTERS}`, 'b, a'],
  [
    `select g, listagg(a, '|') within group (order by a) from ${LETTERS} group by g order by g`,
    [
      [1, 'a|b'],
      [2, 'b'],
    ],
  ],
  [`select listagg(a, '-') within group (order by a desc) from ${NUMBERS}`, '10-4-2-1'],
  [`select len(listagg(a, ',')) from ${LETTERS}`, 5],
  [`select listagg(a, ',') from ${LETTERS} where a is null`, null],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_MEDIAN.html: of whole numbers it is a NUMERIC.
answers('medians and percentiles lie between the values', [
  [`select median(a) from ${NUMBERS}`, '3.0'],
  [`select median(a::float) from ${NUMBERS}`, 3],
  [`select median(a::decimal(5, 2)) from ${NUMBERS}`, '3.000'],
  [`select percentile_cont(0.5) within group (order by a) from ${NUMBERS}`, '3.0'],
  [`select percentile_cont(0.25) within group (order by a desc) from ${NUMBERS}`, '5.5'],
  [`select percentile_disc(0.5) within group (order by a) from ${NUMBERS}`, 2],
  [`select approximate percentile_disc(0.5) within group (order by a) from ${NUMBERS}`, 2],
  [
    "select median(a) from (select '2018-11-15'::timestamp as a union all select '2018-11-17'::timestamp) as a",
    '2018-11-16 00:00:00',
  ],
  [`select median(a) from ${NUMBERS} where a > 10`, null],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_MEDIAN.html
answers('aggregates of one list sort by the same', [
  [
    `select median(a), percentile_cont(0.5) within group (order by A), percentile_cont(1) within group (order by a) from ${NUMBERS}`,
    ['3.0', '3.0', '10.0'],
  ],
  [
    'select a, b, median(a) over (), median(b) over () from (select 1 as a, 2 as b) as t',
    [1, 2, '1.0', '2.0'],
  ],
  [
    'select median(a), (select median(b) from (select 4 as b) as u) from (select 1 as a) as t',
    ['1.0', '4.0'],
  ],
  [
    'select median(a), median(b) from (select 1 as a, 2 as b) as t',
    'refused: within group ORDER BY clauses for aggregate functions must be the same. Ask for each in a query of its own, and join them.',
  ],
  [
    "select listagg(a, ',') within group (order by a), listagg(b, ',') within group (order by b) from (select 1 as a, 2 as b) as t",
    'refused: within group ORDER BY clauses for aggregate functions must be the same. Ask for each in a query of its own, and join them.',
  ],
])

answers('spread is that of a sample unless it says otherwise', [
  [
    'select stddev(a), stddev_samp(a), stddev_pop(a) from (select 1 as a union all select 5) as a',
    [2.82842712474619, 2.82842712474619, 2],
  ],
  [
    'select variance(a), var_samp(a), var_pop(a) from (select 1 as a union all select 5) as a',
    [8, 8, 4],
  ],
  ['select stddev(a), stddev_pop(a) from (select 1 as a) as a', [null, 0]],
])

answers('values are counted, also distinct and approximately', [
  [`select count(*), count(a), count(distinct a), count(1) from ${LETTERS}`, [5, 4, 3, 5]],
  [`select approximate count(distinct a) from ${LETTERS}`, 3],
  [`select count(distinct g), count(all g) from ${LETTERS}`, [2, 5]],
  [`select count(*) from ${LETTERS} where g > 9`, 0],
])

answers('booleans, bits and any value', [
  [`select bool_and(a > 0), bool_or(a > 9), bool_and(a > 1) from ${NUMBERS}`, [true, true, false]],
  [`select bit_and(a), bit_or(a) from ${NUMBERS}`, [0, 15]],
  [`select any_value(g) from ${LETTERS} where g = 2`, 2],
  [`select min(a), max(a) from ${LETTERS}`, ['', 'b']],
])

answers('groups are made by name, place, alias or expression', [
  [
    `select g, count(*) from ${LETTERS} group by g order by g`,
    [
      [1, 2],
      [2, 3],
    ],
  ],
  [
    `select g, count(*) from ${LETTERS} group by 1 order by 1`,
    [
      [1, 2],
      [2, 3],
    ],
  ],
  [
    `select g * 10 as tens, count(*) from ${LETTERS} group by tens order by tens`,
    [
      [10, 2],
      [20, 3],
    ],
  ],
  [
    `select g / 2, count(*) from ${LETTERS} group by g / 2 order by g / 2`,
    [
      [0, 2],
      [1, 3],
    ],
  ],
  [`select g, count(*) as n from ${LETTERS} group by g having count(*) > 2`, [2, 3]],
  [`select count(*) from (select 1 as a where false) as nothing`, 0],
  [`select count(*) from ${LETTERS} group by g having max(a) = 'x'`, []],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_HAVING_clause.html: its last example.
answers('having takes aggregates, what rows are grouped by, and aliases of both', [
  [`select g, max(a) as most from ${LETTERS} group by g having max(a) = 'b' and g = 1`, [1, 'b']],
  [`select g, count(*) as n from ${LETTERS} group by g having n > 2`, [2, 3]],
  [`select a, sum(g) as total from ${LETTERS} group by a having total = 3 order by a`, ['b', 3]],
  [`select g + 1 as h, count(*) from ${LETTERS} group by h having h > 2`, [3, 3]],
  [
    `select g, cast(max(g) as varchar) as word from ${LETTERS} group by g having word = '2'`,
    [2, '2'],
  ],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_GROUP_BY_aggregation-extensions.html
answers('rollup, cube and grouping sets give subtotals', [
  [
    `select g, count(*) from ${LETTERS} group by rollup (g) order by g`,
    [
      [1, 2],
      [2, 3],
      [null, 5],
    ],
  ],
  [
    `select g, count(*), grouping(g) from ${LETTERS} group by cube (g) order by g`,
    [
      [1, 2, 0],
      [2, 3, 0],
      [null, 5, 1],
    ],
  ],
  [
    `select g, count(*) from ${LETTERS} group by grouping sets ((g), ()) order by g`,
    [
      [1, 2],
      [2, 3],
      [null, 5],
    ],
  ],
  [
    `select g, a, sum(1) from ${LETTERS} where g = 1 group by rollup (g, a) order by g, a`,
    [
      [1, 'a', 1],
      [1, 'b', 1],
      [1, null, 2],
      [null, null, 2],
    ],
  ],
])

refuses('aggregates that Redshift does not have are refused', [
  [
    `select string_agg(a, ',') from ${LETTERS}`,
    'Redshift has no string_agg(). Use: listagg(value, delimiter) within group (order by ...).',
  ],
  [
    `select array_agg(a) from ${LETTERS}`,
    'Redshift has no arrays. Keep a row per value. For one text of all values use listagg().',
  ],
  [
    `select group_concat(a) from ${LETTERS}`,
    'Redshift has no group_concat(). Use: listagg(value, delimiter).',
  ],
  [
    `select count(*) filter (where g = 1) from ${LETTERS}`,
    'Redshift has no FILTER. Use: count(case when ... then 1 end).',
  ],
  [
    `select sum(g) filter (where g = 1) from ${LETTERS}`,
    'Redshift has no FILTER. Use: sum(case when ... then value end).',
  ],
  [
    `select count(distinct a, g) from ${LETTERS}`,
    'Redshift counts distinct values of one expression only.',
  ],
  [`select mode(a) from ${LETTERS}`, 'The local engine does not know this part of SQL: mode.'],
  [
    `select every(g > 0) from ${LETTERS}`,
    'Redshift has no function every() for the rows of tables. Use bool_and().',
  ],
  [
    `select arg_max(a, g) from ${LETTERS}`,
    'Redshift has no function arg_max() for the rows of tables.',
  ],
  [
    `select g from ${LETTERS} group by a`,
    'column "g" must appear in the GROUP BY clause or be used in an aggregate function',
  ],
  [
    `select g, count(*) from ${LETTERS} group by all`,
    'The local engine takes no GROUP BY ALL. List what to group by.',
  ],
])
