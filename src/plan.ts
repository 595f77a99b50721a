import type { Engine } from './engine.ts'
import { createBooks, dropBooks, schemaVersions } from './ledger.ts'
import { inverse, type Operation } from './migration.ts'
import { askAll, promisesOf } from './promises.ts'
import { differingRows } from './publish.ts'
import { applyOperation, type Schema } from './schema.ts'
import { isCopy, isInsert, type Step } from './steps.ts'
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
    staging.push(...engine.copying.plan(step.name, step, table))
  }
  const star: string[] = []
  for (const step of steps.filter(isInsert)) {
    const written = `-- ${step.name}: written when there are no rows yet, or this is not 0\n`
    star.push(written + (await engine.renderStatement(differingRows(step))))
    star.push(`delete from "${step.into}"`)
    star.push(await engine.renderStatement(step.insert))
  }
  const promised = promisesOf(steps.filter(isInsert))
  if (promised.length > 0) star.push(await engine.renderStatement(askAll(promised)))
  return [transaction('staging', staging), transaction('star', star)].filter(
    ({ statements }) => statements.length > 2,
  )
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
