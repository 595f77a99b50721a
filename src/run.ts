import type { Session } from './engine.ts'
import { type Progress, SILENT } from './progress.ts'

/** What a step did. */
export interface StepReport {
  readonly step: string
  readonly table: string
  /** Rows of the table after the step. */
  readonly rows: number
  readonly inserted: number
  readonly deleted: number
  /** Rows that were not there before, and rows that are there no longer. */
  readonly changed: number
  readonly seconds: number
  /** Of a load. */
  readonly files?: number
  readonly bytes?: number
  readonly rejected?: number
  /** The engine's own number of the last statement that wrote; null where it has none, or nothing was written. */
  readonly queryId?: number | null
}

/** How a run tells of itself. */
export interface RunOptions {
  readonly onStep?: (report: StepReport) => void
  readonly progress?: (label: string) => Progress
  /** Called once, with why, when everything is loaded again though something was loaded before. */
  readonly onWhole?: (why: string) => void
}

/** Does a piece of work under a progress line of its own, which ends whatever happens. */
export async function withProgress<Done>(
  { progress }: RunOptions,
  label: string,
  work: (progress: Progress) => Promise<Done>,
): Promise<Done> {
  const told = progress?.(label) ?? SILENT
  try {
    return await work(told)
  } finally {
    told.end()
  }
}

/** Empties by DELETE: TRUNCATE would commit the transaction on Redshift. */
export async function emptyTable(session: Session, table: string): Promise<void> {
  await session.runRendered(session.knex(table).del().toString())
}

export async function countRows(session: Session, table: string): Promise<number> {
  const [row] = await session.read<{ n: number | string }>(session.knex(table).count('* as n'))
  return Number(row?.n ?? 0)
}

export function secondsSince(started: number): number {
  return Math.round(performance.now() - started) / 1_000
}
