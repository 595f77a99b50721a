import type { Engine } from './engine.ts'
import { createBooks, dropBooks, schemaVersions } from './ledger.ts'
import { inverse, type Operation } from './migration.ts'
import { askAll, promisesOf } from './promises.ts'
import {
  DROP_CHANGES,
  deleteChanges,
  differingRows,
  insertChanges,
  makeChanges,
} from './publish.ts'
import { applyOperation, type Schema } from './schema.ts'
import { type InsertStep, isCopy, isInsert, type Step } from './steps.ts'
import type { Table } from './table.ts'
import { findVersion, type Version } from './versions.ts'

/** One transaction of a plan. */
export interface PlannedPart {
  /** What the transaction does: a version, or a stage of the run. */
  readonly name: string
  readonly statements: readonly string[]
}

const RECORD = `insert into "${schemaVersions.name}" ("applied_at", "applied_by", "checksum", "name", "seconds") values ($1, $2, $3, $4, $5)`
const FORGET = `delete from "${schemaVersions.name}" where "name" = $1`

/**
 * The statements that apply every version up to `to`. A plan connects to nothing, so that it does not
 * know which versions are applied already.
 */
export async function planMigrate(
  engine: Engine,
  versions: readonly Version[],
  to?: string,
): Promise<PlannedPart[]> {
  const last = to === undefined ? undefined : findVersion(versions, to).name
  const parts: PlannedPart[] = []
  for (const { name, operations, before } of versions) {
    if (last !== undefined && name > last) break
    const books = parts.length === 0 ? await createBooks(engine) : []
    parts.push(transaction(name, [...books, ...(await render(engine, operations, before)), RECORD]))
  }
  return parts
}

/** The statements that undo the newest version, or every version after `to`. */
export async function planRollback(
  engine: Engine,
  versions: readonly Version[],
  to?: string,
): Promise<PlannedPart[]> {
  const kept =
    to === undefined
      ? versions.at(-2)?.name
      : to === '0'
        ? undefined
        : findVersion(versions, to).name
  const parts: PlannedPart[] = []
  for (const { name, operations, before, after } of versions.toReversed()) {
    if (kept !== undefined && name <= kept) break
    const books = before.size === 0 ? await dropBooks(engine) : []
    parts.push(
      transaction(name, [...(await render(engine, inverse(operations), after)), FORGET, ...books]),
    )
  }
  return parts
}

/** The statements of a run: staging, then the star with the promises that are asked before its commit. */
export async function planRun(
  engine: Engine,
  versions: readonly Version[],
  steps: readonly Step[],
): Promise<PlannedPart[]> {
  const schema = versions.at(-1)?.after ?? new Map()
  const staging: string[] = []
  for (const step of steps.filter(isCopy)) {
    const table = schema.get(step.into) as Table
    staging.push(`delete from "${step.into}"`)
    staging.push(...(await engine.copying.plan(step.name, step, table)))
  }
  const star: string[] = []
  for (const step of steps.filter(isInsert)) {
    const written = `-- ${step.name}: written when there are no rows yet, or this is not 0\n`
    star.push(written + (await engine.renderStatement(differingRows(step))))
    star.push(`delete from "${step.into}"`)
    star.push(await engine.renderStatement(step.insert))
  }
  const inserts = steps.filter(isInsert)
  const promised = promisesOf(inserts)
  if (promised.length > 0) star.push(await engine.renderStatement(askAll(promised)))
  const parts = [
    transaction('staging', staging),
    transaction('star', star),
    transaction('star, changed rows alone', await planChanges(engine, schema, inserts)),
  ]
  return parts.filter(({ statements }) => statements.length > 2)
}

/** What publishes the rows that come and go, in the place of whole tables. */
async function planChanges(
  engine: Engine,
  schema: Schema,
  steps: readonly InsertStep[],
): Promise<string[]> {
  const statements: string[] = []
  for (const step of steps) {
    const table = schema.get(step.into) as Table
    const changes = [
      makeChanges(step, table),
      deleteChanges(step, table),
      insertChanges(step),
      DROP_CHANGES,
    ]
    for (const sql of changes) statements.push(await engine.renderStatement(sql))
  }
  const promised = promisesOf(steps, 'run')
  if (promised.length > 0) statements.push(await engine.renderStatement(askAll(promised)))
  return statements
}

/** A plan as a person can paste it into a console. */
export function planText(parts: readonly PlannedPart[]): string[] {
  return parts.flatMap(({ name, statements }) => [
    `-- ${name}`,
    ...statements.map((sql) => `${sql};`),
    '',
  ])
}

function transaction(name: string, statements: readonly string[]): PlannedPart {
  return { name, statements: ['begin', ...statements, 'commit'] }
}

async function render(
  engine: Engine,
  operations: readonly Operation[],
  schema: Schema,
): Promise<string[]> {
  const statements: string[] = []
  let before = schema
  for (const operation of operations) {
    statements.push(...(await engine.renderOperation(operation, before)))
    before = applyOperation(before, operation)
  }
  return statements
}
