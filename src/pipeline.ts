import type { SourceFile } from './engine.ts'
import { Failure, messageOf, quotedList } from './errors.ts'
import {
  type Choice,
  deliveryOf,
  FIRST_LOAD,
  type KnownFile,
  knownFiles,
  LOADED_FILES,
  matcher,
  renewVersions,
  touchedFiles,
  trimmedUntil,
} from './loaded-files.ts'
import { appliedSchema } from './migrator.ts'
import { pendingChanges } from './pending.ts'
import type { BrokenPromise } from './promises.ts'
import { askAll, brokenPromises, promisesOf } from './promises.ts'
import { countRows, type RunOptions, type StepReport, withProgress } from './run.ts'
import { countRuns, hasCome, newRun, recordRun } from './runs.ts'
import type { Schema } from './schema.ts'
import type { StagedStep } from './staging.ts'
import { loadStaging } from './staging.ts'
import type { Extent } from './star.ts'
import { publishStar } from './star.ts'
import { type CopyStep, type InsertStep, isCopy, isInsert, type Step } from './steps.ts'
import type { Source } from './transform.ts'
import type { Version } from './versions.ts'
import type { Warehouse } from './warehouse.ts'

export type { RunOptions, StepReport } from './run.ts'

/**
 * Runs steps in their order: what is new or changed in the lake is loaded into staging and committed,
 * all of it or none; then what that changes in the star is published in one transaction, after its
 * promises are found kept. Where nothing is new no transaction is opened. Inserts that are run without
 * the loads build their tables from all of staging.
 * @throws Failure when a load or a step fails or a promise is broken; the star is then as it was.
 */
export async function runSteps(
  warehouse: Warehouse,
  versions: readonly Version[],
  steps: readonly Step[],
  options: RunOptions & Choice = {},
): Promise<StepReport[]> {
  const schema = await appliedSchema(warehouse, versions)
  for (const step of steps) checkTables(step, schema, versions)
  checkLedger(schema, versions)
  // Before the ledger is read: whoever loads after this is seen.
  const runsBefore = schema.has(LOADED_FILES) ? await countRuns(warehouse.session) : 0
  const staged = await deliveries(warehouse, schema, steps.filter(isCopy), options)
  const inserts = steps.filter(isInsert)
  const extent: Extent = staged.length > 0 && schema.has(LOADED_FILES) ? 'pending' : 'whole'
  const todo = staged.filter(({ delivery }) => isWorth(delivery))
  if (extent === 'whole' && staged.length === 0) await refuseTrimmed(warehouse, schema)
  if (extent === 'pending' && todo.length === 0 && !(await isPending(warehouse))) {
    return idle(warehouse, steps)
  }
  await renderAhead(warehouse, inserts)
  const why = todo.find(({ delivery }) => delivery.whole !== null)?.delivery.whole
  if (why && why !== FIRST_LOAD) options.onWhole?.(why + andGone(todo))
  const run = newRun(newestVersion(schema, versions), steps)
  const done: StepReport[] = []
  try {
    const loaded = await loadStaging(warehouse, schema, todo, { run, runsBefore }, options)
    // Not awaited here: how it fails is written down by itself.
    if (loaded === null) return runSteps(warehouse, versions, steps, options)
    done.push(...loaded)
    done.push(...(await publishStar(warehouse, schema, inserts, extent, { run, done }, options)))
  } catch (error) {
    await recordFailure(warehouse, schema, run, done, error)
    throw error
  }
  const rest = steps.filter(({ name }) => !done.some(({ step }) => step === name))
  return [...done, ...(await idle(warehouse, rest))].sort((one, other) =>
    one.step < other.step ? -1 : 1,
  )
}

/** How many files' rows a load of everything drops. */
function andGone(todo: readonly StagedStep[]): string {
  const whole = todo.filter(({ delivery }) => delivery.whole !== null)
  const gone = whole.reduce((sum, { delivery }) => sum + delivery.gone, 0)
  if (gone === 0) return ''
  const [files, held] =
    gone === 1
      ? ['1 file that was loaded is', 'it']
      : [`${gone} files that were loaded are`, 'they']
  return `; ${files} no longer in the lake, and what ${held} held goes`
}

