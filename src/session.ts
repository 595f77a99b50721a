import type { Knex } from 'knex'
import type { Answer, Session } from './engine.ts'

interface Field {
  readonly name: string
}

interface Result<F extends Field> {
  readonly rowCount: number | null
  readonly fields: readonly F[]
  readonly rows: unknown[]
}

/** What only one room knows of its results. */
interface Room<F extends Field> {
  /** Makes the engine's errors readable. */
  readonly explain?: (error: unknown) => unknown
  /** A column's type, as Redshift spells it. */
  readonly typeOf: (field: F) => string
}

/** How a statement is sent: `asIs` in the engine's own words, `most` for that many rows where the engine heeds it. */
interface Sending {
  readonly asIs?: boolean
  readonly rowMode?: 'array'
  readonly most?: number
  readonly onProgress?: (share: number) => void
}

/** A session that can be asked for an answer's first rows, where the engine heeds it. */
interface SessionOn extends Session {
  answer(sql: string, most?: number): Promise<Answer>
}

/** A session on knex's pool, or in one of its transactions; `ask` asks a query, which may be more than once. */
export function sessionOn<F extends Field>(
  knex: Knex,
  { explain = (error) => error, typeOf }: Room<F>,
  ask: <Answer>(query: () => Promise<Answer>) => Promise<Answer> = (query) => query(),
): SessionOn {
  const send = async (sql: string, options: Sending = {}) => {
    try {
      const result: unknown = await knex.raw(sql.replace(/\?/g, '\\?')).options(options)
      return result as Result<F>
    } catch (error) {
      throw explain(error)
    }
  }
  const rowsOf = async (query: Knex.QueryBuilder): Promise<unknown[]> => {
    try {
      return await query.clone().options({ asIs: true })
    } catch (error) {
      throw explain(error)
    }
  }
  return {
    knex,
    read: async <Row>(query: Knex.QueryBuilder) => (await ask(() => rowsOf(query))) as Row[],
    run: async (sql) => (await send(sql)).rowCount ?? 0,
    runRendered: async (sql, onProgress) =>
      (await send(sql, onProgress ? { asIs: true, onProgress } : { asIs: true })).rowCount ?? 0,
    rows: async <Row>(sql: string) => (await ask(() => send(sql))).rows as Row[],
    answer: async (sql: string, most?: number) => {
      const options = most === undefined ? {} : { most }
      const { fields, rows } = await ask(() => send(sql, { rowMode: 'array', ...options }))
      return {
        columns: fields.map(({ name }) => name),
        types: fields.map(typeOf),
        rows: rows as unknown[][],
      }
    },
  }
}
