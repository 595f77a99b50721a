import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import path from 'node:path'
import type { SourceFile } from '../engine.ts'
import { Failure, messageOf } from '../errors.ts'
import { utcText } from '../moment.ts'
import { PROJECT } from '../settings.ts'

/** A file of the lake. */
export interface LakeFile extends SourceFile {
  /** Where it is on this machine; empty while it is on S3 alone. */
  readonly path: string
  /** Where it begins in the file at `path`, when that holds others as well. */
  readonly offset?: number
}

/** Endings of the files that a load takes; what is hidden, or lies beside them, is left alone. */
export const LOADED = /\.(json|jsonl|ndjson)(\.gz)?$/

/**
 * The files of a place in the order of their paths: a file, all files below a folder, or all whose
 * paths begin with the text, as keys of S3 do.
 * @throws Failure when there is nothing at that place, or no file that a load takes.
 */
export function listFiles(setting: string, place: string): LakeFile[] {
  const files = read(setting, place)
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

/** Whether a file is an object of S3. */
export function isRemote({ uri }: { readonly uri: string }): boolean {
  return uri.startsWith('s3://')
}

/** Whether a file of this machine is still what the listing showed. */
export function isAsListed({ path, size, version }: LakeFile): boolean {
  const now = statSync(path, { throwIfNoEntry: false })
  return now?.size === size && utcText(now.mtimeMs) === version
}

/** A file as messages show it. */
export function shownFile(file: { readonly uri: string }): string {
  return isRemote(file) ? file.uri : shownPath(file.uri)
}

/** A path as messages show it: from the project when it lies inside. */
export function shownPath(file: string): string {
  const relative = path.relative(PROJECT, file)
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative || '.'
}

function read(setting: string, place: string): LakeFile[] | null {
  try {
    const stat = statSync(place, { throwIfNoEntry: false })
    if (stat?.isFile()) return [fileAt(place, stat)]
    // As a key of S3, a place that ends in a slash is no prefix of its neighbours.
    return stat?.isDirectory() || place.endsWith('/') ? below(place) : withPrefix(place)
  } catch (error) {
    throw new Failure(
      `Cannot read ${setting} '${shownPath(place)}': ${messageOf(error)}. Nothing was loaded. ` +
        'Mend what it names, or move it out of the folder.',
      { cause: error },
    )
  }
}

function fileAt(file: string, { size, mtimeMs }: Stats): LakeFile {
  const changedAt = utcText(mtimeMs)
  return { path: file, uri: file, size, version: changedAt, changedAt }
}

function below(folder: string): LakeFile[] | null {
  return isFolder(folder) ? filesOf(folder, readEntries(folder)) : null
}

function withPrefix(prefix: string): LakeFile[] | null {
  const folder = path.dirname(prefix)
  if (!isFolder(folder)) return null
  const entries = readEntries(folder).filter(({ name }) => name.startsWith(path.basename(prefix)))
  return entries.length === 0 ? null : filesOf(folder, entries)
}

/** The files of entries, and of the folders among them. Links are followed, but not in a circle. */
function filesOf(folder: string, entries: readonly Dirent[]): LakeFile[] {
  const files: LakeFile[] = []
  const visit = (folder: string, entries: readonly Dirent[], above: readonly string[]) => {
    const inside = [...above, folder]
    for (const entry of entries) {
      const file = `${folder}/${entry.name}`
      const isLink = entry.isSymbolicLink()
      if (entry.isDirectory() || (isLink && isFolder(file))) {
        if (isLink && isCircle(file, inside)) continue
        visit(file, readEntries(file), inside)
      } else if (LOADED.test(entry.name)) {
        const stat = statSync(file)
        if (stat.isFile()) files.push(fileAt(file, stat))
      }
    }
  }
  visit(folder.replace(/(?<=.)\/$/, ''), entries, [])
  return files
}

/** Whether a link leads to a folder that it is in. Where folders really are costs as much as the whole listing. */
function isCircle(link: string, inside: readonly string[]): boolean {
  const target = realpathSync(link)
  return inside.some((folder) => realpathSync(folder) === target)
}

function readEntries(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'))
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false
}
