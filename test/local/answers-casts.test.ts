import { answers, refuses } from './asking.ts'

// https://docs.aws.amazon.com/redshift/latest/dg/r_CAST_function.html
answers('a cast to varchar(n) cuts after n bytes, between characters', [
  ["select 'Fourscore and seven'::varchar(5)", 'Fours'],
  ["select '€uro'::varchar(3), '€uro'::varchar(4), 'a€'::varchar(3)", ['€', '€u', 'a']],
  ["select 'ab'::char(1), 'ab'::char, 'ab'::varchar(9)", ['a', 'a', 'ab']],
  // Without a length the text keeps its own (r_Character_types.html).
  ["select len(repeat('x', 300)::varchar), len(repeat('x', 300)::text)", [300, 300]],
  [
    "select 'abc'::nvarchar(2), 'abc'::nvarchar, 'abc'::nchar(2), 'abc'::nchar",
    ['ab', 'abc', 'ab', 'a'],
  ],
  ['select cast(2008 as char(4)), cast(109.652 as decimal(4, 1))', ['2008', '109.7']],
  [
    "select convert(varchar(2), 'abc'), convert(integer, 2.5), convert(decimal(5, 1), 1.25)",
    ['ab', 3, '1.3'],
  ],
])

answers('numbers are cast to whole numbers by rounding, decimals without a scale have none', [
  ['select 2.5::int, -2.5::int, 2.4::int, 3.5::int', [3, -3, 2, 4]],
  ['select 2.5::float::int, 3.5::float::int', [2, 4]],
  [
    'select 2.5::decimal, 2.5::numeric, 1.005::decimal(5, 2), 7::decimal(5, 2)',
    ['3', '3', '1.01', '7.00'],
  ],
  ["select ' 7 '::int, '-7'::bigint, '+7'::smallint", [7, -7, 7]],
  [
    "select '2.567'::decimal(5, 2), '2'::decimal(5, 2), '1e2'::float, '2.5'::real",
    ['2.57', '2.00', 100, 2.5],
  ],
  ['select true::int, false::int, 1::boolean, 0::bool', [1, 0, true, false]],
])

// FLOAT is eight bytes wide (https://docs.aws.amazon.com/redshift/latest/dg/r_Numeric_types201.html).
answers('float is double precision, real is not', [
  ['select 0.1::float, 0.1::double precision, 0.1::float8', [0.1, 0.1, 0.1]],
  [
    'select 1234567.891::float, 1234567.891::real, 1234567.891::float4',
    [1234567.891, 1234570, 1234570],
  ],
  ['select 1::int2, 1::int4, 1::int8', [1, 1, 1]],
])

