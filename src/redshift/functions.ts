import { didYouMean } from '../nearest.ts'

/**
 * The functions that Redshift has on its compute nodes
 * (https://docs.aws.amazon.com/redshift/latest/dg/c_SQL_functions.html). What is not among them does
 * not run there, whatever the embedded engine could do.
 */
export const REDSHIFT_FUNCTIONS: ReadonlySet<string> = new Set(
  `
  any_value avg count listagg max median min percentile_cont percentile_disc stddev
  stddev_pop stddev_samp sum var_pop var_samp variance bit_and bit_or bool_and bool_or
  cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank
  ratio_to_report row_number
  coalesce decode greatest least nvl nvl2 nullif
  add_months convert_timezone current_date date date_cmp date_part date_trunc dateadd datediff
  date_diff date_add getdate interval_cmp last_day months_between next_day sysdate timeofday
  timestamp_cmp timezone to_timestamp trunc to_date to_char to_number
  date_cmp_timestamp date_cmp_timestamptz date_part_year timestamp_cmp_date timestamp_cmp_timestamptz
  timestamptz_cmp timestamptz_cmp_date timestamptz_cmp_timestamp
  abs acos asin atan atan2 cbrt ceil ceiling checksum cos cot degrees dexp dlog1 dlog10 exp floor ln
  log mod pi power pow radians random round sign sin sqrt tan
  ascii bpcharcmp btrim bttext_pattern_cmp char_length character_length charindex chr collate concat
  crc32 difference initcap left len length lower lpad ltrim octet_length octetindex position
  quote_ident quote_literal regexp_count regexp_instr regexp_replace regexp_substr repeat replace
  replicate reverse right rpad rtrim soundex split_part strpos strtol substring substr textlen
  translate trim upper
  convert text_to_int_alt text_to_numeric_alt
  digest fnv_hash getbit func_sha1 md5 sha sha1 sha2 murmur3_32_hash to_hex from_hex
  farmfingerprint64 from_varbyte to_varbyte
  is_valid_json is_valid_json_array json_array_length json_extract_array_element_text
  json_extract_path_text json_parse json_serialize can_json_parse json_serialize_to_varbyte
  array array_concat array_flatten get_array_length split_to_array subarray object json_size json_typeof
  decimal_precision decimal_scale is_array is_bigint is_boolean is_char is_decimal is_float is_integer
  is_object is_scalar is_smallint is_varchar
  hll hll_cardinality hll_combine hll_combine_sketches hll_create_sketch
  current_user session_user last_user_query_id pg_last_copy_count pg_last_copy_id pg_last_query_id
  lower_attribute_names upper_attribute_names
  version slice_num pg_last_unload_count pg_last_unload_id
  current_database current_namespace current_user_id current_aws_account grouping grouping_id
`
    .trim()
    .split(/\s+/),
)

/** What to write instead of a function that other databases have. */
const INSTEAD: Readonly<Record<string, string>> = {
  now: 'getdate()',
  current_timestamp: 'getdate()',
  localtimestamp: 'getdate()',
  transaction_timestamp: 'getdate()',
  statement_timestamp: 'getdate()',
  clock_timestamp: 'getdate()',
  current_time: 'getdate()',
  localtime: 'getdate()',
  today: 'current_date',
  age: 'datediff()',
  ifnull: 'nvl()',
  isnull: 'nvl()',
  if: 'case when ... then ... end',
  iff: 'case when ... then ... end',
  instr: 'strpos()',
  ucase: 'upper()',
  lcase: 'lower()',
  concat_ws: '||',
  strftime: 'to_char()',
  regexp_matches: 'the operator ~',
  regexp_like: 'the operator ~',
  regexp_extract: 'regexp_substr()',
  generate_series: 'a with recursive query, or a table of numbers',
  unnest: 'a row per value',
  every: 'bool_and()',
  year: 'extract(year from ...)',
  month: 'extract(month from ...)',
  day: 'extract(day from ...)',
  hour: 'extract(hour from ...)',
  quarter: 'extract(quarter from ...)',
  epoch: 'extract(epoch from ...)',
  epoch_ms: "timestamp 'epoch' + ms / 1000.0 * interval '1 second'",
}

/** Why a function is not called that Redshift has not, or on its leader node alone. */
export function noFunction(name: string): string {
  const instead = INSTEAD[name]
  const names = [...REDSHIFT_FUNCTIONS].map((known) => [known] as const)
  const hint = instead ? ` Use ${instead}.` : didYouMean(name, names)
  const own = OWN_WORDS[name]
  return own ?? `Redshift has no function ${name}() for the rows of tables.${hint}`
}

/** What is said of functions whose place another function takes with other words around it. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  string_agg:
    'Redshift has no string_agg(). Use: listagg(value, delimiter) within group (order by ...).',
  group_concat: 'Redshift has no group_concat(). Use: listagg(value, delimiter).',
  array_agg:
    'Redshift has no arrays. Keep a row per value. For one text of all values use listagg().',
}

/**
 * Functions that are known not to be there: those of PostgreSQL that AWS lists
 * (https://docs.aws.amazon.com/redshift/latest/dg/c_unsupported-postgresql-functions.html, and those
 * that https://docs.aws.amazon.com/redshift/latest/dg/c_SQL_functions_leader_node_only.html calls no
 * longer supported), and those of other databases. What is not among these may be a cluster's own.
 * UNNEST is left out: in a FROM it takes SUPER values.
 */
export const MISSING_FUNCTIONS: ReadonlySet<string> = new Set(
  `
  now current_timestamp current_time localtime localtimestamp age isfinite clock_timestamp
  transaction_timestamp statement_timestamp justify_days justify_hours justify_interval pg_sleep
  get_bit get_byte set_bit set_byte to_ascii
  string_agg group_concat array_agg every xmlagg corr covar_pop covar_samp regr_avgx regr_avgy regr_count
  regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy
  div setseed width_bucket generate_series generate_subscripts
  bit_length overlay convert_from convert_to encode format quote_nullable regexp_matches
  regexp_split_to_array regexp_split_to_table string_to_array array_to_string array_append array_length
  gen_random_uuid uuid_generate_v4 make_date make_timestamp make_interval
  nextval currval setval lastval
  to_json to_jsonb json_agg jsonb_agg row_to_json json_build_object jsonb_build_object json_object_agg
  jsonb_set json_array_elements jsonb_array_elements
  pg_relation_size pg_total_relation_size pg_size_pretty txid_current
  ifnull if iff instr ucase lcase concat_ws strftime regexp_like regexp_extract epoch_ms today
  `
    .trim()
    .split(/\s+/),
)

/**
 * Those among them that the leader node has for its own catalog, where rights are kept in arrays
 * (https://docs.aws.amazon.com/redshift/latest/dg/r_PG_DEFAULT_ACL.html).
 */
export const CATALOG_FUNCTIONS: ReadonlySet<string> = new Set([
  'array_to_string',
  'generate_series',
])

/**
 * Functions that run on the leader node alone
 * (https://docs.aws.amazon.com/redshift/latest/dg/c_SQL_functions_leader_node_only.html), each with
 * what to do where there are tables.
 */
export const AWAY_FROM_LEADER: Readonly<Record<string, string>> = {
  current_schema: 'Write the name of the schema.',
  current_schemas: 'Write the names of the schemas.',
  has_database_privilege: 'Ask for it by itself.',
  has_schema_privilege: 'Ask for it by itself.',
  has_table_privilege: 'Ask for it by itself.',
  factorial: 'Ask for it by itself.',
  substr: 'Use substring().',
  log: 'Use dlog10().',
}
