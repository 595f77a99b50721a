import { Failure } from '../errors.ts'
import { fetched, filesOf, pathsHere } from '../lake/here.ts'
import type { LakeFile } from '../lake/list.ts'
import { deliveryOf, knownFiles, LOADED_FILES, touchedFiles } from '../loaded-files.ts'
import type { Progress } from '../progress.ts'
import type { Schema } from '../schema.ts'
import type { Settings } from '../settings.ts'
import { isCopy, type Step } from '../steps.ts'
import type { Source } from '../transform.ts'
import type { Warehouse } from '../warehouse.ts'
import type { Delivery } from './preflight.ts'

/** Which of a source's files are read. */
export type Choose = (source: Source, files: readonly LakeFile[]) => Promise<readonly LakeFile[]>

/** The files of a source that the next run would load: those that the ledger does not hold as they are. */
export function newFiles({ engine, connection, session }: Warehouse): Choose {
  return async (source, files) => {
    const tables = await connection.tables(session)
    if (!tables.some(({ name }) => name === LOADED_FILES)) return files
    const place = engine.copying.place(source)
    const ledger = await knownFiles(session, source, place)
    const touched = await touchedFiles(session, files, ledger, engine.copying.hash)
    const known = ledger.map((file) => ({
      ...file,
      version: touched.get(file.uri) ?? file.version,
    }))
    return (await deliveryOf(session, source, place, files, known)).fresh
  }
}

/**
 * The files of the lake, as the steps would load them; what lies on S3 is fetched to this machine first.
 * `folder` takes a JSONPaths file that does.
 * @throws Failure when a place cannot be read or holds nothing, or a step has no table to load.
 */
export async function filesToRead(
  settings: Settings,
  steps: readonly Step[],
  schema: Schema,
  folder: string,
  progress: Progress,
  choose: Choose = async (_source, files) => files,
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
    const listed = await filesOf(copy.from, lake[copy.from], region)
    const files = await fetched(await choose(copy.from, listed), region, progress)
    const pathsFile = copy.json === 'auto' ? '' : await pathsHere(lake, region, folder)
    deliveries.push({ files, copy, table, pathsFile })
  }
  return deliveries
}
