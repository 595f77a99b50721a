import type { Found } from '../../src/lake/scan.ts'

/** A column that is loaded. */
export interface Target {
  readonly name: string
  /** As PostgreSQL writes it, for example `character varying(8)`. */
  readonly type: string
  readonly notNull: boolean
}

/** A row of STL_LOAD_ERRORS. */
export interface LoadError {
  readonly file: string
  readonly line: number
  readonly column: string
  readonly type: string
  readonly length: string
  readonly value: string
  /** The object in which it stands. */
  readonly row: string
  readonly code: number
  readonly reason: string
}

/** A COPY, read. */
export interface CopyText {
  readonly table: string
  readonly columns: readonly string[]
  readonly maxErrors: number
  option(pattern: RegExp): string | undefined
}

export type Row = Readonly<Record<string, string | null>>

export type Misfit = Omit<LoadError, 'file' | 'line' | 'row'>

/** Whether an object does not fit. */
export function isMisfit(row: Row | Misfit): row is Misfit {
  return typeof row.code === 'number'
}

/** The row of an object, or the first thing of it that does not fit. */
export function rowOf(
  { bytes, problem }: Found,
  targets: readonly Target[],
  paths: readonly string[] | null,
  copy: CopyText,
): Row | Misfit {
  const wrong = (code: number, reason: string): Misfit => {
    return { column: '', type: '', length: '', value: '', code, reason }
  }
  if (problem !== null) return wrong(1216, 'Invalid JSON format')
  if (!bytes.equals(Buffer.from(bytes.toString('utf8'))))
    return wrong(1220, 'String contains invalid or unsupported UTF8 codepoints')
  let object: Readonly<Record<string, unknown>>
  try {
    object = JSON.parse(bytes.toString('utf8'))
  } catch {
    return wrong(1216, 'Invalid JSON format. Invalid character')
  }
  const row: Record<string, string | null> = {}
  for (const [index, target] of targets.entries()) {
    const value = converted(object[paths?.[index] ?? target.name], target, copy)
    if (value !== null && typeof value === 'object') return value
    row[target.name] = value
  }
  return row
}

const WHOLE: Readonly<Record<string, readonly [name: string, bits: number]>> = {
  smallint: ['int2', 15],
  integer: ['int4', 31],
  bigint: ['int8', 63],
}

/** A value as the table takes it. */
function converted(
  given: unknown,
  { name, type, notNull }: Target,
  copy: CopyText,
): string | null | Misfit {
  const bytes = /\((\d+)\)/.exec(type)?.[1]
  const value = textual(given, bytes !== undefined, copy)
  const [stl = '', bits = 0] = WHOLE[type] ?? [STL_TYPES[type] ?? 'varchar']
  const misfit = (code: number, reason: string): Misfit => {
    return { column: name, type: stl, length: bytes ?? '0', value: value ?? '', code, reason }
  }
  if (value === null) return notNull ? misfit(1213, 'Missing data for not-null field') : null
  if (bits > 0) {
    if (!/^-?\d+(\.0+)?$/.test(value)) return misfit(1207, invalidDigit(value))
    const outside =
      BigInt.asIntN(bits + 1, BigInt(value.split('.')[0] ?? '')) !==
      BigInt(value.split('.')[0] ?? '')
    return outside ? misfit(1222, 'Value out of range') : value
  }
  if (type === 'double precision' && !/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value))
    return misfit(1208, `Invalid data, Value '${value}', Type: Decimal`)
  if (type.startsWith('timestamp') && copy.option(/\bepochmillisecs\b/)) {
    if (/^-?\d+$/.test(value)) return new Date(Number(value)).toISOString().slice(0, -1)
    return misfit(1206, 'Invalid timestamp format or value [epochmillisecs]')
  }
  return bytes !== undefined && Buffer.byteLength(value) > Number(bytes)
    ? misfit(1204, 'String length exceeds DDL length')
    : value
}

const STL_TYPES: Readonly<Record<string, string>> = {
  'double precision': 'float8',
  'timestamp without time zone': 'timestamp',
}

/** Blanks are null where no text is wanted, and elsewhere when the COPY says so. */
function textual(given: unknown, isText: boolean, copy: CopyText): string | null {
  if (given === null || given === undefined) return null
  const text = typeof given === 'object' ? JSON.stringify(given) : String(given)
  const blank = text.trim() === '' && (!isText || (text !== '' && copy.option(/\bblanksasnull\b/i)))
  const empty = text === '' && copy.option(/\bemptyasnull\b/i)
  return blank || empty ? null : text
}

function invalidDigit(value: string): string {
  const at = Math.max(0, value.search(/[^\d-]/))
  return `Invalid digit, Value '${value[at]}', Pos ${at}, Type: Integer`
}
