import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseJsonPath } from '../../src/lake/json-paths.ts'

test('a path is the keys and indexes from the root inwards', () => {
  assert.deepEqual(parseJsonPath("$['userAgent']"), ['userAgent'])
  assert.deepEqual(parseJsonPath('$.userAgent'), ['userAgent'])
  assert.deepEqual(parseJsonPath("$['a']['b.c'][0]['d e']"), ['a', 'b.c', 0, 'd e'])
  assert.deepEqual(parseJsonPath('$.a.b-c[10].d'), ['a', 'b-c', 10, 'd'])
  assert.deepEqual(parseJsonPath('$[0]'), [0])
})

for (const text of [
  '',
  '$',
  'a',
  '.a',
  "['a']",
  '$a',
  '$.',
  '$..a',
  '$.*'.replace('*', "'a'"),
  "$['']",
  "$['a'",
  '$["a"]',
  '$[-1]',
  '$[*]',
  '$[a]',
  '$[?(@.a)]',
  '$.a[',
  '$.a b]',
  ' $.a',
]) {
  test(`'${text}' is no path`, () => assert.equal(parseJsonPath(text), null))
}
