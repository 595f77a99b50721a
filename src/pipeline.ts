import type { PreparedCopy, Session } from './engine.ts'
import { Failure, messageOf } from './errors.ts'
import { recordLoadErrors } from './ledger.ts'
import { appliedSchema } from './migrator.ts'
import type { Progress } from './progress.ts'
import { SILENT } from './progress.ts'
import {
  askAll,
  type BrokenPromise,
  brokenPromises,
  describeBroken,
  promisesOf,
} from './promises.ts'
import { differingRows } from './publish.ts'
import type { Schema } from './schema.ts'
import { type CopyStep, type InsertStep, isCopy, isInsert, type Step } from './steps.ts'
import type { Table } from './table.ts'
import type { Version } from './versions.ts'
import type { Warehouse } from './warehouse.ts'

/** What a step did. */
export interface StepReport {
  readonly step: string
  readonly table: string
  /** Rows of the table after the step. */
  readonly rows: number
  /** Rows that were not there before, and rows that are there no longer. */
  readonly changed: number
  readonly seconds: number
  /** Of a load. */
  readonly files?: number
  readonly bytes?: number
  readonly rejected?: number
}

export interface RunOptions {
  readonly onStep?: (report: StepReport) => void
  readonly progress?: (label: string) => Progress
}

/**
 * Runs steps in their order: loads are committed first, all of them or none; then the tables of the
 * star are published in one transaction, after their promises are found kept. A table whose rows come
 * out as they are is not written.
 * @throws Failure when a load or a step fails or a promise is broken; the star is then as it was.
 */
export async function runSteps(
  warehouse: Warehouse,
  versions: readonly Version[],
  steps: readonly Step[],
  options: RunOptions = {},
): Promise<StepReport[]> {
  const schema = await appliedSchema(warehouse, versions)
  for (const step of steps) checkTables(step, schema, versions)
  renderAhead(warehouse, steps)
  const loaded = await loadStaging(warehouse, schema, steps.filter(isCopy), options)
  const published = await publishStar(warehouse, steps.filter(isInsert), options)
  return [...loaded, ...published]
}

/** The engine makes the star's statements its own while it loads the files, not after it. */
function renderAhead({ engine }: Warehouse, steps: readonly Step[]): void {
  const inserts = steps.filter(isInsert)
  const statements = [...inserts.map(({ insert }) => insert), askAll(promisesOf(inserts))]
  // What is wrong with a statement is said when it is run.
  for (const sql of statements) engine.renderStatement(sql).catch(() => {})
}

function checkTables(step: Step, schema: Schema, versions: readonly Version[]): void {
  const table = schema.get(step.into)
  const missing = isInsert(step)
    ? step.columns.filter((name) => table && !(name in table.columns))
    : []
  if (table && missing.length === 0) return
  const wanted = table
    ? `column ${missing.map((name) => `${step.into}.${name}`).join(', ')}`
    : `table ${step.into}`
  const version = versions.find(({ after }) => {
    const later = after.get(step.into)
    return later !== undefined && missing.every((name) => name in later.columns)
  })
  const cure = version
    ? `Version ${version.name} brings it: run 'npm run migrate' first.`
    : 'No version brings it: add a migration.'
  throw new Failure(
    `${step.name} needs ${wanted}, which is not there at the applied version of the schema. ` +
      `Nothing was run. ${cure}`,
  )
}

async function loadStaging(
  warehouse: Warehouse,
  schema: Schema,
  steps: readonly CopyStep[],
  options: RunOptions,
): Promise<StepReport[]> {
  if (steps.length === 0) return []
  const { copying } = warehouse.engine
  const copies = new Map<CopyStep, PreparedCopy>()
  try {
    for (const step of steps) {
      const progress = options.progress?.(step.name) ?? SILENT
      try {
        const table = schema.get(step.into) as Table
        copies.set(step, await copying.prepare(step.name, step, table, progress))
      } finally {
        progress.end()
      }
    }
    for (;;) {
      const failed = await tryLoading(warehouse, copies, options)
      if (!('step' in failed)) return failed
      const copy = copies.get(failed.step) as PreparedCopy
      copies.set(failed.step, await copying.explain(warehouse.session, copy, failed.error))
    }
  } finally {
    for (const copy of copies.values()) await copying.discard(copy)
  }
}

