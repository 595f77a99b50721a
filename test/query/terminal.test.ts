import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { PAPER, terminalOf } from '../../src/terminal/terminal.ts'

/** A stream to a terminal of this size, in an environment. */
function streamIn(t: TestContext, environment: Record<string, string>, size = {}) {
  const before = { TERM: process.env.TERM, NO_COLOR: process.env.NO_COLOR }
  const set = (values: Record<string, string | undefined>) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
  set({ TERM: 'xterm', NO_COLOR: undefined, ...environment })
  t.after(() => set(before))
  const stream = { isTTY: true, columns: 100, rows: 30, hasColors: () => true, ...size }
  return stream as unknown as NodeJS.WriteStream
}

test('a terminal tells its size, and shows colours', (t) => {
  const terminal = terminalOf(streamIn(t, {}))

  assert.deepEqual(terminal, { width: 100, height: 30, colour: true, unicode: true })
})

test('a terminal that does not tell its size is taken for the usual one', (t) => {
  const { width, height } = terminalOf(streamIn(t, {}, { columns: 0, rows: 0 }))

  assert.deepEqual([width, height], [80, 24])
})

test('NO_COLOR takes the colours', (t) => {
  assert.equal(terminalOf(streamIn(t, { NO_COLOR: '1' })).colour, false)
})

test('a dumb terminal has lines and no more', (t) => {
  assert.deepEqual(terminalOf(streamIn(t, { TERM: 'dumb' })), {
    width: 100,
    height: Number.POSITIVE_INFINITY,
    colour: false,
    unicode: false,
  })
})

test('what is no terminal is paper', (t) => {
  assert.deepEqual(terminalOf(streamIn(t, {}, { isTTY: undefined })), PAPER)
})
