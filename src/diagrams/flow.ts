import type { ColumnLineage } from '../lineage.ts'
import type { Schema } from '../schema.ts'
import { isCopy, type Step } from '../steps.ts'
import { type Box, edge, rect, svg, text, widthOf } from './svg.ts'

const HEIGHT = 46
const GAP = 16
const BETWEEN = 64
const TOP = 34

interface Node {
  readonly name: string
  readonly says: string
  readonly kind: string
  /** The names of what it is made of. */
  readonly from: readonly string[]
  /** Its column, from the left. */
  readonly depth: number
}

const FILES: Readonly<Record<string, string>> = {
  log_data: 'what users did, by day',
  song_data: 'the catalogue, a song a file',
}

/** How files become the star: each step as a table, behind what it reads. */
export function flowDiagram(
  schema: Schema,
  steps: readonly Step[],
  lineage: readonly ColumnLineage[],
): string {
  const nodes = nodesOf(schema, steps, lineage)
  const depths = [...new Set(nodes.map(({ depth }) => depth))].sort()
  const columns = depths.map((depth) => nodes.filter((node) => node.depth === depth))
  const heights = columns.map(({ length }) => length * (HEIGHT + GAP) - GAP)
  const boxes = new Map<string, Box>()
  const heads: string[] = []
  let x = 1
  for (const [index, column] of columns.entries()) {
    const width = Math.max(
      ...column.map(({ name, says }) => Math.max(widthOf(name, 8), widthOf(says, 6.3)) + 22),
    )
    heads.push(text(x, 16, HEADS[index] ?? '', 'soft'))
    let y = TOP + Math.round((Math.max(...heights) - (heights[index] ?? 0)) / 2)
    for (const { name } of column) {
      boxes.set(name, { x, y, width, height: HEIGHT })
      y += HEIGHT + GAP
    }
    x += width + BETWEEN
  }
  return svg(
    x - BETWEEN + 1,
    TOP + Math.max(...heights) + 1,
    'How the files on S3 become the tables of the star',
    [
      ...heads,
      ...nodes.flatMap((node) => edgesTo(node, boxes)),
      ...nodes.map((node) => draw(node, boxes)),
    ],
  )
}

const HEADS = ['Files on S3', 'Staging: loaded by COPY', 'The star: in one transaction']

function nodesOf(
  schema: Schema,
  steps: readonly Step[],
  lineage: readonly ColumnLineage[],
): Node[] {
  const nodes = new Map<string, Node>()
  for (const { copy } of steps.filter(isCopy)) {
    const says = FILES[copy.from] ?? ''
    nodes.set(copy.from, { name: copy.from, says, kind: 'file', from: [], depth: 0 })
  }
  for (const step of steps) {
    const from = isCopy(step) ? [step.copy.from] : tablesRead(step.into, lineage)
    const depth = 1 + Math.max(0, ...from.map((name) => nodes.get(name)?.depth ?? 0))
    const table = schema.get(step.into)
    const isFact = Object.keys(table?.references ?? {}).length > 0
    const kind = isFact ? 'fact' : ''
    nodes.set(step.into, { name: step.into, says: table?.row ?? step.row, kind, from, depth })
  }
  return [...nodes.values()]
}

function tablesRead(into: string, lineage: readonly ColumnLineage[]): string[] {
  const columns = lineage.filter(({ table }) => table === into).flatMap(({ from }) => from)
  return [...new Set(columns.map((column) => column.split('.')[0] ?? ''))].sort()
}

function edgesTo({ name, from }: Node, boxes: ReadonlyMap<string, Box>): string[] {
  const to = boxes.get(name)
  return from.flatMap((source) => {
    const box = boxes.get(source)
    if (!box || !to) return []
    return [edge([box.x + box.width, box.y + HEIGHT / 2], [to.x, to.y + HEIGHT / 2])]
  })
}

function draw({ name, says, kind }: Node, boxes: ReadonlyMap<string, Box>): string {
  const box = boxes.get(name)
  if (!box) return ''
  return [
    rect(box, `head ${kind}`.trim()),
    text(box.x + 11, box.y + 19, name, 'name'),
    text(box.x + 11, box.y + 36, says, 'soft'),
  ].join('')
}
