import type { CustomSeriesOption, EChartsOption } from 'echarts'
import { escaped } from '../formats.ts'
import { BASE, FONT, LABELS, TOOLTIP } from './look.ts'

/** A cell of a picture made of squares. */
export interface Cell {
  readonly column: number
  readonly row: number
  readonly value: number
  /** What it is, for the tooltip. */
  readonly name: string
  /** What stands in it. */
  readonly label?: string
}

interface Cells {
  readonly cells: readonly Cell[]
  readonly columns: readonly string[]
  readonly rows: readonly string[]
  readonly text: (value: number) => string
  /** Pixels at the left and under the squares for the names of rows and columns. */
  readonly margin: { readonly left: number; readonly bottom: number }
}

/** How many shades there are beside that of nothing. */
export const SHADES = 6

/** Squares whose shade is their value: six shades of one colour, from none to the most. */
export function squares({ cells, columns, rows, text, margin }: Cells): EChartsOption {
  const most = Math.max(1, ...cells.map(({ value }) => value))
  const axis = (data: readonly string[]) => ({
    type: 'category' as const,
    data: [...data],
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { ...LABELS, hideOverlap: true },
  })
  return {
    ...BASE,
    grid: { left: margin.left, right: 0, top: 0, bottom: margin.bottom },
    tooltip: {
      ...TOOLTIP,
      trigger: 'item',
      formatter: (found: unknown) => {
        const cell = cells[(found as { dataIndex: number }).dataIndex]
        return cell ? `<b>${escaped(cell.name)}</b><br>${text(cell.value)}` : ''
      },
    },
    xAxis: { ...axis(columns), show: margin.bottom > 0 },
    yAxis: { ...axis(rows), inverse: true, show: margin.left > 0 },
    series: [
      {
        type: 'custom',
        data: cells.map(({ column, row }) => [column, row]),
        renderItem: square(cells, most),
      },
    ],
  }
}

function square(
  cells: readonly Cell[],
  most: number,
): NonNullable<CustomSeriesOption['renderItem']> {
  return (params, api) => {
    const cell = cells[params.dataIndex]
    if (!cell) return null
    const [x = 0, y = 0] = api.coord([cell.column, cell.row])
    const [width = 0, height = 0] = (api.size?.([1, 1]) ?? []) as number[]
    const shade = cell.value === 0 ? 0 : Math.ceil((SHADES * cell.value) / most)
    const rect = {
      type: 'rect' as const,
      emphasisDisabled: true,
      shape: { x: x - width / 2 + 1, y: y - height / 2 + 1, width: width - 2, height: height - 2 },
      style: { fill: `var(--shade-${shade})` },
    }
    if (cell.label === undefined) return rect
    const label = {
      type: 'text' as const,
      silent: true,
      style: {
        text: cell.label,
        x,
        y,
        align: 'center' as const,
        verticalAlign: 'middle' as const,
        fill: `var(--on-shade-${shade})`,
        font: `12px ${FONT}`,
      },
    }
    return { type: 'group' as const, children: [rect, label] }
  }
}
