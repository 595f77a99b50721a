import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { messageOf } from '../../src/errors.ts'
import { runSteps } from '../../src/pipeline.ts'
import { filesToRead } from '../../src/preflight/deliveries.ts'
import { preflight } from '../../src/preflight/preflight.ts'
import { preflightLines } from '../../src/preflight/report.ts'
import { SILENT } from '../../src/progress.ts'
import { EMPTY_SCHEMA } from '../../src/schema.ts'
import { isCopy, readSteps } from '../../src/steps.ts'
import { readVersions } from '../../src/versions.ts'
import { emptyWarehouse, localSettings, temporaryFolder } from '../warehouse.ts'
import { event, track } from './lake.ts'

const versions = await readVersions()
const steps = (await readSteps()).filter(isCopy)
const schema = versions.at(-1)?.after ?? EMPTY_SCHEMA

const GOOD = Buffer.from(`${event()}\n${event({ userId: '', song: 'Björk \ud83d\ude00' })}\n`)
const PIECES = [
  '{',
  '}',
  '"',
  ',',
  ':',
  '\\',
  '\\ud83d',
  '\\u0000',
  '\0',
  '\n',
  '[',
  'null',
  '1e400',
  '-',
  '.5',
  'e1',
  '\x80',
]

/** A file with some bytes changed, put in or taken out. */
const spoilt = fc
  .array(
    fc.record({
      at: fc.nat(GOOD.length - 1),
      drop: fc.integer({ min: 0, max: 3 }),
      put: fc.constantFrom('', ...PIECES),
    }),
    { minLength: 1, maxLength: 2 },
  )
  .map((changes) =>
    changes.reduce(
      (bytes, { at, drop, put }) =>
        Buffer.concat([
          bytes.subarray(0, at),
          Buffer.from(put, 'latin1'),
          bytes.subarray(at + drop),
        ]),
      GOOD,
    ),
  )

test('files without an error load, and all of their objects', async (t) => {
  const folder = temporaryFolder(t)
  const lake = {
    LOG_DATA: path.join(folder, 'log_data'),
    SONG_DATA: path.join(folder, 'song_data'),
  }
  for (const place of Object.values(lake)) mkdirSync(place)
  writeFileSync(path.join(lake.SONG_DATA, 'a.json'), track)
  const settings = localSettings(folder, lake)
  const warehouse = await emptyWarehouse(t, settings)
  await fc.assert(
    fc.asyncProperty(spoilt, async (bytes) => {
      writeFileSync(path.join(lake.LOG_DATA, 'a.json'), bytes)
      const found = await preflight(await filesToRead(settings, steps, schema, folder, SILENT))
      const load = await runSteps(warehouse, versions, steps).catch(messageOf)
      const lines = preflightLines(found).join('\n')
      if (found.errors > 0) return
      assert.notEqual(typeof load, 'string', `${load}\n${lines}`)
      assert.equal(
        (load as { rows: number }[]).reduce((sum, { rows }) => sum + rows, 0),
        found.objects,
      )
    }),
    { numRuns: 30 },
  )
})
