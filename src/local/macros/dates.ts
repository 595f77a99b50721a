/** Formats that Redshift reads besides the standard one (https://docs.aws.amazon.com/redshift/latest/dg/r_Date_and_time_literals.html). */
const DATES = [
  '%Y%m%d',
  '%m/%d/%y',
  '%m/%d/%Y',
  '%m-%d-%y',
  '%m-%d-%Y',
  '%Y.%j',
  '%B %d, %Y',
  '%b %d, %Y',
  '%d %b %Y',
  '%d-%b-%Y',
  '%b-%d-%Y',
  '%Y-%b-%d',
  '%y%m%d',
  '%Y-%m-%d',
]
const TIMES = ['', ' %H:%M:%S.%f', ' %H:%M:%S', ' %H:%M', ' %I:%M:%S %p', ' %I:%M %p']
const FORMATS = DATES.flatMap((date) => TIMES.map((time) => `'${date}${time}'`)).join(', ')

const WEEKDAYS = ['su', 'm', 'tu', 'w', 'th', 'f', 'sa']

/** Dates and moments. */
export const DATE_MACROS: readonly string[] = [
  `rs_now() as cast(now() at time zone 'UTC' as timestamp)`,

  // A moment with a time zone may leave out the seconds.
  `rs_timestamptz(a) as case
      when typeof(a) = 'VARCHAR' then cast(regexp_replace(cast(a as varchar),
        '^([0-9-]+[ T][0-9]{1,2}:[0-9]{2})( ?[+-].*| ?[A-Za-z/_]+)?$', '\\1:00\\2') as timestamptz)
      else cast(a as timestamptz)
    end`,
  // A time zone in the text is passed over, as TIMESTAMP has none
  // (https://docs.aws.amazon.com/redshift/latest/dg/r_Datetime_types.html).
  // What begins with a month, or says whether it is before noon, the engine's cast reads otherwise.
  `rs_moment_or_null(value) as coalesce(
      case when not regexp_matches(value, '^\\s*[0-9]{1,3}[-/]|[0-9] ?[AaPp][Mm]\\s*$') then
        try_cast(regexp_replace(value, '(:[0-9.]+) ?([+-][0-9:]+|[A-Za-z/_]{1,40})$', '\\1') as timestamp)
      end,
      case lower(trim(value))
        when 'now' then rs_now()
        when 'today' then cast(cast(rs_now() as date) as timestamp)
        when 'tomorrow' then cast(cast(rs_now() as date) + 1 as timestamp)
        when 'yesterday' then cast(cast(rs_now() as date) - 1 as timestamp)
        else try_strptime(value, [${FORMATS}])
      end)`,
  `rs_moment(value, type) as coalesce(
      rs_moment_or_null(value),
      case
        when value is null then null
        when regexp_matches(value, '^\\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(\\s|$)')
          then error('date/time field value out of range: "' || value || '"')
        else error('invalid input syntax for type ' || type || ': "' || value || '"')
      end)`,
  ...['date', 'timestamp'].map(
    (type) => `rs_try_${type}(a) as case
      when typeof(a) = 'VARCHAR' then cast(rs_moment_or_null(cast(a as varchar)) as ${type})
      else try_cast(a as ${type})
    end`,
  ),
  // What is text is read; what is a moment already stays.
  `rs_timestamp(a) as case
      when typeof(a) = 'VARCHAR' then rs_moment(cast(a as varchar), 'timestamp')
      else cast(a as timestamp)
    end`,
  `rs_date(a) as case
      when typeof(a) = 'VARCHAR' then cast(rs_moment(cast(a as varchar), 'date') as date)
      else cast(a as date)
    end`,
  `rs_read_moment(value, format, pattern) as case
      when value is null then null
      else coalesce(
        try_strptime(cast(value as varchar), format),
        error('"' || cast(value as varchar) || '" does not match the format "' || pattern || '"'))
    end`,

  `rs_trunc_from_one(part, moment) as date_trunc(part, moment - to_years(1)) + to_years(1)`,

  // A year after 29 February is 1 March, twelve months after it 28 February
  // (https://docs.aws.amazon.com/redshift/latest/dg/r_DATEADD_function.html).
  `rs_years(n, moment) as to_years(n) + to_days(case
      when date_part('day', moment) = 29 and date_part('day', moment + to_years(n)) = 28 then 1
      else 0
    end)`,
  `rs_dateadd(part, n, moment) as moment + case part
      when 'year' then rs_years(cast(n as integer), moment)
      when 'quarter' then to_months(cast(n as integer) * 3)
      when 'month' then to_months(cast(n as integer))
      when 'week' then to_days(cast(n as integer) * 7)
      when 'day' then to_days(cast(n as integer))
      when 'hour' then to_hours(cast(n as bigint))
      when 'minute' then to_minutes(cast(n as bigint))
      when 'second' then to_microseconds(cast(n as bigint) * 1000000)
      when 'millisecond' then to_microseconds(cast(n as bigint) * 1000)
      when 'microsecond' then to_microseconds(cast(n as bigint))
      when 'decade' then to_years(cast(n as integer) * 10)
      when 'century' then to_years(cast(n as integer) * 100)
      when 'millennium' then to_years(cast(n as integer) * 1000)
    end`,
  // The last day of a month stays the last day (https://docs.aws.amazon.com/redshift/latest/dg/r_ADD_MONTHS.html).
  `rs_add_months(moment, n) as case
      when cast(moment as date) = last_day(moment)
        then last_day(moment + to_months(cast(n as integer))) + (moment - date_trunc('day', moment))
      else moment + to_months(cast(n as integer))
    end`,
  // Weeks begin on Monday, as for DATE_TRUNC; centuries with their year 1, as for EXTRACT.
  `rs_datediff(part, a, b) as case part
      when 'week' then (cast(date_trunc('week', b) as date) - cast(date_trunc('week', a) as date)) // 7
      when 'century' then date_part('century', b) - date_part('century', a)
      when 'millennium' then date_part('millennium', b) - date_part('millennium', a)
      else date_diff(part, a, b)
    end`,
  // Whole months where the days agree or both are the last; else the rest in days of a month of 31
  // (https://docs.aws.amazon.com/redshift/latest/dg/r_MONTHS_BETWEEN_function.html).
  `rs_months_between(a, b) as
    cast((date_part('year', a) - date_part('year', b)) * 12 + date_part('month', a) - date_part('month', b) as double)
    + case
        when date_part('day', a) = date_part('day', b) then 0
        when cast(a as date) = last_day(a) and cast(b as date) = last_day(b) then 0
        else (date_part('day', a) - date_part('day', b)
          + (epoch(a - date_trunc('day', a)) - epoch(b - date_trunc('day', b))) / 86400) / 31
      end`,
  `rs_weekday(name) as case
      ${WEEKDAYS.map((start, day) => `when name like '${start}%' then ${day}`).join('\n      ')}
      else error('next_day: no day of the week: "' || name || '"')
    end`,
  `rs_next_day(day, name) as day + cast(1 + (rs_weekday(lower(name)) - date_part('dow', day) + 6) % 7 as integer)`,

  // A decade of Redshift's begins with its first year at 1 (r_Dateparts_for_datetime_functions.html), and
  // its seconds, milliseconds and microseconds are those of the next larger part alone.
  // Each part by itself: together they would all be doubles first.
  `rs_extract(part, moment) as case part
      when 'decade' then cast(floor(date_part('year', moment) / 10) + 1 as bigint)
      when 'epoch' then cast(floor(epoch(moment)) as bigint)
      when 'millisecond' then cast(date_part('millisecond', moment) % 1000 as bigint)
      when 'microsecond' then cast(date_part('microsecond', moment) % 1000000 as bigint)
      else cast(date_part(part, moment) as bigint)
    end`,
  `rs_date_part(part, moment) as cast(case part
      when 'decade' then floor(date_part('year', moment) / 10) + 1
      when 'epoch' then epoch(moment)
      when 'second' then date_part('microsecond', moment) / 1000000.0
      when 'millisecond' then date_part('millisecond', moment) % 1000
      when 'microsecond' then date_part('microsecond', moment) % 1000000
      else date_part(part, moment)
    end as double)`,
  `rs_compare(a, b) as case when a < b then -1 when a > b then 1 when a = b then 0 end`,

  // An interval of months, days and microseconds, so many times.
  `rs_interval(n, months, days, microseconds) as
    to_months(cast(trunc(n * cast(months as bigint)) as integer))
    + to_days(cast(trunc(n * cast(days as bigint)) as integer))
    + to_microseconds(cast(n * cast(microseconds as bigint)
      + (n * cast(days as bigint) - trunc(n * cast(days as bigint))) * 86400000000 as bigint))`,
  `rs_reciprocal(n) as 1 / cast(n as double)`,

  // Words of TO_CHAR.
  `rs_part_text(part, moment) as cast(date_part(part, moment) as varchar)`,
  `rs_seconds_of_day(moment) as cast(cast(floor(epoch(moment - date_trunc('day', moment))) as integer) as varchar)`,
  `rs_without_zeros(digits) as regexp_replace(digits, '^0+([0-9])', '\\1')`,
  `rs_week_of_year(moment) as lpad(cast((date_part('doy', moment) - 1) // 7 + 1 as varchar), 2, '0')`,
  `rs_week_of_month(moment) as cast((date_part('day', moment) - 1) // 7 + 1 as varchar)`,
  `rs_day_of_week(moment) as cast(date_part('dow', moment) + 1 as varchar)`,
  `rs_julian_day(moment) as cast(cast(date_part('julian', date_trunc('day', moment)) as integer) as varchar)`,
  `rs_dotted(half) as left(half, 1) || '.' || right(half, 1) || '.'`,
  `rs_padded(name) as rpad(name, 9, ' ')`,
]
