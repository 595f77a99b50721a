import type { EChartsOption } from 'echarts'
import { escaped } from '../formats.ts'
import { BASE, FONT, INK, TOOLTIP } from './look.ts'

/** Bars from the left, each under its name: names of any length fit a phone. */
export function ranked(
  items: readonly { readonly name: string; readonly value: number }[],
  width: number,
  text: (value: number) => string,
): EChartsOption {
  return {
    ...BASE,
    grid: { left: 0, right: 0, top: 10, bottom: 0 },
    tooltip: {
      ...TOOLTIP,
      trigger: 'item',
      formatter: (found: unknown) => {
        const item = items[(found as { dataIndex: number }).dataIndex]
        return item ? `<b>${escaped(item.name)}</b><br>${text(item.value)}` : ''
      },
    },
    xAxis: { type: 'value', show: false },
    yAxis: { type: 'category', inverse: true, show: false, data: items.map(({ name }) => name) },
    series: [
      {
        type: 'bar',
        barWidth: 10,
        data: items.map(({ value }) => value),
        itemStyle: { color: 'var(--one)' },
        emphasis: { disabled: true },
        label: {
          show: true,
          position: [0, -17],
          width: width - 8,
          overflow: 'truncate',
          color: INK,
          fontFamily: FONT,
          fontSize: 13,
          formatter: ({ dataIndex }) => {
            const item = items[dataIndex]
            return item ? `${text(item.value)}   ${item.name}` : ''
          },
        },
      },
    ],
  }
}

export const RANKED_HEIGHT = 40
