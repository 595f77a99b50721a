import type { Answer, FileFormat } from './engine.ts'
import { toJson } from './json.ts'
import { tableText } from './terminal/table.ts'

export const FORMATS = ['table', 'json', 'csv'] as const
export type ResultFormat = (typeof FORMATS)[number]

/** The formats of files. */
export const FILE_FORMATS = ['csv', 'json', 'parquet'] as const satisfies readonly FileFormat[]

/** An answer as text in a format, whole, without a line end. */
export function formatAnswer(answer: Answer, format: ResultFormat): string {
  const { columns, rows } = answer
  if (format === 'csv') return [columns, ...rows].map(csvLine).join('\n')
  if (format === 'table') return tableText(answer).lines.join('\n')
  const keys = uniqueNames(columns)
  return toJson(
    rows.map((row) => Object.fromEntries(keys.map((key, column) => [key, row[column]]))),
  )
}

/** A file or an object keeps one value a name: the second `count` is `count_2`. */
export function uniqueNames(columns: readonly string[]): string[] {
  return columns.map((name, column) => {
    const before = columns.slice(0, column).filter((other) => other === name).length
    return before === 0 ? name : `${name}_${before + 1}`
  })
}

function csvLine(values: readonly unknown[]): string {
  return values
    .map((value) => {
      const text = value === null || value === undefined ? '' : String(value)
      return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
    })
    .join(',')
}
