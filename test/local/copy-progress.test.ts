import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Engine, PreparedCopy, Session } from '../../src/engine.ts'
import { type Progress, SILENT } from '../../src/progress.ts'
import { type Copying, copying } from './copying.ts'

/** What a piece of work with the files of a lake tells of itself. */
async function toldBy(
  { warehouse, step, table }: Copying,
  work: (given: {
    copy: Engine['copying']
    session: Session
    prepared: PreparedCopy
    progress: Progress
  }) => Promise<unknown>,
): Promise<string[]> {
  const { engine, session } = warehouse
  const { copying: copy } = engine
  const files = copy.number(await copy.list('log_data', SILENT), 1, true)
  const prepared = await copy.prepare(step.name, step, table, files, SILENT, session)
  const told: string[] = []
  try {
    const progress = { update: (text: string) => told.push(text), end() {} }
    await work({ copy, session, prepared, progress })
  } finally {
    await copy.discard(prepared)
  }
  return told
}

test('a load tells how many files and megabytes it has read, of how many', async (t) => {
  const lake = await copying(t, { columns: { a: 'varchar(100)' } })
  const line = `{"a":"${'x'.repeat(88)}"}\n`
  for (const name of ['1.json', '2.json', '3.json']) lake.write(name, line.repeat(20_000))
  const told = await toldBy(lake, ({ copy, session, prepared, progress }) =>
    copy.load(session, prepared, progress),
  )
  assert.equal(told.at(-1), '3 of 3 files, 6 of 6 MB')
  const counts = told.map((text) =>
    /^(\d) of 3 files, (\d) of 6 MB$/.exec(text)?.slice(1).map(Number),
  )
  for (const [place, count] of counts.entries()) {
    assert.ok(count, told[place])
    const before = counts[place - 1] ?? [0, 0]
    assert.ok(
      count.every((number, index) => number >= (before[index] ?? 0)),
      told.join('\n'),
    )
  }
})

test('a load of many small files tells how many are packed', async (t) => {
  const lake = await copying(t, { columns: { a: 'integer' } })
  for (let file = 0; file < 100; file += 1) lake.write(`${file}.json`, '{"a":1}')
  const told = await toldBy(lake, ({ copy, session, prepared, progress }) =>
    copy.load(session, prepared, progress),
  )
  assert.match(told[0] ?? '', /^packing small files, \d+ of 100$/)
})

test('the search for a bad row tells how much it has read', async (t) => {
  const lake = await copying(t, { columns: { a: 'integer' } })
  lake.write('good.json', '{"a":1}\n'.repeat(1_000))
  lake.write('bad.json', `${'{"a":1}\n'.repeat(400_000)}{"a":"x"}\n`)
  const told = await toldBy(lake, ({ copy, session, prepared, progress }) =>
    assert.rejects(copy.explain(session, prepared, new Error('unread'), progress), {
      message: /bad\.json'?, line 400001, column a/,
    }),
  )
  const searched = told.filter((text) => text.startsWith('looking for bad rows'))
  assert.equal(searched[0], 'looking for bad rows, 0 of 3 MB')
  assert.equal(searched.at(-1), 'looking for bad rows, 3 of 3 MB')
})
