import type { Answer } from '../engine.ts'
import { withoutControls } from './controls.ts'
import { PAPER, type Terminal } from './terminal.ts'
import { cut, padded, widthOf, wrapped } from './width.ts'

/** An answer as an aligned table. */
export interface TableText {
  /** A line of names, a rule and a line for each row; or each row as a list, which is none of these. */
  readonly layout: 'table' | 'lists'
  readonly lines: readonly string[]
  /** Whether values were shortened to fit. */
  readonly shortened: boolean
}

const GAP = '  '
/** Text is not shortened below this; then each row becomes a list of its values. */
const NARROWEST = 8

/**
 * Columns aligned, numbers to the right, text shortened until the lines fit the terminal; a row that
 * cannot fit is written as a list. `units` are shown behind the names of columns.
 */
export function tableText(
  answer: Answer,
  terminal: Terminal = PAPER,
  units: Readonly<Record<string, string>> = {},
): TableText {
  const { rows } = answer
  const names = answer.columns.map((name) => withUnit(name, units[name]))
  const cells = rows.map((row) => row.map(cell))
  const right = answer.columns.map((_, column) => isNumeric(answer, column))
  const natural = names.map((name, column) =>
    cells.reduce((width, line) => Math.max(width, widthOf(line[column] ?? '')), widthOf(name)),
  )
  const widths = fitted(
    natural,
    right.map((isRight, column) => isRight || isMoment(answer, column)),
    terminal.width,
  )
  if (widths === null) {
    return { layout: 'lists', lines: listLines(names, cells, terminal), shortened: false }
  }
  const ellipsis = terminal.unicode ? '…' : '..'
  const line = (texts: readonly string[], faint: (column: number) => boolean = () => false) =>
    texts
      .map((text, column) => {
        const width = widths[column] ?? 0
        const short = cut(text, width, ellipsis)
        const shown = padded(short, width, right[column] ? 'right' : 'left')
        return faint(column) && terminal.colour ? dim(shown) : shown
      })
      .join(GAP)
      .trimEnd()
  const rule = widths.map((width) => '-'.repeat(width)).join(GAP)
  return {
    layout: 'table',
    lines: [
      line(names),
      terminal.colour ? dim(rule) : rule,
      ...cells.map((texts, row) => line(texts, (column) => isNull(rows[row]?.[column]))),
    ],
    shortened: widths.some((width, column) => width < (natural[column] ?? 0)),
  }
}

/** Whether a column holds numbers: as its type says, or else its values. */
export function isNumeric({ types, rows }: Answer, column: number): boolean {
  const type = types?.[column]
  if (type !== undefined) return NUMERIC.test(type)
  return rows.every((row) => isNull(row[column]) || isNumber(row[column]))
}

/** Whether a column holds dates or moments, of which a part says something else. */
function isMoment({ types }: Answer, column: number): boolean {
  return /^(date|timestamp)/.test(types?.[column] ?? '')
}

const NUMERIC = /^(smallint|integer|bigint|real|double precision|numeric)\b/

function isNumber(value: unknown): boolean {
  return (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    (typeof value === 'string' && /^-?\d+\.\d+$/.test(value))
  )
}

function isNull(value: unknown): boolean {
  return value === null || value === undefined
}

function withUnit(name: string, unit: string | undefined): string {
  return unit === undefined ? name : `${name} (${unit})`
}

function cell(value: unknown): string {
  return isNull(value) ? 'NULL' : withoutControls(String(value))
}

const LEAST_LAST = 20

/** An answer of texts, the last column of which goes on in further rows where it does not fit. */
export function wrappedLast(
  { columns, rows }: { readonly columns: readonly string[]; readonly rows: readonly string[][] },
  width: number = Number.POSITIVE_INFINITY,
): Answer {
  const before = columns.slice(0, -1).reduce((sum, name, column) => {
    const texts = rows.map((row) => widthOf(row[column] ?? ''))
    return sum + Math.max(widthOf(name), ...texts) + GAP.length
  }, 0)
  const room = Math.max(LEAST_LAST, width - before)
  return {
    columns,
    rows: rows.flatMap((row) =>
      wrapped(row.at(-1) ?? '', room).map((line, index) => [
        ...row.slice(0, -1).map((text) => (index === 0 ? text : '')),
        line,
      ]),
    ),
  }
}

/** The width of each column, the widest texts made narrower first; null when that is not enough. */
function fitted(
  natural: readonly number[],
  whole: readonly boolean[],
  width: number,
): readonly number[] | null {
  const capped = (most: number) =>
    natural.map((cells, column) => (whole[column] ? cells : Math.min(cells, most)))
  const needed = (widths: readonly number[]) =>
    widths.reduce((sum, cells) => sum + cells, 0) + GAP.length * (widths.length - 1)
  if (needed(natural) <= width) return natural
  for (let most = Math.max(...natural); most >= NARROWEST; most -= 1) {
    if (needed(capped(most)) <= width) return capped(most)
  }
  return null
}

/** Each row as a list of its values, whole. */
function listLines(
  names: readonly string[],
  cells: readonly (readonly string[])[],
  terminal: Terminal,
): string[] {
  const width = names.reduce((most, name) => Math.max(most, widthOf(name)), 0)
  const head = (row: number) => (terminal.colour ? dim(`-- row ${row}`) : `-- row ${row}`)
  if (cells.length === 0) return [names.join(GAP)]
  return cells.flatMap((line, row) => [
    head(row + 1),
    ...names.map((name, column) => `${padded(name, width, 'left')}${GAP}${line[column] ?? ''}`),
  ])
}

function dim(text: string): string {
  return `\x1b[2m${text}\x1b[22m`
}
