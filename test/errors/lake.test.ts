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

/** The message of a load from these places below a folder, after which every table holds what it held. */
async function messageFor(
  t: TestContext,
  places: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): Promise<string> {
  const folder = temporaryFolder(t)
  leavesNothing(t)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), content)
  }
  const lake = Object.entries(places).map(([name, place]) => [name, `${folder}/${place}`])
  const warehouse = await stagedWarehouse(t, folder, Object.fromEntries(lake))
  const before = await fingerprint(warehouse)
  const message = await failure(() => runSteps(warehouse, versions, steps))
  assert.deepEqual(await fingerprint(warehouse), before)
  return message.replaceAll(`${folder}/`, '')
}

test('a path that does not exist', async (t) => {
  assert.equal(
    await messageFor(t, { LOG_DATA: 'nowhere/log_data' }),
    "Cannot read LOG_DATA: 'nowhere/log_data' does not exist. Nothing was loaded. " +
      'Set LOG_DATA to the folder that holds the files.',
  )
})

test('a path that does not exist, of the second load', async (t) => {
  assert.equal(
    await messageFor(t, { SONG_DATA: 'song_dat' }),
    "Cannot read SONG_DATA: 'song_dat' does not exist. Nothing was loaded. " +
      'Set SONG_DATA to the folder that holds the files.',
  )
})

for (const [what, files] of [
  ['an empty folder', { 'log_data/.keep': '' }],
  ['a folder of other files', { 'log_data/a.csv': 'a,b', 'log_data/2018/b.JSON': '{}' }],
] as const) {
  test(`${what}`, async (t) => {
    assert.equal(
      await messageFor(t, { LOG_DATA: 'log_data' }, files),
      "Cannot read LOG_DATA: 'log_data' holds no file that ends in .json, .jsonl, .ndjson or one of " +
        'these with .gz. Nothing was loaded. Set LOG_DATA to the folder that holds the files.',
    )
  })
}

const columns =
  'artist, auth, first_name, gender, item_in_session, last_name, length, level, location, method, page, ' +
  'registration, session_id, song, status, ts, user_agent, user_id'
const eighteen = (last: string) =>
  JSON.stringify({ jsonpaths: [...Array.from({ length: 17 }, (_, index) => `$.k${index}`), last] })

const wrongPaths: readonly (readonly [what: string, content: string | null, problem: string])[] = [
  ['that is missing', null, 'the file does not exist'],
  ['that is not JSON', '{"jsonpaths": [', 'it is not JSON (Unexpected end of JSON input)'],
  [
    'with another root key',
    '{"jsonPaths": []}',
    "its root must be an object with the one key 'jsonpaths', found 'jsonPaths'",
  ],
  [
    'with two root keys',
    '{"jsonpaths": [], "comment": ""}',
    "its root must be an object with the one key 'jsonpaths', found 'jsonpaths', 'comment'",
  ],
  [
    'that is an array',
    '["$.a"]',
    "its root must be an object with the one key 'jsonpaths', found an array",
  ],
  ['without an array', '{"jsonpaths": {}}', "'jsonpaths' must hold an array of paths"],
  [
    'with too few paths',
    '{"jsonpaths": ["$.artist"]}',
    `it has 1 path, but the table has 18 columns (${columns}), and each path is for the column at its place`,
  ],
  [
    'with what is no path',
    eighteen('userId'),
    `path 18 is "userId", but a path is written as "$['key']" or "$.key"`,
  ],
  [
    'with two notations',
    eighteen("$['userId']"),
    `it has "$['userId']" with brackets and "$.k0" with a dot, but all paths of a file are written the same way`,
  ],
  [
    'for rows that are arrays',
    eighteen('$[17]'),
    'path 18 is of an array, but the local engine loads rows that are objects',
  ],
  [
    'whose keys differ in case alone',
    eighteen('$.K0'),
    "the keys 'k0' and 'K0' differ in case alone, and the local engine cannot tell them apart",
  ],
  [
    'with a double quote in a key',
    eighteen('$.a"b'),
    `the local engine takes no key with a double quote, such as 'a"b'`,
  ],
]

for (const [what, content, problem] of wrongPaths) {
  test(`a JSONPaths file ${what}`, async (t) => {
    assert.equal(
      await messageFor(
        t,
        { LOG_JSONPATH: 'paths.json' },
        content === null ? {} : { 'paths.json': content },
      ),
      `Cannot use the JSONPaths file LOG_JSONPATH 'paths.json': ${problem}. Nothing was loaded. ` +
        'Mend the file, or set LOG_JSONPATH to the right one.',
    )
  })
}

test('a JSONPaths file that is a folder', async (t) => {
  assert.equal(
    await messageFor(t, { LOG_JSONPATH: 'paths' }, { 'paths/a.json': '' }),
    "Cannot use the JSONPaths file LOG_JSONPATH 'paths': EISDIR: illegal operation on a directory, read. " +
      'Nothing was loaded. Mend the file, or set LOG_JSONPATH to the right one.',
  )
})
