import { Failure } from '../../errors.ts'
import type { Node } from '../../sql.ts'
import { call, castTo, number } from '../nodes.ts'
import type { Rule } from '../rewrites.ts'

/** Casts, each to what Redshift makes of the value (https://docs.aws.amazon.com/redshift/latest/dg/r_CAST_function.html). */
export const CASTS: Readonly<Record<string, Rule>> = {
  cast: ({ this: value, to }, rewrite) => cast(rewrite(value), to),
  try_cast: ({ this: value, to }, rewrite) => tried(cast(rewrite(value), to)),
}

/** The types that a cast may name, as the parser gives them. */
const TYPES: Readonly<Record<string, (value: Node, type: Node) => Node>> = {
  small_int: (value) => call('rs_smallint', value),
  int: (value) => call('rs_integer', value),
  big_int: (value) => call('rs_bigint', value),
  boolean: (value) => castTo('boolean', value),
  float: (value, type) =>
    // FLOAT is eight bytes wide on Redshift, REAL four; FLOAT(24) and less is REAL.
    type.real_spelling || (type.precision !== null && type.precision <= 24)
      ? castTo('float', value, { precision: null, scale: null, real_spelling: true })
      : double(value),
  double: (value) => double(value),
  // NUMERIC alone is NUMERIC(18, 0): it has no decimals.
  decimal: (value, { precision, scale }) =>
    castTo('decimal', value, { precision: precision ?? 18, scale: scale ?? 0 }),
  // Without a length the text keeps its own (https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html).
  text: (value) => call('rs_text', value),
  var_char: (value, { length }) => cut(value, length),
  char: (value, { length }) => cut(value, length ?? 1),
  date: (value) => call('rs_date', value),
  timestamp: (value, { timezone }) => call(timezone ? 'rs_timestamptz' : 'rs_timestamp', value),
  time: (value, { timezone }) => {
    if (timezone) throw new Failure('The local engine has no TIMETZ.')
    return castTo('time', value, { timezone: false })
  },
}

const CUSTOM: Readonly<Record<string, string>> = {
  INT2: 'small_int',
  INT4: 'int',
  INT8: 'big_int',
  FLOAT4: 'float4',
  FLOAT8: 'double',
  BPCHAR: 'text',
  // https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html
  NCHAR: 'char',
  NVARCHAR: 'var_char',
  // https://docs.aws.amazon.com/redshift/latest/dg/r_CONVERT_function.html
  DATETIME: 'timestamp',
}

function cast(value: Node, written: Node): Node {
  const [, word = '', length] = /^(\w+)(?:\((\d+)\))?$/.exec(String(written.name)) ?? []
  const type = length === undefined ? written : { ...written, length: Number(length) }
  const name = type.data_type === 'custom' ? CUSTOM[word] : type.data_type
  if (name === 'float4') return castTo('float', value, { real_spelling: true })
  const known = TYPES[name ?? '']
  if (known) return known(value, type)
  const spelled = String(type.name ?? type.data_type).toUpperCase()
  throw new Failure(
    SUPER.has(spelled)
      ? `The local engine has no ${spelled} values.`
      : `Redshift has no type ${spelled}.`,
  )
}

/** Null where the cast would fail (https://docs.aws.amazon.com/redshift/latest/dg/r_TRY_CAST.html). */
function tried(cast: Node): Node {
  if (cast.cast) return { try_cast: cast.cast }
  const { name, args } = cast.function
  return TRIED.has(name) ? call(name.replace('rs_', 'rs_try_'), ...args) : cast
}

const TRIED = new Set(['rs_smallint', 'rs_integer', 'rs_bigint', 'rs_date', 'rs_timestamp'])

const SUPER = new Set([
  'SUPER',
  'VARBYTE',
  'VARBINARY',
  'VAR_BINARY',
  'BINARY',
  'GEOMETRY',
  'GEOGRAPHY',
  'HLLSKETCH',
  'INTERVAL',
])

function double(value: Node): Node {
  return castTo('double', value, { precision: null, scale: null })
}

function cut(value: Node, bytes: number | null | undefined): Node {
  const asText = call('rs_text', value)
  return bytes ? call('rs_cut', asText, number(bytes)) : asText
}

/** `convert(type, value)`, which the parser reads as a call whose first argument is a column or a call. */
export function convert(type: Node, value: Node): Node {
  const spelled = type?.column?.name?.name ?? type?.function?.name ?? ''
  const [first, second] = (type?.function?.args ?? []).map((size: Node) =>
    Number(size.literal?.value),
  )
  const name = SPELLED[String(spelled).toLowerCase()]
  if (!name) throw new Failure(`Redshift has no type '${spelled}' to convert to.`)
  const size = { length: first, precision: first ?? null, scale: second ?? null }
  return cast(value, { data_type: name, ...size, real_spelling: spelled.toLowerCase() === 'real' })
}

const SPELLED: Readonly<Record<string, string>> = {
  smallint: 'small_int',
  int2: 'small_int',
  int: 'int',
  integer: 'int',
  int4: 'int',
  bigint: 'big_int',
  int8: 'big_int',
  real: 'float',
  float: 'float',
  float8: 'double',
  decimal: 'decimal',
  numeric: 'decimal',
  bool: 'boolean',
  boolean: 'boolean',
  char: 'char',
  nchar: 'char',
  varchar: 'var_char',
  nvarchar: 'var_char',
  text: 'text',
  date: 'date',
  timestamp: 'timestamp',
  datetime: 'timestamp',
}
