import type { Node } from '../sql.ts'
import { withoutMarks } from '../sql-text.ts'
import { kindOf } from './nodes.ts'

/**
 * The columns of a SELECT, named as Redshift names those that have no name, by PostgreSQL's rule: a
 * function's own name, `case`, the type of a cast, `?column?` for the rest. A query around it asks for
 * them by these names.
 */
export function namedOutputs({ expressions }: Node): Node[] {
  return expressions.map(named)
}

const OWN_NAME = new Set(['alias', 'column', 'star', 'dot'])

function named(expression: Node): Node {
  if (OWN_NAME.has(kindOf(expression) ?? '')) return expression
  return aliased(expression, nameOf(expression).name)
}

/** A value under a name. */
export function aliased(value: Node, name: string): Node {
  return {
    alias: {
      this: value,
      alias: { name, quoted: true, trailing_comments: [] },
      column_aliases: [],
      alias_explicit_as: true,
      pre_alias_comments: [],
      trailing_comments: [],
    },
  }
}

/** A name, and whether it says more than the type it was cast to or that it is a case. */
interface Name {
  readonly name: string
  readonly strong: boolean
}

const strong = (name: string): Name => ({ name, strong: true })
const weak = (name: string): Name => ({ name, strong: false })
const NONE = weak('?column?')

function nameOf(expression: Node): Name {
  const kind = kindOf(expression) ?? ''
  const content = expression?.[kind]
  switch (kind) {
    case 'column':
      return strong(content.name.name.toLowerCase())
    case 'dot':
      return strong(content.field.name.toLowerCase())
    case 'paren':
    case 'window_function':
    case 'within_group':
      return nameOf(content.this)
    case 'cast':
    case 'try_cast': {
      const inner = nameOf(content.this)
      return inner.strong ? inner : weak(typeName(content.to))
    }
    case 'case':
      return caseName(content.else_)
    case 'function':
    case 'aggregate_function':
      return functionName(content)
    case 'literal':
      return content.literal_type === 'string' || content.literal_type === 'number'
        ? NONE
        : weak(content.literal_type)
    case 'trim':
      return strong(
        ({ Leading: 'ltrim', Trailing: 'rtrim' } as Record<string, string>)[content.position] ??
          'btrim',
      )
    case 'boolean':
      return weak('bool')
    case 'interval':
      return weak('interval')
    default:
      return KINDS[kind] ? strong(KINDS[kind]) : NONE
  }
}

function caseName(otherwise: Node): Name {
  const name = otherwise ? nameOf(otherwise) : NONE
  return name.strong ? name : weak('case')
}

/** Functions under other names than their kind of node. */
const KINDS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    `count sum avg min max median stddev stddev_samp stddev_pop variance var_samp var_pop any_value
     row_number rank dense_rank percent_rank cume_dist lag lead first_value last_value nth_value substring`
      .split(/\s+/)
      .map((kind) => [kind, kind]),
  ),
  approx_distinct: 'count',
  list_agg: 'listagg',
  n_tile: 'ntile',
  logical_and: 'bool_and',
  logical_or: 'bool_or',
  bitwise_and_agg: 'bit_and',
  bitwise_or_agg: 'bit_or',
  str_position: 'position',
  extract: 'date_part',
  at_time_zone: 'timezone',
}

/** What Redshift calls a function by, in the examples of its guide. */
const RENAMED: Readonly<Record<string, string>> = {
  sysdate: 'timestamp',
  getdate: 'timestamp',
  current_date: 'date',
  dateadd: 'date_add',
  datediff: 'date_diff',
  date_part: 'pgdate_part',
  nvl: 'coalesce',
  log: 'dlog10',
  trim: 'btrim',
  decode: 'case',
  nvl2: 'case',
}

function functionName({ name, args }: Node): Name {
  const written = withoutMarks(String(name))
    .toLowerCase()
    .replace(/^approximate /, '')
  if (written === 'convert') {
    const type = args[0]?.column?.name?.name ?? args[0]?.function?.name ?? 'convert'
    const inner = nameOf(args[1])
    return inner.strong ? inner : weak(TYPE_NAMES[plainName(type)] ?? plainName(type))
  }
  if (written === 'nullif') return caseName(args[0]) // a case whose else is its first argument
  const shown = RENAMED[written] ?? written
  return shown === 'case' ? weak('case') : strong(shown)
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  small_int: 'int2',
  int: 'int4',
  big_int: 'int8',
  float: 'float8',
  double: 'float8',
  decimal: 'numeric',
  boolean: 'bool',
  var_char: 'varchar',
  char: 'bpchar',
  nvarchar: 'varchar',
  nchar: 'bpchar',
  datetime: 'timestamp',
}

function typeName(type: Node): string {
  if (type.data_type === 'timestamp' && type.timezone) return 'timestamptz'
  if (type.data_type === 'float' && type.real_spelling) return 'float4'
  const name = type.data_type === 'custom' ? plainName(type.name) : type.data_type
  return TYPE_NAMES[name] ?? name
}

/** A type's name in lower case, without its size. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/\(.*/, '')
}
