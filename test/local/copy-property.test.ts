import assert from 'node:assert/strict'
import { mkdirSync, rmSync } from 'node:fs'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { type Copying, copying } from './copying.ts'

const columns = {
  id: 'integer',
  text: 'varchar(65535)',
  number: 'double precision',
  flag: 'boolean',
} as const

const thing = fc.record(
  {
    text: fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.string({
        unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '\n', ' '),
        maxLength: 12,
      }),
      fc.constant('x'.repeat(60_000)),
    ),
    number: fc.oneof(fc.integer(), fc.constant(null), fc.constantFrom(0.5, 1e21, -269.58322)),
    flag: fc.option(fc.boolean()),
    other: fc.jsonValue({ maxDepth: 2 }),
  },
  { requiredKeys: [] },
)

const layout = fc.record({
  between: fc.constantFrom('\n', '\r\n', '', ' ', '\n\n \t'),
  indent: fc.constantFrom(0, 0, 2),
  around: fc.constantFrom('', '\n', '  ', '\ufeff'),
  zipped: fc.boolean(),
  /** How many objects the file holds at most. */
  most: fc.integer({ min: 0, max: 5 }),
})

const lakes = fc.record({
  things: fc.array(thing, { maxLength: 40 }),
  layouts: fc
    .tuple(layout, fc.array(layout, { maxLength: 7 }))
    .map(([first, more]) => [first, ...more] as const),
  /** Enough of them, and small files are packed. */
  empty: fc.constantFrom(0, 0, 70),
})

type Lake = typeof lakes extends fc.Arbitrary<infer L> ? L : never

function write(load: Copying, { things, layouts, empty }: Lake): void {
  const objects = things.map((one, id) => ({ id, ...one }))
  const [first] = layouts
  for (let file = 0; objects.length > 0 || file === 0; file += 1) {
    const { between, indent, around, zipped, most } = layouts[file % layouts.length] ?? first
    const least = file % layouts.length === 0 ? 1 : 0 // so that it comes to an end
    const some = objects.splice(0, Math.max(least, most))
    const text = around + some.map((one) => JSON.stringify(one, null, indent)).join(between)
    load.write(`${file}.json${zipped ? '.gz' : ''}`, zipped ? gzipSync(text) : text)
  }
  for (let file = 0; file < empty; file += 1) load.write(`empty/${file}.json`, '\n')
}

test('however objects are laid out over files, they load as from one file of lines', async (t) => {
  const load = await copying(t, { columns })
  const loadAfresh = async (write: () => void) => {
    rmSync(load.lake, { recursive: true })
    mkdirSync(load.lake)
    write()
    const { rows } = await load.load()
    return { rows, table: await load.rows() }
  }

  await fc.assert(
    fc.asyncProperty(lakes, async (lake) => {
      const lines = lake.things.map((one, id) => JSON.stringify({ id, ...one })).join('\n')

      const plain = await loadAfresh(() => load.write('lines.json', lines))
      const laidOut = await loadAfresh(() => write(load, lake))

      assert.equal(plain.rows, lake.things.length)
      assert.deepEqual(laidOut, plain)
    }),
    { numRuns: 15 },
  )
})
