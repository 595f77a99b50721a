import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { messageOf } from '../../src/errors.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse.ts'
import { localSettings } from '../warehouse.ts'

/** One empty warehouse for the questions of a test file, which change nothing in it. */
let opening: Promise<Warehouse> | undefined
const folder = mkdtempSync(path.join(tmpdir(), 'sparkify-asking-'))

export function asked(): Promise<Warehouse> {
  opening ??= openWarehouse(localSettings(folder))
  return opening
}

after(async () => {
  await (await opening)?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What a question answers: a single value as itself, a single row or column as a list, else all rows. */
async function answerOf(sql: string): Promise<unknown> {
  const { rows, columns } = await (await asked()).session.answer(sql)
  if (rows.length === 1) return columns.length === 1 ? rows[0]?.[0] : rows[0]
  return columns.length === 1 ? rows.map(([value]) => value) : rows
}

async function outcomeOf(sql: string): Promise<unknown> {
  try {
    return await answerOf(sql)
  } catch (error) {
    return `refused: ${messageOf(error)}`
  }
}

/** A test that a list of questions is answered as Redshift would. */
export function answers(name: string, cases: readonly (readonly [sql: string, answer: unknown])[]) {
  test(name, async () => {
    const found: unknown[] = []
    for (const [sql] of cases) found.push([sql, await outcomeOf(sql)])
    assert.deepEqual(found, cases)
  })
}

/** A test that a list of statements is refused, each with its sentence. */
export function refuses(name: string, cases: readonly (readonly [sql: string, why: string])[]) {
  answers(
    name,
    cases.map(([sql, why]) => [sql, `refused: ${why}`]),
  )
}
