import { answers, refuses } from './asking.ts'

// https://docs.aws.amazon.com/redshift/latest/dg/r_patternmatching_condition_like.html: `\\` is the escape
// character unless ESCAPE names another.
answers('like matches the whole text, and a backslash escapes', [
  [
    "select 'abc' like 'a%', 'abc' like 'b', 'abc' like '_b_', 'abc' like '%'",
    [true, false, true, true],
  ],
  ["select 'a_c' like 'a\\\\_c', 'abc' like 'a\\\\_c'", [true, false]],
  ["select 'a%c' like 'a\\\\%c', '50%' like '%\\\\%'", [true, true]],
  ["select 'a!c' like 'a!!c' escape '!', 'a_c' like 'a!_c' escape '!'", [true, true]],
  ["select 'ABC' like 'abc', 'ABC' ilike 'abc', 'ABC' ilike 'A\\\\_C'", [false, true, false]],
  ["select 'abc' not like 'b%', 'abc' not ilike 'ABC'", [true, false]],
  ["select not 'abc' like 'a%', not 'abc' ilike 'B%'", [false, true]],
  ["select count(*) from (select 'a%' as p) as p where 'a\\\\' like p.p and not 'b' like p.p", 1],
  ["select 'a' || 'b' like 'ab', 'ab' like 'a' || '%'", [true, true]],
  ["select 'a\\nb' like 'a%b'", true],
  ["select 'abc' ~~ 'a%', 'abc' !~~ 'a%'", [true, false]],
])

// https://docs.aws.amazon.com/redshift/latest/dg/pattern-matching-conditions-similar-to.html
answers('similar to matches the whole text by a pattern of its own', [
  [
    "select 'abc' similar to 'abc', 'abc' similar to 'a', 'abc' similar to '%(b|d)%'",
    [true, false, true],
  ],
  [
    "select 'abc' similar to 'a_c', 'a.c' similar to 'a.c', 'abc' similar to 'a.c'",
    [true, true, false],
  ],
  [
    "select 'aab' similar to 'a{2}b', 'ab' similar to '[a-c]+', '%' similar to '[%]'",
    [true, true, true],
  ],
  [
    "select 'a%' similar to 'a\\\\%', 'a_' similar to 'a!_' escape '!', 'ab' similar to 'a!_' escape '!'",
    [true, true, false],
  ],
  ["select 'abc' not similar to 'a%'", false],
])

// https://docs.aws.amazon.com/redshift/latest/dg/pattern-matching-conditions-posix.html
answers('the POSIX operators find their pattern anywhere', [
  ["select 'abc' ~ 'b', 'abc' ~ '^b', 'abc' !~ 'z', 'ABC' ~ 'b'", [true, false, true, false]],
  ["select 'ABC' ~* 'b', 'ABC' !~* 'b'", [true, false]],
  ["select 'U.S. Cellular' ~ '.*\\\\..*', 'abc' ~ '\\\\.'", [true, false]],
  ["select 'a1' ~ '[[:digit:]]', 'a1' ~ '\\\\d', 'a b' ~ '\\\\s'", [true, true, true]],
  ["select not 'abc' ~ 'b'", false],
])

answers('regular expressions take pieces out of texts', [
  ["select regexp_substr('a1b22', '[0-9]+'), regexp_substr('a1b22', '[0-9]+', 1, 2)", ['1', '22']],
  ["select regexp_substr('a1b22', '[0-9]+', 3), regexp_substr('abc', '[0-9]')", ['22', '']],
  ["select regexp_substr('the fox', 'FOX', 1, 1, 'i')", 'fox'],
  [
    "select regexp_substr('This is a cat, this is a dog.', 'this is a (\\\\w+)', 1, 2, 'ie')",
    'dog',
  ],
  [
    "select regexp_count('abcdefghijklmnopqrstuvwxyz', '[a-z]{3}'), regexp_count('the fox', 'FOX', 1, 'i')",
    [8, 1],
  ],
  ["select regexp_count('a1b22', '[0-9]', 4)", 2],
  [
    "select regexp_instr('a1b22', '[0-9]+'), regexp_instr('a1b22', '[0-9]+', 1, 2), regexp_instr('abc', 'z')",
    [2, 4, 0],
  ],
  [
    "select regexp_instr('a1b22', '[0-9]+', 1, 2, 1), regexp_instr('the fox', 'FOX', 1, 1, 0, 'i')",
    [6, 5],
  ],
  ["select regexp_instr('bab', '^b'), regexp_instr('aab', 'b$')", [1, 3]],
])

answers('regular expressions replace every match', [
  ["select regexp_replace('a1b2', '[0-9]', '#'), regexp_replace('a1b2', '[0-9]')", ['a#b#', 'ab']],
  ["select regexp_replace('a1b2', '[0-9]', '#', 3)", 'a1b#'],
  ["select regexp_replace('the fox', 'FOX', 'quick brown fox', 1, 'i')", 'the quick brown fox'],
  ["select regexp_replace('ab', '(a)(b)', '\\\\2\\\\1')", 'ba'],
  ["select regexp_replace('user@amazon.com', '@.*\\\\.(org|com)$')", 'user'],
])

refuses('patterns that the local engine cannot read are refused', [
  [
    "select 'a' similar to p.p from (select 'a' as p) as p",
    'The local engine takes SIMILAR TO with a literal pattern only.',
  ],
  [
    "select regexp_count('ab', '(?=a)', 1, 'p')",
    "The local engine has no '(?=' in regular expressions.",
  ],
  [
    "select regexp_substr('ab', 'a', 1, 1, 'x')",
    'The local engine takes the letters c, e, i and p for regexp_substr(), literally.',
  ],
  ["select 'a' like any ('a', 'b')", 'Redshift has no LIKE ANY. Use: a like ... or a like ...'],
])
