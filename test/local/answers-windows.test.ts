import { answers, refuses } from './asking.ts'

const PLAYS =
  "(select 'a' as who, 1 as n, 10 as v union all select 'a', 2, 30 union all select 'b', 1, 20 union all select 'b', 2, null) as plays"

answers('rows are numbered and ranked', [
  [
    `select who, n, row_number() over (partition by who order by n desc) from ${PLAYS} order by who, n`,
    [
      ['a', 1, 2],
      ['a', 2, 1],
      ['b', 1, 2],
      ['b', 2, 1],
    ],
  ],
  [
    `select n, rank() over (order by n), dense_rank() over (order by n) from ${PLAYS} order by n, 2`,
    [
      [1, 1, 1],
      [1, 1, 1],
      [2, 3, 2],
      [2, 3, 2],
    ],
  ],
  [`select ntile(2) over (order by who, n) from ${PLAYS} order by 1`, [1, 1, 2, 2]],
  [
    `select percent_rank() over (order by n), cume_dist() over (order by n) from ${PLAYS} where who = 'a' order by 1`,
    [
      [0, 0.5],
      [1, 1],
    ],
  ],
])

answers('rows see their neighbours', [
  [
    `select n, lag(v) over (order by n), lead(v) over (order by n) from ${PLAYS} where who = 'a' order by n`,
    [
      [1, null, 30],
      [2, 10, null],
    ],
  ],
  [`select lag(v, 2) over (order by who, n) from ${PLAYS} order by who, n`, [null, null, 10, 30]],
  [
    `select nvl(lag(v) over (partition by who order by n), 0) from ${PLAYS} order by who, n`,
    [0, 10, 0, 20],
  ],
  [
    `select lag(v) ignore nulls over (order by who desc, n desc) from ${PLAYS} order by who, n`,
    [30, 20, null, null],
  ],
])

// https://docs.aws.amazon.com/redshift/latest/dg/c_Window_functions.html
answers('aggregates run over frames of rows', [
  [
    `select sum(v) over (order by who, n rows unbounded preceding) from ${PLAYS} order by who, n`,
    [10, 40, 60, 60],
  ],
  [`select sum(v) over (partition by who) from ${PLAYS} order by who, n`, [40, 40, 20, 20]],
  [
    `select avg(v) over (order by who, n rows between 1 preceding and current row) from ${PLAYS} order by who, n`,
    [10, 20, 25, 20],
  ],
  [
    `select count(*) over (), max(v) over (partition by who) from ${PLAYS} order by who, n`,
    [
      [4, 30],
      [4, 30],
      [4, 20],
      [4, 20],
    ],
  ],
  [
    `select first_value(v) over (partition by who order by n rows unbounded preceding) from ${PLAYS} order by who, n`,
    [10, 10, 20, 20],
  ],
  [
    `select last_value(v) over (partition by who order by n rows between unbounded preceding and unbounded following) from ${PLAYS} order by who, n`,
    [30, 30, null, null],
  ],
  [
    `select last_value(v ignore nulls) over (partition by who order by n rows between unbounded preceding and unbounded following) from ${PLAYS} order by who, n`,
    [30, 30, 20, 20],
  ],
  [
    `select nth_value(v, 2) over (partition by who order by n rows between unbounded preceding and unbounded following) from ${PLAYS} where who = 'a'`,
    [30, 30],
  ],
  [
    `select median(v) over (partition by who) from ${PLAYS} order by who, n`,
    ['20.0', '20.0', '20.0', '20.0'],
  ],
  [
    `select listagg(n, '-') within group (order by n desc) over (partition by who) from ${PLAYS} order by who`,
    ['2-1', '2-1', '2-1', '2-1'],
  ],
  [
    `select percentile_cont(0.5) within group (order by v) over (partition by who) from ${PLAYS} where who = 'a'`,
    ['20.0', '20.0'],
  ],
  [
    `select ratio_to_report(v) over (partition by who) from ${PLAYS} where who = 'a' order by v`,
    [0.25, 0.75],
  ],
  [
    `select who, sum(v) as total, sum(sum(v)) over () from ${PLAYS} group by who order by who`,
    [
      ['a', 40, '60'],
      ['b', 20, '60'],
    ],
  ],
  [
    `select sum(v) * 100.0 / sum(sum(v)) over () from ${PLAYS} group by who order by who`,
    ['66.6666666666666666', '33.3333333333333333'],
  ],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_QUALIFY_clause.html
answers('qualify keeps rows by what a window says', [
  [
    `select who, v from ${PLAYS} qualify row_number() over (partition by who order by n) = 1 order by who`,
    [
      ['a', 10],
      ['b', 20],
    ],
  ],
  [
    `select who, n from ${PLAYS} where v is not null qualify rank() over (order by v desc) = 1`,
    ['a', 2],
  ],
])

refuses('windows that Redshift does not take are refused', [
  [`select lag(v) from ${PLAYS}`, 'Redshift takes lag() with a window only: add over (...).'],
  ['select row_number()', 'Redshift takes row_number() with a window only: add over (...).'],
  [
    `select sum(v) over (order by n) from ${PLAYS}`,
    'Aggregate window functions with an ORDER BY clause require a frame clause: add rows unbounded preceding.',
  ],
  [
    `select avg(v) over (partition by who order by n) from ${PLAYS}`,
    'Aggregate window functions with an ORDER BY clause require a frame clause: add rows unbounded preceding.',
  ],
  [
    `select first_value(v) over (order by n) from ${PLAYS}`,
    'Aggregate window functions with an ORDER BY clause require a frame clause: add rows unbounded preceding.',
  ],
  [
    `select sum(v) over (order by n range unbounded preceding) from ${PLAYS}`,
    'Redshift takes frames of rows only.',
  ],
  [
    `select lag(v, 1, 0) over (order by n) from ${PLAYS}`,
    'Redshift takes no default in LAG. Use: nvl(lag(...) over (...), default).',
  ],
  [
    `select count(distinct v) over (partition by who) from ${PLAYS}`,
    'Redshift takes no DISTINCT in a window. Count the rows in a query first.',
  ],
  [
    `select sum(v) over w from ${PLAYS} window w as (partition by who)`,
    'Redshift has no WINDOW clause. Write the window after over.',
  ],
  [`select upper(who) over () from ${PLAYS}`, 'Redshift has no window function upper().'],
])
