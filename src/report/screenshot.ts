import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Failure } from '../errors.ts'
import { makeFolder, removeFolder } from '../lake/temporary.ts'
import { SILENT } from '../progress.ts'
import { readSettings } from '../settings.ts'
import { start } from '../start.ts'
import { readSteps } from '../steps.ts'
import { readVersions } from '../versions.ts'
import { withWarehouse } from '../warehouse.ts'
import { findChromium } from './chromium.ts'
import { reportOf } from './report.ts'

/** Pixels: what a laptop shows at once. */
const SIZE = '1240,1090'

/**
 * Photographs the report on the sample, built in a folder of its own.
 * @throws Failure when no Chromium is there, or it takes no picture.
 */
export async function takeScreenshot(file: string): Promise<void> {
  const chromium = findChromium()
  if (chromium === null) {
    throw new Failure(
      'Cannot photograph the report: no Chromium is on the PATH, and CHROMIUM names none. ' +
        'The other pictures are written.',
    )
  }
  const folder = makeFolder()
  try {
    const page = path.join(folder, 'report.html')
    writeFileSync(page, await reportOnSample(path.join(folder, 'warehouse.duckdb')))
    rmSync(file, { force: true })
    const { stderr } = spawnSync(
      chromium,
      [
        '--headless',
        '--no-sandbox', // as root, in a container; the page is our own
        '--disable-gpu',
        '--hide-scrollbars',
        '--virtual-time-budget=5000',
        `--user-data-dir=${path.join(folder, 'profile')}`,
        `--window-size=${SIZE}`,
        `--screenshot=${file}`,
        page,
      ],
      { encoding: 'utf8' },
    )
    if (!existsSync(file)) throw new Failure(`Cannot photograph the report: ${stderr.trim()}`)
  } finally {
    removeFolder(folder)
  }
}

async function reportOnSample(database: string): Promise<string> {
  const settings = readSettings({ LOCAL_DATABASE: database })
  await start(settings)
  const [versions, steps] = [await readVersions(), await readSteps()]
  return withWarehouse(settings, (warehouse) =>
    reportOf(warehouse, versions, steps, settings, SILENT),
  )
}
