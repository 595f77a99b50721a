import { isDeepStrictEqual } from 'node:util'
import type { Dist, Table } from '../table.ts'
import { bestChange, declaredDesign, type Workload, waitOf } from './design.ts'
import type { Join } from './joins.ts'
import type { TableMeasure } from './measure.ts'
import { type Design, movementOf } from './movement.ts'
import { bytesText, count, distText, listed, percent, skewText } from './words.ts'

/** A key whose largest slice holds this much more than the mean is at fault for it. */
const EVEN_SKEW = 1.2

/** Why a table should lie as a design has it, against how it is declared: one sentence. */
export function reasonFor(table: Table, design: Design, workload: Workload): string {
  const measured = workload.measures.get(table.name) as TableMeasure
  if (measured.rows === 0) return `Keep ${distText(table.dist)}: it has no row to measure.`
  const declared = declaredDesign([table]).get(table.name) as Dist
  const advised = design.get(table.name) as Dist
  const merit = meritOf(table, advised, design, workload)
  if (isDeepStrictEqual(declared, advised)) {
    const other = otherChange(table, design, workload)
    return `Keep ${distText(table.dist)}: ${merit}; ${other}.`
  }
  const fault = faultOf(table, declared, design, workload)
  return `Change ${distText(table.dist)} to ${distText(advised)}: ${fault}; ${merit}.`
}

/** What speaks for a distribution. */
function meritOf(table: Table, dist: Dist, design: Design, workload: Workload): string {
  const { bytes, keys } = workload.measures.get(table.name) as TableMeasure
  const still = joinsOf(table, workload)
    .filter((join) => movementOf(join, design, workload.measures, workload.cluster).rows === 0)
    .map((join) => otherTable(join, table))
    .filter((other) => (workload.measures.get(other)?.rows ?? 0) > 0)
  const joins =
    still.length === 0 ? '' : ` and joins ${listed([...new Set(still)])} without moving a row`
  if (dist === 'all') return `a copy of ${bytesText(bytes)} lies on each node${joins}`
  if (dist === 'even') return `it lies evenly${joins}`
  const skew = keys.find(({ column }) => column === (dist as { key: string }).key)?.skew ?? 1
  return `it has skew ${skewText(skew)}${joins}`
}

/** What speaks against the declared one. */
function faultOf(table: Table, declared: Dist, design: Design, workload: Workload): string {
  const { measures, cluster } = workload
  const { rows, keys } = measures.get(table.name) as TableMeasure
  const name = distText(declared)
  if (declared === 'all') {
    return `${name} keeps all of its ${count(rows)} rows on each node, where the slices do not share in reading them`
  }
  const key = keys.find(({ column }) => typeof declared === 'object' && column === declared.key)
  if (key && key.skew > EVEN_SKEW) {
    const nulls =
      key.nulls > 0 ? `, and ${percent(key.nulls, rows)} of the rows have no ${key.column}` : ''
    return `${name} puts ${count(key.largest)} of ${count(rows)} rows on one of ${cluster.slices} slices${nulls}`
  }
  const before = new Map(design).set(table.name, declared)
  const moved = joinsOf(table, workload).reduce(
    (sum, join) => sum + movementOf(join, before, measures, cluster).rows,
    0,
  )
  if (moved > 0) return `with ${name} its joins move ${count(moved)} rows`
  const more = waitOf(before, workload) / waitOf(design, workload) - 1
  return `with ${name} the questions wait for ${percent(more, 1)} more bytes`
}

/** What the best change would bring, where none is advised. */
function otherChange(table: Table, design: Design, workload: Workload): string {
  const { dist, saves } = bestChange(table.name, design, workload)
  if (saves <= 0) return 'nothing else would save anything'
  return `${distText(dist)} would save only ${percent(saves, 1)} of the bytes that questions wait for`
}

function joinsOf(table: Table, { joins }: Workload): Join[] {
  return joins.filter(({ from, to }) => from.table === table.name || to.table === table.name)
}

function otherTable({ from, to }: Join, table: Table): string {
  return from.table === table.name ? to.table : from.table
}
