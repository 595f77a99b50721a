import { answers, refuses } from './asking.ts'

const PLAYS = `(select 1 as user_id, '2018-11-15 04:05:06'::timestamp as start_time, 250.5::float as length
  union all select 12, '2018-11-02 23:59:59.999999'::timestamp, 251.5) as plays`

answers('where a text is expected, numbers and moments are taken as they are written', [
  ["select date_part('year', '2018-11-15'::date) || '-' || 11", '2018-11'],
  [`select round(avg(length)) || '' from ${PLAYS}`, '251'],
  ["select concat('a', 5::float), 'a' || (0.1::float + 0.2::float)", ['a5', 'a0.3']],
  [
    'select (1::float / 3)::varchar, (1::float / 3)::real::varchar',
    ['0.333333333333333', '0.333333'],
  ],
  ["select 1e20::float || '', (-1.5)::float || '', 'NaN'::float || ''", ['1e+20', '-1.5', 'NaN']],
  [
    `select listagg(date_part(hour, start_time), ',') within group (order by user_id) from ${PLAYS}`,
    '4,23',
  ],
  [
    `select split_part(start_time, '-', 1), substring(start_time, 6, 2), left(start_time, 7) from ${PLAYS} where user_id = 1`,
    ['2018', '11', '2018-11'],
  ],
  [
    `select len(user_id), lpad(user_id, 5, '0'), upper(user_id), replace(user_id, '1', 'x') from ${PLAYS} where user_id = 12`,
    [2, '00012', '12', 'x2'],
  ],
  [`select count(*) from ${PLAYS} where user_id like '1%'`, 2],
  [`select count(*) from ${PLAYS} where start_time like '2018-11-15%'`, 1],
])

refuses('a boolean is no text, and no number', [
  ["select 'x' || true", 'cannot cast type boolean to character varying'],
  ['select sum(a) from (select true as a) as t', 'function sum(boolean) does not exist'],
])

// https://docs.aws.amazon.com/redshift/latest/dg/REGEXP_REPLACE.html: a position before the first is the first.
answers('a search from before the first character begins there', [
  ["select regexp_replace('abc', 'b', 'x', 0)", 'axc'],
  ["select regexp_instr('xabc', 'b', -5)", 3],
  ["select regexp_count('abab', 'b', -1)", 2],
  ["select regexp_substr('abab', 'b', 0)", 'b'],
  ["select json_extract_array_element_text('[1,2,3]', -1)", null],
])

answers('to_char writes numbers and moments as PostgreSQL does', [
  ["select to_char(12, '0,000'), to_char(7, '0,000,000')", [' 0,012', ' 0,000,007']],
  ["select to_char(1234567, '9,999,999'), to_char(12, 'FM0,000')", [' 1,234,567', '0,012']],
  ["select to_char(0.4, 'FM990.99'), to_char(0.4, 'FM9.00')", ['0.4', '.40']],
  ["select to_char(12.5, 'FM990.09')", '12.5'],
  ["select to_char('2018-11-05 00:30'::timestamp, 'FMHH24 FMMI FMSS FMMS FMWW')", '0 30 0 000 45'],
  ["select to_char('2018-11-05 23:59:59.999999'::timestamp, 'SSSS')", '86399'],
])
