import { distText, sortText } from '../../describe.ts'
import { entityDiagram } from '../../diagrams/entities.ts'
import { flowDiagram } from '../../diagrams/flow.ts'
import { isCopy, isInsert } from '../../steps.ts'
import { columnsOf } from '../../table.ts'
import type { Content } from '../content.ts'
import { escaped } from '../formats.ts'
import { tableHtml } from '../table-html.ts'
import { card } from './card.ts'

/** The pictures of the tables and of how they are filled. */
export function structure({ schema, steps, lineage }: Content): string {
  const filled = new Set(steps.filter(isInsert).map(({ into }) => into))
  const star = [...schema.values()].filter(({ name }) => filled.has(name))
  return `<section id="structure">
<h2>Tables</h2>
<div class="card"><h3>The star</h3><p>A line leads from a column to the key that it refers to; the key of a table is bold.</p><div class="scroll">${entityDiagram(star)}</div></div>
<div class="card"><h3>From the files to the star</h3><div class="scroll">${flowDiagram(schema, steps, lineage)}</div></div>
</section>`
}

/** Where each column of the star comes from. */
export function lineage({ lineage, steps }: Content): string {
  const staging = new Set(steps.filter(isCopy).map(({ into }) => into))
  const rows = lineage
    .filter(({ table }) => !staging.has(table))
    .map(({ table, column, from, fields }) => [
      `${table}.${column}`,
      from.length === 0 ? 'the warehouse itself' : from.join(', '),
      fields.length === 0 ? '' : fields.join(', '),
    ])
  return `<section id="lineage">
<h2>Lineage</h2>
<div class="card long"><p>Which field of the files each column of the star is made of, read from the SQL of the transforms. What rows are matched or chosen by is not counted.</p>
<div class="scroll">${tableHtml({ columns: ['column', 'is made of', 'which is the field'], rows })}</div></div>
</section>`
}

/** What every table and column means. */
export function dictionary({ tables }: Content): string {
  const cards = tables.map((table) => {
    const rows = columnsOf(table).map(([name, { type, notNull, description }]) => [
      name,
      notNull ? `${type} not null` : type,
      description,
    ])
    return card(
      table.name,
      `<p>One row is ${escaped(table.row)}. <span class="soft">Distribution ${escaped(distText(table.dist))}, sort ${escaped(sortText(table.sort))}.</span></p>
${tableHtml({ columns: ['column', 'type', 'its values'], rows })}`,
    )
  })
  return `<section id="dictionary">
<h2>What every table and column means</h2>
<div class="grid">
${cards.join('\n')}
</div>
</section>`
}
