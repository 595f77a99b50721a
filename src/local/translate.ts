import type * as Polyglot from '@polyglot-sql/sdk'
import { Failure } from '../errors.ts'
import {
  isQuery,
  type Node,
  notUnderstood,
  parseRedshift,
  polyglot,
  verbOf,
  withoutComments,
  writes,
} from '../sql.ts'
import { nameOutputs } from './output-names.ts'
import { rewrite } from './rewrites.ts'

/** A statement in the embedded engine's words. */
export interface Statement {
  readonly sql: string
  /** The first word of the Redshift statement, in lower case. */
  readonly verb: string
}

/** Verbs whose statements mean the same on both engines, as they stand. */
const UNCHANGED = new Set([
  'begin',
  'start',
  'commit',
  'end',
  'rollback',
  'abort',
  'comment',
  'analyze',
  'vacuum',
])
const TRANSLATED = new Set([
  'select',
  'with',
  'insert',
  'update',
  'delete',
  'merge',
  'create',
  'drop',
  '(',
])
const translated = new Map<string, Statement[]>()

/**
 * Redshift SQL in the embedded engine's words.
 * @throws Failure for what is not Redshift SQL, or what the embedded engine cannot make mean the same.
 */
export async function translate(sql: string): Promise<Statement[]> {
  const known = translated.get(sql)
  if (known) return known
  const statements = await translateAfresh(sql)
  translated.set(sql, statements)
  return statements
}

async function translateAfresh(sql: string): Promise<Statement[]> {
  const bare = withoutComments(sql)
  const verb = verbOf(bare)
  if (UNCHANGED.has(verb)) return [{ verb, sql: bare }]
  if (verb === 'truncate') return [{ verb, sql: bare }]
  if (verb === 'lock') return [{ verb, sql: '' }]
  if (!TRANSLATED.has(verb)) throw notTaken(bare, 'it has no such statement')
  const { generate, transpile } = await polyglot()
  const parsed = await parseRedshift(sql)
  return parsed.map((node) => {
    checkStatement(node, bare)
    const prepared = rewrite(isQuery(node) ? nameOutputs(node) : node)
    const generated = generate([prepared], 'redshift' as Polyglot.Dialect)
    if (!generated.success) throw notUnderstood(sql, generated.error)
    const [text = ''] = generated.sql ?? []
    const result = transpile(text, 'redshift' as Polyglot.Dialect, 'duckdb' as Polyglot.Dialect)
    if (!result.success || result.sql?.length !== 1) throw notUnderstood(sql, result.error)
    return { verb: isQuery(node) ? 'select' : verb, sql: result.sql[0] ?? '' }
  })
}

function checkStatement(node: Node, sql: string): void {
  const created = node.create_table
  if (created && !(created.temporary && created.as_select)) {
    throw notTaken(sql, 'tables are made by operations (createTable in src/migration.ts)')
  }
  if (isQuery(node) && writes(node)) throw notTaken(sql, 'it takes no SELECT INTO')
}

function notTaken(sql: string, reason: string): Failure {
  const start = sql.replace(/\s+/g, ' ').slice(0, 60)
  return new Failure(`The local engine does not take '${start}': ${reason}.`)
}
