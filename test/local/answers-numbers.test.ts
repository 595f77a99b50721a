import { answers, refuses } from './asking.ts'

const FEW = '(select 1 as a union all select 2 union all select 2 union all select null) as few'

answers('whole numbers divide into whole numbers, towards zero', [
  ['select 7 / 2', 3],
  ['select -7 / 2', -3],
  ['select 7 / -2', -3],
  ['select 7::bigint / 2', 3],
  ['select 7::smallint / 2', 3],
  ['select 1 / 2 * 100', 0],
  ['select 100 * 1 / 2', 50],
  ['select 100 / 7 / 2', 7],
  ['select 100 / (7 / 2)', 33],
  [`select a / 2 from ${FEW} order by a`, [0, 1, 1, null]],
  [`select sum(a) / count(*) from ${FEW}`, 1],
  [`select max(a) / min(a) from ${FEW}`, 2],
  ['select (select 7) / (select 2)', 3],
  ['select null / 2', null],
  ['select 2 / null', null],
  ['select 1 / 2 / 3 / 4 / 5 / 6 / 7 / 8 / 9', 0],
])

answers('the remainder has the sign of what is divided', [
  ['select 7 % 3', 1],
  ['select -7 % 3', -1],
  ['select 7 % -3', 1],
  ['select mod(-7, 3)', -1],
  ['select mod(10.5, 4)', '2.5'],
  ['select 10 % 4 * 2', 4],
  ['select 2 * 10 % 4', 0],
])

