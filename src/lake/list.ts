import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { Failure } from '../errors.ts'
import { PROJECT } from '../settings.ts'

/** A file of the lake. */
export interface LakeFile {
  readonly path: string
  /** Bytes, as stored. */
  readonly size: number
}

/** Endings of the files that a load takes; what is hidden, or lies beside them, is left alone. */
const LOADED = /\.(json|jsonl|ndjson)(\.gz)?$/

/**
 * The files of a place in the order of their paths: a file, all files below a folder, or all whose
 * paths begin with the text, as keys of S3 do.
 * @throws Failure when there is nothing at that place, or no file that a load takes.
 */
export function listFiles(setting: string, place: string): LakeFile[] {
  if (place.startsWith('s3://')) {
    throw new Failure(
      `Cannot read ${setting} '${place}': the local target reads files and folders, not s3:// yet. ` +
        'Nothing was loaded. Copy the bucket to a folder and name that.',
    )
  }
  const stat = statSync(place, { throwIfNoEntry: false })
  if (stat?.isFile()) return [{ path: place, size: stat.size }]
  const files = stat?.isDirectory() ? filesBelow(place) : filesWithPrefix(place)
  if (files === null) {
    throw new Failure(
      `Cannot read ${setting}: '${shownPath(place)}' does not exist. Nothing was loaded. ` +
        `Set ${setting} to the folder that holds the files.`,
    )
  }
  if (files.length === 0) {
    throw new Failure(
      `Cannot read ${setting}: '${shownPath(place)}' holds no file that ends in .json, .jsonl, .ndjson ` +
        `or one of these with .gz. Nothing was loaded. Set ${setting} to the folder that holds the files.`,
    )
  }
  return files.sort((one, other) => (one.path < other.path ? -1 : 1))
}

/** A path as messages show it: from the project when it lies inside. */
export function shownPath(file: string): string {
  const relative = path.relative(PROJECT, file)
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative
}

function filesBelow(folder: string): LakeFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const file = path.join(entry.parentPath, entry.name)
    const hidden = path
      .relative(folder, file)
      .split(path.sep)
      .some((part) => part.startsWith('.'))
    if (hidden || !LOADED.test(entry.name)) return []
    const stat = statSync(file)
    return stat.isFile() ? [{ path: file, size: stat.size }] : []
  })
}

function filesWithPrefix(prefix: string): LakeFile[] | null {
  const folder = path.dirname(prefix)
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return null
  const start = path.basename(prefix)
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) =>
    entry.name.startsWith(start),
  )
  if (entries.length === 0) return null
  return entries.flatMap((entry) => {
    const file = path.join(folder, entry.name)
    if (statSync(file).isDirectory()) return filesBelow(file)
    return LOADED.test(entry.name) ? [{ path: file, size: statSync(file).size }] : []
  })
}
