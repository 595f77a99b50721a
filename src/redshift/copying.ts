import type { Copying, CopyReport, PreparedCopy, RejectedRow, Session } from '../engine.ts'
import { Failure } from '../errors.ts'
import { LOADED } from '../lake/list.ts'
import { listObjects, parseS3, s3Client } from '../lake/s3.ts'
import type { Lake, RedshiftSettings } from '../settings.ts'
import type { CopyTransform } from '../transform.ts'
import { copyStatement, keyPrefix } from './copy.ts'
import { explainCopy, loadErrorsSince } from './load-errors.ts'

/** A copy of the cluster: the objects that its prefix matches. */
export interface ClusterCopy extends PreparedCopy {
  readonly transform: CopyTransform
  readonly statement: string
  readonly objects: readonly { readonly uri: string; readonly size: number }[]
  /** The cluster's clock when the load began, once it has begun. */
  startedAt: string
}

/** Redshift's COPY: the cluster reads the bucket, and this process only lists it. */
export function redshiftCopying(settings: {
  readonly lake: Lake
  readonly redshift: RedshiftSettings
}): Copying<ClusterCopy> {
  return {
    plan: (_step, transform, table) => [
      copyStatement(transform, table, settings.lake, settings.redshift),
    ],
    async prepare(step, transform, table) {
      const statement = copyStatement(transform, table, settings.lake, settings.redshift)
      const objects = await objectsOf(transform.copy.from, settings.lake, settings.redshift.region)
      const bytes = objects.reduce((sum, { size }) => sum + size, 0)
      return {
        step,
        transform,
        table,
        statement,
        objects,
        files: objects.length,
        bytes,
        startedAt: '',
      }
    },
    load,
    explain: explainCopy,
    discard: async () => {},
  }
}

async function objectsOf(source: keyof Lake, lake: Lake, region: string | null) {
  const { bucket, prefix } = parseS3(keyPrefix(lake[source]))
  const client = await s3Client(region)
  const objects = (await listObjects(client, { bucket, prefix })).filter(({ key }) =>
    LOADED.test(key),
  )
  client.destroy()
  if (objects.length === 0) {
    throw new Failure(
      `Cannot read ${source.toUpperCase()}: no object under ${lake[source]} ends in .json, .jsonl, .ndjson or one ` +
        'of these with .gz. Nothing was loaded. Set it to the prefix that holds the files.',
    )
  }
  return objects.map(({ key, size }) => ({ uri: `s3://${bucket}/${key}`, size }))
}

/** Loads, and asks the same session how many rows came: COPY itself does not say so in a way that can be relied on. */
async function load(session: Session, copy: ClusterCopy): Promise<CopyReport> {
  const [clock] = await session.rows<{ now: string }>('select getdate() as now')
  copy.startedAt = clock?.now ?? ''
  await session.run(copy.statement)
  const [row] = await session.rows<{ loaded: number }>('select pg_last_copy_count() as loaded')
  const rejected: RejectedRow[] =
    (copy.transform.copy.maxErrors ?? 0) > 1 ? await loadErrorsSince(session, copy.startedAt) : []
  const files = copy.objects.map(({ uri, size }) => ({
    file: uri,
    bytes: size,
    rowsLoaded: null,
    rowsRejected: null,
  }))
  return { files, rows: Number(row?.loaded ?? 0), rejected }
}
