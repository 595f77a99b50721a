import type { Session } from './engine.ts'
import { Failure, messageOf } from './errors.ts'
import { LOADED_FILES } from './loaded-files.ts'
import { ALL_TIME, isWhole, type Pending, pendingChanges, setPending } from './pending.ts'
import { keepPromises } from './promises.ts'
import {
  DROP_CHANGES,
  deleteChanges,
  differingRows,
  insertChanges,
  makeChanges,
} from './publish.ts'
import {
  countRows,
  emptyTable,
  type RunOptions,
  type StepReport,
  secondsSince,
  withProgress,
} from './run.ts'
import { hasCome, type Run, recordRun } from './runs.ts'
import type { Schema } from './schema.ts'
import type { InsertStep } from './steps.ts'
import type { Table } from './table.ts'
import type { Source } from './transform.ts'
import type { Warehouse } from './warehouse.ts'

/** How much of the star is published. */
export type Extent = 'pending' | 'whole'

/**
 * Publishes what is pending, or everything, in one transaction: readers see the old star until all
 * promises are found kept and it commits. What comes out as it is is not written.
 * @throws Failure when a step fails or a promise is broken; the star is then as it was.
 */
export async function publishStar(
  warehouse: Warehouse,
  schema: Schema,
  steps: readonly InsertStep[],
  extent: Extent,
  { run, done: before }: { readonly run: Run; readonly done: readonly StepReport[] },
  options: RunOptions,
): Promise<StepReport[]> {
  if (steps.length === 0) return []
  const ledger = schema.has(LOADED_FILES)
  let done: StepReport[] = []
  const reports = await warehouse.transaction(async (session) => {
    if (ledger && (await hasCome(session, run, 'published'))) return done
    done = []
    const pending = ledger ? await pendingChanges(session) : new Map()
    const whole = extent === 'whole' || isWhole(pending)
    if (ledger && extent === 'whole') await setPending(session, EVERYTHING)
    const concerned = whole ? steps : steps.filter((step) => reads(step, pending))
    for (const step of concerned) {
      await warehouse.connection.label(session, step.name)
      const table = schema.get(step.into) as Table
      const inserting: Insert = async (sql) => ({
        inserted: await session.run(sql),
        queryId: await warehouse.connection.queryId(session),
      })
      const report = await withProgress(options, step.name, () =>
        publishStep(session, inserting, step, table, whole),
      )
      done.push(report)
    }
    await keepPromises(session, concerned, whole ? 'all' : 'run', options)
    if (ledger) await clearPending(session, extent === 'whole' ? pending : new Map())
    const { connection } = warehouse
    await recordRun({ connection, session, schema }, run, 'published', [...before, ...done])
    return done
  })
  for (const report of reports) options.onStep?.(report)
  return reports
}

const EVERYTHING: Pending = new Map([
  ['log_data', ALL_TIME],
  ['song_data', ALL_TIME],
])

async function clearPending(session: Session, kept: Pending): Promise<void> {
  await setPending(session, kept)
  if (kept.size === 0) await emptyTable(session, 'pending_songs')
}

/** Which tables of staging belong to a source. */
const STAGED: Readonly<Record<Source, RegExp>> = {
  log_data: /\b(staging_events|changed_events|changed_plays)\b/,
  song_data: /\b(staging_songs|changed_plays)\b/,
}

function reads({ insert }: InsertStep, pending: Pending): boolean {
  return [...pending.keys()].some((source) => STAGED[source].test(insert))
}

/** Inserts, and asks for the number of that statement. */
type Insert = (sql: string) => Promise<Pick<Change, 'inserted' | 'queryId'>>

async function publishStep(
  session: Session,
  insert: Insert,
  step: InsertStep,
  table: Table,
  whole: boolean,
): Promise<StepReport> {
  const started = performance.now()
  try {
    const before = await countRows(session, step.into)
    const {
      inserted,
      deleted,
      changed = inserted + deleted,
      queryId,
    }: Change = before === 0
      ? { ...(await insert(step.insert)), deleted: 0 }
      : whole
        ? await replaceAll(session, insert, step, before)
        : await replaceChanged(session, insert, step, table)
    return {
      step: step.name,
      table: step.into,
      rows: before - deleted + inserted,
      inserted,
      deleted,
      changed,
      seconds: secondsSince(started),
      queryId: changed > 0 ? queryId : null,
    }
  } catch (error) {
    throw new Failure(
      `${step.name} was undone: ${messageOf(error)}\nThe star is as it was. See transforms/${step.name}.ts`,
      { cause: error },
    )
  }
}

interface Change {
  readonly inserted: number
  readonly deleted: number
  /** Where rows were written again that are as before: how many are not. */
  readonly changed?: number
  readonly queryId: number | null
}

/** Builds the table anew unless its rows would come out as they are. */
async function replaceAll(
  session: Session,
  insert: Insert,
  step: InsertStep,
  before: number,
): Promise<Change> {
  const [row] = await session.rows(differingRows(step))
  const changed = Number(row?.differing)
  if (changed === 0) return { inserted: 0, deleted: 0, queryId: null }
  await emptyTable(session, step.into)
  return { ...(await insert(step.insert)), deleted: before, changed }
}

/** Takes away the rows that are not to be there any more and adds those that are not there yet. */
async function replaceChanged(
  session: Session,
  insert: Insert,
  step: InsertStep,
  table: Table,
): Promise<Change> {
  await session.run(makeChanges(step, table))
  const deleted = await session.run(deleteChanges(step, table))
  const inserted = await insert(insertChanges(step))
  await session.run(DROP_CHANGES)
  return { ...inserted, deleted }
}
