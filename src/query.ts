import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Answer } from './engine.ts'
import { Failure, UsageError } from './errors.ts'
import { toJson } from './json.ts'
import { didYouMean } from './nearest.ts'
import { PROJECT } from './settings.ts'

/** A question of `queries/`. */
export interface Question {
  /** The file's name without its ending. */
  readonly name: string
  /** The first line of the file, without its dashes. */
  readonly question: string
  /** Redshift SQL. */
  readonly sql: string
}

export const QUERIES: string = path.join(PROJECT, 'queries')

/** The questions of a folder, by name. */
export function readQuestions(folder: string = QUERIES): Question[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
  return files.map((file) => {
    const text = readFileSync(path.join(folder, file), 'utf8')
    const question = /^-- (.*)\n/.exec(text)?.[1]
    if (question === undefined) {
      throw new Failure(`queries/${file} must begin with its question on one line: -- Who ...?`)
    }
    return {
      name: path.basename(file, '.sql'),
      question,
      sql: text
        .slice(question.length + 4)
        .trim()
        .replace(/;$/, ''),
    }
  })
}

/** The question that a user names. @throws UsageError when there is none. */
export function findQuestion(questions: readonly Question[], wanted: string): Question {
  const found = questions.find(({ name }) => name === wanted)
  if (found) return found
  const meant = didYouMean(
    wanted,
    questions.map(({ name }) => [name]),
  )
  throw new UsageError(
    `There is no query '${wanted}'.${meant} Queries: ${questions.map(({ name }) => name).join(', ')}.`,
  )
}

export const FORMATS = ['table', 'json', 'csv'] as const
export type ResultFormat = (typeof FORMATS)[number]

/** An answer as text in a format, without a line end. */
export function formatAnswer({ columns, rows }: Answer, format: ResultFormat): string {
  if (format === 'csv') return [columns, ...rows].map(csvLine).join('\n')
  if (format === 'table') return tableLines(columns, rows).join('\n')
  const keys = uniqueNames(columns)
  return toJson(
    rows.map((row) => Object.fromEntries(keys.map((key, column) => [key, row[column]]))),
  )
}

/** Columns aligned, numbers to the right. */
export function tableLines(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): string[] {
  const cells = rows.map((row) => row.map(cell))
  const widths = columns.map((name, column) =>
    cells.reduce((width, line) => Math.max(width, line[column]?.length ?? 0), name.length),
  )
  const right = columns.map((_, column) =>
    rows.every((row) => row[column] === null || isNumber(row[column])),
  )
  const line = (texts: readonly string[]) =>
    texts
      .map((text, column) => {
        const width = widths[column] ?? 0
        return right[column] ? text.padStart(width) : text.padEnd(width)
      })
      .join('  ')
      .trimEnd()
  return [line(columns), widths.map((width) => '-'.repeat(width)).join('  '), ...cells.map(line)]
}

/** JSON keeps one value a key: the second `count` is `count_2`. */
function uniqueNames(columns: readonly string[]): string[] {
  return columns.map((name, column) => {
    const before = columns.slice(0, column).filter((other) => other === name).length
    return before === 0 ? name : `${name}_${before + 1}`
  })
}

function isNumber(value: unknown): boolean {
  return (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    (typeof value === 'string' && /^-?\d+\.\d+$/.test(value))
  )
}

function cell(value: unknown): string {
  return value === null || value === undefined ? 'NULL' : String(value)
}

function csvLine(values: readonly unknown[]): string {
  return values
    .map((value) => {
      const text = value === null || value === undefined ? '' : String(value)
      return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
    })
    .join(',')
}
