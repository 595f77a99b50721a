import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { failure } from '../warehouse.ts'
import { copying } from './copying.ts'

const columns = { a: 'integer', b: 'varchar(65535)' } as const

const layouts: readonly (readonly [name: string, text: string])[] = [
  ['one to a line', '{"a":1}\n{"a":2}\n{"a":3}\n'],
  ['without a line end at the end', '{"a":1}\n{"a":2}\n{"a":3}'],
  ['with Windows line ends', '{"a":1}\r\n{"a":2}\r\n{"a":3}\r\n'],
  ['with blank lines', '\n{"a":1}\n\n  \n\t\n{"a":2}\n{"a":3}\n\n\n'],
  ['with a byte order mark', '\ufeff{"a":1}\n{"a":2}\n{"a":3}'],
  ['on one line', '{"a":1} {"a":2}\t{"a":3}'],
  ['with nothing between them', '{"a":1}{"a":2}{"a":3}'],
  ['some sharing a line', '{"a":1}\n{"a":2}{"a":3}\n'],
  ['over many lines', '{\n  "a": 1,\n  "b": null\n}\n{\n  "a":\n2}\n{"a": 3\n\n}\n'],
  ['one beginning where the last one ends', '{\n"a": 1\n} {\n"a": 2\n}{"a": 3}'],
  ['with carriage returns alone', '{"a":1}\r{"a":2}\r{"a":3}\r'],
  ['with spaces around them', '   {"a":1}   \n\t{ "a" : 2 }\f\n\v{"a":3}'],
]

for (const [name, text] of layouts) {
  test(`objects load ${name}`, async (t) => {
    const load = await copying(t, { columns })
    load.write('a.json', text)

    const { rows } = await load.load()

    assert.equal(rows, 3)
    assert.deepEqual(await load.rows('a'), [{ a: 1 }, { a: 2 }, { a: 3 }])
  })
}

test('every layout loads the same from one file of many, zipped or not', async (t) => {
  const load = await copying(t, { columns })
  const expected: [string, number, number][] = []
  for (let copy = 0; copy < 6; copy += 1) {
    for (const [index, [, text]] of layouts.entries()) {
      const name = `${copy}/${String(index).padStart(2, '0')}.json`
      const zipped = (copy + index) % 3 === 0
      load.write(zipped ? `${name}.gz` : name, zipped ? gzipSync(text) : text)
      expected.push([zipped ? `${name}.gz` : name, 3, 0])
    }
  }

  assert.deepEqual(await load.files(), expected) // 72 files: packed
  const { rows, files } = await load.load()

  assert.deepEqual([rows, files], [216, 72])
})

test('empty files and files of white space alone hold no row', async (t) => {
  const load = await copying(t, { columns })
  load.write('empty.json', '')
  load.write('white.json', ' \n\t\r\n ')
  load.write('mark.json', '\ufeff')
  load.write('zipped.json.gz', gzipSync(''))

  assert.deepEqual(await load.files(), [
    ['empty.json', 0, 0],
    ['mark.json', 0, 0],
    ['white.json', 0, 0],
    ['zipped.json.gz', 0, 0],
  ])

  load.write('one.json', '{"a":1}')

  assert.equal((await load.load()).rows, 1)
})

test('files with a byte order mark load beside plain ones, read by as many threads as there are files', async (t) => {
  const load = await copying(t, { columns })
  await load.warehouse.session.runRendered('set threads = 4')
  load.write('a.json', '\ufeff{"a":1}\n{"a":2}')
  load.write('b.json', '{"a":3}')
  load.write('c.json.gz', gzipSync('\ufeff{"a":4}'))
  load.write('mark.json', '\ufeff')

  assert.deepEqual(await load.files(), [
    ['a.json', 2, 0],
    ['b.json', 1, 0],
    ['c.json.gz', 1, 0],
    ['mark.json', 0, 0],
  ])
  await load.load()

  assert.deepEqual(await load.rows('a'), [{ a: 1 }, { a: 2 }, { a: 3 }, { a: 4 }])
})

