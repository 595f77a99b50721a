import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { migrate } from '../../src/migrator.ts'
import { runSteps } from '../../src/pipeline.ts'
import { PROJECT } from '../../src/settings.ts'
import { isInsert, readSteps } from '../../src/steps.ts'
import { readVersions } from '../../src/versions.ts'
import { withWarehouse } from '../../src/warehouse.ts'
import { localSettings, temporaryFolder } from '../warehouse.ts'

const versions = await readVersions()
const steps = await readSteps()
const star = steps.filter(isInsert)

/** Every object of the sample, as text. */
function objectsOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile())
    .sort()
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .filter((line) => line !== '')
}

const events = objectsOf(path.join(PROJECT, 'seeds/log_data'))
const songs = objectsOf(path.join(PROJECT, 'seeds/song_data'))

/** One way to deliver objects: their order, how many files hold them, and which of those are zipped. */
function delivery(objects: readonly string[]) {
  return fc.record({
    objects: fc.shuffledSubarray([...objects], {
      minLength: objects.length,
      maxLength: objects.length,
    }),
    files: fc.integer({ min: 1, max: 90 }),
    zipped: fc.boolean(),
    between: fc.constantFrom('\n', '\n\n', ' ', ''),
  })
}

type Delivery = typeof delivery extends (objects: readonly string[]) => fc.Arbitrary<infer D>
  ? D
  : never

function write(folder: string, { objects, files, zipped, between }: Delivery): string {
  mkdirSync(folder, { recursive: true })
  const size = Math.ceil(objects.length / files)
  for (let file = 0; file * size < objects.length; file += 1) {
    const text = objects.slice(file * size, (file + 1) * size).join(between)
    const name = path.join(folder, `${file}.json`)
    if (zipped) writeFileSync(`${name}.gz`, gzipSync(text))
    else writeFileSync(name, text)
  }
  return folder
}

/** All rows of the star as sorted text, but for the identity. */
async function starOf(
  warehouse: Parameters<typeof runSteps>[0],
): Promise<Record<string, string[]>> {
  const tables: [string, string[]][] = []
  for (const { into, columns } of star) {
    const rows = await warehouse.session.rows(`select ${columns.join(', ')} from ${into}`)
    tables.push([into, rows.map((row) => JSON.stringify(row)).sort()])
  }
  return Object.fromEntries(tables)
}

test('however the objects are shuffled, split and merged into files, the star is the same', async (t) => {
  const folder = temporaryFolder(t)
  const expected = await withWarehouse(localSettings(folder), async (warehouse) => {
    await migrate(warehouse, versions)
    await runSteps(warehouse, versions, steps)
    return starOf(warehouse)
  })
  assert.ok((expected.songplays?.length ?? 0) > 500)

  await fc.assert(
    fc.asyncProperty(delivery(events), delivery(songs), async (log, catalogue) => {
      const lake = mkdtempSync(path.join(folder, 'lake-'))
      const settings = localSettings(folder, {
        LOG_DATA: write(path.join(lake, 'log_data'), log),
        SONG_DATA: write(path.join(lake, 'song_data'), catalogue),
      })
      await withWarehouse(settings, async (warehouse) => {
        const reports = await runSteps(warehouse, versions, steps)
        const changed = reports.filter(
          ({ step, changed }) => changed > 0 && star.some(({ name }) => name === step),
        )
        assert.deepEqual(changed, [])
        assert.deepEqual(await starOf(warehouse), expected)
      })
    }),
    { numRuns: 12, seed: 2018 },
  )
})
