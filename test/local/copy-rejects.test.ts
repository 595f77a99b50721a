import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { failure } from '../warehouse.ts'
import { type Copying, copying } from './copying.ts'

const columns = { a: 'integer', b: 'varchar(8)' } as const

/** What is no row, as it stands in a file of its own: the line it ends on, and why. */
const malformed: readonly (readonly [text: string | Buffer, line: number, reason: string])[] = [
  ['{"a": 1,}', 1, 'not JSON (Expected double-quoted property name)'],
  ['{"a": [1,]}', 1, "not JSON (Unexpected token ']')"],
  ['{"a": NaN}', 1, "not JSON (Unexpected token 'N')"],
  ['{"b": NaN}', 1, "not JSON (Unexpected token 'N')"],
  ['{"b": -Infinity}', 1, 'not JSON (No number after minus sign)'],
  ['{"c": [1, nan]}', 1, "not JSON (Unexpected token 'a')"],
  ['{"c": [Inf]}', 1, "not JSON (Unexpected token 'I')"],
  ['{"a": 01}', 1, 'not JSON (Unexpected number)'],
  ['{"a": 0x1F}', 1, "not JSON (Expected ',' or '}' after property value)"],
  ["{'a': 1}", 1, "not JSON (Expected property name or '}')"],
  ['{a: 1}', 1, "not JSON (Expected property name or '}')"],
  ['{"a": tru}', 1, "not JSON (Unexpected token '}')"],
  ['{"a" 1}', 1, "not JSON (Expected ':' after property name)"],
  ['{"a": 1 "b": 2}', 1, "not JSON (Expected ',' or '}' after property value)"],
  ['{"a": [1}', 1, 'an object without its closing brace'],
  ['{"b": "tab\there"}', 1, 'not JSON (Bad control character in string literal)'],
  ['{"b": "\\x"}', 1, 'not JSON (Bad escaped character)'],
  ['{"b": "\\ud83c"}', 1, 'not Unicode: half of a surrogate pair'],
  [Buffer.from('{"b": "caf\xe9"}', 'latin1'), 1, 'not UTF-8'],
  [Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xc3, 0x28, 0x22, 0x7d]), 1, 'not UTF-8'],
  ['{"a": 1, "a": 2}', 1, "the key 'a' stands there twice"],
  ['{"a": 1, "\\u0061": 1}', 1, "the key 'a' stands there twice"],
  ['{"a": 1', 1, 'an object without its closing brace'],
  ['{"a": 1,\n\n\n', 1, 'an object without its closing brace'],
  ['{"a":\n"x', 2, 'a text without its closing quote'],
  ['{"b": "x\n', 1, 'a text without its closing quote'],
  ['[{"a": 1}, {"a": 2}]', 1, 'an array where an object is expected'],
  ['[\n{"a": 1},\n{"a": 2}\n]\n', 4, 'an array where an object is expected'],
  ['[{"a": 1},\n{"a": 2}\n', 2, 'an array without its closing bracket'],
  ['null', 1, 'text where an object is expected'],
  ['5', 1, 'text where an object is expected'],
  ['"text"', 1, 'text where an object is expected'],
  ['\n\nhello\n', 3, 'text where an object is expected'],
  ['a,b\n', 1, 'text where an object is expected'],
  ['\u00a0', 1, 'text where an object is expected'],
  [`{"c": "${'x'.repeat(4 << 20)}"}`, 1, 'an object of 4,194,313 bytes, and COPY takes 4,194,304'],
]

