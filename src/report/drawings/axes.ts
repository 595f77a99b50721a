import type { EChartsOption } from 'echarts'
import { escaped, number } from '../formats.ts'
import { AXIS, BASE, LABELS, SPLIT, TOOLTIP } from './look.ts'

/** The colour of a level, told apart by the colour-blind as well (Okabe and Ito). */
export function levelColour(level: string): string {
  return level === 'free' || level === 'paid' ? `var(--${level})` : 'var(--other)'
}

/** One thing counted, over time or over classes. */
export interface Line {
  readonly name: string
  readonly colour: string
  readonly values: readonly number[]
}

interface Axes {
  readonly names: readonly string[]
  /** The names on the axis, where they are shorter than in the tooltip. */
  readonly short?: readonly string[]
  readonly lines: readonly Line[]
  /** A value with its unit. */
  readonly text: (value: number) => string
  /** What the values are, over their axis. */
  readonly unit: string
  /** What the names are, under theirs, where they do not say it. */
  readonly nameUnit?: string
}

/** Upright bars, one upon the other. */
export function bars(axes: Axes): EChartsOption {
  const series = axes.lines.map(({ name, colour, values }) => ({
    type: 'bar' as const,
    name,
    stack: 'all',
    data: [...values],
    itemStyle: { color: colour },
    barCategoryGap: '20%',
    emphasis: { disabled: true },
  }))
  return { ...upright(axes), series }
}

/** Lines over time. */
export function lines(axes: Axes): EChartsOption {
  const series = axes.lines.map(({ name, colour, values }) => ({
    type: 'line' as const,
    name,
    data: [...values],
    symbol: 'circle',
    symbolSize: 5,
    itemStyle: { color: colour },
    lineStyle: { color: colour, width: 2 },
    emphasis: { disabled: true },
  }))
  return { ...upright(axes), series }
}

function upright({ names, short = names, lines, text, unit, nameUnit = '' }: Axes): EChartsOption {
  return {
    ...BASE,
    grid: { left: 40, right: 8, top: 30, bottom: nameUnit === '' ? 28 : 44 },
    tooltip: {
      ...TOOLTIP,
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: 'var(--pointed)' } },
      formatter: (found: unknown) => {
        const at = (found as { dataIndex: number }[])[0]?.dataIndex ?? 0
        const parts = lines.map(({ name, values }) => `${escaped(name)}: ${text(values[at] ?? 0)}`)
        return [`<b>${escaped(names[at] ?? '')}</b>`, ...parts].join('<br>')
      },
    },
    xAxis: {
      type: 'category',
      data: [...short],
      name: nameUnit,
      nameLocation: 'middle',
      nameGap: 28,
      nameTextStyle: LABELS,
      ...AXIS,
      axisLabel: { ...LABELS, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      splitNumber: 4,
      name: unit,
      nameTextStyle: { ...LABELS, align: 'left', padding: [0, 0, 0, -32] },
      ...SPLIT,
      axisLabel: { ...LABELS, formatter: number },
    },
  }
}
