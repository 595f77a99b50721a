import { answers, refuses } from './asking.ts'

// https://docs.aws.amazon.com/redshift/latest/dg/r_LEN.html
answers('lengths are of characters, octet lengths of bytes', [
  ["select len('français'), length('añ€😀'), char_length('abc'), textlen('ab')", [8, 4, 3, 2]],
  ["select octet_length('français'), octet_length('€')", [9, 3]],
  ["select len(''), len(' a ')", [0, 3]],
])

answers('pieces of a text are counted from 1', [
  ["select left('añb', 2), right('añb', 2), left('ab', 5), left('ab', 0)", ['añ', 'ñb', 'ab', '']],
  ["select substring('caterpillar', 6, 4), substring('caterpillar', 6, 8)", ['pill', 'pillar']],
  // A start before the text counts towards the length (r_SUBSTRING.html).
  ["select substring('caterpillar', -2, 6), substring('caterpillar', -5, 4)", ['cat', '']],
  ["select substring('abc', 0, 2), substring('abc', 0), substring('abc', 2)", ['a', 'abc', 'bc']],
  [
    "select substring('abc' from 2 for 1), substring('abc' from 2), substr('abc', 3, 1)",
    ['b', 'bc', 'c'],
  ],
  ["select substring('abc', 2, 0), substring('abc', 9, 1)", ['', '']],
  [
    "select lpad('7', 3, '0'), lpad('abcd', 2), rpad('a', 3), rpad('a', 4, 'xy')",
    ['007', 'ab', 'a  ', 'axyx'],
  ],
])

// https://docs.aws.amazon.com/redshift/latest/dg/SPLIT_PART.html
answers('split_part past the end is empty', [
  [
    "select split_part('a-b', '-', 1), split_part('a-b', '-', 2), split_part('a-b', '-', 3)",
    ['a', 'b', ''],
  ],
  ["select split_part('Chrome/36.0 Safari/537', '/', 2)", '36.0 Safari'],
  ["select split_part(split_part('a b/c', '/', 1), ' ', 2)", 'b'],
  ["select split_part('', '-', 1)", ''],
])

answers('places in a text', [
  ["select charindex('fish', 'dogfish'), charindex('z', 'abc')", [4, 0]],
  ["select strpos('dogfish', 'fish'), position('fish' in 'dogfish')", [4, 4]],
  ["select strpos('añb', 'b')", 3],
])

answers('texts are changed', [
  [
    "select upper('é'), lower('É'), initcap('hello wORLD-foo 1st')",
    ['É', 'é', 'Hello World-Foo 1st'],
  ],
  ["select translate('mint tea', 'inea', 'osin'), translate('abc', 'ab', 'x')", ['most tin', 'xc']],
  ["select replace('aaa', 'a', 'b'), replace('abc', 'b', '')", ['bbb', 'ac']],
  [
    "select reverse('añb'), repeat('ab', 2), replicate('ab', 3), repeat('a', 0)",
    ['bña', 'abab', 'ababab', ''],
  ],
  ["select chr(65), ascii('A')", ['A', 65]],
  ["select md5('Amazon Redshift')", 'f7415e33f972c03abd4f3fed36748f7a'],
  ["select md5('\\\\' || 'slashpass')", '0c983d1a624280812631c5389e60d48c'],
  [
    "select sha1('a') = sha('a'), sha1('a') = func_sha1('a'), len(sha2('a', 256))",
    [true, true, 64],
  ],
  ["select quote_ident('a b'), quote_literal('it\\'s')", ['"a b"', "'it''s'"]],
  [
    "select concat('a', 'b'), 'a' || 'b' || 'c', concat('a', concat('b', 'c'))",
    ['ab', 'abc', 'abc'],
  ],
])

answers('ends are trimmed of blanks, or of the characters that are named', [
  ["select trim('  a '), btrim('  a '), ltrim('  a'), rtrim('a  ')", ['a', 'a', 'a', 'a']],
  ["select trim('\\ta')", '\ta'],
  [
    "select btrim('xyzaxyzbxyzcxyz', 'xyz'), ltrim('xxa', 'x'), rtrim('axx', 'x')",
    ['axyzbxyzc', 'a', 'a'],
  ],
  [`select trim('"' from '"dog"'), trim(both 'x' from 'xax')`, ['dog', 'a']],
  ["select trim(leading 'x' from 'xax'), trim(trailing 'x' from 'xax')", ['ax', 'xa']],
  ["select trim(both from ' a ')", 'a'],
])

answers('a backslash escapes in a literal, and a quote is written twice', [
  ["select 'it''s'", "it's"],
  ["select 'it\\'s'", "it's"],
  ["select '\\\\'", '\\'],
  ["select 'a\\nb', 'a\\tb', 'a\\bb'", ['a\nb', 'a\tb', 'a\bb']],
  ["select 'a\\xb'", 'axb'],
  ["select len('\\\\\\\\')", 2],
  ["select '\\\\' || '\\''", "\\'"],
  ["select '', 'x--y', 'x/*y*/', ';'", ['', 'x--y', 'x/*y*/', ';']],
  [`select '"' as "a"`, '"'],
])

answers('numbers and moments become text when they meet text', [
  ["select 1 || 'a', 'a' || 1.50", ['1a', 'a1.50']],
  ["select 'a' || 1 + 2, 'a' || 5 - 2 || 'b', 1 + 2 || 'c'", ['a3', 'a3b', '3c']],
  ["select 'on ' || '2018-11-15'::date", 'on 2018-11-15'],
])

// https://docs.aws.amazon.com/redshift/latest/dg/json-functions.html
answers('values are taken out of JSON text', [
  [`select json_extract_path_text('{"a": {"b": 1}}', 'a', 'b')`, '1'],
  [`select json_extract_path_text('{"a": {"b": 1}}', 'a')`, '{"b":1}'],
  [`select json_extract_path_text('{"a": 1}', 'z')`, null],
  [`select json_extract_path_text('{a', 'z', true)`, null],
  [`select json_extract_array_element_text('[111, 112, 113]', 2)`, '113'],
  [`select json_array_length('[1, 2, 3]'), json_array_length('[1', true)`, [3, null]],
  [
    `select is_valid_json('{"a": 1}'), is_valid_json('{a'), is_valid_json_array('[1]')`,
    [true, false, true],
  ],
])

refuses('what has no meaning is an error', [
  ["select split_part('a-b', '-', 0)", 'field position must be greater than zero'],
  ["select split_part('a-b', '-', -1)", 'field position must be greater than zero'],
  ["select substring('abc', 1, -1)", 'negative substring length not allowed'],
  ["select json_extract_path_text('{a', 'z')", 'JSON parsing error: {a'],
  ["select concat('a', 'b', 'c')", "Redshift's concat() takes 2 arguments, not 3."],
  ["select len('a', 'b')", "Redshift's len() takes 1 argument, not 2."],
  [
    "select substring('abc' from '[a-z]')",
    'Redshift takes no pattern in SUBSTRING. Use: regexp_substr(text, pattern).',
  ],
  ["select sha2('a', 512)", 'The local engine has sha2() of 256 bits only.'],
])
