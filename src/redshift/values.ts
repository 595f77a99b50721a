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
