import { Failure } from '../errors.ts'
import { REDSHIFT_FUNCTIONS } from '../redshift/functions.ts'
import type { Node } from '../sql.ts'
import { dateFormat } from './date-format.ts'

/** Calls a function by name. */
export function call(name: string, ...args: Node[]): Node {
  return { function: { name, args, distinct: false, trailing_comments: [], quoted: false } }
}

/** A string literal. */
export function text(value: string): Node {
  return { literal: { literal_type: 'string', value } }
}

/** Rewrites a parsed Redshift statement, in place of what would mean something else or nothing locally. */
export function rewrite(node: Node): Node {
  if (Array.isArray(node)) return node.map(rewrite)
  if (node === null || typeof node !== 'object') return node
  const kind = onlyKey(node)
  const rule = kind === null ? undefined : RULES[kind]
  return rule ? rule(node[kind as string], node) : rewriteInside(node)
}

function rewriteInside(node: Node): Node {
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, rewrite(value)]))
}

function onlyKey(node: Node): string | null {
  const keys = Object.keys(node)
  return keys.length === 1 ? (keys[0] as string) : null
}

type Rule = (content: Node, node: Node) => Node

const RULES: Readonly<Record<string, Rule>> = {
  div: ({ left, right }) => call('rs_divide', rewrite(left), rewrite(right)),
  mod: ({ left, right }) => call('rs_modulo', rewrite(left), rewrite(right)),
  avg: (content, node) =>
    call(
      'rs_average',
      rewriteInside(node),
      call('typeof', call('any_value', rewrite(content.this))),
    ),
  window_function: (content, node) => {
    const inner = content.this?.avg
    if (!inner) return rewriteInside(node)
    const over = {
      window_function: { ...rewriteInside(content), this: { avg: rewriteInside(inner) } },
    }
    return call('rs_average', over, call('typeof', rewrite(inner.this)))
  },
  cast: rewriteCast,
  extract: ({ this: moment, field }) =>
    datePart(typeof field === 'string' ? field : field?.Custom, moment),
  interval: (content, node) => {
    const value = content.this?.literal
    const isText = value?.literal_type === 'string' && !content.unit
    return isText ? call('rs_interval', text(value.value)) : rewriteInside(node)
  },
  similar_to: ({ this: subject, pattern }) =>
    call('regexp_full_match', rewrite(subject), text(similarPattern(pattern?.literal))),
  function: rewriteFunction,
  array_agg: () => refuse('array_agg'),
  string_agg: () => refuse('string_agg', 'listagg'),
  group_concat: () => refuse('group_concat', 'listagg'),
}

function rewriteCast(content: Node): Node {
  const to = content.to
  const operand = rewrite(content.this)
  const cast = (type: Node) => ({ cast: { ...content, this: operand, to: type } })
  switch (to.data_type) {
    case 'float':
      return cast({ data_type: 'double', precision: null, scale: null })
    case 'decimal': // (18, 0) where nothing is said
      return cast({ ...to, precision: to.precision ?? 18, scale: to.scale ?? 0 })
    case 'var_char':
    case 'char':
    case 'text': {
      const bytes = to.length ?? (to.data_type === 'char' ? 1 : 256)
      const asText = { cast: { ...content, this: operand, to: { data_type: 'text' } } }
      return call('rs_cut', asText, { literal: { literal_type: 'number', value: String(bytes) } })
    }
    default:
      return cast(to)
  }
}

type Call = (args: Node[]) => Node

