import type { Copying } from '../engine.ts'
import { hashOf } from '../lake/hash.ts'
import { filesOf } from '../lake/here.ts'
import { isRemote, type LakeFile } from '../lake/list.ts'
import { removeFolder } from '../lake/temporary.ts'
import type { Bucket, LocalCopy } from './copy.ts'

/** The embedded engine's COPY. What loads is loaded itself by runs that have something to load. */
export function localCopying(bucket: Bucket): Copying<LocalCopy, LakeFile> {
  const { lake, region } = bucket
  const loading = () => import('./copy.ts')
  return {
    plan: async (_step, transform, table) => (await loading()).planned(transform, table, bucket),
    place: (source) => lake[source],
    list: (source) => filesOf(source, lake[source], region),
    hash: async (file) => (isRemote(file) ? null : hashOf(file.path)),
    number: (files, first) => files.map((file, index) => ({ ...file, load: first + index })),
    prepare: async (step, transform, table, files, progress) =>
      (await loading()).prepare(step, transform, table, files, bucket, progress),
    load: async (session, copy, progress) => (await loading()).load(session, copy, progress),
    explain: async (session, copy, error) =>
      (await import('./copy-errors.ts')).explain(session, copy, error),
    async discard({ folder, packing }) {
      await packing.catch(() => [])
      removeFolder(folder)
    },
  }
}
