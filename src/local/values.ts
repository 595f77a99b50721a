import type * as DuckDB from '@duckdb/node-api'
import { requirePackage } from '../modules.ts'

const { DuckDBTypeId } = requirePackage('@duckdb/node-api') as typeof DuckDB

/**
 * A value as the project hands it on, the same on both engines: whole numbers as numbers (as bigint
 * where a number would lose digits), decimals and moments as text, moments in UTC.
 */
export function fromDuckDB(value: DuckDB.DuckDBValue, type: DuckDB.DuckDBType): unknown {
  if (value === null) return null
  switch (type.typeId) {
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UBIGINT:
      return wholeNumber(value as bigint)
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_MS:
    case DuckDBTypeId.TIMESTAMP_S:
    case DuckDBTypeId.TIMESTAMP_NS:
    case DuckDBTypeId.TIMESTAMP_TZ:
      return withoutTrailingZeros(String(value))
    // As many digits as Redshift writes (https://docs.aws.amazon.com/redshift/latest/dg/r_DEGREES.html).
    case DuckDBTypeId.DOUBLE:
      return Number((value as number).toPrecision(15))
    case DuckDBTypeId.FLOAT:
      return Number((value as number).toPrecision(6))
    default: // more than eight bytes are a decimal on Redshift
      return typeof value === 'object' || typeof value === 'bigint' ? String(value) : value
  }
}

/** A type as Redshift spells it. */
export function typeName(type: DuckDB.DuckDBType | undefined): string {
  if (type === undefined) return 'character varying'
  const name = String(type).toLowerCase()
  // Sums of whole numbers have no decimals on Redshift either.
  if (/^u?(huge|big)int$/.test(name)) return name === 'bigint' ? name : 'numeric(38,0)'
  return NAMES[name] ?? name.replace('decimal', 'numeric')
}

const NAMES: Readonly<Record<string, string>> = {
  varchar: 'character varying',
  tinyint: 'smallint',
  utinyint: 'smallint',
  usmallint: 'integer',
  uinteger: 'bigint',
  double: 'double precision',
  float: 'real',
  timestamp: 'timestamp without time zone',
  timestamp_ms: 'timestamp without time zone',
  timestamp_s: 'timestamp without time zone',
  timestamp_ns: 'timestamp without time zone',
  'timestamp with time zone': 'timestamp with time zone',
  '"null"': 'character varying',
}

/** `10:00:00.500` as Redshift writes it: `10:00:00.5`. */
function withoutTrailingZeros(moment: string): string {
  return moment.replace(/(\.\d*?)0+(?=$|\+)/, '$1').replace(/\.(?=$|\+)/, '')
}

/** The number where it is exact, the bigint elsewhere. */
export function wholeNumber(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