/** Loads all copies in one transaction. Resolves to the step whose load failed, when one did. */
async function tryLoading(
  warehouse: Warehouse,
  copies: ReadonlyMap<CopyStep, PreparedCopy>,
  options: RunOptions,
): Promise<StepReport[] | { step: CopyStep; error: unknown }> {
  let loading: CopyStep | null = null
  try {
    const reports = await warehouse.transaction(async (session) => {
      const done: StepReport[] = []
      for (const [step, copy] of copies) {
        loading = step
        done.push(await loadStep(warehouse, session, step, copy, options))
        loading = null
        await keepPromises(session, [step])
      }
      return done
    }, tablesOf(copies))
    for (const report of reports) options.onStep?.(report)
    return reports
  } catch (error) {
    if (loading === null) throw error
    return { step: loading, error }
  }
}

/** Staging has no readers: whoever loads it locks it first, so that two loads do not undo each other. */
function tablesOf(copies: ReadonlyMap<CopyStep, PreparedCopy>): string[] {
  return [...copies.keys()].map(({ into }) => into).sort()
}

async function loadStep(
  warehouse: Warehouse,
  session: Session,
  step: CopyStep,
  copy: PreparedCopy,
  options: RunOptions,
): Promise<StepReport> {
  const started = performance.now()
  const progress = options.progress?.(step.name) ?? SILENT
  try {
    await warehouse.connection.label(session, step.name)
    const before = await countRows(session, step.into)
    await emptyTable(session, step.into)
    const { rows, rejected } = await warehouse.engine.copying.load(session, copy, progress)
    await recordLoadErrors(session, step.name, rejected)
    return {
      step: step.name,
      table: step.into,
      rows,
      changed: before + rows,
      seconds: secondsSince(started),
      files: copy.files,
      bytes: copy.bytes,
      rejected: rejected.length,
    }
  } finally {
    progress.end()
  }
}

async function publishStar(
  warehouse: Warehouse,
  steps: readonly InsertStep[],
  options: RunOptions,
): Promise<StepReport[]> {
  if (steps.length === 0) return []
  const reports = await warehouse.transaction(async (session) => {
    const done: StepReport[] = []
    for (const step of steps) {
      await warehouse.connection.label(session, step.name)
      done.push(await publishStep(session, step, options))
    }
    await keepPromises(session, steps, options)
    return done
  })
  for (const report of reports) options.onStep?.(report)
  return reports
}

async function publishStep(
  session: Session,
  step: InsertStep,
  options: RunOptions,
): Promise<StepReport> {
  const started = performance.now()
  const progress = options.progress?.(step.name) ?? SILENT
  try {
    const before = await countRows(session, step.into)
    const changed =
      before === 0 ? null : Number((await session.rows(differingRows(step)))[0]?.differing)
    let rows = before
    if (changed !== 0) {
      if (before > 0) await emptyTable(session, step.into)
      rows = await session.run(step.insert)
    }
    return {
      step: step.name,
      table: step.into,
      rows,
      changed: changed ?? rows,
      seconds: secondsSince(started),
    }
  } catch (error) {
    throw new Failure(
      `${step.name} was undone: ${messageOf(error)}\nThe star is as it was. See transforms/${step.name}.ts`,
      { cause: error },
    )
  } finally {
    progress.end()
  }
}

async function keepPromises(
  session: Session,
  steps: readonly Step[],
  options: RunOptions = {},
): Promise<void> {
  const progress = options.progress?.('promises') ?? SILENT
  try {
    const broken = await brokenPromises(session, promisesOf(steps))
    if (broken.length === 0) return
    throw new Failure(
      `The run was undone: ${broken.map(describeBroken).join('\n')}\n` +
        `The star is as it was. See ${[...new Set(broken.map(({ step }) => `transforms/${step}.ts`))].join(', ')}`,
    )
  } finally {
    progress.end()
  }
}

/** Asks every promise of these steps. @throws Failure when a table that a step fills is not there. */
export async function checkSteps(
  warehouse: Warehouse,
  versions: readonly Version[],
  steps: readonly Step[],
): Promise<{ asked: number; broken: BrokenPromise[] }> {
  const schema = await appliedSchema(warehouse, versions)
  for (const step of steps) checkTables(step, schema, versions)
  const promised = promisesOf(steps)
  return { asked: promised.length, broken: await brokenPromises(warehouse.session, promised) }
}

/** Empties by DELETE: TRUNCATE would commit the transaction on Redshift. */
async function emptyTable(session: Session, table: string): Promise<void> {
  await session.knex(table).del().options({ asIs: true })
}

async function countRows(session: Session, table: string): Promise<number> {
  const [row] = await session.knex(table).count('* as n').options({ asIs: true })
  return Number(row?.n ?? 0)
}

function secondsSince(started: number): number {
  return Math.round(performance.now() - started) / 1_000
}
