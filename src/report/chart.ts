import type { EChartsOption } from 'echarts'
import type { Choice, Series, Value } from './series.ts'

/** What a chart shows: the rows that were chosen, and the days, weeks or months of the choice. */
export interface Shown {
  readonly series: Series
  /** All rows, chosen or not. */
  readonly whole: Series
  readonly choice: Choice
  readonly unit: Unit
  /** Each day, or the first day of each week or month, in order. */
  readonly days: readonly string[]
  readonly levels: readonly string[]
}

/** What a long time is counted by. */
export type Unit = 'day' | 'week' | 'month'

/** A table under a chart: the names of its columns say the units. */
export interface TableShown {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Value[])[]
}

/** A file of `report/`, and the column, as `table.column`, without which it cannot be asked. */
export interface Source {
  readonly file: string
  readonly needs?: string
}

/** One question of the report: drawn the same by Node, and by the page when the choice changes. */
export interface Chart {
  /** Its name in links. */
  readonly id: string
  readonly title: string
  /** The files of `report/` that can answer it, the best first. */
  readonly sql: readonly Source[]
  /** What its colours tell: levels, how much there is, or nothing. */
  readonly colours: 'levels' | 'shades' | 'none'
  /** What the darkest shade stands for, with its unit, where shades tell how much there is. */
  most?(shown: Shown): string
  /** Whether it takes a whole line of the page. */
  readonly isWide?: boolean
  /** What to see, in a sentence or two with the numbers and their units. */
  says(shown: Shown): string
  table(shown: Shown): TableShown
  /** In pixels. */
  height(shown: Shown, width: number): number
  option(shown: Shown, width: number): EChartsOption
}
