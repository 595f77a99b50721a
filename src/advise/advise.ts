import { isDeepStrictEqual } from 'node:util'
import { Failure } from '../errors.ts'
import { appliedSchema } from '../migrator.ts'
import type { Question } from '../query.ts'
import { isInsert, type Step } from '../steps.ts'
import type { Dist, Table } from '../table.ts'
import type { Version } from '../versions.ts'
import type { Warehouse } from '../warehouse.ts'
import type { Cluster } from './cluster.ts'
import { bestDesign, declaredDesign, type Workload } from './design.ts'
import { type Join, joinsOf, readersOf, type Side } from './joins.ts'
import { type KeyMeasure, measure, type TableMeasure } from './measure.ts'
import { type Design, evenSkew, type Movement, movementOf } from './movement.ts'
import { reasonFor } from './reason.ts'

/** What the measured rows say of a table's distribution. */
export interface TableAdvice {
  readonly table: string
  readonly rows: number
  readonly bytes: number
  readonly declared: Dist
  readonly advised: Dist
  readonly reason: string
  readonly candidates: readonly Candidate[]
}

/** A distribution that a table could have. */
export interface Candidate {
  readonly dist: Dist
  /** Rows on the slice that has most of them; of `all`, on each node. */
  readonly largest: number
  /** The largest slice against the mean; null of `all`, which has a copy a node. */
  readonly skew: number | null
  readonly nulls: number | null
  readonly distinct: number | null
}

/** What a join moves as the tables are, and as they are advised to be. */
export interface JoinAdvice {
  readonly join: string
  readonly questions: number
  readonly declared: Movement
  readonly advised: Movement
}

export interface Advice {
  readonly cluster: Cluster
  readonly tables: readonly TableAdvice[]
  readonly joins: readonly JoinAdvice[]
}

/**
 * Measures how the rows of the star would lie on a cluster and what its joins would move, and says
 * which distribution suits each table. Reads only.
 * @throws Failure when there is no star, or none of its tables has a row.
 */
export async function advise(
  warehouse: Warehouse,
  versions: readonly Version[],
  steps: readonly Step[],
  questions: readonly Question[],
  cluster: Cluster,
): Promise<Advice> {
  const tables = starOf([...(await appliedSchema(warehouse, versions)).values()], steps)
  const joins = joinsOf(tables, questions)
  const measures = new Map<string, TableMeasure>()
  for (const table of tables) {
    measures.set(table.name, await measure(warehouse.session, table, keysOf(table, joins), cluster))
  }
  if ([...measures.values()].every(({ rows }) => rows === 0)) {
    throw new Failure(
      `Cannot advise on ${tables.map(({ name }) => name).join(', ')}: none of them has a row to measure. ` +
        "Nothing was changed. Run 'npm start' first.",
    )
  }
  const readers = new Map(tables.map(({ name }) => [name, readersOf(name, questions)]))
  const workload: Workload = { tables, joins, readers, measures, cluster }
  const [declared, advised] = [declaredDesign(tables), bestDesign(workload)]
  return {
    cluster,
    tables: tables.map((table) => adviceOn(table, advised, workload)),
    joins: joins.map((join) => ({
      join: `${nameOf(join.from)} = ${nameOf(join.to)}`,
      questions: join.questions,
      declared: movementOf(join, declared, measures, cluster),
      advised: movementOf(join, advised, measures, cluster),
    })),
  }
}

/** The tables that questions are asked of: those that steps build, and not those that files are loaded into. */
function starOf(tables: readonly Table[], steps: readonly Step[]): Table[] {
  const built = new Set(steps.filter(isInsert).map(({ into }) => into))
  const star = tables.filter(({ name }) => built.has(name))
  if (star.length > 0) return star
  throw new Failure(
    "Cannot advise on the star: its tables are not there. Nothing was changed. Run 'npm start' first.",
  )
}

function keysOf(table: Table, joins: readonly Join[]): Set<string> {
  const sides = joins.flatMap(({ from, to }) => [from, to])
  const joined = sides.flatMap((side) => (side.table === table.name ? [side.column] : []))
  return new Set(typeof table.dist === 'object' ? [...joined, table.dist.key] : joined)
}

function adviceOn(table: Table, design: Design, workload: Workload): TableAdvice {
  const { measures, cluster } = workload
  const { rows, bytes, keys } = measures.get(table.name) as TableMeasure
  const even = { dist: 'even', largest: Math.ceil(rows / cluster.slices) } as const
  const none = { nulls: null, distinct: null }
  const advised = rows === 0 ? table.dist : (design.get(table.name) ?? table.dist)
  return {
    table: table.name,
    rows,
    bytes,
    declared: table.dist,
    // What Redshift chooses by itself is weighed as even: it stays 'auto' where even is advised.
    advised: table.dist === 'auto' && advised === 'even' ? 'auto' : advised,
    reason: reasonFor(table, design, workload),
    candidates: [
      { ...even, skew: evenSkew({ rows, bytes, keys }, cluster), ...none },
      { dist: 'all', largest: rows, skew: null, ...none },
      ...keys.map(candidate).sort((one, other) => (one.skew ?? 0) - (other.skew ?? 0)),
    ],
  }
}

function candidate({ column, ...measured }: KeyMeasure): Candidate {
  return { dist: { key: column }, ...measured }
}

/** Whether a candidate is the declared distribution. */
export function isSame(one: Dist, other: Dist): boolean {
  return isDeepStrictEqual(one, other)
}

function nameOf({ table, column }: Side): string {
  return `${table}.${column}`
}
