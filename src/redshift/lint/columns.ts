import { addedColumn, columns, elements, followed } from './definitions.ts'
import { guide, type Rule, UNSUPPORTED_FEATURES, UNSUPPORTED_TYPES } from './rule.ts'
import { is, phrases, type Statement } from './statement.ts'
import type { Token } from './tokens.ts'

const CREATE = guide('r_CREATE_TABLE_NEW')
const CHARACTERS = guide('r_Character_types')

/** What columns may not be. */
export const COLUMN_RULES = {
  check: {
    finds: (statement) =>
      [
        ...definitions(statement).flatMap((tokens) => followed(tokens, 'check', '(')),
        ...(statement.verb === 'alter' ? phrases('check (')(statement) : []),
      ].filter(once),
    says: 'Redshift has no CHECK constraints.',
    source: UNSUPPORTED_FEATURES,
  },
  exclude: {
    finds: (statement) =>
      definitions(statement).flatMap((tokens) => [
        ...followed(tokens, 'exclude', 'using'),
        ...followed(tokens, 'exclude', '('),
      ]),
    says: 'Redshift has no EXCLUDE constraints.',
    source: UNSUPPORTED_FEATURES,
  },
  serial: {
    finds: (statement) =>
      columns(statement).flatMap(([, type]) => (type && SERIALS.has(type.text) ? [type] : [])),
    says: ({ text }) =>
      `Redshift has no ${text}. Write: ${text === 'serial' ? 'integer' : 'bigint'} identity(0, 1).`,
    source: UNSUPPORTED_TYPES,
  },
  type: {
    finds: (statement) => types(statement).filter(({ text }) => MISSING_TYPES.has(text)),
    says: ({ text }) => `Redshift has no type ${text}.${TYPE_INSTEAD[text] ?? ''}`,
    source: UNSUPPORTED_TYPES,
  },
  'double-precision': {
    finds: (statement) =>
      types(statement).filter(
        (type) =>
          is(type, 'double') &&
          !is(statement.tokens[statement.tokens.indexOf(type) + 1], 'precision'),
      ),
    says: 'Redshift has no type double. Use double precision.',
    source: guide('c_Supported_data_types'),
  },
  'sizeless-text': {
    finds: (statement) =>
      columns(statement).flatMap((column) => {
        const type = column[1]
        const at = is(type, 'character') && is(column[2], 'varying') ? 2 : 1
        return type?.kind === 'word' && SIZELESS.has(type.text) && !is(column[at + 1], '(')
          ? [type]
          : []
      }),
    says: ({ text }) => `Redshift makes ${text} ${SIZELESS.get(text)}. Write the size, in bytes.`,
    source: CHARACTERS,
  },
  'sizeless-decimal': {
    finds: (statement) =>
      types(statement).filter(
        (type) =>
          is(type, 'decimal', 'numeric') &&
          !is(statement.tokens[statement.tokens.indexOf(type) + 1], '('),
      ),
    says: ({ text }) =>
      `Redshift makes ${text} ${text}(18, 0), without decimals. Write both sizes.`,
    source: guide('r_Numeric_types201'),
  },
  'type-size': {
    finds: (statement) =>
      columns(statement).flatMap(([, type, open, size]) => {
        const most = MOST.get(type?.text ?? '')
        return type && most && is(open, '(') && Number(size?.text) > most ? [type] : []
      }),
    says: ({ text }) =>
      `Redshift's ${text} holds at most ${MOST.get(text)} ${/char/.test(text) ? 'bytes' : 'digits'}.`,
    source: guide('c_Supported_data_types'),
  },
  'identity-type': {
    finds: (statement) =>
      columns(statement).flatMap(([, type, ...rest]) =>
        type && rest.some((token) => is(token, 'identity')) && !INTEGERS.has(type.text)
          ? [type]
          : [],
      ),
    says: 'An identity is integer or bigint on Redshift.',
    source: CREATE,
  },
  'identity-default': {
    finds: (statement) =>
      columns(statement).flatMap((column) => {
        const identity = column.find((token) => is(token, 'identity'))
        const isGiven = column.some(
          (token, index) => is(token, 'default') && !is(column[index - 1], 'by'),
        )
        return identity && isGiven ? [identity] : []
      }),
    says: 'A column has an identity or a default on Redshift, not both.',
    source: CREATE,
  },
  generated: {
    finds: (statement) =>
      columns(statement).flatMap((column) => followed(column, 'generated', 'always')),
    says: 'Redshift has no GENERATED ALWAYS. Write: identity(0, 1), or compute the value in a transform.',
    source: CREATE,
  },
  encoding: {
    finds: (statement) =>
      columns(statement).flatMap((column) => {
        const encode = column.findIndex((token) => is(token, 'encode'))
        const given = column[encode + 1]
        if (encode === -1 || !given) return []
        const isUnknown = !ENCODINGS.has(given.text)
        const isWrong = is(given, 'az64') && TEXTS.test(column[1]?.text ?? '')
        return isUnknown || isWrong ? [given] : []
      }),
    says: ({ text }) =>
      text === 'az64'
        ? 'Redshift has AZ64 for numbers and times only. Use: encode zstd, or lzo.'
        : `Redshift has no encoding '${text}'.`,
    source: guide('c_Compression_encodings'),
  },
} as const satisfies Readonly<Record<string, Rule>>

