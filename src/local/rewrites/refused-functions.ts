import { Failure } from '../../errors.ts'
import { REDSHIFT_FUNCTIONS } from '../../redshift/functions.ts'

/** What to write instead of a function that other databases have. */
const INSTEAD: Readonly<Record<string, string>> = {
  now: 'getdate()',
  current_timestamp: 'getdate()',
  localtimestamp: 'getdate()',
  transaction_timestamp: 'getdate()',
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

/** Functions that are no calls to the parser, unless their arguments are not what it expects. */
const AGGREGATES = new Set(
  `any_value avg count listagg max median min percentile_cont percentile_disc stddev stddev_pop stddev_samp
   sum var_pop var_samp variance bit_and bit_or bool_and bool_or cume_dist dense_rank first_value lag
   last_value lead nth_value ntile percent_rank rank ratio_to_report row_number`.split(/\s+/),
)

/** Why a function is not called: Redshift has none of that name, or the local engine has not. */
export function refusedFunction(name: string): Failure {
  if (AGGREGATES.has(name)) return new Failure(`Redshift's ${name}() takes other arguments.`)
  if (REDSHIFT_FUNCTIONS.has(name)) {
    return new Failure(`The local engine has no ${name}(). Redshift has it.`)
  }
  const instead = INSTEAD[name]
  const hint = instead ? ` Use ${instead}.` : ''
  return new Failure(`Redshift has no function ${name}() for the rows of tables.${hint}`)
}
