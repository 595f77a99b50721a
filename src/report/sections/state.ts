import { distText } from '../../describe.ts'
import type { Answer } from '../../engine.ts'
import { describeBroken } from '../../promises.ts'
import type { Content } from '../content.ts'
import { counted, escaped, percent } from '../formats.ts'
import type { Value } from '../series.ts'
import type { State, TableState } from '../state.ts'
import { tableHtml } from '../table-html.ts'
import { card } from './card.ts'

/** The state of the warehouse, a card a part. */
export function state({ state, written }: Content): string {
  const cards = [
    card('Schema', schemaInside(state)),
    card('Freshness', freshnessInside(state, written)),
    card('Promises', promisesInside(state)),
    card('Rejected rows', rejectedInside(state)),
    card('Rows and skew', skewInside(state)),
    card('Last runs', runsInside(state)),
  ]
  return `<section id="state">
<h2>State of the warehouse</h2>
<div class="grid">
${cards.join('\n')}
</div>
</section>`
}

function schemaInside({ versions }: State): string {
  const pending = versions.filter(({ applied }) => applied === null)
  const newest = versions.findLast(({ applied }) => applied !== null)
  const rows = versions.map(({ name, applied }) => [
    name,
    applied ? applied.applied_at.slice(0, 19) : 'pending',
    applied?.seconds ?? null,
  ])
  const then =
    pending.length === 0
      ? ', the newest'
      : `, and ${counted(pending.length, 'version')} pending: <span class="bad">npm run migrate</span>`
  return `<p>At version <b>${escaped(newest?.name ?? 'none')}</b>${then}.</p>
${tableHtml({ columns: ['version', 'applied, UTC', 'seconds'], rows })}`
}

function freshnessInside({ newest }: State, written: Date): string {
  const rows = newest.map(({ what, moment }) => [
    what,
    moment,
    moment === null ? null : ageText(moment, written),
  ])
  return tableHtml({ columns: ['', 'UTC', 'before this report'], rows })
}

function promisesInside({ promises }: State): string {
  const broken = promises.flatMap((promise) => promise.broken ?? [])
  const all = counted(promises.length, 'promise')
  const said =
    broken.length === 0
      ? `<p class="good">✓ All ${all} of the transforms are kept.</p>`
      : `<p class="bad">✗ ${broken.length} of ${all} are broken.</p>`
  const examples = broken.map((each) => `<pre class="bad">${escaped(describeBroken(each))}</pre>`)
  const rows = promises.map(({ table, check, broken }) => [
    table,
    check.promise,
    broken ? '✗ broken' : '✓ kept',
  ])
  return `${said}
${examples.join('')}
<details><summary>Every promise</summary><div class="table">${tableHtml({ columns: ['table', 'promise', ''], rows })}</div></details>`
}

function rejectedInside({ rejected }: State): string {
  if (rejected.rows.length === 0) return '<p class="good">✓ No row of the files was left out.</p>'
  return `<p class="bad">Rows of the files that did not fit their tables; load_errors has each of them.</p>
${answerTable(rejected)}`
}

const RUNS_SHOWN = 10

function runsInside({ runs, steps }: State): string {
  if (runs === null) return '<p>This version of the schema keeps no runs.</p>'
  if (runs.length === 0) return '<p>Nothing was run yet.</p>'
  const rows = runs
    .slice(0, RUNS_SHOWN)
    .map(({ started_at, seconds, state, message }) => [
      started_at.slice(0, 19),
      seconds,
      state === 'failed' ? '✗ failed' : `✓ ${state}`,
      message?.split('\n')[0] ?? '',
    ])
  const newest = steps.map((step) => [
    step.step,
    step.rows_read,
    step.rows_inserted,
    step.rows_deleted,
    step.rows_rejected,
    step.seconds,
  ])
  const columns = ['step', 'rows read', 'inserted', 'deleted', 'rejected', 'seconds']
  return `${tableHtml({ columns: ['started, UTC', 'seconds', 'state', ''], rows })}
<p class="above">What the newest of them did:</p>
${tableHtml({ columns, rows: newest })}`
}

function skewInside({ tables }: State): string {
  const columns = ['table', 'rows', 'distribution', 'keys', 'rows of the commonest']
  return `<p>${escaped(skewSays(tables))}</p>
${tableHtml({ columns, rows: tables.map(skewRow) })}`
}

function answerTable({ columns, rows }: Answer): string {
  const values = rows.map((row) => row.map(shown))
  return tableHtml({ columns, rows: values })
}

function shown(value: unknown): Value {
  if (value === null || value === undefined || typeof value === 'number') return value ?? null
  return typeof value === 'bigint' ? Number(value) : String(value)
}

function skewRow({ table, rows, skew }: TableState): Value[] {
  return [table.name, rows, distText(table.dist), skew?.keys ?? null, skew?.most ?? null]
}

/** Half of the rows with one key is more than any slice should have. */
const UNEVEN = 0.5

function skewSays(tables: readonly TableState[]): string {
  const uneven = tables.filter(({ rows, skew }) => skew && rows > 0 && skew.most / rows >= UNEVEN)
  if (uneven.length === 0)
    return 'Rows with the same key live on the same slice of a cluster; no key holds half of a table.'
  return uneven
    .map(({ table, rows, skew }) => {
      const key = typeof table.dist === 'object' ? table.dist.key : ''
      const which = skew && skew.without === skew.most ? `no ${key}` : `the same ${key}`
      return `Of the rows of ${table.name}, ${percent(skew?.most ?? 0, rows)} have ${which}: on a cluster they share one slice.`
    })
    .join(' ')
}

const MS_PER_DAY = 86_400_000

function ageText(moment: string, written: Date): string {
  const days = (written.getTime() - Date.parse(`${moment.replace(' ', 'T')}Z`)) / MS_PER_DAY
  return days < 2 ? counted(Math.round(days * 24), 'hour') : counted(Math.round(days), 'day')
}
