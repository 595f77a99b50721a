import type { TableShown } from './chart.ts'
import { escaped } from './formats.ts'
import type { Value } from './series.ts'

/** A table as HTML: numbers to the right, in groups of three digits. */
export function tableHtml({ columns, rows }: TableShown): string {
  const numeric = columns.map((_, at) => rows.every((row) => typeof row[at] !== 'string'))
  const cell = (value: Value, at: number) =>
    `<td${numeric[at] ? ' class="n"' : ''}>${text(value)}</td>`
  const head = columns.map(
    (name, at) => `<th scope="col"${numeric[at] ? ' class="n"' : ''}>${escaped(name)}</th>`,
  )
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`)
  return `<table><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`
}

function text(value: Value): string {
  if (value === null) return '<span class="null">–</span>'
  return typeof value === 'number' ? value.toLocaleString('en') : escaped(value)
}
