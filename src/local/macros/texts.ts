/** Text. */
export const TEXT_MACROS: readonly string[] = [
  // Redshift casts no boolean to text, and writes 15 digits of a double and 6 of a real, 1.0 as 1.
  `rs_double_text(a, pattern) as case
      when isnan(a) then 'NaN'
      when isinf(a) then case when a > 0 then 'Infinity' else '-Infinity' end
      else format(pattern, a)
    end`,
  `rs_text(a) as case typeof(a)
      when 'BOOLEAN' then error('cannot cast type boolean to character varying')
      when 'DOUBLE' then rs_double_text(try_cast(a as double), '{:.15g}')
      when 'FLOAT' then rs_double_text(try_cast(a as double), '{:.6g}')
      else cast(a as varchar)
    end`,
  // A cast to varchar(n) cuts after n bytes, between characters.
  `rs_cut(value, n) as case
      when strlen(value) <= n then value
      when strlen(left(value, n)) <= n then left(value, n)
      else left(value, list_max(list_filter(range(0, n + 1), lambda i: strlen(left(value, i)) <= n)))
    end`,
  `rs_left(value, n) as left(value, greatest(n, 0))`,
  `rs_right(value, n) as right(value, greatest(n, 0))`,
  `rs_substring(value, start) as substring(value, greatest(start, 1))`,
  `rs_substring_of(value, start, size) as case
      when size < 0 then error('negative substring length not allowed')
      else substring(value, greatest(start, 1), greatest(start + size - greatest(start, 1), 0))
    end`,
  `rs_split_part(value, delimiter, n) as case
      when n < 1 then error('field position must be greater than zero')
      else split_part(value, delimiter, n)
    end`,
  `rs_initcap(value) as list_reduce(
      list_prepend('', string_split(lower(value), '')),
      lambda done, letter: done || case
        when regexp_full_match(right(done, 1), '[\\p{L}\\p{N}]') then letter
        else upper(letter)
      end)`,
  `rs_quote_ident(value) as case
      when regexp_full_match(value, '[a-z_][a-z0-9_]*') then value
      else '"' || replace(value, '"', '""') || '"'
    end`,
  `rs_quote_literal(value) as '''' || replace(replace(value, '\\', '\\\\'), '''', '''''') || ''''`,

  `rs_regexp_substr(value, pattern, start, nth, flags, part) as coalesce(
      regexp_extract_all(substring(value, start), flags || pattern, part)[nth],
      case when value is null or pattern is null then null else '' end)`,
  `rs_regexp_count(value, pattern, start, flags) as
    len(regexp_extract_all(substring(value, start), flags || pattern))`,
  // What stands before the nth match ends where it begins.
  `rs_regexp_instr(value, pattern, start, nth, past, flags) as case
      when len(regexp_extract_all(substring(value, start), flags || pattern)) < nth then 0
      else start + length(regexp_extract(substring(value, start), flags || '^((?:.*?(?:' || pattern || ')){'
          || (nth - 1) || '}.*?)(?:' || pattern || ')', 1))
        + case past
            when 0 then 0
            else length(regexp_extract_all(substring(value, start), flags || pattern)[nth])
          end
    end`,
  `rs_regexp_replace(value, pattern, replacement, start, flags) as
    left(value, start - 1) || regexp_replace(substring(value, start), flags || pattern, replacement, 'g')`,

  // JSON in text: what is not there is null, what is no JSON is an error unless it is to be null.
  `rs_json_valid(value, or_null) as case
      when value is null or json_valid(value) then value
      when or_null then null
      else error('JSON parsing error: ' || left(value, 100))
    end`,
  `rs_json_path(path, key) as path || '."' || cast(key as varchar) || '"'`,
  `rs_json_text(value, path, or_null) as json_extract_string(rs_json_valid(value, or_null), path)`,
  `rs_json_element(value, n, or_null) as
    case when n >= 0 then json_extract_string(rs_json_valid(value, or_null), '$[' || n || ']') end`,
  `rs_json_length(value, or_null) as cast(json_array_length(rs_json_valid(value, or_null)) as integer)`,
  `rs_is_json(value, is_array) as case
      when value is null then null
      else json_valid(value) and (json_type(case when json_valid(value) then value end) = 'ARRAY') = is_array
    end`,
]
