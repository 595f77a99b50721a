import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { readPlain } from '../../src/lake/plain.ts'
import { makeFolder, removeFolder } from '../../src/lake/temporary.ts'

async function counted(...texts: string[]): Promise<(number | null)[]> {
  const folder = makeFolder()
  try {
    const counts: (number | null)[] = []
    for (const text of texts) {
      const file = path.join(folder, 'file.json')
      writeFileSync(file, text)
      counts.push((await readPlain(file)).objects)
    }
    return counts
  } finally {
    removeFolder(folder)
  }
}

test('an object on each line is counted, with or without the last line end', async () => {
  const counts = await counted('', '{"a":1}', '{"a":1}\n', '{"a":1}\n{"b":[1,2]}\n{}\n{"c":"["}')
  assert.deepEqual(counts, [0, 1, 1, 4])
})

test('a file of many chunks is counted whole', async () => {
  const line = `{"text":"${'é'.repeat(700)}"}\n`
  assert.deepEqual(await counted(line.repeat(7_001)), [7_001])
})

test('a line may be longer than what is read at a time, up to 4 MB', async () => {
  const line = (bytes: number) => `{"text":"${'x'.repeat(bytes)}"}\n`
  const counts = await counted(line(1 << 20).repeat(3), `${line(9)}${line(3 << 20)}`, line(5 << 20))
  assert.deepEqual(counts, [3, 2, null])
})

test('reading ends when it is no longer wanted', async () => {
  const folder = makeFolder()
  try {
    const file = path.join(folder, 'file.json')
    writeFileSync(file, '{"a":1}\n')
    const stop = new AbortController()
    const reading = readPlain(file, stop.signal)
    stop.abort()
    await assert.rejects(reading, { name: 'AbortError' })
  } finally {
    removeFolder(folder)
  }
})

test('what may be good, or bad, is left to a closer look', async () => {
  const texts = [
    '{"a":1} {"a":2}\n',
    '{"a":1}{"a":2}\n',
    ' {"a":1}\n',
    '{"a":1} \n',
    '{"a":1}\r\n{"a":2}\r\n',
    '{"a":1}\n\n{"a":2}\n',
    '{"a":{"b":1}}\n',
    '{"a":"}"}\n',
    '\ufeff{"a":1}\n',
    '[{"a":1}]\n',
    '{"a":1\n',
    '{"a":1}\njunk\n',
    'junk',
    '{"a":1}\n{"a":2',
    '{"a":1,}\n',
    '{"a":[1,]}\n',
    '{"a":[1, ]}\n',
    '{"a":NaN}\n',
    '{"a":-Infinity}\n',
    '{"a":infinity}\n',
    `{"a":"${'x'.repeat(5 << 20)}"}\n`,
  ]
  assert.deepEqual(
    await counted(...texts),
    texts.map(() => null),
  )
})
