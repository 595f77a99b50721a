import { Failure } from '../errors.ts'
import { fetched, filesOf, pathsHere } from '../lake/here.ts'
import type { Progress } from '../progress.ts'
import type { Schema } from '../schema.ts'
import type { Settings } from '../settings.ts'
import { isCopy, type Step } from '../steps.ts'
import type { Delivery } from './preflight.ts'

/**
 * All files of the lake, as the steps would load them; what lies on S3 is fetched to this machine first.
 * `folder` takes a JSONPaths file that does.
 * @throws Failure when a place cannot be read or holds nothing, or a step has no table to load.
 */
export async function wholeLake(
  settings: Settings,
  steps: readonly Step[],
  schema: Schema,
  folder: string,
  progress: Progress,
): Promise<Delivery[]> {
  const { lake } = settings
  const region = settings.target === 'local' ? settings.region : settings.redshift.region
  const deliveries: Delivery[] = []
  for (const { name, into, copy } of steps.filter(isCopy)) {
    const table = schema.get(into)
    if (!table) {
      throw new Failure(
        `${name} needs table ${into}, which no version brings. Nothing was read. Add a migration.`,
      )
    }
    const files = await fetched(await filesOf(copy.from, lake[copy.from], region), region, progress)
    const pathsFile = copy.json === 'auto' ? '' : await pathsHere(lake, region, folder, progress)
    deliveries.push({ files, copy, table, pathsFile })
  }
  return deliveries
}
