import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ObjectScanner, scanObjects } from '../../src/lake/scan.ts'

/** What a text is cut into: `line: text`, and the problem where it is no object. */
function cut(text: string): string[] {
  return [...scanObjects(Buffer.from(text))].map(
    ({ bytes, line, problem }) => `${line}: ${bytes}${problem ? ` (${problem})` : ''}`,
  )
}

test('objects are found with the line that each one ends on', () => {
  assert.deepEqual(cut('{"a":1}\n\n{"b":\n{"c":2}\n} {"d":3}'), [
    '1: {"a":1}',
    '5: {"b":\n{"c":2}\n}',
    '5: {"d":3}',
  ])
})

test('brackets, quotes and backslashes inside of a string are text', () => {
  assert.deepEqual(cut('{"a":"}{][\\"\\\\"}{"b":"\\\\\\""}'), [
    '1: {"a":"}{][\\"\\\\"}',
    '1: {"b":"\\\\\\""}',
  ])
})

test('an object that was cut off ends where the next one begins', () => {
  const broken = 'an object without its closing brace'
  assert.deepEqual(cut('{"a":1\n{"b":2}'), [`1: {"a":1 (${broken})`, '2: {"b":2}'])
  assert.deepEqual(cut('{"a":1,\n{"b":2}'), [`1: {"a":1, (${broken})`, '2: {"b":2}'])
  assert.deepEqual(cut('{\n{"b":2}'), [`1: { (${broken})`, '2: {"b":2}'])
  assert.deepEqual(cut('{"a":[1}\n{"b":2}'), [`1: {"a":[1} (${broken})`, '2: {"b":2}'])
  assert.deepEqual(cut('{"a":[{"x":1},\n{"x":2}]}'), ['2: {"a":[{"x":1},\n{"x":2}]}'])
})

test('a string that was cut off ends with its line', () => {
  assert.deepEqual(cut('{"a":"x\n{"b":2}'), [
    '1: {"a":"x (a text without its closing quote)',
    '2: {"b":2}',
  ])
})

test('what is no object is found by the line, up to an object on it', () => {
  const junk = 'text where an object is expected'
  assert.deepEqual(cut('x y {"a":1}, {"b":2}\nnull\n'), [
    `1: x y (${junk})`,
    '1: {"a":1}',
    `1: , (${junk})`,
    '1: {"b":2}',
    `2: null (${junk})`,
  ])
})

test('an array is one thing, however many objects it holds', () => {
  assert.deepEqual(cut('[{"a":1},\n{"b":2}]\n{"c":3}'), [
    '2: [{"a":1},\n{"b":2}] (an array where an object is expected)',
    '3: {"c":3}',
  ])
})

test('a text cut into chunks anywhere gives the same objects', () => {
  const pieces = fc.constantFrom(
    '{"a":1}',
    '{"b":"\\"}{"}',
    '{"é":[{"x":1},\n{"y":2}]}',
    '{"c":',
    '{"d":"x',
    '[1,\n{}]',
    'junk',
    '\n',
    '  ',
    ',',
  )
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 12 }),
      fc.boolean(),
      fc.integer({ min: 3, max: 9 }),
      (parts, marked, size) => {
        const text = Buffer.from(`${marked ? '\ufeff' : ''}${parts.join('')}`)
        const scanner = new ObjectScanner()
        const found: string[] = []
        const show = ({
          bytes,
          line,
          problem,
        }: {
          bytes: Buffer
          line: number
          problem: unknown
        }) => `${line} ${bytes} ${problem}`
        for (let at = 0; at < text.length; at += size)
          for (const one of scanner.scan(text.subarray(at, at + size), false)) found.push(show(one))
        for (const one of scanner.scan(Buffer.alloc(0), true)) found.push(show(one))
        assert.deepEqual(found, [...scanObjects(text)].map(show))
      },
    ),
    { numRuns: 500 },
  )
})
