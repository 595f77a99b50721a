/**
 * Redshift's functions in the embedded engine's words, for those that it lacks or that mean something
 * else there. `rewrites.ts` sends the calls here.
 */
const FUNCTIONS: readonly string[] = [
  // Integer division and remainder by zero are errors on Redshift, not null.
  `rs_divide(a, b) as case when b = 0 then error('division by zero') else a / b end`,
  `rs_modulo(a, b) as case when b = 0 then error('division by zero') else a % b end`,
  // AVG of whole numbers is a whole number (https://docs.aws.amazon.com/redshift/latest/dg/r_AVG.html).
  `rs_average(average, type) as case
      when type in ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT') then trunc(average)
      else average
    end`,
  // A cast to varchar(n) cuts after n bytes, between characters.
  `rs_cut(text, n) as case
      when strlen(text) <= n then text
      else left(text, list_max(list_filter(range(0, n + 1), lambda i: strlen(left(text, i)) <= n)))
    end`,
  `rs_now() as cast(now() at time zone 'UTC' as timestamp)`,
  `rs_dateadd(part, n, moment) as cast(moment as timestamp) + case part
      when 'year' then to_years(cast(n as integer))
      when 'quarter' then to_months(cast(n as integer) * 3)
      when 'month' then to_months(cast(n as integer))
      when 'week' then to_days(cast(n as integer) * 7)
      when 'day' then to_days(cast(n as integer))
      when 'hour' then to_hours(cast(n as bigint))
      when 'minute' then to_minutes(cast(n as bigint))
      when 'second' then to_seconds(n)
      when 'millisecond' then to_milliseconds(n)
      when 'microsecond' then to_microseconds(cast(n as bigint))
      when 'decade' then to_years(cast(n as integer) * 10)
      when 'century' then to_years(cast(n as integer) * 100)
      when 'millennium' then to_years(cast(n as integer) * 1000)
      else error('dateadd: unknown date part')
    end`,
  'rs_interval(text) as cast(text as interval)',
  `rs_trunc(moment timestamp) as cast(moment as date),
    (moment date) as moment,
    (number decimal) as trunc(number),
    (number double) as trunc(number),
    (number bigint) as number`,
  `rs_regexp_count(text, pattern) as len(regexp_extract_all(text, pattern))`,
  `rs_regexp_instr(text, pattern) as case
      when regexp_matches(text, pattern)
        then strpos(text, regexp_extract(text, pattern))
      else 0
    end`,
  `strtol(text, base) as case base
      when 10 then cast(text as bigint)
      when 16 then cast('0x' || text as bigint)
      else error('strtol: the local engine knows the bases 10 and 16')
    end`,
  `sha(text) as sha1(text)`,
  `func_sha1(text) as sha1(text)`,
  `dexp(x) as exp(x)`,
  `dlog1(x) as ln(x)`,
  `dlog10(x) as log10(x)`,
  `btrim(text) as trim(text), (text, characters) as trim(text, characters)`,
  `textlen(text) as length(text)`,
  `octet_length(text) as strlen(text)`,
  `quote_literal(text) as '''' || replace(replace(text, '\\', '\\\\'), '''', '''''') || ''''`,
  `next_day(moment, weekday) as cast(moment as date) + cast(1 + (
      list_position(['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'], lower(left(weekday, 2))) - 1
        - date_part('dow', moment) + 6
    ) % 7 as integer)`,
]

/** The statements that give a connection these functions. */
export const CREATE_FUNCTIONS: string = [
  `set TimeZone = 'UTC'`,
  ...FUNCTIONS.map((definition) => `create or replace temp macro ${definition}`),
].join(';\n')
