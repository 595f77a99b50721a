import type { Answer } from '../engine.ts'
import { loadErrors } from '../ledger.ts'
import { status, type VersionStatus } from '../migrator.ts'
import { type BrokenPromise, brokenPromises, type Promised, promisesOf } from '../promises.ts'
import { listRuns, type PastRun, type PastStep, showRun } from '../run-history.ts'
import { RUNS } from '../runs.ts'
import type { Schema } from '../schema.ts'
import type { Settings } from '../settings.ts'
import type { Step } from '../steps.ts'
import type { Table } from '../table.ts'
import type { Version } from '../versions.ts'
import type { Warehouse } from '../warehouse.ts'

/** What state the warehouse is in. */
export interface State {
  readonly target: Settings['target']
  readonly versions: readonly VersionStatus[]
  /** Every promise, and how it is broken or null. */
  readonly promises: readonly { table: string; check: Promised; broken: BrokenPromise | null }[]
  readonly tables: readonly TableState[]
  /** The newest moments of the warehouse, UTC; null where a table has no rows. */
  readonly newest: readonly { readonly what: string; readonly moment: string | null }[]
  readonly rejected: Answer
  /** The newest runs, the newest first; null where the schema keeps none. */
  readonly runs: readonly PastRun[] | null
  /** The steps of the newest run. */
  readonly steps: readonly PastStep[]
}

/** How many rows a table has, and how its key spreads them. */
export interface TableState {
  readonly table: Table
  readonly rows: number
  /** Null where no column says where a row lives. */
  readonly skew: Skew | null
}

/** Rows with the same key live on the same slice: one key with many of them slows every query. */
export interface Skew {
  readonly keys: number
  /** Rows of the key that has the most. */
  readonly most: number
  /** Rows without a key, which share a slice as well. */
  readonly without: number
}

/** Looks at the state of the warehouse. */
export async function stateOf(
  warehouse: Warehouse,
  versions: readonly Version[],
  schema: Schema,
  steps: readonly Step[],
): Promise<State> {
  const runs = schema.has(RUNS) ? await listRuns(warehouse) : null
  const newest = runs?.[0]
  return {
    target: warehouse.engine.target,
    versions: await status(warehouse, versions),
    promises: await keptPromises(warehouse, steps),
    tables: await tablesOf(warehouse, schema),
    newest: await newestOf(warehouse, schema),
    rejected: await warehouse.session.answer(REJECTED),
    runs,
    steps: newest ? (await showRun(warehouse, newest.run_id)).steps : [],
  }
}

async function keptPromises(
  { session }: Warehouse,
  steps: readonly Step[],
): Promise<State['promises']> {
  const promised = promisesOf(steps)
  const broken = await brokenPromises(session, promised)
  return promised.map((check) => ({
    table: check.table,
    check,
    broken:
      broken.find(({ table, promise }) => table === check.table && promise === check.promise) ??
      null,
  }))
}

async function tablesOf({ session }: Warehouse, schema: Schema): Promise<TableState[]> {
  const states: TableState[] = []
  for (const table of schema.values()) {
    const key = typeof table.dist === 'object' ? table.dist.key : null
    const [row = {}] = await session.rows(
      key === null
        ? `select count(*) as rows from ${table.name}`
        : `select coalesce(sum(rows), 0) as rows, count(${key}) as keys, coalesce(max(rows), 0) as most,
                  coalesce(sum(case when ${key} is null then rows else 0 end), 0) as without
           from (select ${key}, count(*) as rows from ${table.name} group by ${key}) as by_key`,
    )
    const number = (name: string) => Number(row[name] ?? 0)
    states.push({
      table,
      rows: number('rows'),
      skew:
        key === null
          ? null
          : { keys: number('keys'), most: number('most'), without: number('without') },
    })
  }
  return states
}

const NEWEST = [
  { what: 'newest play', table: 'songplays', column: 'start_time' },
  { what: 'newest event of the log', table: 'staging_events', column: 'ts' },
]

async function newestOf({ session }: Warehouse, schema: Schema): Promise<State['newest']> {
  const newest = []
  for (const { what, table, column } of NEWEST) {
    if (!schema.has(table)) continue
    const [row] = await session.rows<{ moment: string | null }>(
      `select max(${column}) as moment from ${table}`,
    )
    newest.push({ what, moment: row?.moment ?? null })
  }
  return newest
}

const REJECTED = `select step, reason, count(*) as rows, min(file) as "in file"
from ${loadErrors.name}
group by step, reason
order by rows desc, step, reason
limit 20`
