import { Failure } from '../../errors.ts'
import { RULES } from '../../redshift/lint/rules.ts'
import type { Node } from '../../sql.ts'
import { kindOf, saysTheSame } from '../nodes.ts'
import { namedOutputs } from '../output-names.ts'
import { type Rule, rewriteInside } from '../rewrites.ts'
import { checkSorted } from './aggregates.ts'
import { seeksRepeated, withWords } from './repeated.ts'

/** Queries, their tables and names. */

/** Words that the embedded engine would not take as names unquoted, and Redshift does. */
const QUOTED_LOCALLY = new Set(['at', 'glob', 'overlaps', 'positional', 'unpack', 'summarize'])

/** A name, quoted where the embedded engine needs it. */
export function checkIdentifier(identifier: Node): Node {
  const quoted = identifier.quoted || QUOTED_LOCALLY.has(identifier.name.toLowerCase())
  return { ...identifier, quoted: quoted || !/^[\w$]+$/.test(identifier.name) }
}

const JOINS = new Set(['Inner', 'Left', 'Right', 'Full', 'Cross', 'Natural'])

/** Where a query may take rows from: tables and queries, never functions, which could read files. */
const SOURCES = new Set(['table', 'subquery', 'joined_table'])

/** @throws Failure for anything that rows do not come from on Redshift. */
function checkSources(from: Node, joins: readonly Node[]): void {
  for (const source of from?.expressions ?? []) checkSource(source)
  for (const { this: source, kind } of joins) {
    checkSource(source)
    if (!JOINS.has(kind)) throw new Failure(`Redshift has no ${kind.toUpperCase()} JOIN.`)
  }
}

/** @throws Failure when two tables of one FROM go by the same name, of which the embedded engine knows both. */
function checkNames(from: Node, joins: readonly Node[]): void {
  const known = new Set<string>()
  for (const name of namesIn(from, joins)) {
    if (known.has(name)) throw new Failure(`table name "${name}" specified more than once`)
    known.add(name)
  }
}

function namesIn(from: Node, joins: readonly Node[]): string[] {
  const sources = [...(from?.expressions ?? []), ...joins.map(({ this: source }) => source)]
  return sources.flatMap((source: Node) => {
    const content = source[kindOf(source) ?? '']
    const name = content?.alias?.name ?? source.table?.name.name
    if (name) return [String(name).toLowerCase()]
    return source.joined_table ? namesIn({ expressions: [content.left] }, content.joins) : []
  })
}

function checkSource(source: Node): void {
  const kind = kindOf(source) ?? ''
  if (kind === 'function') {
    const name = String(source.function.name).toLowerCase()
    throw new Failure(`Redshift takes rows from tables and queries, not from ${name}().`)
  }
  // What is no source has its own refusal, by its kind.
  if (SOURCES.has(kind) && kind === 'joined_table') checkSources(null, source.joined_table.joins)
}

const SYSTEM = /^(pg_|stl_|stv_|svl_|svv_|svcs_|sys_|duckdb_|sqlite_|pragma_|information_schema)/

