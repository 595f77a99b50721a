import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { migrate } from '../../src/migrator.ts'
import { readVersions } from '../../src/versions.ts'
import { type Warehouse, withWarehouse } from '../../src/warehouse.ts'
import { given, play, song } from '../rows.ts'
import { bareWarehouse, localSettings } from '../warehouse.ts'

const database = await databaseFile()

/** A warehouse in a folder, at the newest version, whose staging tables hold a row each: a copy of one that is made once. */
export async function stagedWarehouse(
  t: TestContext,
  folder: string,
  lake: Parameters<typeof localSettings>[1],
): Promise<Warehouse> {
  writeFileSync(path.join(folder, 'warehouse.duckdb'), database)
  return bareWarehouse(t, localSettings(folder, lake))
}

async function databaseFile(): Promise<Buffer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sparkify-test-'))
  await withWarehouse(localSettings(folder), async (warehouse) => {
    await migrate(warehouse, await readVersions())
    await given(warehouse, 'staging_events', [play])
    await given(warehouse, 'staging_songs', [song])
  })
  const file = readFileSync(path.join(folder, 'warehouse.duckdb'))
  rmSync(folder, { recursive: true })
  return file
}
