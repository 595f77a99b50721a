import { Failure } from '../errors.ts'
import { RULES } from '../redshift/lint/rules.ts'
import type { Node } from '../sql.ts'
import { literal } from './literals.ts'
import { kindOf } from './nodes.ts'
import { verbRefusal } from './refusals.ts'
import { columnsHere } from './rewrites/columns.ts'

/** Statements that change something: their shape, and what Redshift asks of it before it runs them. */

/** A query that finds nothing, or a reason not to run the statement. */
export interface Check {
  readonly query: string
  /** Where it says `$1`, the first value that was found is meant. */
  readonly refusal: string
  /** Whether the query can fail, which then says nothing. */
  readonly isUncertain?: boolean
}

/** A parsed statement as it can be rewritten. @throws Failure for one that is not taken. */
export function prepared(statement: Node, text: string): Node {
  const kind = kindOf(statement) ?? ''
  const content = statement[kind]
  switch (kind) {
    case 'create_table':
      return { create_table: temporaryTable(content, text) }
    case 'create_view': // the local engine binds no view before it is asked
      return { create_view: { ...content, no_schema_binding: false } }
    case 'merge':
      checkMerge(content)
      return statement
    case 'truncate':
      if (content.extra_tables.length > 0) throw new Failure(RULES['truncate-one'].says)
      return statement
    case 'raw':
    case 'command':
      throw verbRefusal('', text)
    default:
      return statement
  }
}

function temporaryTable(content: Node, text: string): Node {
  const temporary = content.temporary || content.name.name.name.startsWith('#')
  if (!temporary) {
    throw new Failure(
      `The local engine does not take '${text.replace(/\s+/g, ' ').trim().slice(0, 60)}': tables are made ` +
        'by operations (createTable in src/migration.ts). For a step in between: create temp table.',
    )
  }
  const like = content.constraints.find((constraint: Node) => constraint.Like)
  // Keys are not kept by Redshift, and a temporary table has no distribution to speak of here.
  const rest = { temporary: true, constraints: [], properties: [], post_table_properties: [] }
  return {
    ...content,
    ...rest,
    columns: content.as_select ? content.columns : content.columns.map(columnsHere),
    like: like?.Like ?? null,
  }
}

function checkMerge({ whens }: Node): void {
  const branches = whens.whens.expressions.map(({ when }: Node) =>
    Boolean(when.matched.boolean.value),
  )
  if (branches.length !== 2 || !branches.includes(true) || !branches.includes(false)) {
    throw new Failure(RULES['merge-branches'].says)
  }
}

const IDENTITY = `column_default like '%redshift.identity_values%'`
const SET_IDENTITY = 'cannot set an identity column to a value'

/** What must hold before the statement is run. */
export function checksOf(statement: Node): Check[] {
  const { insert, update } = statement
  if (insert) return identityChecks(insert.table, givenColumns(insert))
  if (!update) return []
  const names = update.set.map(([column]: Node) => literal(column.name.toLowerCase()))
  return identityChecks(update.table, `column_name in (${names.join(', ')})`)
}

/** The columns that an INSERT gives values for, as a condition. */
function givenColumns({ columns, values }: Node): string {
  const isDefault = (index: number) =>
    values.length > 0 && values.every((row: Node) => row[index]?.var?.this === 'DEFAULT')
  if (columns.length > 0) {
    const given = columns.filter((_: Node, index: number) => !isDefault(index))
    const names = given.map(({ name }: Node) => literal(name.toLowerCase()))
    return names.length > 0 ? `column_name in (${names.join(', ')})` : 'false'
  }
  const width = values[0]?.length ?? 0
  const defaults = [...Array(width).keys()].filter(isDefault)
  return defaults.length > 0
    ? `column_index not in (${defaults.map((index) => index + 1)})`
    : 'true'
}

/** https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_NEW.html: an identity column takes no values. */
function identityChecks(table: Node, given: string): Check[] {
  if (given === 'false') return []
  const name = literal(table.name.name.toLowerCase())
  const query = `select 1 from duckdb_columns() where lower(table_name) = ${name} and ${IDENTITY} and ${given}`
  return [{ query, refusal: SET_IDENTITY }]
}

/** LOCK: the tables must be there. @throws Failure for what is no list of tables. */
export function lockChecks(text: string): Check[] {
  const names =
    /^\s*lock\s+(?:table\s+)?([\w$",. ]+?)(?:\s+in\s+access\s+exclusive\s+mode)?\s*$/i.exec(
      text,
    )?.[1]
  if (!names) throw verbRefusal('', text)
  return names.split(',').map((name) => {
    const table = name
      .trim()
      .replace(/^"?public"?\./i, '')
      .replaceAll('"', '')
    return { query: `select 1 from "${table}" where false`, refusal: '' }
  })
}
