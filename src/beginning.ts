import { withoutControls } from './terminal/controls.ts'

const SHOWN_CHARACTERS = 60

/** The start of a text as messages show it, on one line. No half of a character is left at its end. */
export function beginningOf(text: string): string {
  const line = withoutControls(text.replace(/\s+/g, ' ').trim())
  if (line.length <= SHOWN_CHARACTERS) return line
  return `${line.slice(0, SHOWN_CHARACTERS).replace(/[\ud800-\udbff]$/, '')}...`
}
