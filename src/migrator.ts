import type { Session } from './engine.ts'
import { Failure, messageOf, quotedList } from './errors.ts'
import { keepingViews } from './keep-views.ts'
import {
  type AppliedVersion,
  appliedVersions,
  createBooks,
  dropBooks,
  forgetVersion,
  hasLedger,
  recordVersion,
  schemaVersions,
} from './ledger.ts'
import { refuseProblems } from './lint.ts'
import { lossesOf } from './losses.ts'
import { inverse, type Operation } from './migration.ts'
import { applyOperation, type Schema } from './schema.ts'
import { findVersion, type Version } from './versions.ts'
import type { Warehouse } from './warehouse.ts'
import { sqlOfUndoing } from './written.ts'

/** A version and whether it is applied. */
export interface VersionStatus {
  readonly name: string
  readonly applied: AppliedVersion | null
}

/** Every version, applied or pending. @throws Failure when files and ledger contradict each other. */
export async function status(
  warehouse: Warehouse,
  versions: readonly Version[],
): Promise<VersionStatus[]> {
  const applied = await appliedVersions(warehouse.connection, warehouse.session)
  checkHistory(versions, applied)
  return versions.map(({ name }) => ({
    name,
    applied: applied.find((version) => version.name === name) ?? null,
  }))
}

/** The schema that the applied versions leave. */
export async function appliedSchema(
  warehouse: Warehouse,
  versions: readonly Version[],
): Promise<Schema> {
  const states = await status(warehouse, versions)
  const newest = states.findLast(({ applied }) => applied !== null)
  return versions.find(({ name }) => name === newest?.name)?.after ?? new Map()
}

/**
 * Applies the pending versions, up to `to` when it is given. Each is one transaction with its row of
 * the ledger. Resolves to the names of those it applied.
 * @throws Failure when files and ledger contradict each other, rows or values would be lost and `discardData`
 * is not set, or a version fails; that version is undone.
 */
export async function migrate(
  warehouse: Warehouse,
  versions: readonly Version[],
  options: {
    readonly to?: string | undefined
    readonly discardData?: boolean
    readonly onApplied?: (name: string, seconds: number) => void
  } = {},
): Promise<string[]> {
  const states = await status(warehouse, versions)
  const to = options.to === undefined ? undefined : findVersion(versions, options.to).name
  const pending = states
    .filter(({ name, applied }) => applied === null && (to === undefined || name <= to))
    .map(({ name }) => name)
  if (pending.length === 0) return []
  if (options.discardData !== true) {
    const operations = pending.flatMap((name) => findVersion(versions, name).operations)
    // What raw SQL changes on the way up is what it was written for.
    const losses = await lossesOf(
      warehouse,
      operations.filter(({ kind }) => kind !== 'rawSql'),
    )
    refuseLosses(`apply ${quotedList(pending)}`, losses, "run 'npm run migrate -- --discard-data'")
  }
  const umzug = await umzugFor(warehouse, versions, states, options.onApplied)
  return (await ownErrors(umzug.up({ migrations: pending }))).map(({ name }) => name)
}

/**
 * Undoes the newest version, or every version after `to` (`0` leaves nothing). Resolves to the names
 * of those it undid, newest first.
 * @throws Failure when rows or values would be lost and `discardData` is not set, or a version fails.
 */
export async function rollback(
  warehouse: Warehouse,
  versions: readonly Version[],
  options: { readonly to?: string | undefined; readonly discardData?: boolean } = {},
): Promise<string[]> {
  const states = await status(warehouse, versions)
  const applied = states.filter((state) => state.applied !== null).map(({ name }) => name)
  const undone = versionsAfter(applied, options.to)
  if (undone.length === 0) return []
  const { engine } = warehouse
  await refuseProblems(engine, () =>
    sqlOfUndoing(
      engine,
      undone.map((name) => findVersion(versions, name)),
    ),
  )
  if (options.discardData !== true) {
    const operations = undone.flatMap((name) => inverse(findVersion(versions, name).operations))
    const losses = await lossesOf(warehouse, operations)
    refuseLosses(`roll back ${quotedList(undone)}`, losses, 'add --discard-data')
  }
  const umzug = await umzugFor(warehouse, versions, states)
  return (await ownErrors(umzug.down({ migrations: undone }))).map(({ name }) => name)
}

/** Umzug's own `to` undoes that version as well; ours leaves the schema at it. */
function versionsAfter(applied: readonly string[], to: string | undefined): string[] {
  if (to === undefined) return applied.slice(-1)
  if (to === '0') return applied.toReversed()
  const index = applied.findIndex((name) => name === to || name.split('_')[0] === to)
  if (index === -1) {
    throw new Failure(
      `Cannot roll back to '${to}': no such version is applied.\n` +
        `Applied: ${applied.join(', ') || 'none'}. '--to 0' undoes them all.`,
    )
  }
  return applied.slice(index + 1).toReversed()
}

function refuseLosses(doing: string, losses: readonly string[], cure: string): void {
  if (losses.length === 0) return
  throw new Failure(
    `Cannot ${doing}: it would lose\n` +
      `${losses.map((loss) => `  - ${loss}`).join('\n')}\n` +
      `Nothing was changed. To lose them, ${cure}.`,
  )
}

