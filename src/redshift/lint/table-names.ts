import { is, isName, nameOf, type Statement } from './statement.ts'
import type { Token } from './tokens.ts'

/** A table that a statement reads or writes. */
export interface TableName {
  /** The first token of the name. */
  readonly token: Token
  /** Without its database, in lower case: `songs`, or `pg_catalog.pg_class`. */
  readonly name: string
}

/** Functions with a FROM among their arguments. */
const FROM_INSIDE = new Set(['extract', 'trim', 'substring', 'overlay'])
const CLAUSES = new Set(
  `where group order having limit offset union except intersect minus qualify window select set values
   for connect start returning fetch`.split(/\s+/),
)
const NOT_TABLES = new Set('select with values unnest lateral unpivot table from'.split(' '))
const BEFORE_NAME = new Set(['only', 'temp', 'temporary'])

/** The tables that a query or a change of rows names, those of its own WITH left out. */
export function tableNames(statement: Statement): TableName[] {
  const { tokens, main } = statement
  const own = withNames(statement)
  const found: TableName[] = []
  /** By open parenthesis: whether it stands in a FROM list. */
  const inFrom: boolean[] = [false]
  const callers: string[] = ['']
  tokens.forEach((token, index) => {
    const before = tokens[index - 1]
    if (is(token, '(')) {
      const joined = is(before, 'from', 'join', ',') && inFrom.at(-1) === true
      inFrom.push(joined)
      callers.push(before?.text ?? '')
      if (joined) take(index + 1)
    } else if (is(token, ')')) {
      inFrom.pop()
      callers.pop()
    } else if (is(token, 'from')) {
      if (FROM_INSIDE.has(callers.at(-1) ?? '') || is(before, 'distinct')) return
      inFrom[inFrom.length - 1] = true
      take(index + 1)
    } else if (is(token, 'join')) {
      inFrom[inFrom.length - 1] = true
      take(index + 1)
    } else if (is(token, 'into') || (is(token, 'using') && ['delete', 'merge'].includes(main))) {
      take(index + 1)
    } else if (is(token, 'update') && main === 'update' && token.depth === 0) {
      take(index + 1)
    } else if (is(token, ',') && inFrom.at(-1)) {
      take(index + 1)
    } else if (token.kind === 'word' && CLAUSES.has(token.text) && !is(before, '.')) {
      inFrom[inFrom.length - 1] = false
    }
  })
  return found

  function take(start: number): void {
    let at = start
    while (is(tokens[at], ...BEFORE_NAME)) at += 1
    const token = tokens[at]
    if (!isName(token) || (token.kind === 'word' && NOT_TABLES.has(token.text))) return
    const names = [nameOf(token)]
    for (; is(tokens[at + 1], '.') && isName(tokens[at + 2]); at += 2) {
      names.push(nameOf(tokens[at + 2] as Token))
    }
    const isCall = is(tokens[at + 1], '(') && !is(tokens[start - 1], 'into')
    if (isCall || (names.length === 1 && own.has(names[0] ?? ''))) return
    found.push({ token, name: names.slice(-2).join('.') })
  }
}

/** The names that a WITH gives: `with a as (...), b (c) as (...)`. */
function withNames({ tokens }: Statement): Set<string> {
  if (!tokens.some((token) => is(token, 'with'))) return new Set()
  return new Set(
    tokens.flatMap((token, index) => {
      if (!isName(token) || !is(tokens[index - 1], 'with', 'recursive', ',')) return []
      return is(tokens[index + 1], 'as', '(') ? [nameOf(token)] : []
    }),
  )
}

/** The leader's own tables, which the compute nodes do not have. */
export function isCatalog(name: string): boolean {
  return /^(information_schema\b|pg_)/.test(bare(name))
}

/**
 * Whether the leader sends a table of its catalog to the compute nodes, but for columns of types that are
 * unknown there (https://docs.aws.amazon.com/redshift/latest/dg/c_join_PG.html).
 */
export function isSentCatalog(name: string): boolean {
  return SENT.has(bare(name))
}

/** The system views are in PG_CATALOG as well. */
function bare(name: string): string {
  return name.replace(/^pg_catalog\./, '')
}

const SENT = new Set(
  `pg_attribute pg_cast pg_class pg_constraint pg_database pg_depend pg_description pg_group pg_language
   pg_locks pg_namespace pg_opclass pg_operator pg_proc pg_settings pg_statistic pg_tables pg_type pg_user
   pg_views`.split(/\s+/),
)
