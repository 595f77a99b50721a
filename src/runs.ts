import { randomUUID } from 'node:crypto'
import { hostname, userInfo } from 'node:os'
import type { Connection, Session } from './engine.ts'
import { utcNow } from './moment.ts'
import { countRows, type StepReport } from './run.ts'
import type { Schema } from './schema.ts'
import type { Step } from './steps.ts'

/** A run under way. */
export interface Run {
  readonly id: string
  /** UTC. */
  readonly startedAt: string
  readonly started: number
  readonly schemaVersion: string
  /** By step. */
  readonly checksums: ReadonlyMap<string, string>
}

/** Begins a run; nothing is written before it has something to say. */
export function newRun(schemaVersion: string, steps: readonly Step[]): Run {
  return {
    id: randomUUID(),
    startedAt: utcNow(),
    started: performance.now(),
    schemaVersion,
    checksums: new Map(steps.map(({ name, checksum = '' }) => [name, checksum])),
  }
}

/** The tables that a run is written into. */
export const RUNS = 'runs'
export const RUN_STEPS = 'run_steps'

/** How many runs are written down. Each load adds one, in its transaction. */
export async function countRuns(session: Session): Promise<number> {
  return countRows(session, RUNS)
}

/** Whether a run came so far already: what its COMMIT did may be known only by asking, when its answer was lost. */
export async function hasCome(
  session: Session,
  { id }: Run,
  state: 'loaded' | 'published',
): Promise<boolean> {
  const found = await session.read(session.knex(RUNS).where({ run_id: id, state }).select('run_id'))
  return found.length > 0
}

const MESSAGE_CHARACTERS = 2_000

/** Writes a run and its steps, in the place of what was written of it before. */
export async function recordRun(
  { connection, session, schema }: { connection: Connection; session: Session; schema: Schema },
  run: Run,
  state: 'loaded' | 'published' | 'failed',
  reports: readonly StepReport[],
  message: string | null = null,
): Promise<void> {
  const runs = schema.get(RUNS)
  const runSteps = schema.get(RUN_STEPS)
  if (!runs || !runSteps) return
  for (const table of [RUN_STEPS, RUNS]) {
    await session.knex(table).where({ run_id: run.id }).del().options({ asIs: true })
  }
  await connection.append(session, runs, [
    {
      run_id: run.id,
      started_at: run.startedAt,
      seconds: Math.round(performance.now() - run.started) / 1_000,
      state,
      schema_version: run.schemaVersion,
      run_by: `${userInfo().username}@${hostname()}`,
      message: message?.slice(0, MESSAGE_CHARACTERS) ?? null,
    },
  ])
  const rows = reports.map((report) => ({
    run_id: run.id,
    step: report.step,
    checksum: run.checksums.get(report.step) ?? '',
    rows_read: report.files === undefined ? null : report.inserted + (report.rejected ?? 0),
    rows_inserted: report.inserted,
    rows_deleted: report.deleted,
    rows_rejected: report.rejected ?? 0,
    files: report.files ?? null,
    bytes: report.bytes ?? null,
    seconds: report.seconds,
    query_id: report.queryId ?? null,
  }))
  await connection.append(session, runSteps, rows)
}
