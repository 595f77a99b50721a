import { wholeNumber } from '../whole-number.ts'

const BOOLEAN = 16
const BIGINT = 20
const SMALLINT = 21
const INTEGER = 23
const OID = 26
const REAL = 700
const DOUBLE = 701
const NUMERIC = 1700

type Parser = (text: string) => unknown

const PARSERS: Readonly<Record<number, Parser>> = {
  [BOOLEAN]: (text) => text === 't',
  [SMALLINT]: Number,
  [INTEGER]: Number,
  [OID]: Number,
  [REAL]: Number,
  [DOUBLE]: Number,
  [BIGINT]: (text) => wholeNumber(BigInt(text)),
  // Sums of whole numbers are numeric without decimals; those with decimals stay text.
  [NUMERIC]: (text) => (/^-?\d+$/.test(text) ? wholeNumber(BigInt(text)) : text),
}

/** How pg reads a value, by its type's number: moments stay text, in UTC, as Redshift writes them. */
export function fromRedshift(type: number): Parser {
  return PARSERS[type] ?? ((text) => text)
}

const NAMES: Readonly<Record<number, string>> = {
  [BOOLEAN]: 'boolean',
  [BIGINT]: 'bigint',
  [SMALLINT]: 'smallint',
  [INTEGER]: 'integer',
  [OID]: 'bigint',
  [REAL]: 'real',
  [DOUBLE]: 'double precision',
  1082: 'date',
  1114: 'timestamp without time zone',
  1184: 'timestamp with time zone',
}

/** A result's column, as pg tells of it. */
export interface Field {
  readonly name: string
  readonly dataTypeID: number
  readonly dataTypeModifier: number
}

/** The type of a result's column; what is not among the project's types is text. */
export function typeName(field: Field): string {
  if (field.dataTypeID !== NUMERIC) return NAMES[field.dataTypeID] ?? 'character varying'
  // Precision and scale are in the modifier, behind the four bytes of its length.
  const modifier = field.dataTypeModifier - 4
  return modifier < 0 ? 'numeric' : `numeric(${modifier >> 16},${modifier & 0xffff})`
}
