import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { runSteps } from '../../src/pipeline.ts'
import { isCopy, readSteps } from '../../src/steps.ts'
import { readVersions } from '../../src/versions.ts'
import { fingerprint } from '../fingerprint.ts'
import { leavesNothing } from '../local/copying.ts'
import { failure, temporaryFolder } from '../warehouse.ts'
import { stagedWarehouse } from './staged.ts'

const versions = await readVersions()
const steps = (await readSteps()).filter(isCopy)

const event =
  '{"artist":"Elena","itemInSession":1,"length":269.6,"page":"NextSong","sessionId":818,"ts":1542837407796,"userId":"15"}'
const track = '{"song_id":"SOZCTXZ12AB0182364","title":"Setanta matins","duration":269.6,"year":0}'

/** A warehouse whose staging tables hold a row each, and a lake with these log files. */
async function staged(t: TestContext, files: Readonly<Record<string, string | Buffer>>) {
  const folder = temporaryFolder(t)
  leavesNothing(t)
  for (const name of ['log_data', 'song_data']) mkdirSync(path.join(folder, name))
  writeFileSync(path.join(folder, 'song_data/a.json'), track)
  for (const [name, content] of Object.entries(files))
    writeFileSync(path.join(folder, 'log_data', name), content)
  const lake = {
    LOG_DATA: path.join(folder, 'log_data'),
    SONG_DATA: path.join(folder, 'song_data'),
  }
  const warehouse = await stagedWarehouse(t, folder, lake)
  return { warehouse, folder: lake.LOG_DATA, load: () => runSteps(warehouse, versions, steps) }
}

const after = `
Nothing was loaded; every table is as it was.
Mend the file, or let some bad rows pass with maxErrors in transforms/01_staging_events.ts.`

/** The message of a load of these files, after which every table holds what it held. */
async function messageFor(t: TestContext, files: Readonly<Record<string, string | Buffer>>) {
  const { warehouse, folder, load } = await staged(t, files)
  const before = await fingerprint(warehouse)
  const message = await failure(load)
  assert.deepEqual(await fingerprint(warehouse), before)
  return message.replaceAll(`${folder}/`, '')
}

test('the files of these tests load when they are whole', async (t) => {
  const { load } = await staged(t, { 'a.json': event })

  assert.deepEqual(
    (await load()).map(({ rows }) => rows),
    [1, 1],
  )
})

const cases: readonly (readonly [name: string, bad: string | Buffer, message: string])[] = [
  [
    'a line that is not JSON',
    'nonsense',
    "'a.json', line 2: text where an object is expected: nonsense",
  ],
  [
    'an object that is not JSON',
    '{"artist":"Elena","length":269.6,}',
    `'a.json', line 2: not JSON (Expected double-quoted property name): {"artist":"Elena","length":269.6,}`,
  ],
  ['NaN', '{"length":NaN}', `'a.json', line 2: not JSON (Unexpected token 'N'): {"length":NaN}`],
  [
    'text that is not UTF-8',
    Buffer.from('{"artist":"Bj\xf6rk"}', 'latin1'),
    `'a.json', line 2: not UTF-8: {"artist":"Bj\ufffdrk"}`,
  ],
  [
    'a key twice',
    '{"page":"Home","page":"NextSong"}',
    `'a.json', line 2: the key 'page' stands there twice: {"page":"Home","page":"NextSong"}`,
  ],
  [
    'an array of events',
    `[${event}]`,
    `'a.json', line 2: an array where an object is expected: [{"artist":"Elena","itemInSession":1,"length":269.6,"page":"...`,
  ],
  [
    'a number that is none',
    '{"sessionId":"eight"}',
    "'a.json', line 2, column session_id (integer): not a whole number: 'eight'",
  ],
  [
    'a number out of range',
    '{"sessionId":2147483648}',
    "'a.json', line 2, column session_id (integer): out of the range of integer: '2147483648'",
  ],
  [
    'a moment that is none',
    '{"ts":"2018-11-21"}',
    "'a.json', line 2, column ts (timestamp): not a moment in whole milliseconds since 1970: '2018-11-21'",
  ],
  [
    'a text over its bytes',
    '{"level":"premium plus"}',
    "'a.json', line 2, column level (varchar(8)): 12 bytes, and 8 fit: 'premium plus'",
  ],
  [
    'a long text',
    `{"artist":"${'long '.repeat(300)}"}`,
    `'a.json', line 2, column artist (varchar(1024)): 1500 bytes, and 1024 fit: '${'long '.repeat(12)}...'`,
  ],
]

for (const [name, bad, message] of cases) {
  test(`${name} stops the load, and nothing is lost`, async (t) => {
    const content = Buffer.concat([Buffer.from(`${event}\n`), Buffer.from(bad)])

    assert.equal(
      await messageFor(t, { 'a.json': content }),
      `Cannot load staging_events: ${message}.${after}`,
    )
  })
}

test('a file that was cut off stops the load', async (t) => {
  const cutOff = event.slice(0, event.indexOf(',"sessionId'))

  assert.equal(
    await messageFor(t, { 'a.json': `${event}\n${cutOff}`, 'b.json': event }),
    `Cannot load staging_events: 'a.json', line 2: an object without its closing brace: ${cutOff.slice(0, 60)}....${after}`,
  )
})

test('of many bad rows the first is shown, in the order of files and lines', async (t) => {
  const bad = '{"userId":"x"}'

  assert.equal(
    await messageFor(t, { 'b.json': bad, 'a.json': `${event}\n${bad}\n?\n`, 'c.json': event }),
    `Cannot load staging_events: 'a.json', line 2, column user_id (integer): not a whole number: 'x'. ` +
      `3 rows are bad, this is the first.${after}`,
  )
})

test('with maxErrors the message says how many the copy allows', async (t) => {
  const { warehouse, folder } = await staged(t, { 'a.json': '{"userId":"x"}\n{"userId":"y"}' })
  const lenient = steps.map((step) => ({ ...step, copy: { ...step.copy, maxErrors: 2 } }))

  const message = await failure(() => runSteps(warehouse, versions, lenient))

  assert.equal(
    message.split('\n')[0],
    `Cannot load staging_events: '${folder}/a.json', line 1, column user_id (integer): not a whole number: 'x'. ` +
      '2 rows are bad, this is the first. The copy allows 1.',
  )
})

test('what is no fault of the files is told as what the engine said', async (t) => {
  const { warehouse, load } = await staged(t, { 'a.json': event })
  await warehouse.session.runRendered('alter table staging_events rename to elsewhere')

  assert.equal(
    await failure(() => load()),
    `Cannot load staging_events: relation "staging_events" does not exist.
Nothing was loaded; every table is as it was. No row of the files is at fault.`,
  )
})
