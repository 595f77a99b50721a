import type { CopyReport, NewFile, PreparedCopy, Session, SourceFile } from './engine.ts'
import { Failure } from './errors.ts'
import { recordLoadErrors } from './ledger.ts'
import {
  type Delivery,
  type LedgerRow,
  LOADED_FILES,
  nextLoad,
  recordFiles,
  trimmedUntil,
} from './loaded-files.ts'
import { utcNow } from './moment.ts'
import {
  ALL_TIME,
  covering,
  isUntil,
  NO_TIME,
  pendingChanges,
  type Span,
  setPending,
} from './pending.ts'
import { pieces } from './pieces.ts'
import { keepPromises } from './promises.ts'
import {
  countRows,
  emptyTable,
  type RunOptions,
  type StepReport,
  secondsSince,
  withProgress,
} from './run.ts'
import { countRuns, hasCome, type Run, recordRun } from './runs.ts'
import type { Schema } from './schema.ts'
import type { CopyStep } from './steps.ts'
import { LOAD_COLUMN, type Table } from './table.ts'
import type { Warehouse } from './warehouse.ts'

/** A step with the files that it has to load. */
export interface StagedStep {
  readonly step: CopyStep
  readonly delivery: Delivery
}

/**
 * Loads the deliveries into staging, all of them or none, and writes down what is to be published.
 * Resolves to null, and loads nothing, when runs were written down since there were `runsBefore` of them:
 * one of them may have loaded the same files.
 * @throws Failure when a row does not fit; nothing was loaded then.
 */
export async function loadStaging(
  warehouse: Warehouse,
  schema: Schema,
  staged: readonly StagedStep[],
  { run, runsBefore }: { readonly run: Run; readonly runsBefore: number },
  options: RunOptions,
): Promise<StepReport[] | null> {
  if (staged.length === 0) return []
  const { copying } = warehouse.engine
  const ledger = schema.has(LOADED_FILES)
  let load = ledger ? await nextLoad(warehouse.session) : 1
  const copies = new Map<StagedStep, PreparedCopy>()
  try {
    for (const one of staged) {
      const { step, delivery } = one
      const isAll = delivery.whole !== null && delivery.fresh.length === delivery.listed
      const files = copying.number(delivery.fresh, load, isAll)
      load += files.length
      const table = schema.get(step.into) as Table
      const prepared = await withProgress(options, step.name, (progress) =>
        copying.prepare(step.name, step, table, files, progress, warehouse.session),
      )
      copies.set(one, prepared)
    }
    for (;;) {
      const failed = await tryLoading(warehouse, schema, copies, { run, runsBefore }, options)
      if (failed === null || !('failed' in failed)) return failed
      const copy = copies.get(failed.failed) as PreparedCopy
      const explained = await withProgress(options, copy.step, (progress) =>
        copying.explain(warehouse.session, copy, failed.error, progress),
      )
      copies.set(failed.failed, explained)
    }
  } finally {
    for (const copy of copies.values()) await copying.discard(copy)
  }
}

/** Loads all copies in one transaction. Resolves to the step whose load failed, when one did. */
async function tryLoading(
  warehouse: Warehouse,
  schema: Schema,
  copies: ReadonlyMap<StagedStep, PreparedCopy>,
  { run, runsBefore }: { readonly run: Run; readonly runsBefore: number },
  options: RunOptions,
): Promise<StepReport[] | null | { failed: StagedStep; error: unknown }> {
  let loading: StagedStep | null = null
  let done: StepReport[] = []
  // Staging has no readers: whoever loads it locks it first, so that two loads do not undo each other.
  const locks = [...copies.keys()].map(({ step }) => step.into).sort()
  try {
    const reports = await warehouse.transaction(async (session) => {
      if (schema.has(LOADED_FILES)) {
        if (await hasCome(session, run, 'loaded')) return done
        if ((await countRuns(session)) !== runsBefore) return null
      }
      done = []
      const spans = new Map(schema.has(LOADED_FILES) ? await pendingChanges(session) : [])
      for (const [staged, copy] of copies) {
        loading = staged
        const { report, span } = await loadStep(
          warehouse,
          session,
          schema,
          staged,
          copy,
          run,
          options,
        )
        done.push(report)
        const { source, whole } = staged.delivery
        const before = spans.get(source)
        const both = covering(before ? [before, span] : [span])
        const isUndated = staged.step.moment !== undefined && both.first === null
        spans.set(source, whole !== null ? ALL_TIME : isUndated ? NO_TIME : both)
        loading = null
        await keepPromises(session, [staged.step])
      }
      if (schema.has(LOADED_FILES)) {
        const whole = [...copies.keys()].some(({ delivery }) => delivery.whole !== null)
        if (whole)
          for (const source of ['log_data', 'song_data'] as const) spans.set(source, ALL_TIME)
        await setPending(session, spans)
        await recordRun({ connection: warehouse.connection, session, schema }, run, 'loaded', done)
      }
      return done
    }, locks)
    for (const report of reports ?? []) options.onStep?.(report)
    return reports
  } catch (error) {
    if (loading === null) throw error
    return { failed: loading, error }
  }
}

