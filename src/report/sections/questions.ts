import type { Chart } from '../chart.ts'
import type { Content } from '../content.ts'
import { levelColour } from '../drawings/axes.ts'
import { SHADES } from '../drawings/squares.ts'
import { escaped } from '../formats.ts'
import { shownOf } from '../page-data.ts'
import { svgOf } from '../render.ts'
import { tableHtml } from '../table-html.ts'

/** Pixels of a chart until the page's script draws it at the width that there is. */
const WIDTH = 540

/** The business questions: what to choose from, then a chart each with its table and its SQL. */
export function questions({ answers, data }: Content): string {
  const choice = { from: data.from, to: data.to, level: null }
  const figures = answers.map(({ chart, question, series }) => {
    const shown = shownOf(series, data, choice)
    const height = chart.height(shown, WIDTH)
    const says = chart.says(shown)
    return `<figure class="card" id="${chart.id}">
<h3>${escaped(chart.title)}</h3>
<p class="says">${escaped(says)}</p>
${legend(chart, data.levels)}
<div class="drawing" role="img" aria-label="${escaped(says)}">${svgOf(chart.option(shown, WIDTH), WIDTH, height)}</div>
<details><summary>Table</summary><div class="table">${tableHtml(chart.table(shown))}</div></details>
<details><summary>SQL</summary><p class="soft">${escaped(question.question)} The page adds up what it gives for the ${data.unit}s and the level that are chosen.</p><pre>${escaped(question.sql)}</pre></details>
</figure>`
  })
  const day = (name: string, label: string, value: string) =>
    `<label>${label} <input type="date" name="${name}" min="${data.from}" max="${data.to}" value="${value}"></label>`
  const levels = data.levels.map((level) => `<option>${escaped(level)}</option>`)
  return `<section id="questions">
<h2>Questions</h2>
<form hidden aria-label="Choose">
${day('from', 'From', data.from)}
${day('to', 'to', data.to)}
<label>Level <select name="level"><option value="">all</option>${levels.join('')}</select></label>
<button type="reset">All</button>
${data.unit === 'day' ? '' : `<span class="soft">the ${data.unit}s that begin in this time</span>`}
</form>
<div class="grid">
${figures.join('\n')}
</div>
</section>`
}

/** What the colours of a chart tell. */
function legend({ colours }: Chart, levels: readonly string[]): string {
  const key = (colour: string) => `<i class="key" style="background:${colour}"></i>`
  if (colours === 'none') return ''
  const shades = Array.from({ length: SHADES + 1 }, (_, shade) => `var(--shade-${shade})`)
  const keys =
    colours === 'levels'
      ? levels.map((level) => `<span>${key(levelColour(level))}${escaped(level)}</span>`)
      : [
          '<span>none</span>',
          `<span class="shades">${shades.map(key).join('')}</span>`,
          '<span>most</span>',
        ]
  return `<div class="legend">${keys.join('')}</div>`
}
