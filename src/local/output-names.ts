import type { Node } from '../sql.ts'

/**
 * Names the columns of a query that has no name for them as Redshift does: a function's own name,
 * `case`, the type of a cast, `?column?` for the rest.
 */
export function nameOutputs(statement: Node): Node {
  const kind = Object.keys(statement)[0] as string
  const content = statement[kind]
  if (kind !== 'select') {
    return content.left ? { [kind]: { ...content, left: nameOutputs(content.left) } } : statement
  }
  return { select: { ...content, expressions: content.expressions.map(named) } }
}

const OWN_NAME = new Set(['alias', 'column', 'star', 'dot', 'braced_wildcard'])

function named(expression: Node): Node {
  const kind = Object.keys(expression)[0] as string
  if (OWN_NAME.has(kind)) return expression
  return {
    alias: {
      this: expression,
      alias: { name: nameOf(expression), quoted: true, trailing_comments: [] },
      column_aliases: [],
      alias_explicit_as: true,
      pre_alias_comments: [],
      trailing_comments: [],
    },
  }
}

const FUNCTION_LIKE =
  /^(count|sum|avg|min|max|coalesce|upper|lower|length|abs|round|floor|ceil|median|stddev|variance|row_number|rank|dense_rank|lag|lead|first_value|last_value|ntile|last_day|nvl|greatest|least|substring|trim|replace|left|right)$/

function nameOf(expression: Node): string {
  const kind = Object.keys(expression)[0] as string
  const content = expression[kind]
  if (kind === 'function') return String(content.name).toLowerCase()
  if (kind === 'cast') return content.this?.column?.name?.name ?? nameOf(content.this)
  if (kind === 'window_function' || kind === 'within_group') return nameOf(content.this)
  if (kind === 'list_agg') return 'listagg'
  if (kind === 'length') return 'len'
  if (kind === 'extract') return 'date_part'
  if (kind === 'case') return 'case'
  return FUNCTION_LIKE.test(kind) ? kind : '?column?'
}
