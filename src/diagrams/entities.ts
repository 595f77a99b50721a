import { escaped } from '../report/formats.ts'
import { columnsOf, type Table } from '../table.ts'
import { type Box, edge, rect, svg, text, widthOf } from './svg.ts'

const LINE = 20
const HEAD = 28
const PAD = 10
const GAP = 28
const BETWEEN = 90

interface Placed extends Box {
  readonly table: Table
  readonly isFact: boolean
}

/**
 * The entity diagram of these tables: those that refer to others in the middle, what they refer to at
 * their sides, the rest below.
 */
export function entityDiagram(tables: readonly Table[]): string {
  const referred = new Set(tables.flatMap((table) => targetsOf(table).map(([, other]) => other)))
  const facts = tables.filter((table) => targetsOf(table).length > 0)
  const sides = tables.filter((table) => !facts.includes(table) && referred.has(table.name))
  const others = tables.filter((table) => !facts.includes(table) && !sides.includes(table))
  // In the order of the columns that refer to them, in turns right and left, so that no lines cross.
  const order = facts.flatMap((table) =>
    Object.keys(table.columns).flatMap((column) => table.references[column]?.split('.')[0] ?? []),
  )
  const sorted = [...sides].sort(
    (one, other) => order.indexOf(one.name) - order.indexOf(other.name),
  )
  const columns = [
    sorted.filter((_, index) => index % 2 === 1),
    facts,
    sorted.filter((_, index) => index % 2 === 0),
  ].filter(({ length }) => length > 0)
  const placed = placeColumns(columns, facts)
  const below = placeRow(others, Math.max(0, ...placed.map(bottom)) + (placed.length > 0 ? GAP : 0))
  const all = [...placed, ...below]
  return svg(
    Math.max(...all.map(({ x, width }) => x + width)) + 1,
    Math.max(...all.map(bottom)) + 1,
    `Tables and how they refer to each other: ${tables.map(({ name }) => name).join(', ')}`,
    [...all.flatMap((from) => edgesOf(from, all)), ...all.flatMap(drawTable)],
  )
}

function targetsOf(table: Table): [column: string, other: string, key: string][] {
  return Object.entries(table.references).map(([column, to]) => {
    const [other = '', key = ''] = to.split('.')
    return [column, other, key]
  })
}

function placeColumns(columns: readonly (readonly Table[])[], facts: readonly Table[]): Placed[] {
  const heights = columns.map((column) =>
    column.reduce((sum, table) => sum + heightOf(table) + GAP, -GAP),
  )
  const tallest = Math.max(...heights)
  const placed: Placed[] = []
  let x = 1
  for (const [index, column] of columns.entries()) {
    const width = Math.max(...column.map(tableWidth))
    let y = 1 + Math.round((tallest - (heights[index] ?? 0)) / 2)
    for (const table of column) {
      const height = heightOf(table)
      placed.push({ table, isFact: facts.includes(table), x, y, width, height })
      y += height + GAP
    }
    x += width + BETWEEN
  }
  return placed
}

function placeRow(tables: readonly Table[], y: number): Placed[] {
  let x = 1
  return tables.map((table) => {
    const box = { table, isFact: false, x, y, width: tableWidth(table), height: heightOf(table) }
    x += box.width + GAP
    return box
  })
}

function heightOf(table: Table): number {
  return HEAD + Object.keys(table.columns).length * LINE + 6
}

function tableWidth(table: Table): number {
  const lines = columnsOf(table).map(([name, { type }]) => widthOf(name) + widthOf(type, 6.5) + 24)
  return Math.max(widthOf(table.name, 8), ...lines) + 2 * PAD
}

function bottom({ y, height }: Box): number {
  return y + height
}

function drawTable({ table, isFact, ...box }: Placed): string[] {
  const { x, y, width } = box
  const lines = columnsOf(table).map(([name, { type, description }], index) => {
    const at = y + HEAD + index * LINE + 16
    const isKey = table.primaryKey.includes(name)
    return (
      `<g><title>${escaped(`${table.name}.${name}: ${description ?? ''}`)}</title>` +
      text(x + PAD, at, name, isKey ? 'name' : '') +
      text(x + width - PAD, at, isKey ? `${type} · key` : type, 'soft', 'end') +
      '</g>'
    )
  })
  return [
    rect(box, 'box'),
    `<g><title>${escaped(`${table.name}: ${table.row}`)}</title>`,
    rect({ ...box, height: HEAD }, isFact ? 'head fact' : 'head'),
    text(x + PAD, y + 19, table.name, 'name'),
    '</g>',
    ...lines,
  ]
}

function edgesOf(from: Placed, all: readonly Placed[]): string[] {
  return targetsOf(from.table).flatMap(([column, other, key]) => {
    const to = all.find(({ table }) => table.name === other)
    if (!to || to === from) return []
    const isRight = to.x > from.x
    return [
      edge(
        [isRight ? from.x + from.width : from.x, rowOf(from, column)],
        [isRight ? to.x : to.x + to.width, rowOf(to, key)],
      ),
    ]
  })
}

function rowOf({ table, y }: Placed, column: string): number {
  return y + HEAD + Object.keys(table.columns).indexOf(column) * LINE + 12
}