/** The engine makes the star's statements its own while it loads the files, not after it. */
async function renderAhead({ engine }: Warehouse, inserts: readonly InsertStep[]): Promise<void> {
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
    ? `column${missing.length === 1 ? '' : 's'} ${missing.map((name) => `${step.into}.${name}`).join(', ')}`
    : `table ${step.into}`
  const has = (at: Schema) => {
    const there = at.get(step.into)
    return there !== undefined && missing.every((name) => name in there.columns)
  }
  const several = missing.length > 1
  const change = `change transforms/${step.name}.ts to what is there now`
  throw missingFailure(step.name, wanted, whereIs(has, schema, versions), change, several)
}

/** Runs keep a ledger of files where any version of the schema has one. */
function checkLedger(schema: Schema, versions: readonly Version[]): void {
  const has = (at: Schema) => at.has(LOADED_FILES)
  if (has(schema) || !versions.some(({ after }) => has(after))) return
  const change = 'add a migration that brings it again'
  throw missingFailure('A run', `table ${LOADED_FILES}`, whereIs(has, schema, versions), change)
}

/** What versions have to do with something that is not there. */
interface Whereabouts {
  /** The pending version that brings it. */
  readonly brings: Version | undefined
  /** The applied version that took it away. */
  readonly took: Version | undefined
}

function whereIs(
  has: (at: Schema) => boolean,
  schema: Schema,
  versions: readonly Version[],
): Whereabouts {
  const applied = versions.findLastIndex(({ after }) => after === schema) + 1
  return {
    brings: versions.slice(applied).find(({ after }) => has(after)),
    took: versions.slice(0, applied).findLast(({ before, after }) => has(before) && !has(after)),
  }
}

function missingFailure(
  what: string,
  wanted: string,
  { brings, took }: Whereabouts,
  change: string,
  several = false,
): Failure {
  const it = several ? 'them' : 'it'
  const cure = brings
    ? `Version ${brings.name} brings ${it}: run 'npm run migrate' first.`
    : took
      ? `Version ${took.name} took ${it} away: ${change}.`
      : `No version brings ${it}: add a migration.`
  return new Failure(
    `${what} needs ${wanted}, which ${several ? 'are' : 'is'} not there at the applied version of the schema. ` +
      `Nothing was run. ${cure}`,
  )
}

function newestVersion(schema: Schema, versions: readonly Version[]): string {
  return versions.findLast(({ after }) => after === schema)?.name ?? ''
}

interface Listed {
  readonly step: CopyStep
  readonly source: Source
  readonly place: string
  readonly files: readonly SourceFile[]
  readonly known: readonly KnownFile[]
}

/**
 * What each load has to do. When one has to load everything and something was trimmed from staging, all
 * of them do: the star is then built anew, from all that was ever loaded.
 */
async function deliveries(
  warehouse: Warehouse,
  schema: Schema,
  steps: readonly CopyStep[],
  options: RunOptions & Choice,
): Promise<StagedStep[]> {
  const { engine, session } = warehouse
  const { copying } = engine
  const ledger = schema.has(LOADED_FILES)
  const listed: Listed[] = []
  for (const step of steps) {
    const source = step.copy.from
    const place = copying.place(source)
    await withProgress(options, step.name, async (progress) => {
      const files = await copying.list(source, progress)
      const known = ledger ? await knownFiles(session, source, place) : []
      listed.push({ step, source, place, files, known: await renewed(warehouse, files, known) })
    })
  }
  const deliver = (choice: Choice) =>
    Promise.all(
      listed.map(async ({ step, source, files, known, place }) => ({
        step,
        delivery: await deliveryOf(session, source, place, files, known, choice),
      })),
    )
  checkChoice(listed, options)
  const staged = await deliver(options)
  const whole = staged.find(({ delivery }) => delivery.whole !== null)?.delivery.whole
  const isTrimmed = listed.some(({ known }) => known.some(({ state }) => state === 'trimmed'))
  if (whole === undefined || !isTrimmed) return staged
  const everything = await deliver({ ...options, fullRefresh: true })
  return everything.map(({ step, delivery }) => ({
    step,
    delivery: { ...delivery, whole: whole ?? null },
  }))
}

