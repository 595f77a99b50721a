import { Failure } from '../errors.ts'

/** What Redshift does not take, or the local engine does not, each in a sentence that says what to do. */

const NO_ARRAYS = 'Redshift has no arrays. Keep a row per value.'
const NO_STRUCTS = 'Redshift has no maps or structs in SQL. Keep a column per value.'
const NO_SUPER = 'The local engine has no SUPER values. Use json_extract_path_text() on text.'
const NO_RETURNING = 'Redshift has no RETURNING. Ask for the rows in a statement of their own.'
const NO_PIVOT = "The local engine has no PIVOT. Write sum(case when kind = 'x' then value end)."
const NO_STAR_LISTS = 'The local engine takes no EXCLUDE or REPLACE after a star. List the columns.'
const ONE_BRANCH =
  'Redshift takes a plain WHEN MATCHED and a plain WHEN NOT MATCHED. Filter in the USING query.'

/** By kind of node, or kind and field. */
const REFUSALS: Readonly<Record<string, string>> = {
  'select.distinct_on':
    'Redshift has no DISTINCT ON. Use: qualify row_number() over (partition by ... order by ...) = 1.',
  'select.locks': 'Redshift has no FOR UPDATE. Use: lock table, first in the transaction.',
  'select.into': 'The local engine has no SELECT INTO. Use: create temp table ... as select ...',
  'select.windows': 'Redshift has no WINDOW clause. Write the window after over.',
  'select.connect': 'The local engine has no CONNECT BY. Use: with recursive.',
  'select.lateral_views': 'Redshift has no LATERAL VIEW.',
  'select.sample': 'Redshift has no TABLESAMPLE. Use: where random() < 0.1.',
  'table.table_sample': 'Redshift has no TABLESAMPLE. Use: where random() < 0.1.',
  'table.catalog': 'The local engine holds one database. Leave its name out.',
  'subquery.lateral': 'Redshift has no lateral joins. Join a query with its key in it.',
  'column.join_mark': 'The local engine has no (+) joins. Write: left join ... on ...',
  '.group_by.all': 'The local engine takes no GROUP BY ALL. List what to group by.',
  '.limit.percent': 'Redshift has no LIMIT in percent.',
  '.over.window_name': 'Redshift has no named windows. Write the window after over.',
  'star.except': NO_STAR_LISTS,
  'star.replace': NO_STAR_LISTS,
  'star.rename': NO_STAR_LISTS,
  'except.all': 'Redshift has no EXCEPT ALL.',
  'intersect.all': 'Redshift has no INTERSECT ALL.',
  'count.filter': 'Redshift has no FILTER. Use: count(case when ... then 1 end).',
  'lag.default': 'Redshift takes no default in LAG. Use: nvl(lag(...) over (...), default).',
  'lead.default': 'Redshift takes no default in LEAD. Use: nvl(lead(...) over (...), default).',
  null_safe_eq: 'Redshift has no IS NOT DISTINCT FROM. Use: a = b or (a is null and b is null).',
  null_safe_neq: 'Redshift has no IS DISTINCT FROM. Use: nvl(a, -1) <> nvl(b, -1), or is null.',
  array_func: NO_ARRAYS,
  array: NO_ARRAYS,
  array_slice: NO_ARRAYS,
  array_agg: `${NO_ARRAYS} For one text of all values use listagg().`,
  subscript: NO_ARRAYS,
  comprehension: NO_ARRAYS,
  unnest: NO_ARRAYS,
  lambda: 'Redshift has no functions as arguments.',
  map_func: NO_STRUCTS,
  struct: NO_STRUCTS,
  named_argument: 'Redshift has no named arguments.',
  property_e_q: 'Redshift has no named arguments.',
  json_extract: NO_SUPER,
  json_extract_scalar: NO_SUPER,
  string_agg:
    'Redshift has no string_agg(). Use: listagg(value, delimiter) within group (order by ...).',
  group_concat: 'Redshift has no group_concat(). Use: listagg(value, delimiter).',
  values: 'Redshift has no VALUES as a table. Use: select 1 as a union all select 2.',
  pivot: NO_PIVOT,
  unpivot: 'The local engine has no UNPIVOT. Use: union all, one select per column.',
  collation: 'The local engine has no COLLATE: text compares byte by byte.',
  lateral: 'Redshift has no lateral joins. Join a query with its key in it.',
  'insert.on_conflict': 'Redshift has no ON CONFLICT. Use MERGE, or delete and insert.',
  'insert.conflict_action': 'Redshift has no INSERT OR REPLACE. Use MERGE, or delete and insert.',
  'insert.returning': NO_RETURNING,
  'insert.by_name': 'Redshift has no INSERT BY NAME. List the columns.',
  'insert.with':
    'Redshift takes the WITH of an INSERT behind it: insert into t with ... select ...',
  'insert.default_values':
    'The local engine has no DEFAULT VALUES. Name a column: values (default).',
  'update.returning': NO_RETURNING,
  'delete.returning': NO_RETURNING,
  'when.condition': ONE_BRANCH,
  'when.source': ONE_BRANCH,
  create_index: 'Redshift has no indexes. Choose a sort key in the migration.',
  create_sequence: 'Redshift has no sequences. Use a column with identity(0, 1).',
  create_type: 'Redshift has no types of your own.',
  create_schema: 'The local engine has one schema, public.',
  create_function: 'The local engine has no functions of your own. Write the expression out.',
  create_procedure: 'The local engine has no stored procedures. Write a transform.',
  'create_view.materialized':
    'The local engine has no materialized views. Use a view, or a table that a transform fills.',
  'create_view.temporary': 'Redshift has no temporary views. Use: create temp table ... as.',
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
  '.filter': 'Redshift has no FILTER. Use: sum(case when ... then value end).',
  '.order_by': 'Redshift takes no ORDER BY inside an aggregate. Use: within group (order by ...).',
  '.quantifier': 'Redshift has no LIKE ANY. Use: a like ... or a like ...',
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
  savepoint: 'Redshift has no savepoints. Do the part in a transaction of its own.',
  release: 'Redshift has no savepoints.',
  values: 'Redshift has no VALUES as a table. Use: select 1 as a union all select 2.',
  from: 'Redshift begins a query with select or with.',
}

/** Why a statement with this first word is not taken. */
export function verbRefusal(verb: string, sql: string): Failure {
  const start = sql.replace(/\s+/g, ' ').trim().slice(0, 60)
  return new Failure(`The local engine does not take '${start}'. ${VERBS[verb] ?? NOT_REDSHIFT}`)
}
