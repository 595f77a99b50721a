/**
 * Arithmetic whose results have Redshift's types. A macro makes the name of its result's type from the
 * names of its operands' types and casts to it; all of that is known, and gone, when the query is bound.
 */

/**
 * A macro whose parameters, `r.<name>` in its body, are computed once, however often it has them: a macro
 * alone writes them out each time, and those of macros in macros without end.
 */
function once(name: string, parameters: readonly string[], body: string): string {
  const given = parameters.map((parameter) => `'${parameter}': ${parameter}`)
  return `${name}(${parameters.join(', ')}) as ${withFields(given, body)}`
}

function withFields(fields: readonly string[], body: string): string {
  // In a HAVING `r.a` would be taken for a column.
  const inside = body.replace(/\br\.(\w+)/g, `struct_extract(r, '$1')`)
  return `list_transform([{${fields.join(', ')}}], lambda r: ${inside})[1]`
}

export const ARITHMETIC_MACROS: readonly string[] = [
  // A null that has the type of this name. `|| ''`, here and below, keeps the engine from asking for the
  // name when the macro is made, before there are operands.
  `rs_type(name) as json_transform('null', '"' || replace(name || '', '"NULL"', 'INTEGER') || '"')`,
  `rs_is_whole(type) as type in ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', '"NULL"')`,
  `rs_is_float(type) as type in ('DOUBLE', 'FLOAT')`,
  // Digits in all, and behind the point, of a decimal.
  `rs_precision(type) as cast(regexp_extract(type, '[0-9]+') as integer)`,
  `rs_scale(type) as cast(regexp_extract(type, ',([0-9]+)', 1) as integer)`,
  `rs_decimal(p, s) as 'DECIMAL(' || p || ',' || s || ')'`,
  // The type of a value among decimals: whole numbers meet them as decimals without a point.
  `rs_decimal_type(a) as typeof(coalesce(a, cast(null as decimal(1, 0))))`,

  // The scale of a quotient, and with it its type
  // (https://docs.aws.amazon.com/redshift/latest/dg/r_numeric_computations201.html).
  `rs_whole_digits(t, u) as rs_precision(t) - rs_scale(t) + rs_scale(u)`,
  `rs_quotient_scale(t, u) as greatest(4, least(
      rs_scale(t) + rs_precision(u) - rs_scale(u) + 1, 38 - rs_whole_digits(t, u)))`,
  // Where the other kind of division is meant, a type that gives way to that one's.
  `rs_decimal_quotient(t, u) as case
      when t like 'DECIMAL%' and u like 'DECIMAL%' then rs_decimal(
        least(38, rs_whole_digits(t, u) + rs_quotient_scale(t, u)), rs_quotient_scale(t, u))
      else 'TINYINT' || ''
    end`,
  `rs_plain_quotient(t, u) as case
      when rs_is_float(t) or rs_is_float(u) then 'DOUBLE'
      when not rs_is_whole(t) or not rs_is_whole(u) then 'DECIMAL(1,0)'
      when t = 'BIGINT' or u = 'BIGINT' then 'BIGINT'
      else 'INTEGER' || ''
    end`,
  // Digits beyond the scale are cut. In whole numbers, so that all are right; where those overflow, by doubles.
  `rs_zeros(n) as cast(rpad('1', cast(greatest(least(n, 38), 0) + 1 as integer), '0') as hugeint)`,
  `rs_without_point(a) as cast(replace(cast(a as varchar), '.', '') as hugeint)`,
  `rs_point_in(digits, s) as left(digits, length(digits) - s) || '.' || right(digits, s)`,
  `rs_with_point(digits, s) as ${withFields(
    ["'digits': digits", "'text': cast(abs(digits) as varchar)", "'s': s"],
    `case when r.digits < 0 then '-' else '' end || rs_point_in(
      lpad(r.text, cast(greatest(length(r.text), r.s + 1) as integer), '0'), r.s)`,
  )}`,
  `rs_quotient(a, b, scale_a, scale_b, scale) as ${withFields(
    ["'a': a", "'b': b", "'s1': scale_a", "'s2': scale_b", "'s': scale"],
    `rs_with_point(case
        when abs(cast(r.a as double)) * pow(10, r.s2 + r.s) < 1e38 and abs(cast(r.b as double)) * pow(10, r.s2) < 1e38
          then rs_without_point(r.a) * rs_zeros(r.s2 + r.s - r.s1) // rs_without_point(r.b)
        else cast(trunc(cast(r.a as double) / r.b * pow(10, r.s)) as hugeint)
      end, r.s)`,
  )}`,
  // Whole numbers divide into whole numbers, and nothing divides by zero.
  `rs_divide_as(a, b, t, u, d, e) as case
      when b = 0 then error('division by zero')
      when rs_plain_quotient(t, u) <> 'DECIMAL(1,0)'
        then cast_to_type(a // b, rs_type(rs_plain_quotient(t, u)))
      else cast_to_type(
        rs_quotient(a, b, rs_scale(d), rs_scale(e), rs_quotient_scale(d, e)),
        rs_type(case when rs_plain_quotient(t, u) = 'DECIMAL(1,0)' then rs_decimal_quotient(d, e) else 'TINYINT' end))
    end`,
  once(
    'rs_divide',
    ['a', 'b'],
    'rs_divide_as(r.a, r.b, typeof(r.a), typeof(r.b), rs_decimal_type(r.a), rs_decimal_type(r.b))',
  ),
  once(
    'rs_modulo',
    ['a', 'b'],
    `case when r.b = 0 then error('division by zero') else r.a % r.b end`,
  ),

  // SUM of SMALLINT and INTEGER is BIGINT, of BIGINT it is NUMERIC(38, 0)
  // (https://docs.aws.amazon.com/redshift/latest/dg/r_SUM.html).
  `rs_sum_type(type) as case
      when type = 'BOOLEAN' then 'sum(boolean)' || '' -- there is none, which the engine says of this type
      when type = 'BIGINT' then 'DECIMAL(38,0)'
      when rs_is_whole(type) then 'BIGINT'
      when rs_is_float(type) then 'DOUBLE'
      when type like 'DECIMAL%' then rs_decimal(38, rs_scale(type))
      else type || ''
    end`,
  `rs_sum(total, type) as cast_to_type(total, rs_type(rs_sum_type(type)))`,
  // AVG of whole numbers is whole, of NUMERIC(p, s) it is NUMERIC(38, s)
  // (https://docs.aws.amazon.com/redshift/latest/dg/r_AVG.html).
  `rs_average_type(type) as case when rs_is_whole(type) then 'BIGINT' else type || '' end`,
  `rs_average_as(total, count, type) as case
      when rs_is_whole(type) or rs_is_float(type)
        then cast_to_type(total // nullif(count, 0), rs_type(rs_average_type(type)))
      else cast_to_type(
        rs_quotient(total, nullif(count, 0), rs_scale(type), 0, rs_scale(type)),
        rs_type(rs_average_type(type)))
    end`,
  once('rs_average', ['total', 'count'], 'rs_average_as(r.total, r.count, typeof(r.total))'),
  once(
    'rs_ratio',
    ['part', 'total'],
    `case when r.total = 0 then error('division by zero') else cast(r.part as double) / r.total end`,
  ),

  // What lies between two whole numbers is told with one decimal, between two decimals with one more.
  `rs_wide_type(type) as case
      when rs_is_whole(type) then 'DECIMAL(38,1)'
      when type like 'DECIMAL%' then rs_decimal(least(38, rs_precision(type) + 1), rs_scale(type) + 1)
      else type || ''
    end`,
  `rs_wide_as(a, type) as case
      when false then error(a || '')
      else cast_to_type(a, rs_type(rs_wide_type(type)))
    end`,
  once('rs_wide', ['a'], 'rs_wide_as(r.a, typeof(r.a))'),

  // Of a moment TRUNC makes its day, of a number its whole part.
  `rs_is_moment(type) as type in ('DATE', 'TIMESTAMP', 'TIMESTAMP WITH TIME ZONE')`,
  `rs_trunc_type(type) as case
      when rs_is_moment(type) then 'DATE'
      when type like 'DECIMAL%' then rs_decimal(rs_precision(type), 0)
      else type || ''
    end`,
  `rs_number_type(type) as case when rs_is_moment(type) then 'INTEGER' else type || '' end`,
  `rs_trunc_as(a, type) as case
      when false then error(a || '')
      when rs_is_moment(type) then cast_to_type(cast(a as date), rs_type(rs_trunc_type(type)))
      else cast_to_type(
        trunc(cast_to_type(a, rs_type(rs_number_type(type)))), rs_type(rs_trunc_type(type)))
    end`,
  once('rs_trunc', ['a'], 'rs_trunc_as(r.a, typeof(r.a))'),
]