async function loadStep(
  warehouse: Warehouse,
  session: Session,
  schema: Schema,
  { step, delivery }: StagedStep,
  copy: PreparedCopy,
  run: Run,
  options: RunOptions,
): Promise<{ report: StepReport; span: Span }> {
  const started = performance.now()
  return withProgress(options, step.name, async (progress) => {
    await warehouse.connection.label(session, step.name)
    const before = await countRows(session, step.into)
    const removed = await removeReplaced(session, step, delivery, before, schema.has(LOADED_FILES))
    const loaded = await warehouse.engine.copying.load(session, copy, progress)
    const queryId = await warehouse.connection.queryId(session)
    const uris = delivery.whole === null ? delivery.replaced.map(({ uri }) => uri) : null
    await recordLoadErrors(session, step.name, loaded.rejected, uris)
    const table = schema.get(LOADED_FILES)
    const span = table
      ? await record(warehouse, session, table, { step, delivery }, copy, loaded, run.id)
      : ALL_TIME
    const report = {
      step: step.name,
      table: step.into,
      rows: before - removed + loaded.rows,
      inserted: loaded.rows,
      deleted: removed,
      changed: removed + loaded.rows,
      seconds: secondsSince(started),
      files: copy.files,
      bytes: copy.bytes,
      rejected: loaded.rejected.length,
      queryId,
    }
    return { report, span }
  })
}

/** Takes away the rows of files that are loaded again, or left out. Resolves to how many those were. */
async function removeReplaced(
  session: Session,
  step: CopyStep,
  { whole, replaced }: Delivery,
  before: number,
  ledger: boolean,
): Promise<number> {
  if (whole !== null) {
    if (before > 0) await emptyTable(session, step.into)
    if (step.pending && ledger) await emptyTable(session, step.pending.into)
    return before
  }
  const loads = replaced.flatMap(({ load_id }) => load_id ?? [])
  let removed = 0
  for (const some of pieces(loads)) {
    await keepPending(session, step, `${LOAD_COLUMN} in (${some.join(', ')})`)
    removed += await session
      .knex(step.into)
      .whereIn(LOAD_COLUMN, some)
      .del()
      .options({ asIs: true })
  }
  return removed
}

async function keepPending(session: Session, { into, pending }: CopyStep, where: string) {
  if (!pending) return
  const columns = pending.columns.join(', ')
  const from = `select distinct ${columns} from ${into} where ${where}`
  await session.runRendered(`insert into ${pending.into} (${columns}) ${from}`)
}

