import { answers, refuses } from './asking.ts'

// https://docs.aws.amazon.com/redshift/latest/dg/r_Date_and_time_literals.html
answers('literals of moments are read month first, and before or after noon', [
  ["select '2018-11-15 04:05 PM'::timestamp", '2018-11-15 16:05:00'],
  ["select '2018-11-15 12:30 AM'::timestamp", '2018-11-15 00:30:00'],
  ["select dateadd(hour, 1, '2018-11-15 04:05 PM')", '2018-11-15 17:05:00'],
  ["select '12/31/2018 11:00 PM'::timestamp", '2018-12-31 23:00:00'],
  ["select '01/02/03'::date, '10/11/12'::date", ['2003-01-02', '2012-10-11']],
  ["select '10-11-12'::date, '2008.366'::date", ['2012-10-11', '2008-12-31']],
  ["select '2018-11-15'::date, '2018/11/15'::date", ['2018-11-15', '2018-11-15']],
])

const VALUES = `(
  select '2018-11-15 16:05:00'::timestamp as moment, '2018-11-15'::date as day,
    '11/15/2018' as word, 20181115 as number)`

answers('dates are compared with as people write them, and texts that look like dates with texts', [
  [`select moment > '11/15/2018', moment > '11/16/2018' from ${VALUES}`, [true, false]],
  [`select '20181115' < moment, moment = '11/15/2018 4:05 PM' from ${VALUES}`, [true, true]],
  [
    `select day = '11/15/2018', day <> 'Nov 15, 2018', day < 'today' from ${VALUES}`,
    [true, false, true],
  ],
  [`select moment between '11/15/2018' and '2018-11-16' from ${VALUES}`, true],
  [`select moment not between '2018-11-15' and '11/16/2018' from ${VALUES}`, false],
  [
    `select day in ('11/15/2018', '2018-11-17'), day not in ('20181115') from ${VALUES}`,
    [true, false],
  ],
  [
    `select word = '11/15/2018', word > '20181115', word in ('today') from ${VALUES}`,
    [true, false, false],
  ],
  [
    `select number = '20181115', number between '20181114' and '20181116' from ${VALUES}`,
    [true, true],
  ],
  [`select count(*) from ${VALUES} where word <> '99999999' and moment < 'tomorrow'`, 1],
])

refuses('what is no date is told in the words of Redshift, wherever it stands', [
  [
    `select moment > '13/15/2018' from ${VALUES}`,
    'invalid input syntax for type timestamp: "13/15/2018"',
  ],
  [`select moment > 'soon' from ${VALUES}`, 'invalid input syntax for type timestamp: "soon"'],
  [`select day > 'soon' from ${VALUES}`, 'invalid input syntax for type date: "soon"'],
  [
    `select moment > '2018-13-01' from ${VALUES}`,
    'date/time field value out of range: "2018-13-01"',
  ],
])

// https://docs.aws.amazon.com/redshift/latest/dg/CONVERT_TIMEZONE.html and r_TIMEZONE.html
answers('an abbreviation is a fixed distance from UTC, and GMT+2 lies two hours behind', [
  ["select convert_timezone('PST', '2008-08-24 09:36:12')", '2008-08-24 01:36:12'],
  ["select timezone('PST', '2008-06-17 09:44:54')", '2008-06-17 17:44:54+00'],
  ["select '2008-06-17 09:44:54'::timestamp at time zone 'MST'", '2008-06-17 16:44:54+00'],
  ["select convert_timezone('BST', 'UTC', '2014-05-17 12:00')", '2014-05-17 11:00:00'],
  ["select convert_timezone('GMT', 'GMT+2', '2014-05-17 12:00')", '2014-05-17 10:00:00'],
  ["select convert_timezone('EST5', '2014-05-17 12:00')", '2014-05-17 07:00:00'],
  ["select convert_timezone('America/New_York', '2014-05-17 12:00')", '2014-05-17 08:00:00'],
])

refuses('a time zone that is not known is told', [
  [
    "select convert_timezone('XYZ', '2014-05-17 12:00')",
    "The local engine does not know the time zone 'XYZ'. Name a place, as 'America/New_York'.",
  ],
])
