import type { Node } from '../sql.ts'
import { literal } from './literals.ts'
import { kindOf } from './nodes.ts'
import type { Check } from './statements.ts'

/**
 * Names that a query within has twice, as of two tables that it joins. Redshift takes neither for what is
 * asked for by that name, and keeps neither in a table or view; the embedded engine takes the first and
 * calls the other one `name_1`. What a star stands for is known when the statement is run: so each is a
 * check, made of the rewritten statement.
 */
export async function ambiguityChecks(
  statement: Node,
  written: (query: Node) => Promise<string>,
): Promise<Check[]> {
  const checks: Check[] = []
  const { create_table, create_view } = statement
  const kept = create_table?.as_select ?? create_view?.query
  const isNamed = (create_table ?? create_view)?.columns.length > 0
  if (kept && !isNamed && mayRepeat(kept)) {
    const query = repeated(await written(first(kept, NONE)))
    checks.push({ query, refusal: 'column "$1" duplicated', isUncertain: true })
  }
  for (const { query, names } of within(statement, NONE)) {
    checks.push({
      query: repeated(await written(query), names),
      refusal: 'column reference "$1" is ambiguous',
      isUncertain: true,
    })
  }
  return checks
}

function repeated(query: string, names?: readonly string[]): string {
  const among = names ? `where lower(column_name) in (${names.map(literal).join(', ')})` : ''
  return `select lower(column_name) from (describe ${query}) ${among} group by 1 having count(*) > 1 limit 1`
}

/** The queries of WITH that another one knows by name. */
interface Known {
  readonly ctes: readonly Node[]
  readonly recursive: boolean
}

const NONE: Known = { ctes: [], recursive: false }

function withMore({ ctes, recursive }: Known, clause: Node, count?: number): Known {
  const more = clause?.ctes.slice(0, count) ?? []
  return { ctes: [...ctes, ...more], recursive: recursive || Boolean(clause?.recursive) }
}

/** A query within, and the names by which the query around it asks for its columns. */
interface Within {
  readonly query: Node
  readonly names: readonly string[]
}

/** The queries in a tree that may have a name twice and are asked for columns. */
function within(node: Node, known: Known): Within[] {
  if (Array.isArray(node)) return node.flatMap((item) => within(item, known))
  if (node === null || typeof node !== 'object') return []
  const { with: clause, ...others } = node
  // A query of WITH knows those before it.
  const named = (clause?.ctes ?? []).flatMap((cte: Node, index: number) =>
    within(cte.this, withMore(known, clause, index)),
  )
  const all = withMore(known, clause)
  const inside = Object.values(others).flatMap((value) => within(value, all))
  return [...named, ...inside, ...(node.select ? asked(node.select, known) : [])]
}

function asked(select: Node, known: Known): Within[] {
  const all = withMore(known, select.with)
  return sourcesOf(select.from?.expressions ?? [], select.joins).flatMap((source) => {
    const { query, name } = queryOf(source, all.ctes)
    const names = query && mayRepeat(query) ? namesAskedOf(name, select) : []
    return names.length > 0 ? [{ query: first(query, all), names }] : []
  })
}

function sourcesOf(from: readonly Node[], joins: readonly Node[]): Node[] {
  return [...from, ...joins.map(({ this: source }) => source)].flatMap((source: Node) =>
    source.joined_table
      ? sourcesOf([source.joined_table.left], source.joined_table.joins)
      : [source],
  )
}

/** The query that a source of rows stands for, and what it is called. */
function queryOf(
  { subquery, table }: Node,
  ctes: readonly Node[],
): { query?: Node; name?: string } {
  const name = (subquery ?? table)?.alias?.name ?? table?.name.name
  if (subquery) return subquery.column_aliases.length > 0 ? {} : { query: subquery.this, name }
  const cte = ctes.findLast(({ alias }) => isSame(alias.name, table?.name.name))
  return !cte || cte.columns.length > 0 || table.column_aliases.length > 0
    ? {}
    : { query: cte.this, name }
}

function isSame(one: string, other: string | undefined): boolean {
  return one.toLowerCase() === other?.toLowerCase()
}

/** The first query of a set, which names its columns, with the queries that it knows by name. */
function first(query: Node, known: Known): Node {
  const kind = kindOf(query) ?? ''
  const content = query[kind]
  const all = withMore(known, content.with)
  if (kind !== 'select') return first(content.left ?? content.this, all)
  const ctes = [...new Map(all.ctes.map((cte) => [cte.alias.name.toLowerCase(), cte])).values()]
  return {
    select: { ...content, with: ctes.length > 0 ? { ...all, ctes, leading_comments: [] } : null },
  }
}

/** Whether the names of a query's columns may not all be different, as far as its text tells. */
function mayRepeat(query: Node): boolean {
  const kind = kindOf(query) ?? ''
  const content = query[kind]
  if (kind !== 'select') return mayRepeat(content.left ?? content.this)
  const { expressions, from, joins } = content
  const names = expressions.map((item: Node) => item.alias?.alias.name ?? item.column?.name.name)
  const isJoined = joins.length > 0 || from?.expressions.length > 1
  return names.includes(undefined)
    ? isJoined || expressions.length > 1
    : new Set(names.map((name: string) => name.toLowerCase())).size < names.length
}

/** The names that a query asks of a table, or of any; ORDER BY may mean those of its own list instead. */
function namesAskedOf(table: string | undefined, select: Node): string[] {
  const own = new Set(select.expressions.map((item: Node) => item.alias?.alias.name.toLowerCase()))
  const { expressions, where_clause, group_by, having, qualify, joins, order_by } = select
  const conditions = joins.map(({ on }: Node) => on)
  const asked = columnsIn([expressions, where_clause, group_by, having, qualify, conditions])
  const ordered = columnsIn(order_by).filter((column) => column.table || !own.has(nameOf(column)))
  const meant = [...asked, ...ordered].filter(
    (column) => !column.table || isSame(column.table.name, table),
  )
  return [...new Set(meant.map(nameOf))]
}

function nameOf(column: Node): string {
  return column.name.name.toLowerCase()
}

function columnsIn(node: Node): Node[] {
  if (Array.isArray(node)) return node.flatMap(columnsIn)
  if (node === null || typeof node !== 'object' || kindOf(node) === 'select') return []
  return node.column?.name ? [node.column] : Object.values(node).flatMap(columnsIn)
}
