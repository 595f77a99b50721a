import type { Content } from '../content.ts'
import { escaped } from '../formats.ts'
import { legendHtml } from '../legend.ts'
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
    return `<figure class="card${chart.isWide ? ' wide' : ''}" id="${chart.id}">
<h3>${escaped(chart.title)}</h3>
<p class="says">${escaped(says)}</p>
${chart.colours === 'none' ? '' : `<div class="legend">${legendHtml(chart, shown)}</div>`}
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
<output class="soft"></output>
${data.unit === 'day' ? '' : `<span class="soft">the ${data.unit}s that begin in this time</span>`}
</form>
<div class="grid">
${figures.join('\n')}
</div>
</section>`
}
