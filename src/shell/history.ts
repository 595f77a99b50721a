import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { PROJECT } from '../settings.ts'

/** What was typed in earlier shells of this project, for the person who typed it alone. */
export const HISTORY: string = path.join(PROJECT, '.local', 'sql-history')

export const MOST_LINES = 1_000

/** The lines of earlier shells, the newest first. */
export function readHistory(file: string = HISTORY): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean).reverse()
  } catch {
    return []
  }
}

/** Keeps lines, the newest first. A history that cannot be written is none. */
export function writeHistory(lines: readonly string[], file: string = HISTORY): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    const text = [...lines].slice(0, MOST_LINES).reverse().join('\n')
    writeFileSync(file, `${text}\n`, { mode: 0o600 })
  } catch {
    return
  }
}

/** Puts the lines of a statement together into one, so that the arrow keys bring it back whole. */
export function joinLines(history: string[], lines: readonly string[]): void {
  if (lines.length < 2 || lines.some((line) => line.includes('--'))) return
  for (const line of [...lines].reverse()) if (history[0] === line) history.shift()
  history.unshift(lines.map((line) => line.trim()).join(' '))
}