for (const [count, how] of [
  [0, 'directly'],
  [64, 'in a pack'],
] as const) {
  test(`whatever is no row is left out and kept apart, the rows around it load, read ${how}`, async (t) => {
    const load = await copying(t, { columns, copy: { maxErrors: 1_000 } })
    for (let file = 0; file < count; file += 1) load.write(`more/${file}.json`, '')
    for (const [index, [content]] of malformed.entries()) {
      const before = Buffer.from(`{"a": ${index}}\n`)
      const after = Buffer.from(`\n{"a": ${1_000 + index}}`)
      const whole = Buffer.from(content)
      // What was cut off at the end of a file takes nothing of the next one with it.
      const isEnd = /without its closing/.test(malformed[index]?.[2] ?? '')
      const parts = isEnd ? [before, whole] : [before, whole, after]
      load.write(`${String(index).padStart(2, '0')}.json`, Buffer.concat(parts))
    }
    load.write('99.json', '{"a": 99}')

    const files = await load.files()
    const { rows, rejected } = await load.load()

    assert.equal(rejected, malformed.length)
    assert.equal(rows, (await load.rows()).length)
    assert.deepEqual(
      files.filter(([name]) => !name.startsWith('more')),
      [
        ...malformed.map(([, , reason], index) => [
          `${String(index).padStart(2, '0')}.json`,
          /without its closing/.test(reason) ? 1 : 2,
          1,
        ]),
        ['99.json', 1, 0],
      ],
    )
    const errors = (await load.loadErrors()) as Record<string, unknown>[]
    assert.deepEqual(
      errors.map(({ line, column_name, column_type, reason }) => {
        return { line, column_name, column_type, reason }
      }),
      malformed.map(([, line, reason]) => {
        return { line: line + 1, column_name: null, column_type: null, reason }
      }),
    )
  })
}

test('junk between objects is one error each', async (t) => {
  const load = await copying(t, { columns, copy: { maxErrors: 10 } })
  load.write('a.json', '{"a": 1},\n{"a": 2} x {"a": 3}\n--\n{"a": 4}]')

  const { rows, rejected } = await load.load()

  assert.deepEqual([rows, rejected], [4, 4])
  const errors = (await load.loadErrors()) as Record<string, unknown>[]
  assert.deepEqual(
    errors.map(({ line, value }) => [line, value]),
    [
      [1, ','],
      [2, 'x'],
      [3, '--'],
      [4, ']'],
    ],
  )
})

test('words that only look like NaN, or commas before a bracket, are text', async (t) => {
  const load = await copying(t, { columns: { a: 'varchar(40)' } })
  const texts = ['x:NaN', ',]', ', Infinity', 'a\\",}', '[nan', ': -inf,}', '\\\\']
  load.write('a.json', texts.map((text) => `{"a": "${text}"}`).join('\n'))

  assert.equal((await load.load()).rows, texts.length)
})

test('only a key that is loaded may not stand there twice', async (t) => {
  const load = await copying(t, { columns: { a: 'integer', b: 'varchar(40)' } })
  load.write('a.json', '{"x": 1, "a": 1, "x": 2, "b": {"y": 1, "y": 2}}')
  load.write('b.json', '{"$row": 1, "$file": "x", "a": 2}')

  await load.load()

  assert.deepEqual(await load.rows(), [
    { a: 1, b: '{"y":1,"y":2}' },
    { a: 2, b: null },
  ])
})

test('a row left out is kept with its file, line, column, type, value and reason', async (t) => {
  const load = await copying(t, { columns, copy: { maxErrors: 4 } })
  const one = load.write('1.json', '{"a": 1}\n{"a": "x", "b": "also too long"}\n{"a": 2}')
  const two = load.write('2.json', `{"a": 3}\n\n{"b":\n"${'é'.repeat(2_000)}"}\n{"b": nope}`)

  const report = await load.load()

  assert.deepEqual(await load.rows('a'), [{ a: 1 }, { a: 2 }, { a: 3 }])
  assert.deepEqual([report.rows, report.rejected, report.files], [3, 3, 2])
  assert.deepEqual(await load.loadErrors(), [
    {
      file: one,
      line: 2,
      column_name: 'a',
      column_type: 'integer',
      value: 'x',
      reason: 'not a whole number',
    },
    {
      file: two,
      line: 4,
      column_name: 'b',
      column_type: 'varchar(8)',
      value: 'é'.repeat(1_024),
      reason: '4000 bytes, and 8 fit',
    },
    {
      file: two,
      line: 5,
      column_name: null,
      column_type: null,
      value: '{"b": nope}',
      reason: "not JSON (Unexpected token 'o')",
    },
  ])
})

test('a clean load forgets the rows that the last one left out', async (t) => {
  const load = await copying(t, { columns, copy: { maxErrors: 2 } })
  load.write('a.json', '{"a": "x"}\n{"a": 1}')
  await load.load()
  assert.equal((await load.loadErrors()).length, 1)
  load.write('a.json', '{"a": 2}\n{"a": 1}')

  const { rejected } = await load.load()

  assert.equal(rejected, 0)
  assert.deepEqual(await load.loadErrors(), [])
})

