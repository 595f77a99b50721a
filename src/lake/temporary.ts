import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const folders = new Set<string>()
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A folder for the files of one load, away from the lake. It goes with `removeFolder`, or when the process is told to end. */
export function makeFolder(): string {
  if (folders.size === 0) for (const signal of SIGNALS) process.on(signal, endBy)
  const folder = mkdtempSync(path.join(tmpdir(), 'sparkify-'))
  folders.add(folder)
  return folder
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  folders.delete(folder)
  if (folders.size === 0) for (const signal of SIGNALS) process.off(signal, endBy)
}

/** Removes what is left and ends as the signal would have ended the process. */
function endBy(signal: NodeJS.Signals): void {
  for (const folder of folders) removeFolder(folder)
  process.kill(process.pid, signal)
}
