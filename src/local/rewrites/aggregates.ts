import { Failure } from '../../errors.ts'
import { RULES } from '../../redshift/lint/rules.ts'
import type { Node } from '../../sql.ts'
import { withoutMarks } from '../../sql-text.ts'
import { checkKnown } from '../grammar.ts'
import { asText, call, castTo, kindOf, number, saysTheSame, text, typed, typeOf } from '../nodes.ts'
import { type Rule, rewriteInside } from '../rewrites.ts'
import { refusedFunction } from './refused-functions.ts'

/** Aggregates, alone or over a window. */

type Rewrite = (node: Node) => Node

/** An aggregate call as it is to be computed: over the rows of a group, or of a window. */
type Over = (aggregate: Node) => Node

const ALONE: Over = (aggregate) => aggregate

/** Aggregates whose parsed kind is the function that Redshift has, by the names it has for it. */
const PLAIN: Readonly<Record<string, string>> = {
  min: 'min',
  max: 'max',
  stddev: 'stddev',
  stddev_samp: 'stddev_samp',
  stddev_pop: 'stddev_pop',
  variance: 'variance',
  var_samp: 'var_samp',
  var_pop: 'var_pop',
  logical_and: 'bool_and',
  logical_or: 'bool_or',
  bitwise_and_agg: 'bit_and',
  bitwise_or_agg: 'bit_or',
  any_value: 'any_value',
}

/** Functions that rank rows or look at their neighbours: they take no frame, and need none. */
const NEIGHBOURS = new Set(
  'row_number rank dense_rank percent_rank cume_dist n_tile lag lead'.split(' '),
)
const PERCENTILES = new Set(['percentile_cont', 'percentile_disc'])
const FRAMED = new Set(['first_value', 'last_value', 'nth_value'])

const aggregate: Rule = (_, rewrite, node) => computed(node, rewrite, ALONE)

export const AGGREGATES: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    [
      ...Object.keys(PLAIN),
      'count',
      'sum',
      'avg',
      'median',
      'approx_distinct',
      'list_agg',
      'within_group',
    ].map((kind) => [kind, aggregate]),
  ),
  aggregate_function: ({ name }) => {
    throw PERCENTILES.has(name.toLowerCase())
      ? new Failure(`Redshift takes ${name}(0.5) within group (order by one value).`)
      : refusedFunction(name.toLowerCase())
  },
  ...Object.fromEntries(
    [...NEIGHBOURS, ...FRAMED].map((kind) => [kind, () => refuseWithoutWindow(kind)]),
  ),
  window_function: ({ this: called, over }, rewrite, node) => {
    const kind = kindOf(called) ?? ''
    if (!NEIGHBOURS.has(kind)) checkFrame(over)
    if (NEIGHBOURS.has(kind) || FRAMED.has(kind)) {
      checkKnown(kind, called[kind])
      const { window_function } = rewriteInside({ window_function: { this: null, over } })
      return {
        window_function: {
          ...node.window_function,
          ...window_function,
          this: rewriteInside(called),
        },
      }
    }
    if (called[kind]?.distinct) {
      throw new Failure(RULES['window-distinct'].says)
    }
    const window = rewriteInside({ window_function: { this: null, over } }).window_function.over
    return computed(called, rewrite, (aggregate) => ({
      window_function: { this: aggregate, over: window, keep: null, inferred_type: null },
    }))
  },
}

function refuseWithoutWindow(kind: string): never {
  throw new Failure(
    `Redshift takes ${kind.replace('n_tile', 'ntile')}() with a window only: add over (...).`,
  )
}

/** https://docs.aws.amazon.com/redshift/latest/dg/c_Window_functions.html */
function checkFrame({ order_by, frame }: Node): void {
  if (order_by.length > 0 && !frame) {
    throw new Failure(RULES['window-frame'].says)
  }
  if (frame && frame.kind !== 'Rows') throw new Failure(RULES['rows-frame'].says)
}

