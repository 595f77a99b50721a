import type { Session } from './engine.ts'
import { Failure } from './errors.ts'
import { type RunOptions, withProgress } from './run.ts'
import { isInsert, type Step } from './steps.ts'
import type { Balance, Expectation, Promises } from './transform.ts'

/** A promise as it can be asked of the warehouse. */
interface Check {
  /** In words: `unique (user_id)`. */
  readonly promise: string
  /** Counts what breaks it, as `broken`. */
  readonly count: string
  /** The first few keys that break it, in order; null where there is nothing to list. */
  readonly examples: string | null
  /** The rows that these look at, named: `songplays_of_run as (select ...)`; absent where they look at all. */
  readonly given?: string
  /** How a row of the examples is told, where it is not a key. */
  readonly told?: (row: Readonly<Record<string, unknown>>) => string
  /** Default `error`. */
  readonly severity?: Expectation['severity']
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
  readonly severity: Expectation['severity']
}

const EXAMPLES = 5

/**
 * What the steps promise of all rows; of the rows that a run may have changed, after one that added to
 * the star; or of rows alone, without the balances with staging.
 */
export function promisesOf(steps: readonly Step[], of: 'all' | 'run' | 'rows' = 'all'): Promised[] {
  return steps.flatMap((step) => {
    const replaces = of === 'run' && isInsert(step) ? step.replaces : undefined
    const { balance = {}, ...ofRows } = step.promises ?? {}
    const promises = of === 'rows' ? ofRows : { ...ofRows, balance }
    return checksOf(step.into, promises, replaces).map((check) => ({
      ...check,
      step: step.name,
      table: step.into,
    }))
  })
}

/** The query that counts what breaks each promise, all in one, by the promise's place in the list. */
export function askAll(promised: readonly Promised[]): string {
  const asked = promised.map(
    ({ table, promise, count }, place) =>
      `-- ${table}: ${promise}\nselect ${place} as promise, broken from (${count}) as counted`,
  )
  return withGiven(promised, asked.join('\nunion all\n'))
}

/** A query after the rows that its checks look at, each written out once. */
function withGiven(checks: readonly Check[], query: string): string {
  const given = new Set(checks.flatMap((check) => check.given ?? []))
  return given.size === 0 ? query : `with ${[...given].join(',\n')}\n${query}`
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

/** `replaces` is a query for the rows that may have changed; without it all rows are looked at. */
function checksOf(table: string, promises: Promises, replaces?: string): Check[] {
  if (replaces !== undefined) {
    const name = `${table}_of_run`
    const given = `${name} as (${replaces})`
    const rows = `${name} as ${table}`
    return [
      ...(promises.unique ?? []).map((key) => ({ ...unique(table, key, name), given })),
      ...ofRows(table, rows, promises).map((check) => ({ ...check, given })),
      ...ofNumbers(promises, (sides) => sides.run ?? sides),
    ]
  }
  return [
    ...(promises.unique ?? []).map((key) => unique(table, key)),
    ...ofRows(table, table, promises),
    ...ofNumbers(promises, (sides) => sides),
  ]
}

function ofRows(table: string, rows: string, promises: Promises): Check[] {
  return [
    ...(promises.notNull ?? []).map((column) => notNull(rows, column)),
    ...Object.entries(promises.references ?? {}).map(([column, to]) =>
      references(table, rows, column, to),
    ),
    ...Object.entries(promises.accepted ?? {}).map(([column, values]) =>
      accepted(rows, column, values),
    ),
  ]
}

function ofNumbers(
  promises: Promises,
  sidesOf: (sides: Balance) => { readonly in: string; readonly out: string },
): Check[] {
  return [
    ...Object.entries(promises.balance ?? {}).map(([what, sides]) => balance(what, sidesOf(sides))),
    ...Object.entries(promises.expect ?? {})
      .filter(([, { from, to }]) => from !== undefined || to !== undefined)
      .map(([what, expectation]) => expected(what, expectation)),
  ]
}

/** A row that came may repeat the key of one that was there. */
function unique(table: string, key: readonly string[], rowsOfRun?: string): Check {
  const columns = key.map((column) => `${table}.${column}`).join(', ')
  const same = key.map((column) => `changed.${column} = ${table}.${column}`).join(' and ')
  const changed = rowsOfRun
    ? ` join (select distinct ${key.join(', ')} from ${rowsOfRun}) as changed on ${same}`
    : ''
  const repeated = `select ${columns}, count(*) as copies from ${table}${changed} group by ${columns} having count(*) > 1`
  return {
    promise: `unique (${key.join(', ')})`,
    count: `select count(*) as broken from (${repeated}) as repeated`,
    examples: `${repeated} order by ${columns} limit ${EXAMPLES}`,
  }
}

function notNull(rows: string, column: string): Check {
  return {
    promise: `not null (${column})`,
    count: `select count(*) as broken from ${rows} where ${column} is null`,
    examples: null,
  }
}

function references(table: string, rows: string, column: string, to: string): Check {
  const [other = '', key = ''] = to.split('.')
  const value = `${table}.${column}`
  const lost =
    `from ${rows} left join ${other} as referred on referred.${key} = ${value} ` +
    `where referred.${key} is null`
  return {
    promise: `${column} references ${to}`,
    // A row without a value refers to nothing, and is not counted.
    count: `select count(${value}) as broken ${lost}`,
    examples: `select distinct ${value} ${lost} and ${value} is not null order by 1 limit ${EXAMPLES}`,
  }
}

function accepted(rows: string, column: string, values: readonly (string | number)[]): Check {
  const list = values.map((value) => (typeof value === 'number' ? value : `'${value}'`)).join(', ')
  const other = `from ${rows} where ${column} not in (${list})`
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

/** @throws Failure that names every promise that is broken, its step and up to five offending keys. */
export async function keepPromises(
  session: Session,
  steps: readonly Step[],
  of: 'all' | 'run' = 'all',
  options: RunOptions = {},
): Promise<void> {
  const found = await withProgress(options, 'promises', () =>
    brokenPromises(session, promisesOf(steps, of)),
  )
  for (const warning of found.filter(({ severity }) => severity === 'warn')) {
    process.stderr.write(`Warning: ${describeBroken(warning)}\n`)
  }
  const broken = found.filter(({ severity }) => severity === 'error')
  if (broken.length === 0) return
  throw new Failure(
    `The run was undone: ${broken.map(describeBroken).join('\n')}\n` +
      `The star is as it was. See ${[...new Set(broken.map(({ step }) => `transforms/${step}.ts`))].join(', ')}`,
  )
}

function expected(what: string, { value, from, to, severity }: Expectation): Check {
  const number = `select (${value}) as found`
  const outside = [
    ...(from === undefined ? [] : [`found < ${from}`]),
    ...(to === undefined ? [] : [`found > ${to}`]),
  ]
  const range = [
    ...(from === undefined ? [] : [`at least ${from}`]),
    ...(to === undefined ? [] : [`at most ${to}`]),
  ]
  return {
    promise: `${what} ${range.join(' and ')}`,
    count: `select count(case when ${outside.join(' or ')} then 1 end) as broken from (${number}) as numbers`,
    examples: number,
    told: ({ found }) => `it is ${found}`,
    severity,
  }
}

async function describe(
  session: Session,
  promised: Promised,
  broken: number,
): Promise<BrokenPromise> {
  const { step, table, promise, examples, told = describeKey, severity = 'error' } = promised
  const rows = examples === null ? [] : await session.rows(withGiven([promised], examples))
  return { step, table, promise, broken, examples: rows.map(told), severity }
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
