import type { Copying } from '../engine.ts'
import { hashOf } from '../lake/hash.ts'
import { filesOf } from '../lake/here.ts'
import { isRemote, type LakeFile } from '../lake/list.ts'
import { keyPrefix } from '../lake/s3.ts'
import { removeFolder } from '../lake/temporary.ts'
import { type Bucket, type LocalCopy, load, planned, prepare } from './copy.ts'
import { explain } from './copy-errors.ts'

/** The embedded engine's COPY. */
export function localCopying(bucket: Bucket): Copying<LocalCopy, LakeFile> {
  const { lake, region } = bucket
  return {
    plan: async (_step, transform, table) => planned(transform, table, bucket),
    place: (source) => placeOf(lake[source]),
    list: (source) => filesOf(source, lake[source], region),
    hash: async (file) => (isRemote(file) ? null : hashOf(file.path)),
    number: (files, first) => files.map((file, index) => ({ ...file, load: first + index })),
    prepare: (step, transform, table, files, progress) =>
      prepare(step, transform, table, files, bucket, progress),
    load,
    explain,
    async discard({ folder, packing }) {
      await packing.catch(() => [])
      removeFolder(folder)
    },
  }
}

/** A folder is the same with a slash behind it. */
function placeOf(place: string): string {
  return isRemote({ uri: place }) ? keyPrefix(place) : place.replace(/(?<=.)\/+$/, '')
}
