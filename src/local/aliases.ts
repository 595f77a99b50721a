import type { Node } from '../sql.ts'
import { inParentheses, kindOf } from './nodes.ts'
import { aliased, namedOutputs } from './output-names.ts'

/**
 * Aliases that are used further on in their list. The embedded engine takes them, except where the
 * expression has a query in it, may fail, or is part of what rows are grouped by. There it is done as
 * Redshift does it: the expression is written out in place of its name
 * (https://docs.aws.amazon.com/redshift/latest/dg/r_SELECT_list.html).
 */

/** The alias that the engine says it cannot use; undefined for any other message. */
export function unusableAlias(message: string): string | undefined {
  const [, further, grouped] = UNUSABLE.exec(message) ?? []
  return (further ?? grouped)?.toLowerCase()
}

const UNUSABLE =
  /Alias "([^"]+)" referenced (?:in a SELECT clause )?- but|Alias with name "([^"]+)" exists, but aliases cannot be used/

/** Clauses that may use the aliases of a list. */
const CLAUSES = ['where_clause', 'having', 'qualify']

/** Whether a list of the statement, or a clause behind it, uses an alias of the list. */
export function usesAliases(statement: Node): boolean {
  let found = false
  withSelects(statement, (select) => {
    const names = new Set<string>()
    for (const item of select.expressions) {
      found ||= uses(item, names)
      if (item.alias) names.add(nameOf(item))
    }
    found ||= CLAUSES.some((clause) => uses(select[clause], names))
    return select
  })
  return found
}

/** The statement with these aliases written out wherever `usesAliases` finds them. */
export function withoutAliases(statement: Node, aliases: readonly string[]): Node {
  return withSelects(statement, (select) => {
    const known = new Map<string, Node>()
    const writtenOut = (value: Node) => replaced(value, (name) => known.get(name))
    const expressions = namedOutputs(select).map((item) => {
      const name = nameOf(item)
      if (!item.alias) return known.has(name) ? aliased(known.get(name), name) : item
      const value = writtenOut(item.alias.this)
      // Where the expression has a column of its own name, that is what the name stands for further on.
      if (aliases.includes(name) && !uses(value, new Set([name])))
        known.set(name, inParentheses(value))
      return { alias: { ...item.alias, this: value } }
    })
    const clauses = CLAUSES.map((clause) => [clause, writtenOut(select[clause])])
    return { ...select, expressions, ...Object.fromEntries(clauses) }
  })
}

/** The name of an item; nothing for a star, or a column of a table that is named. */
function nameOf({ alias, column }: Node): string {
  const name = alias?.alias.name ?? (column?.table ? undefined : column?.name.name)
  return String(name ?? '').toLowerCase()
}

function uses(value: Node, names: ReadonlySet<string>): boolean {
  let found = false
  replaced(value, (name) => {
    found ||= names.has(name)
    return undefined
  })
  return found
}

/** A tree with other SELECTs in it. */
function withSelects(node: Node, change: (select: Node) => Node): Node {
  if (Array.isArray(node)) return node.map((item) => withSelects(item, change))
  if (node === null || typeof node !== 'object') return node
  const made = node.select?.expressions ? { select: change(node.select) } : node
  return Object.fromEntries(
    Object.entries(made).map(([field, value]) => [field, withSelects(value, change)]),
  )
}

/** A value with other nodes for the names in it that have no table; queries in it have names of their own. */
function replaced(value: Node, byName: (name: string) => Node | undefined): Node {
  if (Array.isArray(value)) return value.map((item) => replaced(item, byName))
  if (value === null || typeof value !== 'object' || kindOf(value) === 'select') return value
  const { column, function: called } = value
  if (column?.name && !column.table) return byName(column.name.name.toLowerCase()) ?? value
  const made = Object.fromEntries(
    Object.entries(value).map(([field, inside]) => [field, replaced(inside, byName)]),
  )
  if (called && WORD_FIRST.has(String(called.name).toLowerCase())) {
    made.function.args[0] = called.args[0]
  }
  return made
}

/** Functions whose first argument is a word, `day` or `varchar`, that the parser takes for a name. */
const WORD_FIRST = new Set(
  'convert date_add date_diff date_part date_trunc dateadd datediff'.split(' '),
)
