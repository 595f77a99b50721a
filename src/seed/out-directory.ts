import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from './refusal.ts'

/** The parts of a lake. */
export const PARTS = {
  jsonPaths: 'log_json_path.json',
  logs: 'log_data',
  songs: 'song_data',
} as const

/** A lake on its way into its directory, which has all of it at the end or nothing. */
export interface Building {
  /** @throws Refusal where the lake has no place. */
  check(): void
  /** Makes a folder within the directory, and returns where the lake is to be made. */
  open(): string
  /** Puts the lake where it belongs. An earlier lake goes now, but nothing else. */
  finish(): void
  /** Leaves the directory as it was; nothing once the lake is finished. */
  undo(): void
}

/** Prepares to make a lake in a directory. */
export function buildingIn(out: string, replace: boolean): Building {
  const partial = join(out, `.lake.${process.pid}.part`)
  let made: string | undefined // the first of the folders that were not there
  let isOpen = false
  return {
    check: () => checkDirectory(out, replace),
    open() {
      isOpen = true
      made = mkdirSync(out, { recursive: true })
      mkdirSync(partial)
      return partial
    },
    finish() {
      const parts = Object.values(PARTS)
      for (const part of parts) rmSync(join(out, part), { recursive: true, force: true })
      for (const part of parts) renameSync(join(partial, part), join(out, part))
      rmSync(partial, { recursive: true })
      isOpen = false
    },
    undo() {
      if (isOpen) rmSync(made ?? partial, { recursive: true, force: true })
      isOpen = false
    },
  }
}

/** Refuses a directory in which something would be lost; an earlier lake may go, if it is said so. */
function checkDirectory(out: string, replace: boolean): void {
  if (!existsSync(out)) return
  if (!statSync(out).isDirectory()) {
    throw new Refusal(`Cannot make a lake in ${out}: it is a file. Choose a directory.`, 1)
  }
  const found = readdirSync(out)
  const holdsLake = found.includes(PARTS.jsonPaths)
  if (found.length === 0 || (holdsLake && replace)) return
  const advice = holdsLake
    ? 'it holds a lake already. Choose another directory, or replace that lake with --replace.'
    : `it is not empty, and holds no lake (no ${PARTS.jsonPaths}). Choose another directory.`
  throw new Refusal(`Cannot make a lake in ${out}: ${advice}`, 1)
}