answers('numbers and moments become text', [
  [
    'select 1::varchar, 1.50::varchar, 1.5::float::varchar, 1::float::varchar',
    ['1', '1.50', '1.5', '1'],
  ],
  [
    "select '2018-11-15'::date::varchar, '2018-11-15 10:00'::timestamp::varchar",
    ['2018-11-15', '2018-11-15 10:00:00'],
  ],
  ["select '2018-11-15 10:00:00.250'::timestamp::varchar(23)", '2018-11-15 10:00:00.25'],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_Boolean_type.html
answers('booleans are read from text', [
  [
    "select 't'::bool, 'true'::bool, 'y'::bool, 'yes'::bool, '1'::bool",
    [true, true, true, true, true],
  ],
  [
    "select 'f'::bool, 'false'::bool, 'n'::bool, 'no'::bool, '0'::bool",
    [false, false, false, false, false],
  ],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_Date_and_time_literals.html
answers('dates and moments are read from text in many ways', [
  [
    "select '2018-11-15'::date, '20181115'::date, '11/15/2018'::date, '1/8/99'::date",
    ['2018-11-15', '2018-11-15', '2018-11-15', '1999-01-08'],
  ],
  [
    "select 'November 15, 2018'::date, '15-Nov-2018'::date, 'Nov-15-2018'::date",
    ['2018-11-15', '2018-11-15', '2018-11-15'],
  ],
  [
    "select '2018-11-15 10:20:30'::date, '2018-11-15'::timestamp",
    ['2018-11-15', '2018-11-15 00:00:00'],
  ],
  [
    "select '2018-11-15 10:20'::timestamp, '2018-11-15T10:20:30.125'::timestamp",
    ['2018-11-15 10:20:00', '2018-11-15 10:20:30.125'],
  ],
  [
    "select '20181115 10:20:30'::timestamp, '11/15/2018 04:05 PM'::timestamp",
    ['2018-11-15 10:20:30', '2018-11-15 16:05:00'],
  ],
  // https://docs.aws.amazon.com/redshift/latest/dg/r_CONVERT_function.html
  [
    "select convert(datetime, '2008-02-18 02:36:48'), '2008-02-18'::datetime",
    ['2008-02-18 02:36:48', '2008-02-18 00:00:00'],
  ],
  // TIMESTAMP has no time zone: one in the text is passed over (r_Datetime_types.html).
  [
    "select '2018-11-15 10:20:30+02'::timestamp, '2018-11-15 10:20:30 PST'::timestamp",
    ['2018-11-15 10:20:30', '2018-11-15 10:20:30'],
  ],
  ["select '2018-11-15 10:20:30+02'::timestamptz", '2018-11-15 08:20:30+00'],
  [
    "select 'today'::date = current_date, 'now'::timestamp <= sysdate, 'tomorrow'::date - 'yesterday'::date",
    [true, true, 2],
  ],
  [
    "select date '2018-11-15', timestamp '2018-11-15 10:20:30', timestamp 'epoch'",
    ['2018-11-15', '2018-11-15 10:20:30', '1970-01-01 00:00:00'],
  ],
  ['select null::date, null::timestamp, null::int, null::varchar(3)', [null, null, null, null]],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_TRY_CAST.html
answers('try_cast gives null for what a cast refuses', [
  [
    "select try_cast('2.5' as int), try_cast('x' as date), try_cast('1.x' as decimal(5, 2))",
    [null, null, null],
  ],
  [
    "select try_cast('7' as int), try_cast('2018-11-15' as date), try_cast(2.5 as int)",
    [7, '2018-11-15', 3],
  ],
])

refuses('text that is no number, date or boolean is an error', [
  ["select 'x'::int", 'invalid input syntax for integer: "x"'],
  ["select '2.5'::int", 'invalid input syntax for integer: "2.5"'],
  ["select ''::int", 'invalid input syntax for integer: ""'],
  [
    "select a::int from (select '7' as a union all select '7.5') as few",
    'invalid input syntax for integer: "7.5"',
  ],
  ["select 'x'::decimal(5, 2)", 'invalid input syntax for type numeric: "x"'],
  ["select 'x'::float", 'invalid input syntax for type double precision: "x"'],
  ["select 'x'::boolean", 'invalid input syntax for type boolean: "x"'],
  ["select 'soon'::date", 'invalid input syntax for type date: "soon"'],
  ["select 'soon'::timestamp", 'invalid input syntax for type timestamp: "soon"'],
  ["select '2018-02-30'::date", 'date/time field value out of range: "2018-02-30"'],
  ["select '2018-13-01'::timestamp", 'date/time field value out of range: "2018-13-01"'],
  ['select true::varchar', 'cannot cast type boolean to character varying'],
  ["select '10:00'::time::timestamp", 'cannot cast type time to timestamp without time zone'],
])

refuses('types that are not there are refused', [
  ["select '{}'::super", 'The local engine has no SUPER values.'],
  ["select 'a'::varbyte", 'The local engine has no VARBYTE values.'],
  ["select 'a'::json", 'Redshift has no type JSON.'],
  ["select 'a'::uuid", 'Redshift has no type UUID.'],
  ['select 1::utinyint', 'Redshift has no type UINT8.'],
])
