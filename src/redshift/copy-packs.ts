import type { LoadedFile, RejectedRow, Session } from '../engine.ts'
import { Failure } from '../errors.ts'
import { LOAD_COLUMN } from '../table.ts'
import { knowTable, lastCount } from './copied.ts'
import type { ClusterCopy } from './copying.ts'

/** Loads the packs in one COPY, straight into their table. Resolves to the number of rows that came. */
export async function loadPacks(session: Session, copy: ClusterCopy): Promise<number> {
  const { table, packed } = copy
  if (packed === null || packed.manifest === null) return 0
  await knowTable(session, copy, table.name)
  const { manifest: from, jsonPaths } = packed
  const keepsLoads = LOAD_COLUMN in table.columns
  await session.run(
    copy.statement({
      into: table.name,
      from,
      isManifest: true,
      gzip: true,
      keepsLoads,
      jsonPaths,
    }),
  )
  return lastCount(session)
}

/**
 * What came of each packed file.
 * @throws Failure when rows that were packed are neither loaded nor refused.
 */
export function packedFiles(
  { table, packed, malformed }: ClusterCopy,
  loaded: number,
  refused: readonly RejectedRow[],
): LoadedFile[] {
  const refusedOf = countByFile(refused)
  const malformedOf = countByFile(malformed)
  let rows = 0
  let left = 0
  const files = [...(packed?.rowsOf ?? [])].map(([uri, count]) => {
    const without = refusedOf.get(uri) ?? 0
    rows += count
    left += without
    const rowsRejected = without + (malformedOf.get(uri) ?? 0)
    return { uri, rowsLoaded: count - without, rowsRejected }
  })
  if (loaded + left === rows) return files
  const [were, came, not] = [rows, loaded, left].map((count) => count.toLocaleString('en'))
  throw new Failure(
    `Cannot load ${table.name}: ${were} rows were packed, but the cluster loaded ${came} of them and told of ${not} ` +
      'that it left out. Nothing was loaded; every table is as it was. ' +
      'Run it again; if it says so again, load without S3_WORK.',
  )
}

/** How many rows of each file. */
export function countByFile(rows: readonly RejectedRow[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { file } of rows) counts.set(file, (counts.get(file) ?? 0) + 1)
  return counts
}