export const QUERIES: Readonly<Record<string, Rule>> = {
  select: (written) => {
    const content = { ...written, expressions: withExcluded(written.expressions) }
    checkSources(content.from, content.joins)
    checkNames(content.from, content.joins)
    checkQualify(content)
    checkDistinct(content)
    checkSelected(content)
    checkSorted(content)
    const { select } = rewriteInside({ select: { ...content, expressions: namedOutputs(content) } })
    return { select: seeksRepeated(content) ? withWords(select) : select }
  },
  update: (content, _, node) => {
    checkSources(content.from_clause, content.from_joins)
    return rewriteInside(node)
  },
  table: (content) => {
    const name = String(content.name.name)
    const schema = content.schema?.name.toLowerCase() ?? 'public'
    if (
      schema === 'pg_catalog' ||
      schema === 'information_schema' ||
      SYSTEM.test(name.toLowerCase())
    ) {
      throw new Failure(`The local engine has no system table '${name}'.`)
    }
    if (schema !== 'public') throw new Failure(`schema "${schema}" does not exist`)
    // Anything but a plain name could be a file to the embedded engine.
    if (!/^#?[\p{L}_][\p{L}\p{N}_$ ]*$/u.test(name)) {
      throw new Failure(`relation "${name}" does not exist`)
    }
    const names = { name: checkIdentifier(content.name), schema: null }
    const aliases = content.column_aliases.map(checkIdentifier)
    const alias = content.alias && checkIdentifier(content.alias)
    const table = { ...content, ...names, alias, column_aliases: aliases }
    return { table }
  },
  column: (content, _, node) => {
    const name = content.name.name.toLowerCase()
    if (name === 'rowid') throw new Failure('column "rowid" does not exist')
    if (name === 'user' && !content.table && !content.name.quoted) {
      throw new Failure('The local engine has no users.')
    }
    return rewriteInside(node)
  },
  // `time.hour`, where the table's name is a word to the parser; `public.songs.title`, as the embedded
  // engine knows no schema of that name.
  dot: ({ this: table, field }) => {
    const { column } = table
    const schema = column?.table?.name.toLowerCase()
    if (!column || !field?.name || (schema !== undefined && schema !== 'public')) {
      throw new Failure('The local engine has no SUPER values to look into with a dot.')
    }
    const names = { table: checkIdentifier(column.name), name: checkIdentifier(field) }
    return { column: { ...column, ...names } }
  },
}

/**
 * A list whose star leaves columns out. EXCLUDE stands at its end, and the names behind it may go without
 * parentheses (https://docs.aws.amazon.com/redshift/latest/dg/r_EXCLUDE_list.html): the parser takes all but
 * the first of them for columns.
 */
function withExcluded(list: Node[]): Node[] {
  const { star } = list.find((item) => item.star?.except?.length > 0) ?? {}
  if (!star) return list
  const [first, ...others] = list
  if (first.star !== star || others.some(({ column }) => !column || column.table)) {
    throw new Failure('The local engine takes EXCLUDE after a star alone, with names of columns.')
  }
  return [
    { star: { ...star, except: [...star.except, ...others.map(({ column }) => column.name)] } },
  ]
}

/** https://docs.aws.amazon.com/redshift/latest/dg/r_Boolean_type.html: IS TRUE is for conditions. */
function checkSelected({ expressions }: Node): void {
  for (const item of expressions) {
    let value = item.alias?.this ?? item
    while (value.paren) value = value.paren.this
    if (value.is_true || value.is_false) {
      throw new Failure(
        'Redshift takes no IS TRUE or IS FALSE in a select list. Use: case when ... then true else false end.',
      )
    }
  }
}

/** Of rows that were one, no value of what is not selected could put them in order. */
function checkDistinct(select: Node): void {
  if (!select.distinct || !select.order_by) return
  const names = namedOutputs(select).map(outputName)
  if (names.includes(undefined)) return // a star selects columns that are not known here
  for (const { this: value } of select.order_by.expressions) {
    const isSelected =
      value.literal ||
      names.includes(value.column?.name.name.toLowerCase()) ||
      select.expressions.some((selected: Node) => saysTheSame(selected, value))
    if (!isSelected)
      throw new Failure('for SELECT DISTINCT, ORDER BY expressions must appear in select list')
  }
}

/** The name of a column of the result; undefined for those of a star. */
function outputName(value: Node): string | undefined {
  const name = value.alias?.alias.name ?? value.column?.name.name ?? value.dot?.field.name
  return name?.toLowerCase()
}

/** https://docs.aws.amazon.com/redshift/latest/dg/r_QUALIFY_clause.html */
function checkQualify({ qualify, from, joins, where_clause, group_by, having }: Node): void {
  if (!qualify || where_clause || group_by || having || joins.length > 0) return
  const last = from?.expressions.at(-1)
  if (last?.table && !last.table.alias) {
    throw new Failure(RULES['qualify-alias'].says)
  }
}