/** Umzug puts its own words around what a version failed with. */
async function ownErrors<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    throw error instanceof Error && error.cause instanceof Failure ? error.cause : error
  }
}

/** Umzug is loaded when a version is applied or undone, and not by commands that only look. */
async function umzugFor(
  warehouse: Warehouse,
  versions: readonly Version[],
  states: readonly VersionStatus[],
  onApplied: (name: string, seconds: number) => void = () => {},
) {
  const { Umzug } = await import('umzug')
  return new Umzug({
    migrations: versions.map((version) => ({
      name: version.name,
      up: async () => onApplied(version.name, await applyVersion(warehouse, version)),
      down: () => undoVersion(warehouse, version),
    })),
    // The ledger's row is written and deleted within the version's own transaction, not after it.
    storage: {
      executed: async () =>
        states.filter(({ applied }) => applied !== null).map(({ name }) => name),
      logMigration: async () => {},
      unlogMigration: async () => {},
    },
    logger: undefined,
  })
}

async function applyVersion(warehouse: Warehouse, version: Version): Promise<number> {
  const started = performance.now()
  const apply = (ledger: boolean) =>
    warehouse.transaction(
      async (session) => {
        await warehouse.connection.label(session, version.name)
        if (!ledger) await makeBooks(warehouse, session)
        // Another migrator, or a run of this whose connection was lost, may have applied it by now.
        const applied = ledger ? await appliedVersions(warehouse.connection, session) : []
        if (applied.some(({ name }) => name === version.name)) return secondsSince(started)
        await runOperations(warehouse, session, version.operations, version.before)
        await recordVersion(session, version, secondsSince(started))
        return secondsSince(started)
      },
      ledger ? [schemaVersions.name] : [],
    )
  const ledger = await hasLedger(warehouse.connection, warehouse.session)
  return doing(version.name, 'was undone', async () => {
    try {
      return await apply(ledger)
    } catch (error) {
      // Another migrator, or a run of this whose answer was lost, may have made the books by now.
      if (ledger || !(await hasLedger(warehouse.connection, warehouse.session))) throw error
      return apply(true)
    }
  })
}

async function makeBooks(warehouse: Warehouse, session: Session): Promise<void> {
  for (const statement of await createBooks(warehouse.engine)) await session.runRendered(statement)
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1_000
}

async function undoVersion(warehouse: Warehouse, version: Version): Promise<void> {
  const undo = () =>
    warehouse.transaction(
      async (session) => {
        await warehouse.connection.label(session, version.name)
        const applied = await appliedVersions(warehouse.connection, session)
        if (!applied.some(({ name }) => name === version.name)) return
        await runOperations(warehouse, session, inverse(version.operations), version.after)
        await forgetVersion(session, version.name)
        if (applied.length > 1) return
        for (const statement of await dropBooks(warehouse.engine))
          await session.runRendered(statement)
      },
      [schemaVersions.name],
    )
  await doing(version.name, 'is still applied', async () => {
    try {
      await undo()
    } catch (error) {
      // Without the books no version is applied: they went with it, and only the answer was lost.
      if (await hasLedger(warehouse.connection, warehouse.session)) throw error
    }
  })
}

async function runOperations(
  warehouse: Warehouse,
  session: Session,
  operations: readonly Operation[],
  schema: Schema,
): Promise<void> {
  let before = schema
  for (const operation of operations) {
    await keepingViews(warehouse.connection, session, operation, () =>
      runOperation(warehouse, session, operation, before),
    )
    before = applyOperation(before, operation)
  }
}

/** Raw SQL is sent as it is written: an engine that translates has more to see to than the words of statements. */
async function runOperation(
  { engine }: Warehouse,
  session: Session,
  operation: Operation,
  schema: Schema,
): Promise<void> {
  if (operation.kind === 'rawSql') {
    await session.run(operation.up)
    return
  }
  for (const statement of await engine.renderOperation(operation, schema)) {
    await session.runRendered(statement)
  }
}

async function doing<Result>(
  name: string,
  state: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw new Failure(
      `${name} ${state}: ${messageOf(error)}\nThe schema is as it was before. See migrations/${name}.ts`,
      { cause: error },
    )
  }
}

function checkHistory(versions: readonly Version[], applied: readonly AppliedVersion[]): void {
  for (const { name, checksum } of applied) {
    const version = versions.find((candidate) => candidate.name === name)
    if (!version) {
      throw new Failure(
        `${name} is applied, but migrations/${name}.ts is missing. Nothing was run.\n` +
          'Restore the file, or roll back from a checkout that has it.',
      )
    }
    if (version.checksum !== checksum) {
      throw new Failure(
        `${name} is applied, but migrations/${name}.ts was edited since. Nothing was run.\n` +
          'Restore the file as it was applied, and put the change into a new migration.',
      )
    }
  }
  const newest = applied.at(-1)
  const late = versions.find(
    ({ name }) =>
      newest !== undefined && name < newest.name && !applied.some((other) => other.name === name),
  )
  if (late && newest) {
    throw new Failure(
      `${late.name} is pending, but sorts before ${newest.name}, which is applied. Nothing was run.\n` +
        'Give the pending migration the next free number.',
    )
  }
}
