import { Failure } from '../errors.ts'
import type { Node } from '../sql.ts'
import { refusalOf } from './refusals.ts'

/**
 * What of the parser's trees is known to mean the same once rewritten: by kind of node its fields, and
 * after a dot the fields of what stands in a field without being a node. Whatever else the parser knows
 * (it reads thirty dialects) is refused, so that nothing is passed on that Redshift would not take.
 */
const KNOWN = `
  select: expressions from joins where_clause group_by having qualify order_by limit offset top fetch distinct with
  union: left right all with order_by limit offset
  intersect: left right with order_by limit offset
  except: left right with order_by limit offset
  subquery: this alias column_aliases alias_explicit_as alias_keyword order_by limit offset
  table: name schema alias alias_explicit_as alias_keyword column_aliases
  joined_table: left joins alias
  star: table except
  column: name table
  dot: this field
  identifier: name quoted
  alias: this alias alias_explicit_as alias_keyword
  annotated: this
  paren: this
  tuple: expressions
  literal: literal_type value
  boolean: value
  null:
  var: this
  parameter: index style
  placeholder: index
  and: left right
  or: left right
  not: this
  eq: left right
  neq: left right
  lt: left right
  lte: left right
  gt: left right
  gte: left right
  between: this low high not
  in: this expressions query not
  exists: this
  any: this subquery op
  all: this subquery op
  is_null: this not postfix_form
  is_true: this not
  is_false: this not
  like: left right escape
  i_like: left right escape
  similar_to: this pattern escape not
  regexp_like: this pattern
  regexp_i_like: this expression
  add: left right
  sub: left right
  mul: left right
  div: left right
  mod: left right
  neg: this
  concat: left right
  power: this expression
  sqrt: this original_name
  cbrt: this original_name
  abs: this original_name
  bitwise_and: left right
  bitwise_or: left right
  bitwise_xor: left right
  bitwise_not: this
  bitwise_left_shift: left right
  bitwise_right_shift: left right
  case: operand whens else_
  cast: this to double_colon_syntax
  try_cast: this to
  interval: this unit
  at_time_zone: this zone
  extract: this field
  substring: this start length from_for_syntax
  trim: this characters position sql_standard_syntax position_explicit
  str_position: this substr
  function: name args distinct no_parens quoted
  count: this star distinct original_name
  sum: this distinct name
  avg: this distinct name
  min: this distinct name
  max: this distinct name
  median: this name
  stddev: this distinct name
  stddev_samp: this distinct name
  stddev_pop: this distinct name
  variance: this distinct name
  var_samp: this distinct name
  var_pop: this distinct name
  logical_and: this name
  logical_or: this name
  bitwise_and_agg: this name
  bitwise_or_agg: this name
  any_value: this name
  approx_distinct: this name
  aggregate_function: name args
  list_agg: this separator distinct
  within_group: this order_by
  window_function: this over
  row_number:
  rank:
  dense_rank:
  percent_rank:
  cume_dist:
  n_tile: num_buckets
  lag: this offset ignore_nulls
  lead: this offset ignore_nulls
  first_value: this ignore_nulls
  last_value: this ignore_nulls
  nth_value: this offset ignore_nulls
  insert: table columns values query
  update: table set from_clause from_joins where_clause with
  delete: table alias alias_explicit_as using where_clause with no_from
  merge: this using on whens
  whens: expressions
  when: matched then
  create_table: name columns constraints temporary if_not_exists as_select as_select_parenthesized post_table_properties
  create_view: name columns query or_replace no_schema_binding query_parenthesized
  drop_table: names if_exists cascade restrict
  truncate: target table
  comment: this kind expression
  drop_view: name if_exists
  .columns: name data_type nullable default constraints constraint_order
  .constraints: Check
  .from: expressions
  .from_clause: expressions
  .joins: this on using kind use_inner_keyword use_outer_keyword
  .from_joins: this on using kind use_inner_keyword use_outer_keyword
  .where_clause: this
  .group_by: expressions
  .having: this
  .qualify: this
  .order_by: this desc nulls_first explicit_asc expressions
  .expressions: this desc nulls_first explicit_asc
  .limit: this
  .offset: this
  .top: this parenthesized
  .fetch: direction count rows
  .with: ctes recursive
  .ctes: alias this columns alias_first
  .over: partition_by order_by frame
  .frame: kind start end kind_text start_side_text end_side_text
  .start: Preceding Following
  .end: Preceding Following
  .unit: type unit
  .field: Custom
`

const FIELDS = new Map(
  KNOWN.trim()
    .split('\n')
    .map((line) => {
      const [name = '', fields = ''] = line.trim().split(':')
      return [name, new Set(fields.trim().split(' '))] as const
    }),
)

/** Whether a node's only key is the kind of a node, not a field. */
export function isKind(key: string): boolean {
  return FIELDS.has(key) || !STRUCTURE.has(key)
}

/** Fields that may stand alone in what is no node. */
const STRUCTURE = new Set([
  'this',
  'expressions',
  'ctes',
  'name',
  'Preceding',
  'Following',
  'Custom',
  'Check',
])

/** @throws Failure when a node, or a part of it, is not among what is known. */
export function checkKnown(kind: string, content: Node): void {
  const known = FIELDS.get(kind)
  if (!known) throw unknown(kind)
  if (content === null || typeof content !== 'object') return
  for (const [field, value] of Object.entries(content)) {
    if (!known.has(field) && field !== 'span' && !isEmpty(value)) throw unknown(`${kind}.${field}`)
  }
}

function isEmpty(value: unknown): boolean {
  return !value || (Array.isArray(value) && value.length === 0)
}

function unknown(part: string): Failure {
  return refusalOf(part) ?? new Failure(`The local engine does not know this part of SQL: ${part}.`)
}
