import type { Shown, Unit } from './chart.ts'
import { type Choice, chosen, daysOf, type Series, type Value } from './series.ts'

/** What the page carries of the answers, for its charts to be drawn again. */
export interface PageData {
  readonly unit: Unit
  readonly from: string
  readonly to: string
  readonly levels: readonly string[]
  readonly series: Readonly<Record<string, Packed>>
}

/** A series by columns: its different values, and for each row which of them it has. */
export interface Packed {
  readonly columns: readonly { name: string; values: readonly Value[]; at: readonly number[] }[]
}

export function packed({ columns, rows }: Series): Packed {
  return {
    columns: columns.map((name, column) => {
      const values = [...new Set(rows.map((row) => row[column] ?? null))]
      const places = new Map(values.map((value, index) => [value, index]))
      return { name, values, at: rows.map((row) => places.get(row[column] ?? null) ?? 0) }
    }),
  }
}

export function unpacked({ columns }: Packed): Series {
  const rows = (columns[0]?.at ?? []).map((_, row) =>
    columns.map(({ values, at }) => values[at[row] ?? 0] ?? null),
  )
  return { columns: columns.map(({ name }) => name), rows }
}

/** What a chart shows when this is chosen. */
export function shownOf(
  series: Series,
  { unit, levels }: Pick<PageData, 'unit' | 'levels'>,
  choice: Choice,
): Shown {
  const inside = chosen(series, choice)
  const days = [...new Set(inside.rows.map(([day]) => String(day)))].sort()
  return {
    series: inside,
    whole: series,
    choice,
    unit,
    days: unit === 'day' ? daysOf(choice.from, choice.to) : days,
    levels: choice.level === null ? levels : [choice.level],
  }
}
