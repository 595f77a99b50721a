import { varcharBytes } from '../column.ts'
import type { Session } from '../engine.ts'
import { columnsOf, type Table } from '../table.ts'
import type { Cluster } from './cluster.ts'

/** How the rows of a table lie when a column's value says on which slice. */
export interface KeyMeasure {
  readonly column: string
  readonly distinct: number
  readonly nulls: number
  /** Rows on the slice that has most of them. */
  readonly largest: number
  /** The largest slice against the mean: 1 is even, the number of slices is all on one. */
  readonly skew: number
}

/** A table's size, and how its rows lie by each column that could be its key. */
export interface TableMeasure {
  readonly rows: number
  /** Of the values, before they are compressed. */
  readonly bytes: number
  readonly keys: readonly KeyMeasure[]
}

/** A key with fewer values a slice than this leaves slices without work. */
const VALUES_PER_SLICE = 10
/** Longer texts are descriptions, not keys. */
const KEY_BYTES = 64

/**
 * Counts a table's rows and bytes, and how they lie by each column that is joined, is in its primary
 * key, or has values enough to be a key.
 */
export async function measure(
  session: Session,
  table: Table,
  joined: ReadonlySet<string>,
  cluster: Cluster,
): Promise<TableMeasure> {
  const columns = columnsOf(table)
  const wanted = columns.flatMap(([name, { type }]) => {
    const isKey = joined.has(name) || table.primaryKey.includes(name)
    return isKey || couldBeKey(type) ? [{ name, type, isKey }] : []
  })
  const [row = {}] = await session.rows<Record<string, number | string | null>>(
    countsOf(
      table,
      wanted.map(({ name }) => name),
    ),
  )
  const rows = Number(row.held ?? 0)
  const keys: KeyMeasure[] = []
  for (const [place, { name, type, isKey }] of wanted.entries()) {
    const distinct = Number(row[`distinct_${place}`] ?? 0)
    if (rows === 0 || !(isKey || distinct >= VALUES_PER_SLICE * cluster.slices)) continue
    const largest = await largestSlice(session, table.name, name, type, cluster.slices)
    const nulls = rows - Number(row[`filled_${place}`] ?? 0)
    keys.push({ column: name, distinct, nulls, largest, skew: skewOf(largest, rows, cluster) })
  }
  return { rows, bytes: rows * fixedBytes(table) + Number(row.texts ?? 0), keys }
}

/** The largest slice against the mean. */
export function skewOf(largest: number, rows: number, { slices }: Cluster): number {
  return rows === 0 ? 1 : (largest * slices) / rows
}

function couldBeKey(type: string): boolean {
  return /^(integer|bigint|timestamp)$/.test(type) || (varcharBytes(type) ?? Infinity) <= KEY_BYTES
}

function countsOf(table: Table, keys: readonly string[]): string {
  const texts = columnsOf(table).flatMap(([name, { type }]) =>
    varcharBytes(type) === null ? [] : [`coalesce(sum(cast(octet_length(${name}) as bigint)), 0)`],
  )
  const counts = keys.flatMap((name, place) => [
    `count(${name}) as filled_${place}`,
    `count(distinct ${name}) as distinct_${place}`,
  ])
  const columns = ['count(*) as held', `${texts.join(' + ') || '0'} as texts`, ...counts]
  return `select ${columns.join(', ')} from ${table.name}`
}

/**
 * Rows on the largest slice, with MD5 in the place of Redshift's own hash, which is not told. All
 * nulls lie on one slice.
 */
async function largestSlice(
  session: Session,
  table: string,
  column: string,
  type: string,
  slices: number,
): Promise<number> {
  const text = varcharBytes(type) === null ? `cast(${column} as varchar(64))` : column
  const slice = `mod(strtol(substring(md5(${text}), 1, 8), 16), ${slices})`
  const [row] = await session.rows<{ largest: number | string | null }>(
    `select max(held) as largest from (` +
      `select slice, count(*) as held from (` +
      `select coalesce(${slice}, 0) as slice from ${table}) as placed group by slice) as slices`,
  )
  return Number(row?.largest ?? 0)
}

/** https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html */
const BYTES: Readonly<Record<string, number>> = {
  smallint: 2,
  integer: 4,
  bigint: 8,
  real: 4,
  'double precision': 8,
  boolean: 1,
  date: 4,
  timestamp: 8,
  timestamptz: 8,
}
/** Of a text, before its own bytes. */
const LENGTH_BYTES = 4
const DECIMAL_BYTES = 16

function fixedBytes(table: Table): number {
  return columnsOf(table).reduce((sum, [, { type }]) => {
    const text = varcharBytes(type) === null ? DECIMAL_BYTES : LENGTH_BYTES
    return sum + (BYTES[type] ?? text)
  }, 0)
}
