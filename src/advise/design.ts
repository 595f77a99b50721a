import { isDeepStrictEqual } from 'node:util'
import type { Dist, Table } from '../table.ts'
import type { Cluster } from './cluster.ts'
import type { Join } from './joins.ts'
import { type Design, type Measures, movementOf, readByBusiest } from './movement.ts'

/** What designs are weighed by. */
export interface Workload {
  readonly tables: readonly Table[]
  readonly joins: readonly Join[]
  /** How many questions read each table. */
  readonly readers: ReadonlyMap<string, number>
  readonly measures: Measures
  readonly cluster: Cluster
}

/** A change has to save this share of what the questions wait for. */
const WORTH_A_CHANGE = 0.05

/** The distributions that the migrations declare; what Redshift chooses by itself counts as even. */
export function declaredDesign(tables: readonly Table[]): Map<string, Dist> {
  return new Map(tables.map(({ name, dist }) => [name, dist === 'auto' ? 'even' : dist]))
}

/**
 * The design for which the questions wait least, out of all of even, all and the joined columns as
 * keys, but with what is declared wherever that costs hardly more.
 */
export function bestDesign(workload: Workload): Design {
  const declared = declaredDesign(workload.tables)
  const best = cheapest(workload, declared)
  const enough = waitOf(best, workload) * (1 + WORTH_A_CHANGE)
  let kept = best
  for (const [table, dist] of declared) {
    const closer = new Map(kept).set(table, dist)
    if (waitOf(closer, workload) <= enough) kept = closer
  }
  return kept
}

/**
 * The bytes that the busiest slice reads and receives when each question is asked once, and what no
 * question asks once all together.
 */
export function waitOf(design: Design, { joins, readers, measures, cluster }: Workload): number {
  let wait = 0
  for (const [table, dist] of design) {
    const measured = measures.get(table)
    if (!measured) continue
    wait += Math.max(1, readers.get(table) ?? 0) * readByBusiest(measured, dist, cluster)
  }
  for (const join of joins) {
    if (!design.has(join.from.table) || !design.has(join.to.table)) continue
    wait += Math.max(1, join.questions) * movementOf(join, design, measures, cluster).busiest
  }
  return wait
}

/** The other distribution for one table that would save most, and which share of the wait it saves. */
export function bestChange(
  table: string,
  design: Design,
  workload: Workload,
): { readonly dist: Dist; readonly saves: number } {
  const wait = waitOf(design, workload)
  const now = design.get(table) ?? 'even'
  const others = choices(table, now, workload.joins).slice(1)
  return others
    .map((dist) => {
      const changed = waitOf(new Map(design).set(table, dist), workload)
      return { dist, saves: wait === 0 ? 0 : 1 - changed / wait }
    })
    .reduce((best, other) => (other.saves > best.saves ? other : best))
}

/** Table by table, the largest first; what already costs more than the best so far is given up. */
function cheapest(workload: Workload, declared: Design): Map<string, Dist> {
  const { tables, joins, measures } = workload
  const order = tables
    .map(({ name }) => name)
    .sort((one, other) => (measures.get(other)?.bytes ?? 0) - (measures.get(one)?.bytes ?? 0))
  let best = new Map(declared)
  let least = waitOf(best, workload)
  const choose = (chosen: Map<string, Dist>, place: number) => {
    const wait = waitOf(chosen, workload)
    if (wait >= least) return
    const table = order[place]
    if (table === undefined) {
      best = chosen
      least = wait
      return
    }
    for (const dist of choices(table, declared.get(table) ?? 'even', joins)) {
      choose(new Map(chosen).set(table, dist), place + 1)
    }
  }
  choose(new Map(), 0)
  return best
}

/** The declared one first: of several that cost the same, it stays. */
function choices(table: string, declared: Dist, joins: readonly Join[]): Dist[] {
  const sides = joins.flatMap(({ from, to }) => [from, to])
  const joined = new Set(sides.flatMap((side) => (side.table === table ? [side.column] : [])))
  const others: Dist[] = ['even', 'all', ...[...joined].map((key) => ({ key }))]
  return [declared, ...others.filter((dist) => !isDeepStrictEqual(dist, declared))]
}
