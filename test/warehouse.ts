import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { migrate } from '../src/migrator.ts'
import { PROJECT, readSettings, type Settings } from '../src/settings.ts'
import { readVersions } from '../src/versions.ts'
import { openWarehouse, type Warehouse } from '../src/warehouse.ts'

/** A folder of the test's own, removed after it. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sparkify-test-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Settings of a local warehouse in a folder, with its lake where `lake` says, or the sample's. */
export function localSettings(
  folder: string,
  lake: { LOG_DATA?: string; LOG_JSONPATH?: string; SONG_DATA?: string; S3_REGION?: string } = {},
): Settings {
  return readSettings({
    LOCAL_DATABASE: path.join(folder, 'warehouse.duckdb'),
    LOG_DATA: path.join(PROJECT, 'seeds/log_data'),
    LOG_JSONPATH: path.join(PROJECT, 'seeds/log_json_path.json'),
    SONG_DATA: path.join(PROJECT, 'seeds/song_data'),
    ...lake,
  })
}

/**
 * Has the embedded engine work on one thread: tests have a handful of rows, and handing those from thread
 * to thread takes longer than the work. Commands that tests start keep all threads.
 */
export async function useOneThread({ engine, session }: Warehouse): Promise<void> {
  if (engine.target === 'local') await session.runRendered('set threads = 1')
}

/** A warehouse without any version, closed after the test. */
export async function bareWarehouse(
  t: TestContext,
  settings = localSettings(temporaryFolder(t)),
): Promise<Warehouse> {
  const warehouse = await openWarehouse(settings)
  t.after(() => warehouse.close())
  await useOneThread(warehouse)
  return warehouse
}

/** A warehouse at the newest version, without rows, closed after the test. */
export async function emptyWarehouse(
  t: TestContext,
  settings = localSettings(temporaryFolder(t)),
): Promise<Warehouse> {
  const warehouse = await bareWarehouse(t, settings)
  await migrate(warehouse, await readVersions())
  return warehouse
}

/** The message that some work fails with. */
export async function failure(work: () => unknown): Promise<string> {
  try {
    await work()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('expected a failure')
}
