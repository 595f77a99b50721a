import { BarChart, CustomChart, LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { Chart } from '../chart.ts'
import { CHARTS } from '../charts.ts'
import { counted } from '../formats.ts'
import { legendHtml } from '../legend.ts'
import { type PageData, shownOf, unpacked } from '../page-data.ts'
import { type Choice, type Series, total } from '../series.ts'
import { tableHtml } from '../table-html.ts'

/** The page's own script: draws the charts at the width that there is, and again when the choice changes. */

echarts.use([BarChart, LineChart, CustomChart, GridComponent, TooltipComponent, SVGRenderer])

const PRINTED_WIDTH = 640

/** The page carries its data compressed, or a long time would make it too large to send. */
async function readData(): Promise<PageData> {
  const base64 = document.getElementById('data')?.textContent ?? ''
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return (await new Response(stream).json()) as PageData
}

const data = await readData()
const form = document.querySelector('form') as HTMLFormElement
const [from, to, level] = ['from', 'to', 'level'].map((name) => form.elements.namedItem(name)) as [
  HTMLInputElement,
  HTMLInputElement,
  HTMLSelectElement,
]

interface Figure {
  readonly chart: Chart
  readonly series: Series
  readonly element: HTMLElement
  readonly drawing: HTMLElement
  drawn: echarts.ECharts | null
}

const figures: Figure[] = CHARTS.flatMap((chart) => {
  const element = document.getElementById(chart.id)
  const packed = data.series[chart.id]
  const drawing = element?.querySelector<HTMLElement>('.drawing')
  return element && drawing && packed
    ? [{ chart, series: unpacked(packed), element, drawing, drawn: null }]
    : []
})

/** The choice of the form; an empty or impossible day is the first or last that there is. */
function choice(): Choice {
  const day = ({ value }: HTMLInputElement, byDefault: string) =>
    value >= data.from && value <= data.to ? value : byDefault
  const [first, last] = [day(from, data.from), day(to, data.to)]
  return first <= last
    ? { from: first, to: last, level: level.value || null }
    : { from: last, to: first, level: level.value || null }
}

function draw(figure: Figure, width = figure.drawing.clientWidth): void {
  const shown = shownOf(figure.series, data, choice())
  const height = figure.chart.height(shown, width)
  if (!figure.drawn) figure.drawing.textContent = ''
  figure.drawn ??= echarts.init(figure.drawing, null, { renderer: 'svg', width, height })
  figure.drawing.style.height = `${height}px`
  figure.drawn.resize({ width, height })
  figure.drawn.setOption(figure.chart.option(shown, width), { notMerge: true })
  const says = figure.chart.says(shown)
  figure.drawing.setAttribute('aria-label', says)
  const [sentence, table] = ['.says', '.table'].map((name) => figure.element.querySelector(name))
  if (sentence) sentence.textContent = says
  if (table) table.innerHTML = tableHtml(figure.chart.table(shown))
  const legend = figure.element.querySelector('.legend')
  if (legend) legend.innerHTML = legendHtml(figure.chart, shown)
}

function drawAll(width?: number): void {
  for (const figure of figures) draw(figure, width)
}

/** Says, to those who listen to the page as well, what the choice came to. */
function announce(): void {
  const plays = figures.find(({ chart }) => chart.id === 'plays')
  const output = form.querySelector('output')
  if (!plays || !output) return
  output.value = counted(total(shownOf(plays.series, data, choice()).series, 'plays'), 'play')
}

function chosenAnew(): void {
  remember()
  drawAll()
  announce()
}

/** The choice stands in the address, so that it can be sent to somebody. */
function remember(): void {
  const { from, to, level } = choice()
  const said = new URLSearchParams()
  if (from !== data.from) said.set('from', from)
  if (to !== data.to) said.set('to', to)
  if (level !== null) said.set('level', level)
  history.replaceState(null, '', said.size > 0 ? `#${said}` : location.pathname)
}

/** Takes the choice from the address; one that leads to a part of the page says none. */
function recall(): void {
  if (document.getElementById(location.hash.slice(1))) return
  const said = new URLSearchParams(location.hash.slice(1))
  from.value = said.get('from') ?? data.from
  to.value = said.get('to') ?? data.to
  level.value = said.get('level') ?? ''
}

form.addEventListener('change', chosenAnew)
form.addEventListener('reset', () => {
  // The fields have their first values again when this event is over.
  setTimeout(chosenAnew)
})
addEventListener('hashchange', () => {
  recall()
  drawAll()
  announce()
})
addEventListener('beforeprint', () => drawAll(PRINTED_WIDTH))
addEventListener('afterprint', () => drawAll())
let width = innerWidth
addEventListener('resize', () => {
  if (innerWidth !== width) drawAll()
  width = innerWidth
})
recall()
drawAll()
announce()
form.hidden = false
