import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from './refusal.ts'

/** The parts of a lake. */
export const PARTS = {
  jsonPaths: 'log_json_path.json',
  logs: 'log_data',
  songs: 'song_data',
} as const

/** Refuses a directory in which something would be lost; an earlier lake may go, if it is said so. */
export function checkDirectory(out: string, replace: boolean): void {
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

/** Makes the directory, or removes an earlier lake from it, but nothing else. */
export function openDirectory(out: string, replace: boolean): void {
  mkdirSync(out, { recursive: true })
  if (!replace) return
  for (const part of Object.values(PARTS)) rmSync(join(out, part), { recursive: true, force: true })
}
