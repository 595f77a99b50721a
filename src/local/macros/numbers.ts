/** Functions of numbers, and numbers as text. */
export const NUMBER_MACROS: readonly string[] = [
  `rs_strtol(digits, base) as case base
      when 10 then cast(digits as bigint)
      when 16 then cast('0x' || regexp_replace(digits, '^0[xX]', '') as bigint)
      else error('strtol: the local engine knows the bases 10 and 16')
    end`,

  // Text is read as PostgreSQL reads it: '2.5' is no integer.
  `rs_no_integer(a) as typeof(a) = 'VARCHAR'
      and not regexp_full_match(cast(a as varchar), '\\s*[+-]?[0-9]+\\s*')`,
  ...['smallint', 'integer', 'bigint'].flatMap((type) => [
    `rs_${type}(a) as case
      when rs_no_integer(a)
        then error('invalid input syntax for integer: "' || cast(a as varchar) || '"')
      else cast(a as ${type})
    end`,
    `rs_try_${type}(a) as case when not rs_no_integer(a) then try_cast(a as ${type}) end`,
  ]),

  // 64 whole numbers that follow one another are the bits of a word.
  `rs_whole_number(a) as case
      when typeof(a) in ('SMALLINT', 'INTEGER', 'BIGINT') then try_cast(a as bigint)
    end`,
  `rs_word(a) as rs_whole_number(a) >> 6`,
  `rs_repeats(a) as count(*)
      <> bit_count(bit_or(cast(1 as ubigint) << cast(rs_whole_number(a) & 63 as ubigint)))`,

  // TO_CHAR of numbers: the digits come with as many decimals as the pattern has.
  `rs_fill(digits, width, trimmed) as case
      when trimmed then trim(digits)
      else lpad(digits, cast(greatest(width, length(digits)) as integer), ' ')
    end`,
  `rs_with_zeros(digits, zeros) as lpad(digits, cast(greatest(zeros, length(digits)) as integer), '0')`,
  // A comma before every three digits from the end; the 1 keeps the zeros before them.
  `rs_grouped(digits) as ltrim(substring(format('{:,}', cast('1' || digits as bigint)), 2), ',')`,
  `rs_whole(digits, zeros, grouped, has_fraction) as case
      when digits = '0' and zeros = 0 and has_fraction then ''
      when grouped then rs_grouped(rs_with_zeros(digits, zeros))
      else rs_with_zeros(digits, zeros)
    end`,
  `rs_signed(digits, sign, width, trimmed, signs) as case signs
      when 'S<' then rs_fill(case when sign < 0 then '-' else '+' end || digits, width + 1, trimmed)
      when 'S' then rs_fill(digits || case when sign < 0 then '-' else '+' end, width + 1, trimmed)
      when 'MI' then rs_fill(digits || case when sign < 0 then '-' else ' ' end, width + 1, trimmed)
      when 'PR' then rs_fill(case when sign < 0 then '<' || digits || '>' else ' ' || digits || ' ' end, width + 2, trimmed)
      else rs_fill(case when sign < 0 then '-' else '' end || digits, width + 1, trimmed)
    end`,
  // FM leaves out the zeros at the end that stand for a 9 of the pattern.
  `rs_fraction(digits, fixed, trimmed) as case
      when trimmed then left(digits, fixed) || rtrim(substring(digits, fixed + 1), '0')
      else digits
    end`,
  `rs_number_text(digits, sign, places, zeros, fixed, width, grouped, trimmed, currency, signs) as
    currency || rs_signed(
      case
        when length(split_part(digits, '.', 1)) > places and split_part(digits, '.', 1) <> '0'
          then repeat('#', width)
        else rs_whole(split_part(digits, '.', 1), zeros, grouped, contains(digits, '.'))
          || case when contains(digits, '.') then '.' || rs_fraction(split_part(digits, '.', 2), fixed, trimmed) else '' end
      end, sign, width, trimmed, signs)`,
  `rs_number_of_text(value) as case
      when contains(value, '-') or contains(value, '<') then '-' else ''
    end || regexp_replace(value, '[^0-9.]', '', 'g')`,
]
