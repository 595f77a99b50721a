import type { Engine } from './engine.ts'
import type { Written } from './lint.ts'
import { inverse, type Operation } from './migration.ts'
import { promisesOf } from './promises.ts'
import type { Question } from './query.ts'
import { applyOperation, type Schema } from './schema.ts'
import { isCopy, isInsert, type Step } from './steps.ts'
import type { Version } from './versions.ts'

/** What commands send, with the place where it is written. */

/** What a run of steps sends: their statements, and the counts of their promises. */
export async function sqlOfSteps(
  engine: Engine,
  steps: readonly Step[],
  schema: Schema,
): Promise<Written[]> {
  const written: Written[] = []
  for (const step of steps) {
    const place = placeOf(step)
    const table = schema.get(step.into)
    const copies = isCopy(step) && table ? await engine.copying.plan(step.name, step, table) : []
    written.push(
      ...copies.map((sql) => ({ place, sql, inTransaction: true, rendered: 'copy' })),
      ...(isInsert(step) ? [step.insert, step.replaces ?? ''] : []).map((sql) => ({
        place,
        sql,
        inTransaction: true,
      })),
      ...sqlOfPromises([step]),
    )
  }
  return written
}

/** What steps ask to see whether their promises are kept. */
export function sqlOfPromises(steps: readonly Step[]): Written[] {
  const balances = steps.flatMap((step) =>
    Object.values(step.promises?.balance ?? {}).flatMap(({ in: came, out, run }) =>
      [came, out, ...(run ? [run.in, run.out] : [])].map((sql) => ({
        place: placeOf(step),
        sql,
        inTransaction: true,
      })),
    ),
  )
  const others = steps.map(({ promises, ...step }) => {
    const { balance: _, ...kept } = promises ?? {}
    return { ...step, promises: kept } as Step
  })
  const counts = [...promisesOf(others), ...promisesOf(others, 'run')].map((promised) => ({
    place: placeOf({ name: promised.step }),
    sql: promised.count,
    inTransaction: true,
    rendered: `promise '${promised.promise}'`,
  }))
  return [...balances, ...counts]
}

function placeOf({ name }: Pick<Step, 'name'>): string {
  return `transforms/${name}.ts`
}

/** What versions send when they are applied and, since they have to be undoable, when they are undone. */
export async function sqlOfApplying(
  engine: Engine,
  versions: readonly Version[],
): Promise<Written[]> {
  const written: Written[] = []
  for (const version of versions) {
    written.push(...(await sqlOfOperations(engine, version, version.operations, version.before)))
    written.push(...(await sqlOfUndoing(engine, [version])))
  }
  return written
}

/** What versions send when they are undone. */
export async function sqlOfUndoing(
  engine: Engine,
  versions: readonly Version[],
): Promise<Written[]> {
  const written: Written[] = []
  for (const version of versions) {
    const operations = inverse(version.operations)
    written.push(...(await sqlOfOperations(engine, version, operations, version.after)))
  }
  return written
}

async function sqlOfOperations(
  engine: Engine,
  { name }: Version,
  operations: readonly Operation[],
  schema: Schema,
): Promise<Written[]> {
  const written: Written[] = []
  let before = schema
  for (const operation of operations) {
    const rendered = operation.kind === 'rawSql' ? {} : { rendered: operation.kind }
    for (const sql of await engine.renderOperation(operation, before)) {
      written.push({ place: `migrations/${name}.ts`, sql, inTransaction: true, ...rendered })
    }
    before = applyOperation(before, operation)
  }
  return written
}

/** A question of `queries/`, as it is sent. */
export function sqlOfQuestion({ name, sql }: Pick<Question, 'name' | 'sql'>): Written {
  return { place: `queries/${name}.sql`, sql, inTransaction: false }
}

/** SQL that was typed. */
export function sqlTyped(sql: string): Written {
  return { place: 'the SQL given to query', sql, inTransaction: false }
}
