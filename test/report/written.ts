import { SILENT } from '../../src/progress.ts'
import { reportOf } from '../../src/report/report.ts'
import { readSettings } from '../../src/settings.ts'
import { readSteps } from '../../src/steps.ts'
import { readVersions, type Version } from '../../src/versions.ts'
import type { Warehouse } from '../../src/warehouse.ts'

/** The report on a warehouse. */
export async function reportOn(
  warehouse: Warehouse,
  versions?: readonly Version[],
): Promise<string> {
  return reportOf(
    warehouse,
    versions ?? (await readVersions()),
    await readSteps(),
    readSettings({}),
    SILENT,
  )
}

/** What a chart says, or any other part of the page by its id: its text without its tags. */
export function textOf(page: string, id: string): string {
  const start = page.indexOf(`id="${id}"`)
  if (start === -1) return ''
  const end = ['</figure>', '</section>']
    .map((tag) => page.indexOf(tag, start))
    .filter((at) => at !== -1)
  const inside = page.slice(page.indexOf('>', start) + 1, Math.min(...end))
  return inside
    .replace(/<(style|svg)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .trim()
}
