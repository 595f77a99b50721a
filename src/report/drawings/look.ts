import type { EChartsOption } from 'echarts'

/** How all charts look. Colours are variables of the page's style, so that light and dark need no other picture. */

export const FONT = 'system-ui, sans-serif'
export const INK = 'var(--ink)'
export const FAINT = 'var(--faint)'
export const AXIS = { axisLine: { lineStyle: { color: FAINT } }, axisTick: { show: false } }
export const LABELS = { color: 'var(--soft)', fontFamily: FONT, fontSize: 12 }
export const SPLIT = { splitLine: { lineStyle: { color: FAINT } } }

export const BASE: EChartsOption = { animation: false, textStyle: { fontFamily: FONT } }
export const TOOLTIP = {
  confine: true,
  className: 'tooltip',
  backgroundColor: 'var(--card)',
  borderColor: FAINT,
  textStyle: { color: INK, fontFamily: FONT, fontSize: 13 },
}
