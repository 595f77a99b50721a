import { Failure, UsageError } from './errors.ts'
import { RUN_STEPS, RUNS } from './runs.ts'
import { tableText } from './terminal/table.ts'
import type { Warehouse } from './warehouse.ts'

/** A run, as it is written down. */
export interface PastRun {
  readonly run_id: string
  /** UTC. */
  readonly started_at: string
  readonly seconds: number
  /** `interrupted` when its process ended before it published or failed. */
  readonly state: 'loaded' | 'published' | 'failed' | 'interrupted'
  readonly schema_version: string
  readonly run_by: string
  readonly message: string | null
}

/** What a step of it did. */
export interface PastStep {
  readonly step: string
  readonly rows_read: number | null
  readonly rows_inserted: number
  readonly rows_deleted: number
  readonly rows_rejected: number
  readonly files: number | null
  readonly bytes: number | null
  readonly seconds: number
  /** The engine's own number of the last statement that wrote. */
  readonly query_id: number | null
}

const SHOWN = 20

/** The newest runs, the newest first. @throws Failure when the schema keeps no runs. */
export async function listRuns({ engine, connection, session }: Warehouse): Promise<PastRun[]> {
  const tables = await connection.tables(session)
  if (!tables.some(({ name }) => name === RUNS)) {
    throw new Failure(
      "The warehouse keeps no runs yet: its schema has no table 'runs'. Run 'npm run migrate' first.",
    )
  }
  const runs = await session.rows<PastRun>(
    `select run_id, started_at, seconds, state, schema_version, run_by, message
from ${RUNS}
order by started_at desc, run_id
limit ${SHOWN}`,
  )
  return runs.map((run, place) => {
    const later = runs.slice(0, place).findLast(({ state }) => state === 'published')
    return run.state === 'loaded' ? withoutEnd(run, later, engine.exclusive) : run
  })
}

/** A run that published nothing yet: under way, unless another one has published since, or nobody else can be running. */
function withoutEnd(run: PastRun, later: PastRun | undefined, isOver: boolean): PastRun {
  if (later) {
    const message = `Its process ended early; run ${later.run_id.slice(0, 8)} published what it had loaded.`
    return { ...run, state: 'interrupted', message }
  }
  const next = 'the next run publishes what it had loaded.'
  return isOver
    ? { ...run, state: 'interrupted', message: `Its process ended early; ${next}` }
    : { ...run, message: `Staging is loaded. If its process has ended, ${next}` }
}

/** A run and its steps. @throws UsageError when no run, or more than one, is named so. */
export async function showRun(
  warehouse: Warehouse,
  id: string,
): Promise<PastRun & { steps: PastStep[] }> {
  if (!/^[0-9a-f-]{1,36}$/.test(id))
    throw new UsageError(`'${id}' is no run: an id is like 3f2a91c0-...`)
  const runs = (await listRuns(warehouse)).filter(({ run_id }) => run_id.startsWith(id))
  const [run] = runs
  if (!run || runs.length > 1) {
    const found = runs.length === 0 ? 'no run' : `${runs.length} runs`
    throw new UsageError(`${found} of the newest ${SHOWN} begin with '${id}': see 'npm run runs'.`)
  }
  const steps = await warehouse.session.rows<PastStep>(
    `select step, rows_read, rows_inserted, rows_deleted, rows_rejected, files, bytes, seconds, query_id
from ${RUN_STEPS}
where run_id = '${run.run_id}'
order by step`,
  )
  return { ...run, steps }
}

/** @throws Failure when a run is published: then there is nothing to go on with. */
export async function checkResumable(warehouse: Warehouse, id: string): Promise<void> {
  const { run_id, state } = await showRun(warehouse, id)
  if (state !== 'published') return
  throw new Failure(`Run ${run_id} was published: there is nothing to resume. Nothing was run.`)
}

/** The runs for people. */
export function runsLines(runs: readonly PastRun[]): string[] {
  if (runs.length === 0) return ["No run yet: 'npm run transform' makes one."]
  const rows = runs.map(({ run_id, started_at, seconds, state, run_by, message }) => [
    run_id.slice(0, 8),
    started_at.slice(0, 19),
    seconds.toFixed(1),
    state,
    run_by,
    message?.split('\n')[0]?.slice(0, 80) ?? '',
  ])
  const columns = ['run', 'started, UTC', 'seconds', 'state', 'by', '']
  return [...tableText({ columns, rows }).lines]
}

/** A run and its steps for people. */
export function runLines(run: PastRun & { steps: readonly PastStep[] }): string[] {
  const rows = run.steps.map((step) => [
    step.step,
    step.files ?? '',
    step.rows_read ?? '',
    step.rows_inserted,
    step.rows_deleted,
    step.rows_rejected,
    step.seconds.toFixed(1),
  ])
  const columns = ['step', 'files', 'read', 'inserted', 'deleted', 'rejected', 'seconds']
  return [
    `run ${run.run_id}: ${run.state}, ${run.started_at} UTC, ${run.seconds.toFixed(1)} s, by ${run.run_by}, schema ${run.schema_version}`,
    ...(run.message === null ? [] : [run.message]),
    ...(rows.length === 0 ? [] : ['', ...tableText({ columns, rows }).lines]),
  ]
}
