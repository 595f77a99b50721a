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
  abs acos asin atan atan2 cbrt ceil ceiling checksum cos cot degrees dexp dlog1 dlog10 exp floor ln
  log mod pi power pow radians random round sign sin sqrt tan
  ascii bpcharcmp btrim bttext_pattern_cmp char_length character_length charindex chr collate concat
  crc32 difference initcap left len length lower lpad ltrim octet_length octetindex position
  quote_ident quote_literal regexp_count regexp_instr regexp_replace regexp_substr repeat replace
  replicate reverse right rpad rtrim soundex split_part strpos strtol substring substr textlen
  translate trim upper
  convert text_to_int_alt text_to_numeric_alt
  digest fnv_hash func_sha1 md5 sha sha1 sha2 murmur3_32_hash to_hex from_hex
  is_valid_json is_valid_json_array json_array_length json_extract_array_element_text
  json_extract_path_text json_parse json_serialize can_json_parse
  current_user session_user pg_last_copy_count pg_last_copy_id pg_last_query_id version
  current_database grouping grouping_id
`
    .trim()
    .split(/\s+/),
)
