import { answers, refuses } from './asking.ts'

// https://docs.aws.amazon.com/redshift/latest/dg/r_DATEADD_function.html
answers('dateadd counts in every part, and gives a timestamp', [
  [
    "select dateadd(year, 1, '2016-02-29'), dateadd(month, 12, '2016-02-29')",
    ['2017-03-01 00:00:00', '2017-02-28 00:00:00'],
  ],
  [
    "select dateadd(year, 4, '2016-02-29'), dateadd(yrs, -1, '2018-11-29')",
    ['2020-02-29 00:00:00', '2017-11-29 00:00:00'],
  ],
  [
    "select dateadd(month, 18, '2008-02-28'), dateadd(mon, 1, '2008-04-30')",
    ['2009-08-28 00:00:00', '2008-05-30 00:00:00'],
  ],
  [
    "select dateadd(month, 1, '2018-01-31'), dateadd(quarter, 1, '2018-01-31')",
    ['2018-02-28 00:00:00', '2018-04-30 00:00:00'],
  ],
  [
    "select dateadd(week, 1, '2018-11-15'), dateadd(w, -1, '2018-11-15')",
    ['2018-11-22 00:00:00', '2018-11-08 00:00:00'],
  ],
  [
    "select dateadd(day, -7, '2018-11-15'::date), dateadd('day', 1, '2018-11-15'::timestamp)",
    ['2018-11-08 00:00:00', '2018-11-16 00:00:00'],
  ],
  [
    "select dateadd(hour, 25, '2018-11-15'), dateadd(h, -1, '2018-11-15 00:30')",
    ['2018-11-16 01:00:00', '2018-11-14 23:30:00'],
  ],
  // `m` is minutes (r_Dateparts_for_datetime_functions.html).
  [
    "select dateadd(m, 30, '2008-02-28'), dateadd(min, -1, '2018-11-15')",
    ['2008-02-28 00:30:00', '2018-11-14 23:59:00'],
  ],
  [
    "select dateadd(second, 90, '2018-11-15'), dateadd(s, -1, '2018-11-15')",
    ['2018-11-15 00:01:30', '2018-11-14 23:59:59'],
  ],
  [
    "select dateadd(ms, 1500, '2018-11-15'), dateadd(us, 1, '2018-11-15')",
    ['2018-11-15 00:00:01.5', '2018-11-15 00:00:00.000001'],
  ],
  [
    "select dateadd(decade, 1, '2018-11-15'), dateadd(century, -1, '2018-11-15')",
    ['2028-11-15 00:00:00', '1918-11-15 00:00:00'],
  ],
  [
    "select date_add('month', 1, '2018-11-15'), dateadd(day, null, '2018-11-15')",
    ['2018-12-15 00:00:00', null],
  ],
  [
    "select dateadd(day, n, '2018-11-15') from (select 1 as n union all select -1) as n order by 1",
    ['2018-11-14 00:00:00', '2018-11-16 00:00:00'],
  ],
  ['select dateadd(day, -7, current_date)::date = current_date - 7', true],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_DATEDIFF_function.html
answers('datediff counts the boundaries that lie between', [
  [
    "select datediff(year, '2018-12-31', '2019-01-01'), datediff(year, '2018-01-01', '2018-12-31')",
    [1, 0],
  ],
  [
    "select datediff(qtr, '2018-03-31', '2018-04-01'), datediff(month, '2018-01-31', '2018-02-01')",
    [1, 1],
  ],
  [
    "select datediff(week, '2009-01-01', '2009-12-31'), datediff(w, '2018-11-11', '2018-11-12')",
    [52, 1],
  ],
  [
    "select datediff(day, '2018-11-15 23:59:59', '2018-11-16'), datediff(day, '2018-11-16', '2018-11-15')",
    [1, -1],
  ],
  [
    "select datediff(hour, '2023-01-01', '2023-01-03 05:04:03'), datediff(hour, '2018-11-15 10:59', '2018-11-15 11:00')",
    [53, 1],
  ],
  [
    "select datediff(m, '2018-11-15 10:00:59', '2018-11-15 10:01:00'), datediff(s, '2018-11-15', '2018-11-16')",
    [1, 86400],
  ],
  [
    "select datediff(ms, '2018-11-15', '2018-11-15 00:00:01.5'), datediff(us, '2018-11-15', '2018-11-15 00:00:01')",
    [1500, 1000000],
  ],
  [
    "select datediff(decade, '2009-12-31', '2010-01-01'), date_diff('day', '2018-11-15'::date, '2018-11-20'::date)",
    [1, 5],
  ],
  ["select datediff(day, null, '2018-11-15')", null],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_Dateparts_for_datetime_functions.html
answers('parts are taken out under all their names', [
  [
    "select extract(year from t), extract(y from t), date_part(yr, t) from (select '2018-11-15'::date as t) as t",
    [2018, 2018, 2018],
  ],
  [
    "select extract(quarter from t), extract(mon from t), extract(month from t), date_part('months', t) from (select '2018-11-15'::date as t) as t",
    [4, 11, 11, 11],
  ],
  [
    "select extract(week from t), extract(w from t), extract(doy from t), extract(dy from t) from (select '2018-11-15'::date as t) as t",
    [46, 46, 319, 319],
  ],
  [
    "select extract(dow from t), extract(weekday from t), extract(dayofweek from t), extract(dw from t) from (select '2018-11-18'::date as t) as t",
    [0, 0, 0, 0],
  ],
  ["select extract(dow from '2018-11-17'::date), date_part(dow, '2018-11-19'::date)", [6, 1]],
  // The week is ISO's: the first one is that of the year's first Thursday.
  [
    "select extract(week from '2018-12-31'::date), extract(week from '2021-01-03'::date), extract(week from '2021-01-04'::date)",
    [1, 53, 1],
  ],
  [
    "select extract(hour from t), extract(h from t), extract(m from t), extract(minute from t) from (select '2018-11-15 10:20:30'::timestamp as t) as t",
    [10, 10, 20, 20],
  ],
  [
    "select extract(century from timestamp '2000-12-16'), extract(century from timestamp '2001-12-16')",
    [20, 21],
  ],
  [
    "select extract(mil from timestamp '2000-12-16'), extract(mil from timestamp '2001-12-16')",
    [2, 3],
  ],
  // A decade begins with the year that ends in 0, and the first one is decade 1.
  [
    "select extract(decade from timestamp '1999-02-16'), extract(decade from timestamp '2000-02-16')",
    [200, 201],
  ],
  [
    "select extract(epoch from '2018-11-15'::date), extract(epoch from '1970-01-01 00:00:01.9'::timestamp)",
    [1542240000, 1],
  ],
  ["select date_part(epoch, '1970-01-01 00:00:01.9'::timestamp)", 1.9],
  [
    "select extract('month' from '2018-11-15'::date), date_part_year('2018-11-15'::date)",
    [11, 2018],
  ],
  ["select extract(day from '2018-11-20 10:00'::timestamp - '2018-11-15'::timestamp)", 5],
])

answers('extract gives whole seconds and what is below them, date_part fractions', [
  [
    "select extract(sec from t), date_part(sec, t) from (select '2009-09-21 11:10:03.189717'::timestamp as t) as t",
    [3, 3.189717],
  ],
  [
    "select extract(ms from timestamp '2009-09-09 12:08:43.101'), extract(us from timestamp '2009-09-09 12:08:43.101')",
    [101, 101000],
  ],
  ["select date_part(hour, '2018-11-15 11:00'::timestamp) / 2", 5.5],
  ["select extract(hour from '2018-11-15 11:00'::timestamp) / 2", 5],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_DATE_TRUNC.html
answers('date_trunc gives a timestamp, weeks from Monday', [
  [
    "select date_trunc('year', '2018-11-15'::date), date_trunc('qtr', '2018-11-15'::date)",
    ['2018-01-01 00:00:00', '2018-10-01 00:00:00'],
  ],
  [
    "select date_trunc('month', '2018-11-15'::date), date_trunc('mon', '2018-11-15'::timestamp)",
    ['2018-11-01 00:00:00', '2018-11-01 00:00:00'],
  ],
  [
    "select date_trunc('week', '2018-11-18'::date), date_trunc('week', '2018-11-19'::date)",
    ['2018-11-12 00:00:00', '2018-11-19 00:00:00'],
  ],
  [
    "select date_trunc('day', '2018-11-15 10:20:30'::timestamp), date_trunc('hour', '2018-11-15 10:20:30'::timestamp)",
    ['2018-11-15 00:00:00', '2018-11-15 10:00:00'],
  ],
  [
    "select date_trunc('minute', t), date_trunc('second', t), date_trunc('ms', t) from (select '2018-11-15 10:20:30.123456'::timestamp as t) as t",
    ['2018-11-15 10:20:00', '2018-11-15 10:20:30', '2018-11-15 10:20:30.123'],
  ],
  [
    "select date_trunc('century', t), date_trunc('millennium', t) from (select '2020-04-30 04:05'::timestamp as t union all select '2000-12-31') as t order by 1",
    [
      ['1901-01-01 00:00:00', '1001-01-01 00:00:00'],
      ['2001-01-01 00:00:00', '2001-01-01 00:00:00'],
    ],
  ],
  [
    "select date_trunc('day', t), count(*) from (select '2018-11-15 10:00'::timestamp as t union all select '2018-11-15 11:00') as t group by date_trunc('day', t)",
    ['2018-11-15 00:00:00', 2],
  ],
  [
    "select date_trunc('day', t)::date as day, count(*) from (select '2018-11-15 10:00'::timestamp as t) as t group by 1 order by day",
    ['2018-11-15', 1],
  ],
])

answers('days and months', [
  [
    "select trunc('2018-11-15 10:20'::timestamp), date('2018-11-15 10:20')",
    ['2018-11-15', '2018-11-15'],
  ],
  [
    "select last_day('2018-02-03'), last_day('2020-02-03 10:00'::timestamp)",
    ['2018-02-28', '2020-02-29'],
  ],
  // The last day of a month stays the last (r_ADD_MONTHS.html).
  [
    "select add_months('2008-04-30', 1), add_months('2008-03-31', 1), add_months('2018-11-15', -12)",
    ['2008-05-31 00:00:00', '2008-04-30 00:00:00', '2017-11-15 00:00:00'],
  ],
  ["select add_months('2018-02-28 10:00', 1)", '2018-03-31 10:00:00'],
  [
    "select months_between('1969-01-18', '1969-03-18'), months_between('2018-03-31', '2018-02-28')",
    [-2, 1],
  ],
  ["select round(months_between('2018-11-15', '2018-10-01'), 6)", 1.451613],
  [
    "select next_day('2014-08-20', 'Tuesday'), next_day('2014-08-20', 'We'), next_day('2014-08-20', 'th')",
    ['2014-08-26', '2014-08-27', '2014-08-21'],
  ],
  [
    "select date_cmp('2018-11-15', '2018-11-16'), timestamp_cmp('2018-11-16', '2018-11-15')",
    [-1, 1],
  ],
])

// https://docs.aws.amazon.com/redshift/latest/dg/CONVERT_TIMEZONE.html
answers('moments move between time zones', [
  ["select convert_timezone('EST', 'PST', '20080305 12:25:29')", '2008-03-05 09:25:29'],
  [
    "select convert_timezone('America/New_York', '2013-02-01 08:00:00'), convert_timezone('America/New_York', '2013-06-01 08:00:00')",
    ['2013-02-01 03:00:00', '2013-06-01 04:00:00'],
  ],
  [
    "select '2018-11-15 10:00'::timestamp at time zone 'America/New_York'",
    '2018-11-15 15:00:00+00',
  ],
  [
    "select '2018-11-15 10:00+00'::timestamptz at time zone 'America/New_York'",
    '2018-11-15 05:00:00',
  ],
])

answers('moments and days are counted with', [
  [
    "select '2018-11-15'::date + 1, '2018-11-15'::date - 1, '2018-11-20'::date - '2018-11-15'::date",
    ['2018-11-16', '2018-11-14', 5],
  ],
  [
    "select '2018-11-15'::date + interval '1 day', '2018-11-15'::date + time '10:00'",
    ['2018-11-16 00:00:00', '2018-11-15 10:00:00'],
  ],
  [
    "select '2018-11-15 12:00'::timestamp - '2018-11-15 10:00'::timestamp > interval '1 hour'",
    true,
  ],
  ["select timestamp 'epoch' + 1541105830 * interval '1 second'", '2018-11-01 20:57:10'],
  ["select timestamp 'epoch' + 1541105830796 / 1000 * interval '1 second'", '2018-11-01 20:57:10'],
  [
    "select timestamp 'epoch' + ts / 1000.0 * interval '1 second' from (select 1541105830796 as ts) as t",
    '2018-11-01 20:57:10.796',
  ],
  [
    "select dateadd(ms, ts % 1000, timestamp 'epoch' + ts / 1000 * interval '1 second') from (select 1541105830796 as ts) as t",
    '2018-11-01 20:57:10.796',
  ],
  [
    "select count(*) from (select '2018-11-15 10:00'::timestamp as t) as t where t >= '2018-11-15' and t < '2018-11-16'",
    1,
  ],
  ["select '2018-11-15'::date between '2018-11-01' and '2018-11-30'", true],
])

answers('the clock is in UTC, and a timestamp has no zone', [
  ['select getdate() between dateadd(minute, -1, sysdate) and dateadd(minute, 1, sysdate)', true],
  ['select current_date = trunc(getdate()), getdate()::date = current_date', [true, true]],
  [
    "select getdate()::varchar like '____-__-__ __:__:__', date_trunc('second', sysdate) <= getdate()",
    [true, true],
  ],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_interval_literals.html
answers('intervals are read with their units, signs and fractions', [
  [
    "select d + interval '1 second', d + interval '5', d + interval '1 minute' from (select '2018-11-15'::date as d) as d",
    ['2018-11-15 00:00:01', '2018-11-15 00:00:05', '2018-11-15 00:01:00'],
  ],
  [
    "select d + interval '3 hours, 35 minutes', d + interval '1w, 1h, 1m, 1s' from (select '2008-12-31'::date as d) as d",
    ['2008-12-31 03:35:00', '2009-01-07 01:01:01'],
  ],
  [
    "select d + interval '52 weeks', d + interval '0.5 days', d + interval '1.5 hours' from (select '2008-12-31'::date as d) as d",
    ['2009-12-30 00:00:00', '2008-12-31 12:00:00', '2008-12-31 01:30:00'],
  ],
  [
    "select date '2023-02-15' - interval '4 months', date '2023-03-31' - interval '4 months'",
    ['2022-10-15 00:00:00', '2022-11-30 00:00:00'],
  ],
  [
    "select d + interval '1 year 2 months', d + interval '-1 day', d - interval '-1 day' from (select '2018-11-15'::date as d) as d",
    ['2020-01-15 00:00:00', '2018-11-14 00:00:00', '2018-11-16 00:00:00'],
  ],
  [
    "select d + interval '1 day 04:05:06', d - interval '04:05', d + interval '-1 month 2 days' from (select '2018-11-15'::date as d) as d",
    ['2018-11-16 04:05:06', '2018-11-14 19:55:00', '2018-10-17 00:00:00'],
  ],
  [
    "select d + 3 * interval '1 day', d + interval '1 day' * 3, d - interval '1 day' / 2 from (select '2018-11-15'::date as d) as d",
    ['2018-11-18 00:00:00', '2018-11-18 00:00:00', '2018-11-14 12:00:00'],
  ],
  [
    "select d + n * interval '1 month', d + -interval '1 day', d + (interval '2 hours') * n from (select '2018-11-15'::date as d, 2 as n) as d",
    ['2019-01-15 00:00:00', '2018-11-14 00:00:00', '2018-11-15 04:00:00'],
  ],
  [
    "select d + ts * interval '1 second' / 1000, d + (n * interval '1 day') / 4 from (select '1970-01-01'::date as d, 1541105830796 as ts, 3 as n) as d",
    ['2018-11-01 20:57:10.796', '1970-01-01 18:00:00'],
  ],
  [
    "select d + interval '1' day, d + interval '2' hour from (select '2018-11-15'::date as d) as d",
    ['2018-11-16 00:00:00', '2018-11-15 02:00:00'],
  ],
])

refuses('what is no date part or interval is refused', [
  ["select dateadd(fortnight, 1, '2018-11-15')", "Redshift knows no date part 'fortnight'."],
  [
    "select datediff(dow, '2018-11-15', '2018-11-16')",
    "datediff() does not count in 'dow'. Use day.",
  ],
  ["select extract(isoyear from '2018-11-15'::date)", "Redshift knows no date part 'isoyear'."],
  ["select interval '1 fortnight'", "Redshift knows no date part 'fortnight'."],
  ["select interval 'soon'", 'invalid input syntax for type interval: "soon"'],
  ["select next_day('2018-11-15', 'someday')", 'next_day: no day of the week: "someday"'],
  ["select convert_timezone('Nowhere', '2018-11-15')", "Unknown TimeZone 'Nowhere'!"],
  [
    "select interval '1-2' year to month",
    "The local engine takes intervals as text only: interval '1 day 2 hours'.",
  ],
])
