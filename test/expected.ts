import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Compares a text with a file of `test/expected/`. `UPDATE_EXPECTED=1 npm test` writes the file; the
 * difference is then read like code.
 */
export function assertExpected(name: string, text: string): void {
  const file = path.join(import.meta.dirname, 'expected', name)
  if (process.env.UPDATE_EXPECTED === '1') writeFileSync(file, text)
  assert.equal(text, readFileSync(file, 'utf8'))
}
