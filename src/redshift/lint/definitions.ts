import { closing, inside, is, isName, parts, type Statement } from './statement.ts'
import type { Token } from './tokens.ts'

/** What a CREATE TABLE or ALTER TABLE says of tables and columns. */

/** Begins a constraint of a table, or names another table, where a column could stand. */
const NO_COLUMN = ['constraint', 'primary', 'unique', 'foreign', 'check', 'like', 'exclude']

/** Where the name of the table stands that a statement creates or alters; -1 for other statements. */
export function tableAt({ tokens, verb }: Statement): number {
  if (!['create', 'alter', 'drop'].includes(verb)) return -1
  let at = 1
  if (verb === 'create')
    while (is(tokens[at], 'temp', 'temporary', 'local', 'global', 'unlogged')) at += 1
  if (!is(tokens[at], 'table')) return -1
  at += 1
  while (is(tokens[at], 'if', 'not', 'exists', 'only')) at += 1
  while (is(tokens[at + 1], '.')) at += 2
  return at
}

/** Where the parenthesis opens that holds a new table's columns; -1 where there is none. */
function columnsAt(statement: Statement): number {
  const table = statement.verb === 'create' ? tableAt(statement) : -1
  return table !== -1 && is(statement.tokens[table + 1], '(') ? table + 1 : -1
}

/** What stands between the commas of a CREATE TABLE: columns and constraints. */
export function elements(statement: Statement): Token[][] {
  const open = columnsAt(statement)
  return open === -1 ? [] : parts(inside(statement.tokens, open))
}

/** The columns that a statement makes, each as its tokens: the name, its type, and the rest. */
export function columns(statement: Statement): Token[][] {
  const added = addedColumn(statement)
  const made = elements(statement).filter(
    ([name, type]) =>
      isName(name) && !(is(name, ...NO_COLUMN) && type !== undefined && !isType(type)),
  )
  return added.length > 0 ? [...made, added] : made
}

/** After the name of a constraint comes another word than after a column that is named so. */
function isType(token: Token): boolean {
  return token.kind === 'word' && TYPES.has(token.text)
}

const TYPES = new Set(
  `smallint integer int bigint int2 int4 int8 real float float4 float8 double decimal numeric boolean bool
   date timestamp timestamptz varchar char character text super`.split(/\s+/),
)

/** What follows an ALTER TABLE ... ADD COLUMN. */
export function addedColumn(statement: Statement): Token[] {
  const { tokens, verb } = statement
  const at = tableAt(statement) + 1
  if (verb !== 'alter' || at === 0 || !is(tokens[at], 'add')) return []
  let start = at + (is(tokens[at + 1], 'column') ? 2 : 1)
  while (is(tokens[start], 'if', 'not', 'exists')) start += 1
  if (is(tokens[start], 'partition')) return [] // of an external table
  const isConstraint = start === at + 1 && is(tokens[start], ...NO_COLUMN)
  return isConstraint ? [] : (parts(tokens.slice(start))[0] ?? [])
}

/** What stands behind a new table's columns: its distribution and sort keys. */
export function attributes(statement: Statement): readonly Token[] {
  const table = statement.verb === 'create' ? tableAt(statement) : -1
  if (table === -1) return []
  const { tokens } = statement
  const open = columnsAt(statement)
  const rest = tokens.slice((open === -1 ? table : closing(tokens, open)) + 1)
  const query = rest.findIndex((token) => is(token, 'as'))
  return query === -1 ? rest : rest.slice(0, query)
}

/** A word with another one right behind it. */
export function followed(tokens: readonly Token[], word: string, next: string): Token[] {
  return tokens.filter((token, index) => is(token, word) && is(tokens[index + 1], next))
}
