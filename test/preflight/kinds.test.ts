import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { KINDS } from '../../src/preflight/kinds.ts'
import { event, linesFor, PATHS } from './lake.ts'

type Files = Readonly<Record<string, string | Buffer>>

/** What is wrong with files, and what is printed of it: the kind, the place, what to do. */
const cases: readonly (readonly [what: string, files: Files, ...lines: string[]])[] = [
  [
    'a file that cannot be read to its end as gzip',
    { 'log_data/a.json.gz': gzipSync(event()).subarray(0, 60) },
    'error: broken gzip',
    "  'log_data/a.json.gz': its gzip data ends too early",
    '  Fetch the file again, or move it out of the folder.',
  ],
  [
    'a file that is no gzip though its name says so',
    { 'log_data/a.json.gz': event() },
    'error: broken gzip',
    "  'log_data/a.json.gz': it is not gzip data (incorrect header check)",
    '  Fetch the file again, or move it out of the folder.',
  ],
  [
    'gzip under another name',
    { 'log_data/a.json': gzipSync(event()) },
    'error: gzip without its name',
    "  'log_data/a.json': gzip data in a file whose name does not end in .gz",
    '  Give the file a name that ends in .gz.',
  ],
  [
    'UTF-16',
    { 'log_data/a.json': Buffer.from(`\ufeff${event()}`, 'utf16le') },
    'error: UTF-16',
    "  'log_data/a.json': UTF-16, little-endian",
    '  Write the file in UTF-8: iconv -f utf-16 -t utf-8.',
  ],
  [
    'UTF-16 without its mark',
    { 'log_data/a.json': Buffer.from(event(), 'utf16le').swap16() },
    'error: UTF-16',
    "  'log_data/a.json': UTF-16, big-endian",
    '  Write the file in UTF-8: iconv -f utf-16 -t utf-8.',
  ],
  [
    'a byte order mark',
    { 'log_data/a.json': `\ufeff${event()}` },
    'warning: byte order mark',
    "  'log_data/a.json': begins with a byte order mark",
    '  Write the file without the three bytes at its start: not every reader steps over them.',
  ],
  [
    'NUL bytes after a disk was full',
    { 'log_data/a.json': `${event()}\n\0\0\0\0` },
    'error: NUL byte',
    "  'log_data/a.json', line 2: text where an object is expected: \\0\\0\\0\\0",
    '  Ask whoever writes the file for a whole one, or move it out of the folder.',
  ],
  [
    'a NUL byte inside of a text',
    { 'log_data/a.json': event({ artist: 'Ele@na' }).replace('@', '\0') },
    'error: NUL byte',
    `  'log_data/a.json', line 1: a NUL byte: {"artist":"Ele\\0na","auth":"Logged In","firstName":"Lily","g...`,
    '  Ask whoever writes the file for a whole one, or move it out of the folder.',
  ],
  [
    'a NUL that is written as an escape',
    { 'log_data/a.json': event({ artist: 'Ele\0na' }) },
    'error: NUL byte',
    "  'log_data/a.json', line 1, column artist (varchar(1024)): a NUL, on which COPY fails: 'Ele\\u0000na'",
    '  Ask whoever writes the file for a whole one, or move it out of the folder.',
  ],
  [
    'Latin-1',
    { 'log_data/a.json': Buffer.from(`${event()}\n${event({ artist: 'Bj\xf6rk' })}`, 'latin1') },
    'error: not UTF-8',
    "  'log_data/a.json', line 2, column artist (varchar(1024)): not UTF-8: 'Bj�rk'",
    '  Write the file in UTF-8: iconv -f latin1 -t utf-8.',
  ],
  [
    'half of a surrogate pair',
    { 'log_data/a.json': event({ song: 'a@' }).replace('@', '\\ud83d') },
    'error: half of a character',
    "  'log_data/a.json', line 1, column song (varchar(1024)): not Unicode: half of a surrogate pair: 'a\\ud83d'",
    '  Mend the value in the file, or ask whoever writes it to.',
  ],
  [
    'a comma before the brace',
    { 'log_data/a.json': event().replace('}', ',}') },
    'error: not JSON',
    `  'log_data/a.json', line 1: not JSON (Expected double-quoted property name): {"artist":"Elena","auth":"Logged In","firstName":"Lily","gen...`,
    '  Ask whoever writes the file for a whole one, or move it out of the folder.',
  ],
  [
    'NaN',
    { 'log_data/a.json': event().replace('269.58322', 'NaN') },
    'error: no JSON number',
    "  'log_data/a.json', line 1, column length (double precision): JSON has no such number: NaN",
    '  Write null where there is no number.',
  ],
  [
    'a file that was cut off',
    { 'log_data/a.json': `${event()}\n${event().slice(0, 40)}` },
    'error: cut off object',
    `  'log_data/a.json', line 2: a text without its closing quote: {"artist":"Elena","auth":"Logged In","fi`,
    '  Ask whoever writes the file for a whole one, or move it out of the folder.',
  ],
  [
    'a text that was cut off',
    { 'log_data/a.json': `${event().slice(0, 15)}\n${event()}` },
    'error: cut off object',
    `  'log_data/a.json', line 1: a text without its closing quote: {"artist":"Elen`,
    '  Ask whoever writes the file for a whole one, or move it out of the folder.',
  ],
  [
    'commas between objects',
    { 'log_data/a.json': `${event()},\n${event()}` },
    'error: text between objects',
    "  'log_data/a.json', line 1: text where an object is expected: ,",
    '  Leave only white space between objects.',
  ],
  [
    'an array of objects',
    { 'log_data/a.json': `[${event()}]` },
    'error: array of objects',
    `  'log_data/a.json', line 1: an array where an object is expected: [{"artist":"Elena","auth":"Logged In","firstName":"Lily","ge...`,
    '  Write the objects one after another, without brackets and commas around them.',
  ],
  [
    'a key twice',
    { 'log_data/a.json': event().replace('{', '{"page":"Home",') },
    'error: key twice',
    `  'log_data/a.json', line 1: the key 'page' stands there twice: {"page":"Home","artist":"Elena","auth":"Logged In","firstNam...`,
    '  Write each key once: nobody can tell which value counts.',
  ],
  [
    'an object that is too large',
    { 'log_data/a.json': event({ note: 'x'.repeat(5 << 20) }) },
    'error: large object',
    "  'log_data/a.json', line 1: an object of 5,243,275 bytes, and COPY takes 4,194,304",
    '  Write a row per object: COPY takes no larger one.',
  ],
  [
    'a key in another case',
    { 'log_data/a.json': event({ sessionid: 818, sessionId: undefined }) },
    'error: key in another case',
    "  'log_data/a.json', line 1, column session_id (integer): the key 'sessionid' where the contract has 'sessionId', in 1 object",
    '  Write the key as the contract has it: COPY would load null without a word.',
  ],
  [
    'a new key',
    { 'log_data/a.json': `${event()}\n${event({ device: 'phone' })}\n${event({ device: 'web' })}` },
    'warning: new key',
    "  'log_data/a.json', line 2: the key 'device', which the contract does not have, in 2 objects: 'phone'",
    "  Nothing loads it. Add it to the copy's keys in the transform, with a column in a migration where it is wanted.",
  ],
  [
    'a vanished key',
    { 'log_data/a.json': `${event({ level: undefined })}\n${event({ level: undefined })}` },
    'error: vanished key',
    "  'log_data/a.json', column level (varchar(8)): the key 'level' is in none of its 2 objects",
    "  Its column would be null in every row. Mend the file, or make the key optional in the copy's keys.",
  ],
  [
    'a key that is missing from some objects',
    { 'log_data/a.json': `${event()}\n${event({ level: undefined })}` },
    'warning: missing key',
    "  'log_data/a.json', line 2, column level (varchar(8)): the key 'level' is missing from 1 of 2 objects",
    "  Its column is null in those rows. Make the key optional in the copy's keys where that is right.",
  ],
  [
    'an object where a text belongs',
    { 'log_data/a.json': event({ artist: { name: 'Elena' } }) },
    'error: wrong type',
    `  'log_data/a.json', line 1, column artist (varchar(1024)): an object, expected string or number or null: {"name":"Elena"}`,
    "  Mend the file, or add the type to the copy's keys in the transform where its column takes it.",
  ],
  [
    'an array where a text belongs',
    { 'log_data/a.json': event({ artist: ['Elena', 'Ana'] }) },
    'error: wrong type',
    `  'log_data/a.json', line 1, column artist (varchar(1024)): an array, expected string or number or null: ["Elena","Ana"]`,
    "  Mend the file, or add the type to the copy's keys in the transform where its column takes it.",
  ],
  [
    'a number where a text belongs',
    { 'log_data/a.json': event({ userId: 15 }) },
    'error: wrong type',
    "  'log_data/a.json', line 1, column user_id (integer): a number, expected string: 15",
    "  Mend the file, or add the type to the copy's keys in the transform where its column takes it.",
  ],
  [
    'a boolean where a text belongs',
    { 'log_data/a.json': event({ song: false }) },
    'error: wrong type',
    "  'log_data/a.json', line 1, column song (varchar(1024)): a boolean, expected string or number or null: false",
    "  Mend the file, or add the type to the copy's keys in the transform where its column takes it.",
  ],
  [
    'a text where a number belongs',
    { 'log_data/a.json': event({ length: '269.58322' }) },
    'error: wrong type',
    "  'log_data/a.json', line 1, column length (double precision): a string, expected number or null: '269.58322'",
    "  Mend the file, or add the type to the copy's keys in the transform where its column takes it.",
  ],
  [
    'null where a value belongs',
    { 'log_data/a.json': event({ page: null }) },
    'error: null where a value belongs',
    "  'log_data/a.json', line 1, column page (varchar(64)): expected string: null",
    "  Mend the file, or add null to the key's types in the transform where that is right.",
  ],
  [
    'a fraction where a whole number belongs',
    { 'log_data/a.json': event({ itemInSession: 5.5 }) },
    'error: fraction',
    "  'log_data/a.json', line 1, column item_in_session (integer): not a whole number: 5.5",
    '  Write a whole number, or change the column in a migration.',
  ],
  [
    'a whole number out of the range of its column',
    { 'log_data/a.json': event({ sessionId: 2147483648 }) },
    'error: out of range',
    "  'log_data/a.json', line 1, column session_id (integer): out of the range of integer: 2147483648",
    '  Mend the number, or widen the column in a migration.',
  ],
  [
    'a whole number with an exponent',
    { 'log_data/a.json': event().replace('"sessionId":818', '"sessionId":8e2') },
    'error: not a number',
    "  'log_data/a.json', line 1, column session_id (integer): not a whole number: 8e2",
    '  Mend the value in the file, or ask whoever writes it to.',
  ],
  [
    'a number beyond every number',
    { 'log_data/a.json': event().replace('269.58322', '1e999') },
    'error: out of range',
    "  'log_data/a.json', line 1, column length (double precision): out of the range of double precision: 1e999",
    '  Mend the number, or widen the column in a migration.',
  ],
  [
    'a text that is no number in a column of numbers',
    { 'log_data/a.json': event({ userId: 'guest' }) },
    'error: not a number',
    "  'log_data/a.json', line 1, column user_id (integer): not a number: 'guest'",
    '  Mend the value in the file, or ask whoever writes it to.',
  ],
  [
    'a text over the bytes of its column',
    { 'log_data/a.json': event({ level: 'prémium+' }) },
    'error: text over its bytes',
    "  'log_data/a.json', line 1, column level (varchar(8)): 9 bytes, and 8 fit: 'prémium+'",
    '  Shorten the text, or widen the column in a migration.',
  ],
  [
    'seconds in the place of milliseconds',
    { 'log_data/a.json': event({ ts: 1542837407 }) },
    'error: implausible time',
    "  'log_data/a.json', line 1, column ts (timestamp): before 2000-01-01 as milliseconds since 1970; it looks like seconds: 1542837407",
    "  Mend the clock or the unit of whoever writes the file, or the copy's timeformat.",
  ],
  [
    'microseconds in the place of milliseconds',
    { 'log_data/a.json': event({ ts: 1542837407796000 }) },
    'error: implausible time',
    "  'log_data/a.json', line 1, column ts (timestamp): in the future as milliseconds since 1970; it looks like microseconds: 1542837407796000",
    "  Mend the clock or the unit of whoever writes the file, or the copy's timeformat.",
  ],
  [
    'an event from the future',
    { 'log_data/a.json': event({ ts: 1575158400000 }) },
    'error: implausible time',
    "  'log_data/a.json', line 1, column ts (timestamp): in the future as milliseconds since 1970: 1575158400000",
    "  Mend the clock or the unit of whoever writes the file, or the copy's timeformat.",
  ],
  [
    'an event from before there was a log',
    { 'log_data/a.json': event({ ts: 0 }) },
    'error: implausible time',
    "  'log_data/a.json', line 1, column ts (timestamp): before 2000-01-01 as milliseconds since 1970: 0",
    "  Mend the clock or the unit of whoever writes the file, or the copy's timeformat.",
  ],
  [
    'an empty file',
    { 'log_data/a.json': event(), 'log_data/b.json': '' },
    'warning: empty file',
    "  'log_data/b.json': no byte in it",
    '  It loads no row. See whether it was written to its end.',
  ],
  [
    'a blank file',
    { 'log_data/a.json': event(), 'log_data/b.json': ' \n\n' },
    'warning: blank file',
    "  'log_data/b.json': white space and nothing else",
    '  It loads no row. See whether it was written to its end.',
  ],
  [
    'the same content under two names',
    { 'log_data/a.json': event(), 'log_data/b.json': event() },
    'error: same content twice',
    "  'log_data/b.json': the same content as 'log_data/a.json'",
    '  Remove one of the two: their rows would be loaded twice.',
  ],
  [
    'a JSONPaths file with another root',
    { 'log_data/a.json': event(), 'paths.json': PATHS.replace('jsonpaths', 'jsonPaths') },
    'error: JSONPaths file',
    "  'paths.json': its root must be an object with the one key 'jsonpaths', found 'jsonPaths'",
    '  Mend the file, or set LOG_JSONPATH to the right one.',
  ],
  [
    'a JSONPaths file with a path too few',
    { 'log_data/a.json': event(), 'paths.json': PATHS.replace(/"[^"]*artist[^"]*",/, '') },
    'error: JSONPaths file',
    "  'paths.json': it has 17 paths, but the table has 18 columns (artist, auth, first_name, gender, item_in_session, last_name, length, level, location, method, page, registration, session_id, song, status, ts, user_agent, user_id), and each path is for the column at its place",
    '  Mend the file, or set LOG_JSONPATH to the right one.',
  ],
  [
    'a JSONPaths file whose paths are in another order',
    {
      'log_data/a.json': event(),
      'paths.json': PATHS.replace('auth', '@').replace('artist', 'auth').replace('@', 'artist'),
    },
    'error: path to another column (2)',
    "  'paths.json', column artist (varchar(1024)): path 1 leads to the key of auth: 'auth'",
    "  'paths.json', column auth (varchar(16)): path 2 leads to the key of artist: 'artist'",
    '  Put the paths in the order of the columns: each is for the column at its place.',
  ],
  [
    'a path that leads to nothing',
    { 'log_data/a.json': event(), 'paths.json': PATHS.replace('userId', 'userID') },
    'error: path to nothing',
    "  'paths.json', column user_id (integer): path 18 leads to 'userID', a key that no object has. Did you mean 'userId'?",
    '  Write the path as the key is written in the files: its column would be null in every row.',
  ],
]

for (const [what, files, ...lines] of cases) {
  test(`found: ${what}`, async (t) => {
    assert.deepEqual(await linesFor(t, files), lines)
  })
}

test('every kind of problem is found in one of these tests', () => {
  const headings = cases.flatMap(([, , ...lines]) => lines.filter((line) => !line.startsWith(' ')))
  const found = new Set(headings.map((line) => line.replace(/ \(\d+\)$/, '')))

  assert.deepEqual(
    Object.entries(KINDS)
      .map(([kind, { severity }]) => `${severity}: ${kind}`)
      .filter((heading) => !found.has(heading)),
    ['error: unreadable file', 'error: not a moment'],
    'these two have tests of their own',
  )
})
