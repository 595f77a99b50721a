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