const SERIALS = new Set(['serial', 'bigserial', 'smallserial', 'serial4', 'serial8', 'serial2'])
const MISSING_TYPES = new Set(
  `json jsonb uuid bytea money inet cidr macaddr xml bit point line lseg box path polygon circle tsvector
   tsquery citext hstore txid_snapshot int4range int8range numrange tsrange tstzrange daterange
   tinyint string blob`.split(/\s+/),
)
const TYPE_INSTEAD: Readonly<Record<string, string>> = {
  json: ' Use super, or varchar(n).',
  jsonb: ' Use super, or varchar(n).',
  uuid: ' Use varchar(36).',
  bytea: ' Use varbyte(n).',
  money: ' Use decimal(18, 2).',
  tinyint: ' Use smallint.',
  string: ' Use varchar(n).',
  blob: ' Use varbyte(n).',
}
const SIZELESS = new Map([
  ['varchar', 'varchar(256)'],
  ['nvarchar', 'varchar(256)'],
  ['text', 'varchar(256)'],
  ['char', 'char(1)'],
  ['nchar', 'char(1)'],
  ['character', 'char(1), or varchar(256)'],
  ['bpchar', 'char(256)'],
])
const MOST = new Map([
  ['varchar', 65_535],
  ['char', 4_096],
  ['decimal', 38],
  ['numeric', 38],
])
const INTEGERS = new Set(['integer', 'int', 'int4', 'bigint', 'int8'])
const ENCODINGS = new Set(
  'auto raw az64 bytedict delta delta32k lzo mostly8 mostly16 mostly32 runlength text255 text32k zstd none'.split(
    ' ',
  ),
)
const TEXTS = /^n?(var)?char|^character$|^text$|^bpchar$|^super$|^bool|^real$|^float|^double$/

/** Where columns and constraints are said. */
function definitions(statement: Statement): Token[][] {
  return [...elements(statement), addedColumn(statement)]
}

function once<Item>(item: Item, index: number, all: readonly Item[]): boolean {
  return all.indexOf(item) === index
}

/** The types of columns, and those that values are cast to. */
function types(statement: Statement): Token[] {
  const ofColumns = columns(statement).flatMap(([, type]) => (type?.kind === 'word' ? [type] : []))
  return [...ofColumns, ...castTypes(statement)]
}

/** The types that values are cast to. */
function castTypes({ tokens }: Statement): Token[] {
  return tokens.filter((token, index) => {
    if (token.kind !== 'word') return false
    if (is(tokens[index - 1], '::')) return true
    if (!is(tokens[index - 1], 'as')) return false
    const open = tokens.findLastIndex(
      (other, at) => at < index && is(other, '(') && other.depth === token.depth - 1,
    )
    return is(tokens[open - 1], 'cast', 'try_cast')
  })
}
