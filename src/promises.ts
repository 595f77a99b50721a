import type { Session } from './engine.ts'
import type { Promises } from './transform.ts'

/** A promise that can be asked of the warehouse. */
export interface Check {
  /** In words: `unique (user_id)`. */
  readonly promise: string
  /** Counts what breaks it, as `broken`. */
  readonly count: string
  /** The first few keys that break it, in order; null where there is nothing to list. */
  readonly examples: string | null
  /** How the counts of a balance are told. */
  readonly told?: (row: Readonly<Record<string, unknown>>) => string
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

/** The checks of a table's promises, as Redshift SQL. */
export function checksOf(table: string, promises: Promises): Check[] {
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
  return {
    promise: `${what} in = ${what} out`,
    count:
      `select abs(came_in - went_out) as broken, came_in, went_out from ` +
      `(select (${sides.in}) as came_in, (${sides.out}) as went_out) as counts`,
    examples: null,
    told: ({ came_in, went_out }) => `${came_in} in, ${went_out} out`,
  }
}

/** Asks a promise. Resolves to null when it is kept. */
export async function askPromise(
  session: Session,
  step: string,
  table: string,
  check: Check,
): Promise<BrokenPromise | null> {
  const [row = {}] = await session.rows(check.count)
  const broken = Number(row.broken ?? 0)
  if (broken === 0) return null
  const keys = check.examples === null ? [] : await session.rows(check.examples)
  const examples = check.told ? [check.told(row)] : keys.map(describeKey)
  return { step, table, promise: check.promise, broken, examples }
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
