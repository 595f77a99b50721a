import type { Dist } from '../table.ts'
import type { Cluster } from './cluster.ts'
import type { Join, Side } from './joins.ts'
import { skewOf, type TableMeasure } from './measure.ts'

/** Distributions by table, and what was measured of their tables. */
export type Design = ReadonlyMap<string, Dist>
export type Measures = ReadonlyMap<string, TableMeasure>

/**
 * What a join moves, under the name that a query plan of Redshift gives it
 * (https://docs.aws.amazon.com/redshift/latest/dg/c_data_redistribution.html).
 */
export interface Movement {
  readonly kind:
    | 'DS_DIST_NONE'
    | 'DS_DIST_ALL_NONE'
    | 'DS_DIST_INNER'
    | 'DS_DIST_OUTER'
    | 'DS_DIST_BOTH'
    | 'DS_DIST_ALL_INNER'
    | 'DS_BCAST_INNER'
  /** Rows sent, once for each node that a copy goes to. */
  readonly rows: number
  /** Of whole rows; a question sends the columns that it names. */
  readonly bytes: number
  /** What the slice that receives most of it receives. */
  readonly busiest: number
}

/**
 * The cheapest way to make a join. The smaller table is the inner one, of which Redshift makes a hash
 * table; it is copied to all nodes where that takes less than to send rows to the slices of their keys.
 */
export function movementOf(
  join: Join,
  design: Design,
  measures: Measures,
  cluster: Cluster,
): Movement {
  const [outer, inner] = bySize(join, measures)
  const still = { rows: 0, bytes: 0, busiest: 0 }
  const [outerDist, innerDist] = [design.get(outer.table), design.get(inner.table)]
  if (innerDist === 'all') return { kind: 'DS_DIST_ALL_NONE', ...still }
  if (outerDist === 'all') return { kind: 'DS_DIST_ALL_INNER', ...toOneSlice(inner, measures) }
  const [outerLies, innerLies] = [isKey(outerDist, outer), isKey(innerDist, inner)]
  if (outerLies && innerLies) return { kind: 'DS_DIST_NONE', ...still }
  const broadcast: Movement = { kind: 'DS_BCAST_INNER', ...toAllNodes(inner, measures, cluster) }
  const moved = [
    outerLies ? still : byKey(outer, measures),
    innerLies ? still : byKey(inner, measures),
  ] as const
  const redistributed: Movement = {
    kind: outerLies ? 'DS_DIST_INNER' : innerLies ? 'DS_DIST_OUTER' : 'DS_DIST_BOTH',
    rows: moved[0].rows + moved[1].rows,
    bytes: moved[0].bytes + moved[1].bytes,
    busiest: moved[0].busiest + moved[1].busiest,
  }
  return redistributed.busiest < broadcast.busiest ? redistributed : broadcast
}

/** The bytes that the busiest slice reads of a table: what a question that reads it waits for. */
export function readByBusiest(measured: TableMeasure, dist: Dist, cluster: Cluster): number {
  if (dist === 'all') return measured.bytes
  const key = typeof dist === 'object' ? dist.key : null
  const skew = key === null ? evenSkew(measured, cluster) : skewBy(measured, key, cluster)
  return (measured.bytes * skew) / cluster.slices
}

/** Rows are dealt out in turn: a slice holds at most one more than another. */
export function evenSkew({ rows }: TableMeasure, cluster: Cluster): number {
  return skewOf(Math.ceil(rows / cluster.slices), rows, cluster)
}

function skewBy({ keys }: TableMeasure, column: string, { slices }: Cluster): number {
  return keys.find((key) => key.column === column)?.skew ?? slices
}

function bySize({ from, to }: Join, measures: Measures): [outer: Side, inner: Side] {
  const bytes = ({ table }: Side) => measures.get(table)?.bytes ?? 0
  return bytes(from) < bytes(to) ? [to, from] : [from, to]
}

function isKey(dist: Dist | undefined, { column }: Side): boolean {
  return typeof dist === 'object' && dist.key === column
}

type Sent = Omit<Movement, 'kind'>

function byKey({ table, column }: Side, measures: Measures): Sent {
  const { rows, bytes, keys } = measures.get(table) ?? NOTHING
  const largest = keys.find((key) => key.column === column)?.largest ?? rows
  return { rows, bytes, busiest: rows === 0 ? 0 : (bytes * largest) / rows }
}

function toAllNodes({ table }: Side, measures: Measures, { nodes }: Cluster): Sent {
  const { rows, bytes } = measures.get(table) ?? NOTHING
  return { rows: rows * nodes, bytes: bytes * nodes, busiest: bytes }
}

function toOneSlice({ table }: Side, measures: Measures): Sent {
  const { rows, bytes } = measures.get(table) ?? NOTHING
  return { rows, bytes, busiest: bytes }
}

const NOTHING: TableMeasure = { rows: 0, bytes: 0, keys: [] }
