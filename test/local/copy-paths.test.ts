import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readJsonPaths } from '../../src/lake/json-paths.ts'
import { failure } from '../warehouse.ts'
import { copying } from './copying.ts'

const columns = { a: 'integer', b: 'varchar(40)' } as const

test("'auto' takes the keys that are spelled as the columns, and no others", async (t) => {
  const load = await copying(t, { columns: { first_name: 'varchar(8)', userid: 'integer' } })
  load.write(
    'a.json',
    '{"firstName": "Ryan", "First_Name": "Ryan", "userId": 1, "USERID": 1, "other": {"userid": 1}}\n' +
      '{"other": [], "userid": 2, "first_name": "Lily", "first_name ": "Lily"}',
  )

  await load.load()

  assert.deepEqual(await load.rows(), [
    { first_name: 'Lily', userid: 2 },
    { first_name: null, userid: null },
  ])
})

test('paths fill the columns by position, whatever they are called', async (t) => {
  const load = await copying(t, { columns, paths: ["$['itemInSession']", "$['userAgent']"] })
  load.write('a.json', '{"userAgent": "Safari", "a": 8, "b": "x", "itemInSession": 7}')

  await load.load()

  assert.deepEqual(await load.rows(), [{ a: 7, b: 'Safari' }])
})

test('paths tell keys apart by case', async (t) => {
  const load = await copying(t, { columns, paths: ['$.userId', '$.name'] })
  load.write('a.json', '{"userid": 1, "UserId": 2, "userId": 3, "Name": "x"}')

  await load.load()

  assert.deepEqual(await load.rows(), [{ a: 3, b: null }])
})

for (const [how, paths] of [
  ['brackets', ["$['user']['id']", "$['user']['names'][1]"]],
  ['dots', ['$.user.id', '$.user.names[1]']],
] as const) {
  test(`paths with ${how} lead into objects and arrays`, async (t) => {
    const load = await copying(t, { columns, paths })
    load.write(
      'a.json',
      '{"user": {"id": 1, "names": ["Ryan", "Smith"]}}\n' +
        '{"user": {"names": ["Lily", {"last": "Koch"}, 3]}}\n' +
        '{"user": {"id": null, "names": ["Lily", null]}}',
    )

    await load.load()

    assert.deepEqual(await load.rows(), [
      { a: 1, b: 'Smith' },
      { a: null, b: '{"last":"Koch"}' },
      { a: null, b: null },
    ])
  })
}

test('one key may fill several columns, whole and in part', async (t) => {
  const load = await copying(t, {
    columns: { whole: 'varchar(40)', part: 'integer', again: 'varchar(40)' },
    paths: ['$.a', '$.a.x', '$.a'],
  })
  load.write('a.json', '{"a": {"x": 1}}\n{"a": null}\n{}')

  await load.load()

  assert.deepEqual(await load.rows(), [
    { whole: '{"x":1}', part: 1, again: '{"x":1}' },
    { whole: null, part: null, again: null },
    { whole: null, part: null, again: null },
  ])
})

test('keys of a path may hold spaces, dots, brackets and other signs', async (t) => {
  const load = await copying(t, {
    columns: { a: 'integer', b: 'integer', c: 'integer', d: 'integer' },
    paths: ["$['a b.c']", "$['x[0]']", "$['o']['*.y']", "$['é?']"],
  })
  load.write('a.json', '{"a b.c": 1, "x[0]": 2, "o": {"*.y": 3, "z": 9}, "é?": 4}')

  await load.load()

  assert.deepEqual(await load.rows(), [{ a: 1, b: 2, c: 3, d: 4 }])
})

test('an element that is not there and a member of what is no object are refused', async (t) => {
  const load = await copying(t, {
    columns: { a: 'integer', b: 'integer' },
    paths: ['$.list[1]', '$.o.x'],
    copy: { maxErrors: 10 },
  })
  load.write(
    'a.json',
    [
      '{"list": [1, 2], "o": {"x": 1}}',
      '{"list": [1, 2], "o": {}}',
      '{"list": [1, 2], "o": null}',
      '{"list": [1, 2]}',
      '{"list": [1], "o": {"x": 1}}',
      '{"list": [], "o": {"x": 1}}',
      '{"list": 5, "o": {"x": 1}}',
      '{"list": null, "o": {"x": 1}}',
      '{"o": {"x": 1}}',
      '{"list": [1, 2], "o": "text"}',
      '{"list": [1, 2], "o": [1]}',
    ].join('\n'),
  )

  await load.load()

  assert.deepEqual(await load.rows(), [
    { a: 2, b: 1 },
    { a: 2, b: null },
    { a: 2, b: null },
    { a: 2, b: null },
  ])
  const errors = (await load.loadErrors()) as Record<string, unknown>[]
  const noElement = 'no array, or one without an element 1'
  assert.deepEqual(
    errors.map(({ line, column_name, reason }) => [line, column_name, reason]),
    [
      ...[5, 6, 7, 8, 9].map((line) => [line, 'a', noElement]),
      [10, 'b', 'no object that could hold x'],
      [11, 'b', 'no object that could hold x'],
    ],
  )
})

test('an element that is not there stops the load by default', async (t) => {
  const load = await copying(t, { columns, paths: ['$.a', '$.list[0]'] })
  const file = load.write('a.json', '{"a": 1, "list": ["x"]}\n{"a": 2, "list": []}')

  assert.equal(
    await failure(() => load.load()),
    `Cannot load things: '${file}', line 2, column b (varchar(40)): no array, or one without an element 0: null.
Nothing was loaded; every table is as it was.
Mend the file, or let some bad rows pass with maxErrors in transforms/01_things.ts.`,
  )
})

test('an identity has no path', async (t) => {
  const load = await copying(t, {
    columns: { id: 'bigint identity(0, 1)', a: 'integer' },
    paths: ['$.x'],
  })
  load.write('a.json', '{"x": 5}')

  await load.load()

  assert.deepEqual(await load.rows('a'), [{ a: 5 }])
})

test('the JSONPaths file is loaded as data where the prefix takes it in, as on S3', async (t) => {
  const load = await copying(t, { columns, place: 'log' })
  load.write('log_data/a.json', '{"a": 1}')
  load.write('log_json_path.json', '{"jsonpaths": ["$.a"]}')

  assert.deepEqual(await load.files(), [
    ['log_data/a.json', 1, 0],
    ['log_json_path.json', 1, 0],
  ])
})

test('the paths of the sample are read', () => {
  const names = Array.from({ length: 18 }, (_, index) => `c${index}`)

  const paths = readJsonPaths('seeds/log_json_path.json', names)

  assert.deepEqual(paths[4], ['itemInSession'])
})