/** Writes the files into the ledger with what came of them. Resolves to the span of what came and went. */
async function record(
  { connection, engine }: Warehouse,
  session: Session,
  table: Table,
  { step, delivery }: StagedStep,
  copy: PreparedCopy,
  loaded: CopyReport,
  runId: string,
): Promise<Span> {
  const { source, place, whole, replaced } = delivery
  const loads = copy.newFiles.flatMap(({ load }) => load ?? [])
  const first = loads.reduce((least, load) => Math.min(least, load), Number.POSITIVE_INFINITY)
  if (whole === null && loads.length > 0)
    await keepPending(session, step, `${LOAD_COLUMN} >= ${first}`)
  const spans = await spansOf(session, step, first)
  refuseAncient(step, copy.newFiles, spans)
  const loadedAt = utcNow()
  const results = new Map(loaded.files.map((file) => [file.uri, file]))
  const row = (
    file: SourceFile,
    load: number | null,
    state: 'loaded' | 'excluded',
    hash: string | null,
  ): LedgerRow => ({
    uri: file.uri,
    source,
    place,
    load_id: load,
    size_bytes: file.size,
    version: file.version,
    hash,
    rows_loaded: state === 'excluded' ? 0 : (results.get(file.uri)?.rowsLoaded ?? null),
    rows_rejected: state === 'excluded' ? 0 : (results.get(file.uri)?.rowsRejected ?? null),
    first_moment: spans.get(load ?? 0)?.first ?? null,
    last_moment: spans.get(load ?? 0)?.last ?? null,
    state,
    run_id: runId,
    loaded_at: loadedAt,
  })
  const rows = copy.newFiles.map((file: NewFile) =>
    row(file, file.load, 'loaded', results.get(file.uri)?.hash ?? null),
  )
  for (const file of delivery.excluded)
    rows.push(row(file, null, 'excluded', await engine.copying.hash(file)))
  await recordFiles({ connection, session, table }, { source, whole: whole !== null, listed: rows })
  const came = covering([...spans.values()])
  const went = covering(
    replaced.map(({ first_moment, last_moment }) => ({ first: first_moment, last: last_moment })),
  )
  if (whole === null) await refuseTrimmed(session, step, came, went)
  return covering([came, went])
}

/** @throws Failure when what came or went reaches into days whose events staging does not hold any more. */
async function refuseTrimmed(
  session: Session,
  { name }: CopyStep,
  came: Span,
  went: Span,
): Promise<void> {
  const until = (came.first ?? went.first) ? await trimmedUntil(session) : null
  if (until === null) return
  const isTrimmed = ({ first }: Span) => first !== null && isUntil(first, until)
  const refuse = (what: string, otherwise: string): never => {
    throw new Failure(
      `${name} was undone: ${what} UTC on, and staging was trimmed up to ${until}. ` +
        'Nothing was loaded; every table is as it was.\n' +
        `Rebuild from the whole lake ('npm run transform -- --full-refresh'), or ${otherwise}.`,
    )
  }
  if (isTrimmed(came))
    refuse(`a new file holds events from ${came.first}`, 'leave it out with --exclude')
  if (isTrimmed(went)) {
    const what = `a file that changed or is left out held events from ${went.first}`
    refuse(what, 'leave the file as it was')
  }
}

/** @throws Failure for a file with a moment before the year 1: no span of ours begins so early. */
function refuseAncient(
  step: CopyStep,
  files: readonly NewFile[],
  spans: ReadonlyMap<number, Span>,
) {
  const ancient = files.find(({ load }) => spans.get(load ?? 0)?.first?.includes('BC'))
  if (!ancient) return
  throw new Failure(
    `${step.name} was undone: '${ancient.uri}' holds an event of ${spans.get(ancient.load ?? 0)?.first}, before the year 1. ` +
      'Nothing was loaded; every table is as it was.\nMend the file, or leave it out with --exclude.',
  )
}

/** The spans of the rows that came, by load. */
async function spansOf(
  session: Session,
  { into, moment }: CopyStep,
  first: number,
): Promise<Map<number, Span>> {
  if (moment === undefined || !Number.isFinite(first)) return new Map()
  const rows = (await session
    .knex(into)
    .where(LOAD_COLUMN, '>=', first)
    .groupBy(LOAD_COLUMN)
    .select(`${LOAD_COLUMN} as load`)
    .min(`${moment} as first`)
    .max(`${moment} as last`)
    .options({ asIs: true })) as { load: number; first: string | null; last: string | null }[]
  return new Map(rows.map(({ load, first, last }) => [Number(load), { first, last }]))
}