/** A lake with three bad rows, one of each kind, among good ones. */
function threeBad(load: Copying): void {
  load.write('1.json', '{"a": 1}\n{"a": "x"}\n')
  load.write('2.json', '{"a": 2}\n{"a": 3, "b": "too long!"}\n')
  load.write('3.json', '{"a": 4}\n{"a": \n')
}

for (const maxErrors of [0, 1, 2, 3]) {
  test(`with maxErrors ${maxErrors} three bad rows stop the load, and nothing is loaded`, async (t) => {
    const load = await copying(t, { columns, copy: { maxErrors } })
    load.write('1.json', '{"a": 77}')
    await load.load()
    threeBad(load)

    const message = await failure(() => load.load())

    assert.match(message, /line 2, column a \(integer\): not a whole number: 'x'\. 3 rows are bad/)
    assert.deepEqual(await load.rows('a'), [{ a: 77 }])
    assert.deepEqual(await load.loadErrors(), [])
  })
}

test('with maxErrors 4 three bad rows are left out', async (t) => {
  const load = await copying(t, { columns, copy: { maxErrors: 4 } })
  threeBad(load)

  assert.deepEqual(await load.files(), [
    ['1.json', 1, 1],
    ['2.json', 1, 1],
    ['3.json', 1, 1],
  ])
  const { rows, rejected } = await load.load()

  assert.deepEqual([rows, rejected], [3, 3])
})

test('of 20,000 lines the bad one is found, zipped or not, and the rest are loaded', async (t) => {
  const load = await copying(t, { columns, copy: { maxErrors: 3 } })
  const line = (row: number) => `{"b": "${row % 1_000}", "a": ${row === 12_345 ? '"?"' : row}}`
  const text = Array.from({ length: 20_000 }, (_, index) => line(index + 1)).join('\n')
  load.write('a.json', text)
  load.write('b.json.gz', gzipSync(text))

  const { rows, rejected } = await load.load()

  assert.deepEqual([rows, rejected], [39_998, 2])
  const errors = (await load.loadErrors()) as Record<string, unknown>[]
  assert.deepEqual(
    errors.map(({ line, value }) => [line, value]),
    [
      [12_345, '?'],
      [12_345, '?'],
    ],
  )
})

test('when every row is bad, the message counts them and shows the first', async (t) => {
  const load = await copying(t, { columns })
  const line = (row: number) => `{"a": "row ${row}"}`
  const file = load.write(
    'a.json',
    Array.from({ length: 50_000 }, (_, row) => line(row)).join('\n'),
  )

  assert.equal(
    await failure(() => load.load()),
    `Cannot load things: '${file}', line 1, column a (integer): not a whole number: 'row 0'. 50,000 rows are bad, this is the first.
Nothing was loaded; every table is as it was.
Mend the file, or let some bad rows pass with maxErrors in transforms/01_things.ts.`,
  )
})

// The engine's own reader takes all of these.
for (const [what, object] of Object.entries({
  'a comma before the brace on a line of its own': '{"a":1,\n}',
  'a comma within an object inside': '{"a":1,"x":{"y":1,},"z":2}',
  'a negative inf that no column takes': '{"a":1,"other":{"n": -inf}}',
})) {
  test(`${what} is no JSON, in few files and in many`, async (t) => {
    const { write, load } = await copying(t, {
      columns: { a: 'integer', b: 'varchar(10)' },
    })
    write('bad.json', `{"a":2}\n${object}\n`)
    await assert.rejects(load(), /bad\.json', line \d: .*not JSON/)
    for (let file = 0; file < 70; file += 1) write(`${file}.json`, '')
    await assert.rejects(load(), /bad\.json', line \d: .*not JSON/)
  })
}

test('what would move the cursor of a terminal is written out, and no character is cut in two', async (t) => {
  const load = await copying(t, { columns })
  const value = `\u001b[2J\u009b\u202e${'x'.repeat(38)}💿 and on`
  const file = load.write('a.json', JSON.stringify({ a: value }))

  assert.equal(
    (await failure(() => load.load())).split('\n')[0],
    `Cannot load things: '${file}', line 1, column a (integer): not a whole number: ` +
      `'\\u001b[2J\\u009b\\u202e${'x'.repeat(38)}...'.`,
  )
})