/** @throws Failure for files to leave out, or to take in, that are not there: nothing would come of it. */
function checkChoice(listed: readonly Listed[], { exclude = [], include = [] }: Choice): void {
  for (const [option, prefixes] of Object.entries({ exclude, include })) {
    for (const prefix of prefixes) {
      const isThere = listed.some(({ place, files, known }) => {
        const isNamed = matcher(place, [prefix])
        return files.some(({ uri }) => isNamed(uri)) || known.some(({ uri }) => isNamed(uri))
      })
      if (isThere) continue
      throw new Failure(
        `No file begins with '${prefix}', which --${option} names. Nothing was run. ` +
          `Name files in full, or from ${quotedList(listed.map(({ place }) => place))} on.`,
      )
    }
  }
}

/** What the ledger knows, once it knows the files that were touched and hold what they held. */
async function renewed(
  { engine, session }: Warehouse,
  files: readonly SourceFile[],
  known: readonly KnownFile[],
): Promise<readonly KnownFile[]> {
  const touched = await touchedFiles(session, files, known, engine.copying.hash)
  if (touched.size === 0) return known
  await renewVersions(session, touched)
  return known.map((file) => ({ ...file, version: touched.get(file.uri) ?? file.version }))
}

function isWorth({ whole, fresh, replaced, excluded }: StagedStep['delivery']): boolean {
  return whole !== null || fresh.length + replaced.length + excluded.length > 0
}

async function isPending({ session }: Warehouse): Promise<boolean> {
  return (await pendingChanges(session)).size > 0
}

/** @throws Failure when tables are to be built from all of staging, and some of it was trimmed. */
async function refuseTrimmed({ session }: Warehouse, schema: Schema): Promise<void> {
  const until = schema.has(LOADED_FILES) ? await trimmedUntil(session) : null
  if (until === null) return
  throw new Failure(
    `Cannot build tables from staging: its events up to ${until} UTC were trimmed. Nothing was run. ` +
      "Load them again: 'npm run transform -- --full-refresh'.",
  )
}

/** What steps report that have nothing to do. */
async function idle({ session }: Warehouse, steps: readonly Step[]): Promise<StepReport[]> {
  const reports: StepReport[] = []
  for (const { name, into } of steps) {
    const rows = await countRows(session, into)
    reports.push({ step: name, table: into, rows, inserted: 0, deleted: 0, changed: 0, seconds: 0 })
  }
  return reports
}

/** Keeps what a failed run said; a warehouse that cannot take even that has said enough. */
async function recordFailure(
  { connection, transaction }: Warehouse,
  schema: Schema,
  run: ReturnType<typeof newRun>,
  done: readonly StepReport[],
  error: unknown,
): Promise<void> {
  if (!schema.has(LOADED_FILES)) return
  await transaction(async (session) => {
    if (await hasCome(session, run, 'published')) return
    await recordRun({ connection, session, schema }, run, 'failed', done, messageOf(error))
  }).catch(() => {})
}

/** Asks every promise of these steps. @throws Failure when a table that a step fills is not there. */
export async function checkSteps(
  warehouse: Warehouse,
  versions: readonly Version[],
  steps: readonly Step[],
): Promise<{ asked: number; broken: BrokenPromise[] }> {
  const schema = await appliedSchema(warehouse, versions)
  for (const step of steps) checkTables(step, schema, versions)
  // What was trimmed from staging can no longer be counted there.
  const trimmed = schema.has(LOADED_FILES) && (await trimmedUntil(warehouse.session)) !== null
  const promised = promisesOf(steps, trimmed ? 'rows' : 'all')
  return { asked: promised.length, broken: await brokenPromises(warehouse.session, promised) }
}
