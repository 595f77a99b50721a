import type { Session } from './engine.ts'
import type { Step } from './steps.ts'
import type { Promises } from './transform.ts'

/** A promise as it can be asked of the warehouse. */
interface Check {
  /** In words: `unique (user_id)`. */
  readonly promise: string
  /** Counts what breaks it, as `broken`. */
  readonly count: string
  /** The first few keys that break it, in order; null where there is nothing to list. */
  readonly examples: string | null
  /** How a row of the examples is told, where it is not a key. */
  readonly told?: (row: Readonly<Record<string, unknown>>) => string
}

/** A promise of a step. */
export interface Promised extends Check {
  readonly step: string
  readonly table: string
}

/** A promise that is not kept. */
export interface BrokenPromise {
  readonly step: string
  readonly table: string
  readonly promise: string
  /** How many keys or rows break it. */
  readonly broken: number
  /** Up to five of them, or the two counts of a balance. */
  readonly examples: readonly string[]
}

const EXAMPLES = 5

/** What the steps promise. */
export function promisesOf(steps: readonly Step[]): Promised[] {
  return steps.flatMap(({ name, into, promises }) =>
    checksOf(into, promises ?? {}).map((check) => ({ ...check, step: name, table: into })),
  )
}

/** The query that counts what breaks each promise, all in one, by the promise's place in the list. */
export function askAll(promised: readonly Promised[]): string {
  return promised
    .map(
      ({ table, promise, count }, place) =>
        `-- ${table}: ${promise}\nselect ${place} as promise, broken from (${count}) as counted`,
    )
    .join('\nunion all\n')
}

/** The promises that are not kept by what is in the warehouse. */
export async function brokenPromises(
  session: Session,
  promised: readonly Promised[],
): Promise<BrokenPromise[]> {
  if (promised.length === 0) return []
  const counts = await session.rows<{ promise: number; broken: number | string }>(askAll(promised))
  const broken: BrokenPromise[] = []
  for (const { promise: place, broken: count } of counts.sort((a, b) => a.promise - b.promise)) {
    const asked = promised[place]
    if (asked && Number(count) > 0) broken.push(await describe(session, asked, Number(count)))
  }
  return broken
}

function checksOf(table: string, promises: Promises): Check[] {
  return [
    ...(promises.unique ?? []).map((key) => unique(table, key)),
    ...(promises.notNull ?? []).map((column) => notNull(table, column)),
    ...Object.entries(promises.references ?? {}).map(([column, to]) =>
      references(table, column, to),
    ),
    ...Object.entries(promises.accepted ?? {}).map(([column, values]) =>
      accepted(table, column, values),
    ),
    ...Object.entries(promises.balance ?? {}).map(([what, sides]) => balance(what, sides)),
  ]
}

function unique(table: string, key: readonly string[]): Check {
  const columns = key.join(', ')
  const repeated = `select ${columns}, count(*) as copies from ${table} group by ${columns} having count(*) > 1`
  return {
    promise: `unique (${columns})`,
    count: `select count(*) as broken from (${repeated}) as repeated`,
    examples: `${repeated} order by ${columns} limit ${EXAMPLES}`,
  }
}

function notNull(table: string, column: string): Check {
  return {
    promise: `not null (${column})`,
    count: `select count(*) as broken from ${table} where ${column} is null`,
    examples: null,
  }
}

function references(table: string, column: string, to: string): Check {
  const [other = '', key = ''] = to.split('.')
  const lost =
    `from ${table} left join ${other} as referred on referred.${key} = ${table}.${column} ` +
    `where ${table}.${column} is not null and referred.${key} is null`
  return {
    promise: `${column} references ${to}`,
    count: `select count(*) as broken ${lost}`,
    examples: `select distinct ${table}.${column} ${lost} order by 1 limit ${EXAMPLES}`,
  }
}

function accepted(table: string, column: string, values: readonly (string | number)[]): Check {
  const list = values.map((value) => (typeof value === 'number' ? value : `'${value}'`)).join(', ')
  const other = `from ${table} where ${column} not in (${list})`
  return {
    promise: `${column} is one of ${values.join(', ')}`,
    count: `select count(*) as broken ${other}`,
    examples: `select distinct ${column} ${other} order by 1 limit ${EXAMPLES}`,
  }
}

function balance(what: string, sides: { readonly in: string; readonly out: string }): Check {
  const counts = `select (${sides.in}) as came_in, (${sides.out}) as went_out`
  return {
    promise: `${what} in = ${what} out`,
    count: `select abs(came_in - went_out) as broken from (${counts}) as counts`,
    examples: counts,
    told: ({ came_in, went_out }) => `${came_in} in, ${went_out} out`,
  }
}

async function describe(
  session: Session,
  { step, table, promise, examples, told = describeKey }: Promised,
  broken: number,
): Promise<BrokenPromise> {
  const rows = examples === null ? [] : await session.rows(examples)
  return { step, table, promise, broken, examples: rows.map(told) }
}

function describeKey(row: Record<string, unknown>): string {
  const { copies, ...key } = row
  const values = Object.entries(key).map(([name, value]) => `${name} = ${value}`)
  return values.join(', ') + (copies === undefined ? '' : ` (${copies} rows)`)
}

/** A broken promise as a user reads it. */
export function describeBroken({ step, table, promise, broken, examples }: BrokenPromise): string {
  const list = examples.map((example) => `\n  For example: ${example}`).join('')
  return `${step}: ${table} breaks its promise '${promise}' ${broken.toLocaleString('en')} times.${list}`
}
