import { widthOf } from './terminal/width.ts'

/** A place in a text, both from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** The place of a character, counted from 0. */
export function placeAt(sql: string, index: number): Place {
  const before = sql.slice(0, index).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

/** What is shown of a long line, to the left of the place and in all. */
const BEFORE = 50
const WIDTH = 100

/**
 * The place and its line, with a caret under it. `firstLine` is the line of a file at which the text
 * begins, where it comes from one.
 */
export function shownPlace(sql: string, { line, column }: Place, firstLine = 1): string {
  const text = sql.split('\n')[line - 1] ?? ''
  const start = column - 1 > BEFORE && text.length > WIDTH ? column - 1 - BEFORE : 0
  const before = text.slice(start, column - 1).replaceAll('\t', ' ')
  return [
    `Line ${line + firstLine - 1}, column ${column}:`,
    text.slice(start, start + WIDTH).replaceAll('\t', ' '),
    `${' '.repeat(widthOf(before))}^`,
  ].join('\n')
}
