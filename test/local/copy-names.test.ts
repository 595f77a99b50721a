import assert from 'node:assert/strict'
import { renameSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { SILENT } from '../../src/progress.ts'
import { readSettings } from '../../src/settings.ts'
import { copying } from './copying.ts'

const columns = { a: 'integer' } as const

/** Each with a neighbour that it would match if it were taken for a pattern. */
const names: readonly (readonly [name: string, neighbour: string])[] = [
  ['a[1].json', 'a1.json'],
  ['b*.json', 'bb.json'],
  ['c?.json', 'cc.json'],
  ['**/d.json', 'e/d.json'],
  ['f[a-c]/x[!y].json', 'fb/xz.json'],
  ['{g,h}.json', 'g.json'],
  ["Lily's lake/it's.json", "Lily's lake/its.json"],
  ['with space/and "quotes".json', 'with space/and quotes.json'],
  ['back\\slash.json', 'backslash.json'],
  ['percent%20.json', 'percent .json'],
  ['Ünïcode 🎵.json', 'Unicode.json'],
  ['level=paid/a=7/k.json', 'level=free/k.json'],
  ['$x; drop table things --.json', 'x.json'],
]

for (const [count, how] of [
  [0, 'directly'],
  [64, 'in a pack'],
] as const) {
  test(`a name stands for one file whatever characters it has, read ${how}`, async (t) => {
    const load = await copying(t, { columns })
    const expected: [string, number, number][] = []
    for (const [index, [name, neighbour]] of names.entries()) {
      load.write(name, `{"a": ${index}}`)
      load.write(neighbour, `{"a": ${100 + index}} {"a": ${200 + index}}`)
      expected.push([name, 1, 0], [neighbour, 2, 0])
    }
    for (let file = 0; file < count; file += 1) {
      load.write(`more/${file}.json`, '')
      expected.push([`more/${file}.json`, 0, 0])
    }

    assert.deepEqual(
      await load.files(),
      expected.sort(([one], [other]) => (one < other ? -1 : 1)),
    )
    await load.load()

    const numbers = names.flatMap((_, index) => [index, 100 + index, 200 + index])
    assert.deepEqual(
      await load.rows(),
      numbers.sort((one, other) => one - other).map((a) => ({ a })),
    )
  })
}

test('a folder may be named as a pattern, and zipped files in it too', async (t) => {
  const load = await copying(t, { columns, place: '[lake] *?' })
  load.write('[lake] *?/[1].json', '{"a": 1}')
  load.write('[lake] *?/[2].json.gz', gzipSync('{"a": 2}'))
  load.write('l x/1.json', '{"a": 3}')

  await load.load()

  assert.deepEqual(await load.rows(), [{ a: 1 }, { a: 2 }])
})

test('a single file loads whatever its ending', async (t) => {
  const load = await copying(t, { columns, place: 'events.log' })
  load.write('events.log', '{"a": 1}')
  load.write('events.log.json', '{"a": 2}')

  await load.load()

  assert.deepEqual(await load.rows(), [{ a: 1 }])
})

test('a prefix takes every file and folder whose path begins with it', async (t) => {
  const load = await copying(t, { columns, place: '2018/11/2018-11-0' })
  load.write('2018/11/2018-11-01-events.json', '{"a": 1}')
  load.write('2018/11/2018-11-02-events.json.gz', gzipSync('{"a": 2}'))
  load.write('2018/11/2018-11-03/events.json', '{"a": 3}')
  load.write('2018/11/2018-11-10-events.json', '{"a": 4}')
  load.write('2018/11/2018-11-04-notes.txt', 'not loaded')

  await load.load()

  assert.deepEqual(await load.rows(), [{ a: 1 }, { a: 2 }, { a: 3 }])
})

test('hidden files and folders are left alone, and so is what is not JSON by its name', async (t) => {
  const load = await copying(t, { columns })
  load.write('a.json', '{"a": 1}')
  load.write('.a.json', 'x')
  load.write('.git/a.json', 'x')
  load.write('b/._a.json', 'x')
  load.write('b/_SUCCESS', '')
  load.write('b/README.md', '# x')
  load.write('b/a.json.crc', 'x')

  await load.load()

  assert.deepEqual(await load.rows(), [{ a: 1 }])
})

test('a path may be relative to where the command is typed', async (t) => {
  const load = await copying(t, { columns, place: 'data' })
  load.write('data/a.json', '{"a": 1}')

  const { lake } = readSettings({ LOG_DATA: path.relative(process.cwd(), load.lake) })

  assert.equal(lake.log_data, load.lake)
  await load.load()
  assert.deepEqual(await load.rows(), [{ a: 1 }])
})

test('a file that goes away between listing and reading stops the load', async (t) => {
  const load = await copying(t, { columns })
  load.write('a.json', '{"a": 1}')
  const file = load.write('b.json', '{"a": 2}')
  const { copying: engine } = load.warehouse.engine
  const files = engine.number(await engine.list('log_data', SILENT), 1, true)
  const { session } = load.warehouse
  const prepared = await engine.prepare('01_things', load.step, load.table, files, SILENT, session)
  renameSync(file, `${file}.away`)

  await assert.rejects(
    load.warehouse.transaction((session) =>
      engine.load(session, prepared, { update() {}, end() {} }),
    ),
  )
  await assert.rejects(
    engine.explain(load.warehouse.session, prepared, new Error('unread'), SILENT),
    {
      message:
        `Cannot read '${file}': it was listed, and is gone since. Nothing was loaded. ` +
        'Fetch the file again, or move it out of the folder.',
    },
  )
  await engine.discard(prepared)
})
