import type { Answer } from '../engine.ts'
import { Failure } from '../errors.ts'
import { isNumeric, type TableText, tableText } from './table.ts'
import type { Terminal } from './terminal.ts'
import { padded, widthOf } from './width.ts'

/** On paper a chart is as wide as a usual terminal. */
const USUAL_WIDTH = 80
const SHORTEST = 10
const LONGEST = 60
const GAP = 2

/**
 * An answer as a table, with a bar beside each row for its last number.
 * @throws Failure when no column holds numbers.
 */
export function chartText(
  answer: Answer,
  terminal: Terminal,
  units: Readonly<Record<string, string>> = {},
): TableText {
  const column = answer.columns.findLastIndex((_, index) => isNumeric(answer, index))
  if (column === -1) {
    throw new Failure(
      'Cannot draw this: no column holds numbers. Leave out --chart, or ask for a number.',
    )
  }
  const whole = Number.isFinite(terminal.width) ? terminal.width : USUAL_WIDTH
  const table = tableText(answer, { ...terminal, width: whole - SHORTEST - GAP }, units)
  const width = table.lines.reduce((most, line) => Math.max(most, widthOf(plain(line))), 0)
  if (table.layout === 'lists') {
    throw new Failure('Cannot draw this: its columns are too wide. Ask for fewer of them.')
  }
  const bars = barsOf(
    answer.rows.map((row) => (row[column] === null ? null : Number(row[column]))),
    Math.min(LONGEST, whole - width - GAP),
    terminal.unicode,
  )
  const lines = table.lines.map((line, index) => {
    const bar = index < 2 ? '' : (bars[index - 2] ?? '')
    const blanks = ' '.repeat(Math.max(0, width - widthOf(plain(line))))
    return bar === '' ? line : `${line}${blanks}${' '.repeat(GAP)}${bar}`
  })
  return { ...table, lines }
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const

/**
 * A bar for each value, on one scale that begins at 0 and takes `width` cells. Bars of values below 0
 * lead from the same line to the left; null has none.
 */
export function barsOf(
  values: readonly (number | null)[],
  width: number,
  unicode = true,
): string[] {
  const known = values.filter((value) => value !== null)
  const least = known.reduce((one, other) => Math.min(one, other), 0)
  const most = known.reduce((one, other) => Math.max(one, other), 0)
  const perCell = (most - least) / width
  if (perCell === 0) return values.map(() => '')
  const zero = Math.ceil(-least / perCell)
  return values.map((value) => {
    if (value === null) return ''
    if (value < 0) return padded(full(Math.round(-value / perCell), unicode), zero, 'right')
    const eighths = Math.round(8 * Math.min(value / perCell, width - zero))
    const part = unicode ? (EIGHTHS[eighths % 8] ?? '') : ''
    return (' '.repeat(zero) + full(Math.floor(eighths / 8), unicode) + part).trimEnd()
  })
}

function full(cells: number, unicode: boolean): string {
  return (unicode ? '█' : '#').repeat(cells)
}

function plain(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours that tableText put there.
  return line.replace(/\x1b\[\d+m/g, '')
}
