import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { Failure } from '../errors.ts'
import type { Progress } from '../progress.ts'
import { type Lake, PROJECT } from '../settings.ts'
import { type LakeFile, listFiles } from './list.ts'
import { fetchFiles, listBucket } from './mirror.ts'
import { parseS3, readObject, s3Client } from './s3.ts'

/** Where objects of S3 are kept, so that each is fetched once. */
const MIRROR = path.join(PROJECT, '.local', 'lake')

/** The files of a place; those on S3 are not fetched yet. @throws Failure when there are none. */
export async function filesOf(
  source: keyof Lake,
  place: string,
  region: string | null,
): Promise<LakeFile[]> {
  const setting = source.toUpperCase()
  if (!place.startsWith('s3://')) return listFiles(setting, place)
  return listBucket(setting, place, region)
}

/** Files of S3 as files of this machine. */
export async function fetched<File extends LakeFile>(
  files: readonly File[],
  region: string | null,
  progress: Progress,
): Promise<readonly File[]> {
  if (!files.some(({ path }) => path === '')) return files
  return fetchFiles(files, region, MIRROR, progress)
}

/** The JSONPaths file, as a file of this machine: on S3 it is one key, whatever that ends in. @throws Failure when it is not there. */
export async function pathsHere(
  { log_jsonpath: place }: Lake,
  region: string | null,
  folder: string,
): Promise<string> {
  if (!place.startsWith('s3://')) return place
  const { bucket, prefix: key } = parseS3(place)
  const copied = path.join(folder, 'log_json_path.json')
  const client = await s3Client(region)
  try {
    writeFileSync(copied, await readObject(client, bucket, key))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    throw new Failure(error.message.replace('Cannot read', 'Cannot read LOG_JSONPATH'), {
      cause: error,
    })
  } finally {
    client.destroy()
  }
  return copied
}
