import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { Failure } from '../errors.ts'
import type { Progress } from '../progress.ts'
import { type Lake, PROJECT } from '../settings.ts'
import { type LakeFile, listFiles } from './list.ts'
import { fetchFiles, listBucket } from './mirror.ts'
import { wholeTextOf } from './read.ts'

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

/** The JSONPaths file, as a file of this machine that holds nothing else. */
export async function pathsHere(
  { log_jsonpath: place }: Lake,
  region: string | null,
  folder: string,
  progress: Progress,
): Promise<string> {
  if (!place.startsWith('s3://')) return place
  const listed = (await filesOf('log_jsonpath', place, region)).filter(({ uri }) => uri === place)
  const [file] = await fetched(listed, region, progress)
  const text = file ? wholeTextOf(file) : null
  if (text === null)
    throw new Failure(`There is no JSONPaths file LOG_JSONPATH '${place}'. Nothing was loaded.`)
  const copied = path.join(folder, 'log_json_path.json')
  writeFileSync(copied, text)
  return copied
}
