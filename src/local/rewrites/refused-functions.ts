import { Failure } from '../../errors.ts'
import { noFunction, REDSHIFT_FUNCTIONS } from '../../redshift/functions.ts'

/** Functions that are no calls to the parser, unless their arguments are not what it expects. */
const AGGREGATES = new Set(
  `any_value avg count listagg max median min percentile_cont percentile_disc stddev stddev_pop stddev_samp
   sum var_pop var_samp variance bit_and bit_or bool_and bool_or cume_dist dense_rank first_value lag
   last_value lead nth_value ntile percent_rank rank ratio_to_report row_number`.split(/\s+/),
)

/** Why a function is not called: Redshift has none of that name, or the local engine has not. */
export function refusedFunction(name: string): Failure {
  if (AGGREGATES.has(name)) return new Failure(`Redshift's ${name}() takes other arguments.`)
  if (REDSHIFT_FUNCTIONS.has(name) || SPATIAL.test(name)) {
    return new Failure(`The local engine has no ${name}(). Redshift has it.`)
  }
  return new Failure(noFunction(name))
}

/** https://docs.aws.amazon.com/redshift/latest/dg/geospatial-functions.html */
const SPATIAL = /^(st|h3)_/