function computed(node: Node, rewrite: Rewrite, over: Over): Node {
  const kind = kindOf(node) ?? ''
  const content = node[kind]
  switch (kind) {
    case 'count':
      if (kindOf(content.this) === 'tuple' || (content.distinct && content.this?.star)) {
        throw new Failure('Redshift counts distinct values of one expression only.')
      }
      return over(rewriteInside(node))
    case 'sum':
      return call('rs_sum', sum(content, rewrite, over), summedType(content, rewrite, over))
    case 'avg': {
      const value = rewrite(content.this)
      const count = over({ count: { this: value, star: false, distinct: content.distinct } })
      const total = sum(content, rewrite, over)
      return call('rs_average', total, count)
    }
    case 'median':
      return over(call('quantile_cont', wide(rewrite(content.this)), number(0.5)))
    case 'approx_distinct': // exact, which is within what Redshift promises
      return over({ count: { this: rewrite(content.this), star: false, distinct: true } })
    case 'list_agg':
      return over(listed(content, [], rewrite))
    case 'within_group':
      return withinGroup(content, rewrite, over)
    case 'function':
      if (nameOf(content) !== 'ratio_to_report' || content.args.length !== 1) break
      return call(
        'rs_ratio',
        rewrite(content.args[0]),
        sum({ this: content.args[0] }, rewrite, over),
      )
    default:
      if (PLAIN[kind] && (content.name ?? kind).toLowerCase() === PLAIN[kind]) {
        return over(rewriteInside(node))
      }
  }
  const name = withoutMarks(String(content?.name ?? kind)).toLowerCase()
  throw over === ALONE
    ? refusedFunction(name)
    : new Failure(`Redshift has no window function ${name}().`)
}

function nameOf(content: Node): string {
  return String(content.name).toLowerCase()
}

function sum({ this: value, distinct }: Node, rewrite: Rewrite, over: Over): Node {
  return over({ sum: { this: typed(rewrite(value)), distinct: Boolean(distinct), order_by: [] } })
}

/** The type of what is summed, on which the type of the sum depends. */
function summedType({ this: value }: Node, rewrite: Rewrite, over: Over): Node {
  const summed = typed(rewrite(value))
  return typeOf(over === ALONE ? call('any_value', summed) : summed)
}

/**
 * Aggregates that sort, in one list, must sort by the same
 * (https://docs.aws.amazon.com/redshift/latest/dg/r_MEDIAN.html); MEDIAN sorts by its value.
 */
export function checkSorted({ expressions }: Node): void {
  const [first, ...others] = sortedBy(expressions)
  if (others.every((other) => saysTheSame(first, other))) return
  throw new Failure(
    'within group ORDER BY clauses for aggregate functions must be the same. ' +
      'Ask for each in a query of its own, and join them.',
  )
}

/** What the aggregates in a value sort by, without those of windows, and of queries in it. */
function sortedBy(value: Node): Node[] {
  if (Array.isArray(value)) return value.flatMap(sortedBy)
  if (value === null || typeof value !== 'object') return []
  const kind = kindOf(value) ?? ''
  if (kind === 'window_function' || kind === 'select') return []
  if (kind === 'median') return [[value.median.this]]
  if (kind !== 'within_group') return Object.values(value).flatMap(sortedBy)
  const { this: called, order_by } = value.within_group
  const isApproximate = /^approximate /i.test(String(called.function?.name)) // it sorts nothing
  return isApproximate ? [] : [order_by.map(({ this: by }: Node) => by)]
}

/** With a digit more, so that what lies between two values is not cut off. */
function wide(value: Node): Node {
  return call('rs_wide', typed(value))
}

function withinGroup({ this: called, order_by }: Node, rewrite: Rewrite, over: Over): Node {
  const kind = kindOf(called) ?? ''
  if (kind === 'list_agg') return over(listed(called[kind], order_by, rewrite))
  const { name = '', args = [] } = called[kind] ?? {}
  const [, function_ = ''] = /^(?:approximate )?(percentile_(?:cont|disc))$/i.exec(name) ?? []
  const [ordered, ...others] = order_by
  const share = Number(args[0]?.literal?.value)
  if (function_ === '' || others.length > 0 || args.length !== 1 || !(share >= 0 && share <= 1)) {
    throw new Failure(`Redshift takes ${name}(0.5) within group (order by one value).`)
  }
  const value = rewrite(ordered.this)
  if (function_.toLowerCase() === 'percentile_cont') {
    return over(call('quantile_cont', wide(value), number(ordered.desc ? 1 - share : share)))
  }
  if (ordered.desc) {
    throw new Failure('The local engine takes percentile_disc() in ascending order only.')
  }
  return over(call('quantile_disc', value, number(share)))
}

/** Nulls and empty text are left out (https://docs.aws.amazon.com/redshift/latest/dg/r_LISTAGG.html). */
function listed({ this: value, separator, distinct }: Node, order: Node[], rewrite: Rewrite): Node {
  // Written out twice, the call of asText is not seen to be the same, which an order of distinct texts needs.
  const written = distinct ? castTo('text', rewrite(value)) : asText(rewrite(value))
  const item = call('nullif', written, text(''))
  const inOrder = (by: Node) => ({ ...by, this: distinct ? item : rewrite(by.this) })
  return {
    string_agg: {
      this: item,
      separator: separator ? rewrite(separator) : text(''),
      order_by: order.length === 0 ? null : order.map(inOrder),
      distinct,
    },
  }
}
