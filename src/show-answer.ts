import type { Found } from './ask.ts'
import type { Answer } from './engine.ts'
import { formatAnswer, type ResultFormat } from './format.ts'
import { chartText } from './terminal/bars.ts'
import { showLines } from './terminal/pager.ts'
import { tableText } from './terminal/table.ts'
import { type Terminal, terminalOf } from './terminal/terminal.ts'

export interface ShowOptions {
  readonly format: ResultFormat
  readonly chart?: boolean
  readonly units?: Readonly<Record<string, string>>
}

/** Writes an answer to stdout, as people or programs read it. Resolves to what else there is to say of it. */
export async function showAnswer(
  answer: Answer,
  { format, chart = false, units = {} }: ShowOptions,
  terminal: Terminal = terminalOf(process.stdout),
): Promise<string[]> {
  if (format !== 'table') {
    process.stdout.write(`${formatAnswer(answer, format)}\n`)
    return []
  }
  const { lines, shortened } = chart
    ? chartText(answer, terminal, units)
    : tableText(answer, terminal, units)
  await showLines(lines, terminal)
  return shortened ? ['text shortened to fit'] : []
}

/** `first 10 rows, 0.1 s, there are more`, and what else there is to say. */
export function countText({ rows, more, seconds }: Found, remarks: readonly string[]): string {
  const count = `${more ? 'first ' : ''}${countOf(rows.length)}`
  return [count, `${seconds.toFixed(1)} s`, ...(more ? ['there are more'] : []), ...remarks].join(
    ', ',
  )
}

function countOf(rows: number): string {
  return `${rows.toLocaleString('en')} row${rows === 1 ? '' : 's'}`
}

/** Whether nothing but the result is wanted: `npm run --silent`. */
export function isSilent(): boolean {
  return process.env.npm_config_loglevel === 'silent'
}

/** Writes a line to stderr; nothing when npm was told to be silent. */
export function tell(line: string): void {
  if (!isSilent()) process.stderr.write(`${line}\n`)
}