const CALLS: Readonly<Record<string, Call>> = {
  dateadd: ([part, n, moment]) =>
    call('rs_dateadd', text(partName(part)), rewrite(n), rewrite(moment)),
  date_add: ([part, n, moment]) =>
    call('rs_dateadd', text(partName(part)), rewrite(n), rewrite(moment)),
  add_months: ([moment, n]) => call('rs_dateadd', text('month'), rewrite(n), rewrite(moment)),
  date_part: ([part, moment]) => datePart(wordOf(part), moment),
  getdate: () => call('rs_now'),
  sysdate: () => call('rs_now'),
  trunc: ([value, ...digits]) =>
    digits.length === 0
      ? call('rs_trunc', rewrite(value))
      : call('trunc', rewrite(value), rewrite(digits[0])),
  concat: ([left, right]) => ({
    concat: {
      left: rewrite(left),
      right: rewrite(right),
      left_comments: [],
      operator_comments: [],
      trailing_comments: [],
    },
  }),
  regexp_replace: (args) =>
    call(
      'regexp_replace',
      ...args.slice(0, 2).map(rewrite),
      args[2] ? rewrite(args[2]) : text(''),
      text('g'),
    ),
  regexp_substr: ([subject, pattern]) => call('regexp_extract', rewrite(subject), rewrite(pattern)),
  regexp_count: ([subject, pattern]) => call('rs_regexp_count', rewrite(subject), rewrite(pattern)),
  regexp_instr: ([subject, pattern]) => call('rs_regexp_instr', rewrite(subject), rewrite(pattern)),
  to_char: ([moment, format]) =>
    call('strftime', rewrite(moment), text(dateFormat('to_char', format?.literal))),
  to_date: ([value, format]) =>
    castTo('date', call('strptime', rewrite(value), text(dateFormat('to_date', format?.literal)))),
  to_timestamp: ([value, format]) =>
    call('strptime', rewrite(value), text(dateFormat('to_timestamp', format?.literal))),
  date: ([moment]) => castTo('date', rewrite(moment)),
  now: () => refuse('now', 'getdate'),
  current_timestamp: () => refuse('current_timestamp', 'getdate'),
  localtimestamp: () => refuse('localtimestamp', 'getdate'),
}

function rewriteFunction(content: Node, node: Node): Node {
  const name = String(content.name).toLowerCase()
  const rule = CALLS[name]
  if (rule) return rule(content.args)
  if (!REDSHIFT_FUNCTIONS.has(name)) return refuse(name)
  return { function: { ...node.function, args: rewrite(content.args) } }
}

function castTo(type: string, value: Node): Node {
  return {
    cast: {
      this: value,
      to: { data_type: type },
      trailing_comments: [],
      double_colon_syntax: false,
    },
  }
}

function refuse(name: string, instead?: string): never {
  const hint = instead ? ` Use ${instead}().` : ''
  throw new Failure(`Redshift has no function ${name}() that reads tables.${hint}`)
}

/** Redshift's names of date parts (https://docs.aws.amazon.com/redshift/latest/dg/r_Dateparts_for_datetime_functions.html). */
const PARTS: readonly (readonly [part: string, names: string])[] = [
  ['millennium', 'millennium millennia mil mils'],
  ['century', 'century centuries c cent cents'],
  ['decade', 'decade decades dec decs'],
  ['epoch', 'epoch'],
  ['year', 'year years y yr yrs'],
  ['quarter', 'quarter quarters qtr qtrs'],
  ['month', 'month months mon mons'],
  ['week', 'week weeks w'],
  ['dow', 'dayofweek dow dw weekday'],
  ['doy', 'dayofyear doy dy yearday'],
  ['day', 'day days d'],
  ['hour', 'hour hours h hr hrs'],
  ['minute', 'minute minutes m min mins'],
  ['second', 'second seconds s sec secs'],
  [
    'millisecond',
    'millisecond milliseconds ms msec msecs msecond mseconds millisec millisecs millisecon',
  ],
  [
    'microsecond',
    'microsecond microseconds us usec usecs usecond useconds microsec microsecs microsecon',
  ],
]
const PART_OF = new Map(
  PARTS.flatMap(([part, names]) => names.split(' ').map((name) => [name, part])),
)

function datePart(name: string, moment: Node): Node {
  const part = PART_OF.get(String(name).toLowerCase())
  if (part === undefined) throw new Failure(`Redshift knows no date part '${name}'.`)
  const value = call('date_part', text(part), rewrite(moment))
  if (part !== 'millisecond' && part !== 'microsecond') return castTo('int', value)
  // Redshift counts within the second, the embedded engine within the minute.
  const within = part === 'millisecond' ? '1000' : '1000000'
  const modulo = {
    mod: { left: value, right: { literal: { literal_type: 'number', value: within } } },
  }
  return castTo('int', { paren: { this: modulo, trailing_comments: [] } })
}

function partName(node: Node): string {
  const part = PART_OF.get(wordOf(node).toLowerCase())
  if (part === undefined) throw new Failure(`Redshift knows no date part '${wordOf(node)}'.`)
  return part
}

function wordOf(node: Node): string {
  return String(node?.var?.this ?? node?.literal?.value ?? node?.column?.name?.name ?? '')
}

/** SIMILAR TO's pattern as a regular expression for the whole text. */
function similarPattern(literal: Node): string {
  if (literal?.literal_type !== 'string') {
    throw new Failure('The local engine takes SIMILAR TO with a literal pattern only.')
  }
  return String(literal.value)
    .replace(/[.^$\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.')
}
