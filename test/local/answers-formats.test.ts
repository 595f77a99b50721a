import { answers, refuses } from './asking.ts'

const T = "timestamp '2009-12-31 23:15:59.125'"

// https://docs.aws.amazon.com/redshift/latest/dg/r_TO_CHAR.html, r_FORMAT_strings.html
answers('to_char writes moments', [
  [
    `select to_char(${T}, 'YYYY-MM-DD'), to_char(${T}, 'YYYYMMDD'), to_char(${T}, 'yyyy-mm')`,
    ['2009-12-31', '20091231', '2009-12'],
  ],
  [
    `select to_char(${T}, 'HH24:MI:SS'), to_char(${T}, 'HH12:MI AM'), to_char(${T}, 'HH:MIpm')`,
    ['23:15:59', '11:15 PM', '11:15pm'],
  ],
  [
    `select to_char(${T}, 'HH24:MI:SS.MS'), to_char(${T}, 'HH24:MI:SS:US')`,
    ['23:15:59.125', '23:15:59:125000'],
  ],
  [
    "select to_char(timestamp '2009-12-31 23:15:59', 'MONTH-DY-DD-YYYY HH12:MIPM')",
    'DECEMBER -THU-31-2009 11:15PM',
  ],
  [
    `select to_char(${T}, 'Month'), to_char(${T}, 'FMMonth'), to_char(${T}, 'Mon'), to_char(${T}, 'mon')`,
    ['December ', 'December', 'Dec', 'dec'],
  ],
  [
    `select to_char(${T}, 'Day'), to_char(${T}, 'FMDay'), to_char(${T}, 'DY'), to_char(${T}, 'day')`,
    ['Thursday ', 'Thursday', 'THU', 'thursday '],
  ],
  [
    `select to_char(${T}, 'Q'), to_char(${T}, 'DDD'), to_char(${T}, 'D'), to_char(${T}, 'ID')`,
    ['4', '365', '5', '4'],
  ],
  [
    "select to_char(timestamp '2022-05-16 23:15:59', 'ID'), to_char(date '2018-12-31', 'IYYY-IW')",
    ['1', '2019-01'],
  ],
  [
    `select to_char(${T}, 'WW'), to_char(${T}, 'W'), to_char(${T}, 'CC'), to_char(${T}, 'YY')`,
    ['53', '5', '21', '09'],
  ],
  [`select to_char(${T}, 'FMMM/FMDD'), to_char(date '2018-01-05', 'FMMM/FMDD')`, ['12/31', '1/5']],
  [
    `select to_char(${T}, 'YYYY-MM-DD"T"HH24:MI:SS'), to_char(${T}, 'DD.MM.YYYY')`,
    ['2009-12-31T23:15:59', '31.12.2009'],
  ],
  ["select to_char(null::timestamp, 'YYYY-MM')", null],
  [
    "select to_char('2018-11-15'::date, 'YYYY-MM') as month, count(*) from (select 1) as one group by 1",
    ['2018-11', 1],
  ],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_Numeric_formating.html
answers('to_char writes numbers', [
  ["select to_char(1234.5, '9,999.99'), to_char(-1234.5, '9,999.99')", [' 1,234.50', '-1,234.50']],
  ["select to_char(12, '999'), to_char(12, '0999'), to_char(12, 'FM999')", ['  12', ' 0012', '12']],
  [
    "select to_char(0.5, '9.99'), to_char(0.5, '0.99'), to_char(0.5, 'FM990.00')",
    ['  .50', ' 0.50', '0.50'],
  ],
  ["select to_char(125, '99'), to_char(1234567, '9,999,999')", [' ##', ' 1,234,567']],
  [
    "select to_char(-125.8, '999D99S'), to_char(-125.88, '$S999D99'), to_char(-125.88, '$999D99PR')",
    ['125.80-', '$-125.88', '$<125.88>'],
  ],
  ["select to_char(618.80, 'l99999D99')", '$   618.80'],
  ["select to_char(2.675, '9.99'), to_char(7::bigint, '9')", [' 2.68', ' 7']],
  ["select to_char(-5, '999MI'), to_char(5, '999MI')", ['  5-', '  5 ']],
])

answers('to_date and to_timestamp read texts by a format', [
  [
    "select to_date('02 Oct 2001', 'DD Mon YYYY'), to_date('20181115', 'YYYYMMDD')",
    ['2001-10-02', '2018-11-15'],
  ],
  [
    "select to_date('2018-11-15 10:20:30', 'YYYY-MM-DD'), to_date('11/15/2018', 'MM/DD/YYYY')",
    ['2018-11-15', '2018-11-15'],
  ],
  ["select to_date('November 15, 2018', 'Month DD, YYYY')", '2018-11-15'],
  // TO_TIMESTAMP gives a moment with a time zone (r_TO_TIMESTAMP.html).
  ["select to_timestamp('2018-11-15 22:20:30', 'YYYY-MM-DD HH24:MI:SS')", '2018-11-15 22:20:30+00'],
  [
    "select to_timestamp('2018-11-15 10:20 PM', 'YYYY-MM-DD HH12:MI AM'), to_timestamp('2017', 'YYYY')",
    ['2018-11-15 22:20:00+00', '2017-01-01 00:00:00+00'],
  ],
  ["select to_date(null, 'YYYY-MM-DD')", null],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_TO_NUMBER.html
answers('to_number reads numbers by a format', [
  [
    "select to_number('12,454.8-', '99G999D9S'), to_number('$ 12,454.88', 'L 99G999D99'), to_number('42', '99')",
    ['-12454.8', '12454.88', '42'],
  ],
])

refuses('formats that are not known are refused', [
  [
    `select to_char(${T}, 'YYYY RM')`,
    "The local engine does not know 'RM' in the format 'YYYY RM' of to_char().",
  ],
  [
    "select to_char(125, 'RN')",
    "The local engine does not know 'RN' in the format 'RN' of to_char().",
  ],
  [
    "select to_char(1, f) from (select '9' as f) as f",
    'The local engine takes to_char() with a literal format only.',
  ],
  [
    "select to_date('15.11.2018', 'YYYY-MM-DD')",
    '"15.11.2018" does not match the format "YYYY-MM-DD"',
  ],
])