test('an empty object is a row of nulls', async (t) => {
  const load = await copying(t, { columns: { a: 'integer' } })
  load.write('a.json', '{}\n{ }\n{"a":7}')

  await load.load()

  assert.deepEqual(await load.rows(), [{ a: 7 }, { a: null }, { a: null }])
})

test('small files, large files and zipped ones load together, each with its own count', async (t) => {
  const load = await copying(t, { columns })
  const large = `{"a":1,"b":"${'x'.repeat(65_000)}"}\n{"a":2}${' '.repeat(1_000)}\n`
  for (let file = 0; file < 65; file += 1) load.write(`small-${file}.json`, `{"a":${file + 100}}`)
  load.write('large.json', large)
  load.write('large-shared-line.json', large.replace('}\n{', '}{'))
  load.write('large-zipped.json.gz', gzipSync(large, { level: 0 }))
  load.write('empty.json', '')

  const files = await load.files()

  assert.equal(files.length, 69)
  assert.deepEqual(files.slice(0, 5), [
    ['empty.json', 0, 0],
    ['large-shared-line.json', 2, 0],
    ['large-zipped.json.gz', 2, 0],
    ['large.json', 2, 0],
    ['small-0.json', 1, 0],
  ])
  assert.equal((await load.load()).rows, 71)
})

for (const [count, how] of [
  [64, 'read as they are'],
  [65, 'packed first'],
] as const) {
  test(`${count} small files, which are ${how}, load every row as it stands`, async (t) => {
    const load = await copying(t, { columns })
    for (let file = 0; file < count; file += 1)
      load.write(
        `${file}.json`,
        `{"b":"line\\nend \\u00e9 \\"quoted\\" \\\\","a":${file}}\n{"a":${-file}, "c": {"b": 1}}`,
      )

    const { rows } = await load.load()

    assert.equal(rows, 2 * count)
    const [row] = await load.warehouse.session.rows(
      'select count(*), sum(a), min(b), max(b), count(b) as texts from things',
    )
    const text = 'line\nend é "quoted" \\'
    assert.deepEqual(row, { count: 2 * count, sum: 0, min: text, max: text, texts: count })
  })
}

test('loading again puts the rows in the place of the last ones', async (t) => {
  const load = await copying(t, { columns })
  load.write('a.json', '{"a":1}\n{"a":2}')
  await load.load()
  load.write('a.json', '{"a":3}')

  await load.load()

  assert.deepEqual(await load.rows('a'), [{ a: 3 }])
})

test('gzip files of several members load whole', async (t) => {
  const load = await copying(t, { columns })
  load.write('a.json.gz', Buffer.concat([gzipSync('{"a":1}\n{"a"'), gzipSync(':2}\n')]))

  await load.load()

  assert.deepEqual(await load.rows('a'), [{ a: 1 }, { a: 2 }])
})

for (const [what, cut] of [
  ['a little', 3],
  ['its checksum', 8],
  ['half', 5_000],
  ['nearly all', 10_000],
] as const) {
  test(`a gzip file that lost ${what} of its end is not taken for whole`, async (t) => {
    const load = await copying(t, { columns })
    const noise = Array.from({ length: 2_000 }, (_, row) => `{"a":${(row * 7_919) % 99_991}}`)
    const whole = gzipSync(noise.join('\n'))
    const file = load.write('a.json.gz', whole.subarray(0, Math.max(30, whole.length - cut)))

    const message = await failure(() => load.load())

    assert.equal(
      message,
      `Cannot read '${file}': its gzip data ends too early. Nothing was loaded. ` +
        'Fetch the file again, or move it out of the folder.',
    )
    assert.deepEqual(await load.rows(), [])
  })
}

test('what is named as gzip and is not, is not loaded', async (t) => {
  const load = await copying(t, { columns })
  const file = load.write('a.json.gz', '{"a":1}')

  assert.equal(
    await failure(() => load.load()),
    `Cannot read '${file}': it is not gzip data (incorrect header check). Nothing was loaded. ` +
      'Fetch the file again, or move it out of the folder.',
  )
})
