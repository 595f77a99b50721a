import type { Question } from '../query.ts'
import type { Table } from '../table.ts'

/** What is read of a question. */
type Asked = Pick<Question, 'sql'>

/** Two columns that rows are joined by. */
export interface Join {
  readonly from: Side
  readonly to: Side
  /** How many questions of `queries/` join so. */
  readonly questions: number
}

export interface Side {
  readonly table: string
  readonly column: string
}

/** The joins that tables declare in `references`, and those that questions make between them. */
export function joinsOf(tables: readonly Table[], questions: readonly Asked[]): Join[] {
  const known = new Map(tables.map((table) => [table.name, table]))
  const holds = ({ table, column }: Side) => column in (known.get(table)?.columns ?? {})
  const declared = tables.flatMap(({ name, references }) =>
    Object.entries(references).map(([column, target]) => ({
      from: { table: name, column },
      to: sideOf(target),
    })),
  )
  const joins = new Map<string, Join>()
  for (const pair of declared.filter(({ to }) => holds(to))) {
    joins.set(keyOf(pair), { ...pair, questions: 0 })
  }
  for (const { sql } of questions) {
    const asked = joinsIn(sql).filter(({ from, to }) => holds(from) && holds(to))
    for (const [key, pair] of new Map(asked.map((pair) => [keyOf(pair), pair]))) {
      const known = joins.get(key) ?? { ...pair, questions: 0 }
      joins.set(key, { ...known, questions: known.questions + 1 })
    }
  }
  return [...joins.values()]
}

/** How many questions read a table. */
export function readersOf(table: string, questions: readonly Asked[]): number {
  const reads = new RegExp(`\\b(?:from|join)\\s+${table}\\b`)
  return questions.filter(({ sql }) => reads.test(withoutComments(sql))).length
}

const JOIN = /\bjoin\s+(\w+)(?:\s+as\s+(?!on\b)(\w+))?\s+on\s+(\w+)\.(\w+)\s*=\s*(\w+)\.(\w+)/g
const ALIAS = /\b(?:from|join)\s+(\w+)\s+as\s+(\w+)/g

/** The joins by one column, written `join b on b.x = a.x`. */
function joinsIn(sql: string): Pick<Join, 'from' | 'to'>[] {
  const text = withoutComments(sql)
  const aliases = new Map(
    [...text.matchAll(ALIAS)].map(([, table = '', name = '']) => [name, table]),
  )
  const side = (table = '', column = ''): Side => ({ table: aliases.get(table) ?? table, column })
  return [...text.matchAll(JOIN)].map(([, joined = '', alias, one, column, other, otherColumn]) => {
    const [first, second] = [side(one, column), side(other, otherColumn)]
    const isJoined = one === (alias ?? joined)
    return isJoined ? { from: second, to: first } : { from: first, to: second }
  })
}

function withoutComments(sql: string): string {
  return sql.replace(/--[^\n]*/g, '')
}

function sideOf(target: string): Side {
  const [table = '', column = ''] = target.split('.')
  return { table, column }
}

/** The same whichever side is named first. */
function keyOf({ from, to }: Pick<Join, 'from' | 'to'>): string {
  return [from, to]
    .map(({ table, column }) => `${table}.${column}`)
    .sort()
    .join(' = ')
}