refuses('nothing is divided by zero', [
  ['select 1 / 0', 'division by zero'],
  ['select 1 % 0', 'division by zero'],
  ['select mod(1, 0)', 'division by zero'],
  ['select 1.5 / 0', 'division by zero'],
  ['select 1::float / 0', 'division by zero'],
  [`select a / (a - a) from ${FEW}`, 'division by zero'],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_numeric_computations201.html: the scale of a quotient is
// max(4, s1 + p2 - s2 + 1), and an integer counts as NUMERIC(10, 0).
answers('decimals divide to the scale that their types give, cut off', [
  ['select 1 / 3.0', '0.3333'],
  ['select 2 / 3.0', '0.6666'],
  ['select 2.0 / 3', '0.666666666666'],
  ['select -2.0 / 3', '-0.666666666666'],
  ['select 100.0 * 1 / 3', '33.333333333333'],
  ['select 1.00::decimal(8, 2) / 3.00::decimal(8, 2)', '0.333333333'],
  ['select 1::decimal(19, 0) / 3::decimal(19, 0)', '0.3333333333333333333'],
  ['select 1::decimal(19, 2) / (1::decimal(19, 0) / 3::decimal(19, 0))', '3.0000'],
  ['select 12345678901234567.89 / 1', '12345678901234567.8900000000000'],
  ['select 0.0 / 7', '0.000000000000'],
  [`select count(*) * 100.0 / 3 from ${FEW}`, '133.333333333333'],
  [`select round(count(*) * 100.0 / 3, 2) from ${FEW}`, '133.33'],
  ['select 7::float / 2', 3.5],
  ['select 1.5::real / 2', 0.75],
  ['select 1 / 3.0::float', 0.333333333333333],
])

answers('decimals keep their digits through + - *', [
  ['select 0.1 + 0.2', '0.3'],
  ['select 1.10 - 0.1', '1.00'],
  ['select 1.5 * 1.5', '2.25'],
  ['select 2 * 1.50', '3.00'],
  ['select 0.1 + 0.2 = 0.3', true],
  ['select 12345678901234567890.12 + 0.01', '12345678901234567890.13'],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_AVG.html
answers('the average of whole numbers is whole, wherever it stands', [
  [`select avg(a) from ${FEW}`, 1],
  ['select avg(a) from (select -1 as a union all select -2) as few', -1],
  [`select avg(distinct a) from ${FEW}`, 1],
  [`select avg(a::bigint) from ${FEW}`, 1],
  [`select avg(a) over () from ${FEW}`, [1, 1, 1, 1]],
  [`select avg(a) over (order by a rows unbounded preceding) from ${FEW} order by a`, [1, 1, 1, 1]],
  [`select a, avg(a) from ${FEW} group by a having avg(a) >= 2 order by avg(a)`, [2, 2]],
  [`select avg(avg(a)) over () from ${FEW} where a is not null group by a`, [1, 1]],
  [`select avg(n) from (select avg(a) as n from ${FEW} group by a) as inside`, 1],
  [`select avg(a) / 2 from ${FEW}`, 0],
  [`select avg(a::float) from ${FEW}`, 1.66666666666667],
  [`select avg(a * 1.0) from ${FEW}`, '1.6'],
  [`select avg(a::decimal(5, 2)) from ${FEW}`, '1.66'],
  [`select avg(a) from ${FEW} where a > 5`, null],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_SUM.html: SUM of BIGINT is NUMERIC(38, 0).
answers('sums have the types that Redshift gives them', [
  [`select sum(a) from ${FEW}`, 5],
  ['select sum(a) from (select 2147483647 as a union all select 1) as few', 2147483648],
  [`select sum(a::bigint) from ${FEW}`, '5'],
  [
    'select sum(a) from (select 9223372036854775807 as a union all select 1) as few',
    '9223372036854775808',
  ],
  [`select sum(a::decimal(5, 2)) from ${FEW}`, '5.00'],
  [`select sum(a::float) from ${FEW}`, 5],
  [`select sum(distinct a) from ${FEW}`, 3],
  [`select sum(a) over (order by a rows unbounded preceding) from ${FEW} order by a`, [1, 3, 5, 5]],
  [`select sum(sum(a)) over () from ${FEW} where a is not null group by a`, ['5', '5']],
  [`select sum(a) from ${FEW} where a > 5`, null],
  [`select sum(1) from ${FEW}`, 4],
  [`select sum(case when a = 2 then 1 end) from ${FEW}`, 2],
  [`select count(*), count(a), count(distinct a) from ${FEW}`, [4, 3, 2]],
])

answers('numbers are rounded half away from zero, cut, or taken up and down', [
  ['select round(2.5), round(-2.5), round(3.5)', ['3', '-3', '4']],
  ['select round(2.567, 2), round(1234.5, -2)', ['2.57', '1200']],
  ['select round(2.567::float, 2)', 2.57],
  ['select round(28.05::decimal(8, 2), 1)', '28.1'],
  ['select trunc(2.7), trunc(-2.7), trunc(2.789, 1), trunc(7)', ['2', '-2', '2.7', 7]],
  ['select trunc(2.7::float)', 2],
  ['select ceil(2.1), ceiling(-2.1), floor(2.9), floor(-2.1)', ['3', '-2', '2', '-3']],
  [`select trunc(avg(a)) from ${FEW}`, 1],
])

answers('functions of numbers', [
  [
    'select abs(-7), sign(-7), power(2, 10), pow(2, 3), sqrt(16), exp(0), ln(1)',
    [7, -1, 1024, 8, 4, 1, 0],
  ],
  ['select log(100), dlog10(1000), dlog1(1), dexp(0)', [2, 3, 0, 1]],
  ['select degrees(pi()), radians(180) = pi(), degrees(.5)', [180, true, 28.6478897565412]],
  ['select cot(1), sin(0), cos(0), tan(0), atan2(0, 1)', [0.642092615934331, 0, 1, 0, 0]],
  ["select strtol('ff', 16), strtol('12', 10), to_hex(255)", [255, 12, 'ff']],
  ["select strtol('0xf', 16), strtol('0', 16)", [15, 0]],
  ['select 2 ^ 10, |/ 16, ||/ 8, @ -5', [1024, 4, 2, 5]],
  ['select 5 & 3, 5 | 3, 5 # 3, ~5, 1 << 3, 8 >> 1', [1, 7, 6, -6, 8, 4]],
  ['select random() between 0 and 1', true],
])

refuses('numbers that do not fit are an error', [
  ['select 2147483647 + 1', 'integer out of range'],
  ['select 100000 * 100000', 'integer out of range'],
  ['select 9223372036854775807 + 1', 'bigint out of range'],
  ['select 100000::smallint', 'smallint out of range'],
  ['select 1234.5::decimal(5, 2)', 'Numeric data overflow (result precision)'],
])
