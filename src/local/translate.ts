import type * as Polyglot from '@polyglot-sql/sdk'
import { isQuery, type Node, notUnderstood, parseRedshift, polyglot } from '../sql.ts'
import { statementsOf, TRANSACTION_VERBS, verbOf } from '../sql-text.ts'
import { usesAliases, withoutAliases } from './aliases.ts'
import { ambiguityChecks } from './ambiguous-names.ts'
import { literal } from './literals.ts'
import { checkNothingLost } from './nothing-lost.ts'
import { verbRefusal } from './refusals.ts'
import { rewrite } from './rewrites.ts'
import { type Check, checksOf, lockChecks, prepared } from './statements.ts'
import { checkUnseen } from './unseen.ts'

/** A statement in the embedded engine's words. */
export interface Statement {
  readonly sql: string
  /** What the statement does, as its first word or, after a WITH, the word that follows it. */
  readonly verb: string
  /** What must hold before the statement is run. */
  readonly checks: readonly Check[]
  /** The table that a new one is like: then `sql` asks for the statement that makes it. */
  readonly like?: string
  /** The statement as it was written, where a list of it uses its own aliases. */
  readonly written?: string
}

/** Statements that end or begin something, or change nothing here: their words do not matter. */
const CONTROL = new Set([...TRANSACTION_VERBS, 'vacuum', 'analyze'])
const PARSED = new Set([
  'select',
  'with',
  '(',
  'insert',
  'update',
  'delete',
  'merge',
  'create',
  'drop',
  'truncate',
  'comment',
])

const translated = new Map<string, Statement[]>()
const MOST_REMEMBERED = 1_000

/**
 * Redshift SQL in the embedded engine's words, with these aliases written out where lists use them.
 * @throws Failure for what is not Redshift SQL, or what the embedded engine cannot make mean the same.
 */
export async function translate(
  sql: string,
  aliases: readonly string[] = [],
): Promise<Statement[]> {
  const key = [sql, ...aliases].join('\n')
  const known = translated.get(key)
  if (known) return known
  const statements: Statement[] = []
  for (const text of statementsOf(sql)) statements.push(await translateOne(text, aliases))
  if (translated.size >= MOST_REMEMBERED) translated.clear()
  translated.set(key, statements)
  return statements
}

async function translateOne(written: string, aliases: readonly string[]): Promise<Statement> {
  const text = readable(written)
  const verb = verbOf(text)
  if (CONTROL.has(verb)) return { verb, sql: text.trim(), checks: [] }
  if (verb === 'lock') return { verb, sql: '', checks: lockChecks(text) }
  if (!PARSED.has(verb)) throw verbRefusal(verb, text)
  const parsed = await parseRedshift(text)
  checkUnseen(text)
  const statement = await withColumnNames(prepared(parsed, text))
  const like = statement.create_table?.like
  if (like) return tableLike(statement.create_table.name, like, verb)
  const rewritten = rewrite(aliases.length > 0 ? withoutAliases(statement, aliases) : statement)
  checkNothingLost(text, parsed)
  const checks = [
    ...checksOf(statement),
    ...(await matchedOnce(statement)),
    ...(await ambiguityChecks(rewritten, generated)),
  ]
  const sql = (await Promise.all(oneByOne(rewritten).map(generated))).join('; ')
  const translation = { verb: doneBy(statement) ?? verb, sql, checks }
  return usesAliases(statement) ? { ...translation, written } : translation
}

/**
 * What the parser does not know: CASCADE of a view, which the embedded engine need not, LOCAL, which says
 * nothing, and how a new table is distributed and sorted where that stands with its columns.
 */
function readable(text: string): string {
  const known = text
    .replace(/^(\s*drop\s+view\s[\s\S]*?)\s(cascade|restrict)\s*$/i, '$1')
    .replace(/^(\s*create\s+)local\s+(?=temp)/i, '$1')
  return /^\s*create\s+(temp|table)/i.test(known) ? known.replace(KEYS, '$1') : known
}

/** Literals and names stay as they are. */
const KEYS =
  /('(?:[^'\\]|''|\\[\s\S])*'|"(?:[^"]|"")*")|\b(?:dist|sort)key\b(?!\s*(?:\(|auto))|\binterleaved\b(?=\s+sortkey)|\bbackup\s+(?:yes|no)\b/gi

function doneBy(statement: Node): string | undefined {
  return isQuery(statement)
    ? 'select'
    : ['insert', 'update', 'delete'].find((kind) => kind in statement)
}

/** The embedded engine drops tables one by one. */
function oneByOne(statement: Node): Node[] {
  const { drop_table } = statement
  if (!drop_table) return [statement]
  return drop_table.names.map((name: Node) => ({ drop_table: { ...drop_table, names: [name] } }))
}

/** `create table t (a, b) as select ...`, whose columns have names and no types, with the names in the query. */
async function withColumnNames(statement: Node): Promise<Node> {
  const { create_table } = statement
  if (!create_table?.as_select || create_table.columns.length === 0) return statement
  const as_select = await parseRedshift('select * from (select 1) as named (a)')
  const { subquery } = as_select.select.from.expressions[0]
  subquery.this = create_table.as_select
  subquery.column_aliases = create_table.columns.map(({ name }: Node) => name)
  return { create_table: { ...create_table, columns: [], as_select } }
}

/** A MERGE may find no row of its target twice. */
async function matchedOnce({ merge }: Node): Promise<Check[]> {
  if (!merge) return []
  const { select } = await parseRedshift(
    'select 1 from target join source on true group by 1 having count(*) > 1 limit 1',
  )
  select.from.expressions = [merge.this]
  select.joins[0].this = merge.using
  select.joins[0].on = merge.on
  const rewritten = rewrite({ select })
  const { alias, name } = merge.this.table
  rewritten.select.group_by.expressions = [
    { column: { name: ROW, table: alias ?? name, join_mark: false, trailing_comments: [] } },
  ]
  const refusal = 'Found multiple matches to update the same tuple'
  return [{ query: await generated(rewritten), refusal }]
}

const ROW = { name: 'rowid', quoted: false, trailing_comments: [] }

function tableLike(name: Node, like: Node, verb: string): Statement {
  const [table, source] = [name, like.source].map((node) => String(node.name.name).toLowerCase())
  const begins = `'CREATE TEMP TABLE "${table}"('`
  const sql = `select regexp_replace(sql, '^CREATE (TEMP )?TABLE [^(]+\\(', ${begins})
    from duckdb_tables() where lower(table_name) = ${literal(source ?? '')} and schema_name = 'main'`
  return { verb, sql, checks: [], like: source ?? '' }
}

async function generated(tree: Node): Promise<string> {
  const { generate } = await polyglot()
  const result = generate([tree], 'duckdb' as Polyglot.Dialect)
  const [sql, ...others] = result.sql ?? []
  if (!result.success || sql === undefined || others.length > 0)
    throw notUnderstood('', result.error)
  return sql
}
