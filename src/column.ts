import { Failure } from './errors.ts'

/**
 * The column types of this warehouse, as Redshift spells them. Types whose size Redshift would fill
 * in by itself (`varchar`, `text`, `decimal`) are left out: `varchar` means 256 bytes there and
 * `decimal` has no decimals (https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html).
 */
export type SqlType =
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'real'
  | 'double precision'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'timestamptz'
  | `varchar(${number})`
  | `decimal(${number}, ${number})`

/**
 * A column as text, as one line of SQL: its type, then any of `identity(seed, step)`,
 * `default literal`, `not null`, then `-- what its values are`, with their unit.
 */
export type ColumnDefinition = SqlType | `${SqlType} ${string}`

/** A column's text, read. */
export interface Column {
  readonly type: string
  readonly notNull: boolean
  readonly identity: { readonly seed: number; readonly step: number } | null
  /** A literal as it stands in SQL, for example `'free'` or `0`. */
  readonly default: string | null
  /** What its values are, and in which unit; null where the text does not say. */
  readonly description: string | null
}

const TYPE =
  /^(smallint|integer|bigint|real|double precision|boolean|date|timestamp|timestamptz|varchar\((\d+)\)|decimal\((\d+), ?(\d+)\))(?= |$)/
const PARTS = [
  { name: 'identity', pattern: /^identity\((\d+), ?(\d+)\)(?= |$)/ },
  {
    name: 'default',
    pattern: /^default ('(?:[^']|'')*'|-?\d+(?:\.\d+)?|true|false|getdate\(\))(?= |$)/,
  },
  { name: 'not null', pattern: /^not null(?= |$)/ },
] as const

/** What stands before the `--`, which may be in a default's quotes as well, and what stands after it. */
const DESCRIBED = /^((?:'[^']*'|[^'])*?)(?: -- (\S.*))?$/

/** A column's text with another description, or with none. */
export function describedAs(definition: string, description: string | null): ColumnDefinition {
  const { description: now } = parseColumn(definition, 'The column')
  const bare = now === null ? definition : definition.slice(0, -` -- ${now}`.length)
  return (description === null ? bare : `${bare} -- ${description}`) as ColumnDefinition
}

/** The widest VARCHAR in bytes (https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html). */
const MAX_VARCHAR_BYTES = 65_535

/**
 * Reads a column's text.
 * @throws Failure when the text is not a column of this warehouse; `where` names it in the message.
 */
export function parseColumn(definition: string, where: string): Column {
  const type = TYPE.exec(definition)?.[1]
  if (type === undefined) throw unreadable(definition, where)
  if (varcharBytes(type) === 0 || (varcharBytes(type) ?? 0) > MAX_VARCHAR_BYTES) {
    throw new Failure(`${where} is ${type}, but a varchar holds 1 to ${MAX_VARCHAR_BYTES} bytes.`)
  }
  const found = new Map<string, RegExpExecArray>()
  const parts = DESCRIBED.exec(definition.slice(type.length))
  if (!parts) throw unreadable(definition, where)
  const [, attributes = '', description = null] = parts
  let rest = attributes.trimStart()
  while (rest !== '') {
    const part = PARTS.find(({ name, pattern }) => !found.has(name) && pattern.test(rest))
    const match = part?.pattern.exec(rest)
    if (!part || !match) throw unreadable(definition, where)
    found.set(part.name, match)
    rest = rest.slice(match[0].length).trimStart()
  }
  const identity = found.get('identity')
  if (identity && type !== 'bigint' && type !== 'integer') {
    throw new Failure(
      `${where} is an identity of type ${type}, but an identity is integer or bigint.`,
    )
  }
  return {
    type,
    identity: identity ? { seed: Number(identity[1]), step: Number(identity[2]) } : null,
    default: found.get('default')?.[1] ?? null,
    // An identity column is always NOT NULL on Redshift, said or not.
    notNull: found.has('not null') || identity !== undefined,
    description,
  }
}

/** The declared bytes of a `varchar(n)`, or null for any other type. */
export function varcharBytes(type: string): number | null {
  const bytes = /^varchar\((\d+)\)$/.exec(type)?.[1]
  return bytes === undefined ? null : Number(bytes)
}

function unreadable(definition: string, where: string): Failure {
  return new Failure(
    `${where} is '${definition}', which is not a column: expected a type ` +
      '(smallint, integer, bigint, real, double precision, boolean, date, timestamp, timestamptz, ' +
      'varchar(n) or decimal(p, s)), then any of identity(seed, step), default literal, not null, then -- and what its values are.',
  )
}
