import { Failure } from '../errors.ts'
import { noFunction } from '../redshift/functions.ts'
import { noAll } from '../redshift/lint/queries.ts'
import { RULES } from '../redshift/lint/rules.ts'
import { noDefault } from '../redshift/lint/windows.ts'

/**
 * What Redshift does not take, or the local engine does not, each in a sentence that says what to do.
 * What Redshift does not take is said in its linter's words.
 */

const NO_ARRAYS = RULES.array.says
const NO_STRUCTS = 'Redshift has no maps or structs in SQL. Keep a column per value.'
const NO_SUPER = 'The local engine has no SUPER values. Use json_extract_path_text() on text.'
const NO_RETURNING = RULES.returning.says
const NO_PIVOT = "The local engine has no PIVOT. Write sum(case when kind = 'x' then value end)."
const NO_STAR_LISTS = 'Redshift takes no REPLACE or RENAME after a star. List the columns.'
const ONE_BRANCH = RULES['merge-condition'].says

/** By kind of node, or kind and field. */
const REFUSALS: Readonly<Record<string, string>> = {
  'select.distinct_on': RULES['distinct-on'].says,
  'select.locks': RULES['for-update'].says,
  'select.into': 'The local engine has no SELECT INTO. Use: create temp table ... as select ...',
  'select.windows': RULES['window-clause'].says,
  'select.connect': 'The local engine has no CONNECT BY. Use: with recursive.',
  'select.lateral_views': 'Redshift has no LATERAL VIEW.',
  'select.sample': RULES.tablesample.says,
  'table.table_sample': RULES.tablesample.says,
  'table.catalog': 'The local engine holds one database. Leave its name out.',
  'subquery.lateral': RULES.lateral.says,
  'column.join_mark': 'The local engine has no (+) joins. Write: left join ... on ...',
  '.group_by.all': 'The local engine takes no GROUP BY ALL. List what to group by.',
  '.limit.percent': RULES['limit-percent'].says,
  '.over.window_name': RULES['named-window'].says,
  'star.replace': NO_STAR_LISTS,
  'star.rename': NO_STAR_LISTS,
  'except.all': noAll('except'),
  'intersect.all': noAll('intersect'),
  'count.filter': 'Redshift has no FILTER. Use: count(case when ... then 1 end).',
  'lag.default': noDefault('lag'),
  'lead.default': noDefault('lead'),
  null_safe_eq: RULES['not-distinct-from'].says,
  null_safe_neq: RULES['distinct-from'].says,
  array_func: NO_ARRAYS,
  array: NO_ARRAYS,
  array_slice: NO_ARRAYS,
  array_agg: noFunction('array_agg'),
  subscript: NO_ARRAYS,
  comprehension: NO_ARRAYS,
  unnest: NO_ARRAYS,
  lambda: 'Redshift has no functions as arguments.',
  map_func: NO_STRUCTS,
  struct: NO_STRUCTS,
  named_argument: RULES['named-argument'].says,
  property_e_q: RULES['named-argument'].says,
  json_extract: NO_SUPER,
  json_extract_scalar: NO_SUPER,
  string_agg: noFunction('string_agg'),
  group_concat: noFunction('group_concat'),
  values: RULES['values-table'].says,
  pivot: NO_PIVOT,
  unpivot: 'The local engine has no UNPIVOT. Use: union all, one select per column.',
  collation: 'The local engine has no COLLATE: text compares byte by byte.',
  lateral: RULES.lateral.says,
  'insert.on_conflict': RULES['on-conflict'].says,
  'insert.conflict_action': RULES['insert-or-replace'].says,
  'insert.returning': NO_RETURNING,
  'insert.by_name': 'Redshift has no INSERT BY NAME. List the columns.',
  'insert.with': RULES['insert-with'].says,
  'insert.default_values':
    'The local engine has no DEFAULT VALUES. Name a column: values (default).',
  'update.returning': NO_RETURNING,
  'delete.returning': NO_RETURNING,
  'when.condition': ONE_BRANCH,
  'when.source': ONE_BRANCH,
  create_index: RULES.index.says,
  create_sequence: RULES.sequence.says,
  create_type: RULES['own-type'].says,
  create_schema: 'The local engine has one schema, public.',
  create_function: 'The local engine has no functions of your own. Write the expression out.',
  create_procedure: 'The local engine has no stored procedures. Write a transform.',
  'create_view.materialized':
    'The local engine has no materialized views. Use a view, or a table that a transform fills.',
  'create_view.temporary': RULES['temporary-view'].says,
  'drop_view.materialized': 'The local engine has no materialized views.',
}

/** Why a part of SQL is refused, where there is more to say than that it is not known. */
export function refusalOf(part: string): Failure | undefined {
  const field = part.replace(/^.*\./, '.')
  const why = REFUSALS[part] ?? ANYWHERE[field]
  return why === undefined ? undefined : new Failure(why)
}

/** By field, whatever the node is. */
const ANYWHERE: Readonly<Record<string, string>> = {
  '.filter': RULES.filter.says,
  '.order_by': RULES['ordered-aggregate'].says,
  '.quantifier': RULES['like-any'].says,
}

const MIGRATION = 'Tables change by migrations: see migrations/.'
const SERVER = 'There are no users, roles or settings to change in the local engine.'
const NOT_REDSHIFT = 'Redshift has no such statement.'

/** By first word, for statements that are refused as they stand. */
const VERBS: Readonly<Record<string, string>> = {
  explain: 'The local engine explains no plans. Ask Redshift, with WAREHOUSE_TARGET=redshift.',
  copy: 'Files are loaded by transforms with copy: {...}. See transforms/01_staging_events.ts.',
  unload: 'The local engine has no UNLOAD. Use: npm run query -- --format csv.',
  call: 'The local engine has no stored procedures. Write a transform.',
  execute: 'The local engine has no prepared statements. Send the statement itself.',
  prepare: 'The local engine has no prepared statements. Send the statement itself.',
  deallocate: 'The local engine has no prepared statements.',
  declare: 'The local engine has no cursors. Ask for all rows.',
  fetch: 'The local engine has no cursors. Ask for all rows.',
  alter: MIGRATION,
  refresh: 'The local engine has no materialized views.',
  grant: SERVER,
  revoke: SERVER,
  set: SERVER,
  reset: SERVER,
  show: SERVER,
  use: SERVER,
  savepoint: RULES.savepoint.says,
  release: RULES.savepoint.says,
  values: RULES['values-table'].says,
  from: RULES['from-first'].says,
}

/** Why a statement with this first word is not taken. */
export function verbRefusal(verb: string, sql: string): Failure {
  const start = sql.replace(/\s+/g, ' ').trim().slice(0, 60)
  return new Failure(`The local engine does not take '${start}'. ${VERBS[verb] ?? NOT_REDSHIFT}`)
}
