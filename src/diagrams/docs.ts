import path from 'node:path'
import { lineageOf } from '../lineage.ts'
import { type Lake, PROJECT } from '../settings.ts'
import { isInsert, type Step } from '../steps.ts'
import type { Version } from '../versions.ts'
import { viewsOf } from '../views.ts'
import { entityDiagram } from './entities.ts'
import { flowDiagram } from './flow.ts'

/** The lake of the sample, whose fields the pictures tell. */
const SAMPLE: Lake = {
  log_data: path.join(PROJECT, 'seeds/log_data'),
  log_jsonpath: path.join(PROJECT, 'seeds/log_json_path.json'),
  song_data: path.join(PROJECT, 'seeds/song_data'),
}

/** The pictures of the README by their paths, from the newest version and the steps. */
export async function pictures(
  versions: readonly Version[],
  steps: readonly Step[],
): Promise<ReadonlyMap<string, string>> {
  const schema = versions.at(-1)?.after ?? new Map()
  const filled = new Set(steps.filter(isInsert).map(({ into }) => into))
  const star = [...schema.values()].filter(({ name }) => filled.has(name))
  return new Map([
    ['docs/star.svg', entityDiagram(star)],
    [
      'docs/flow.svg',
      flowDiagram(schema, steps, await lineageOf(schema, steps, SAMPLE, viewsOf(versions))),
    ],
  ])
}
