import type { Knex } from 'knex'
import type { Session } from './engine.ts'

interface Result {
  readonly rowCount: number | null
  readonly fields: readonly { readonly name: string }[]
  readonly rows: unknown[]
}

/**
 * A session on knex's pool, or in one of its transactions; `explain` makes the engine's errors readable,
 * `ask` asks a query, which may be more than once.
 */
export function sessionOn(
  knex: Knex,
  explain: (error: unknown) => unknown = (error) => error,
  ask: <Answer>(query: () => Promise<Answer>) => Promise<Answer> = (query) => query(),
): Session {
  const send = async (sql: string, options: { asIs?: boolean; rowMode?: 'array' } = {}) => {
    try {
      const result: unknown = await knex.raw(sql.replace(/\?/g, '\\?')).options(options)
      return result as Result
    } catch (error) {
      throw explain(error)
    }
  }
  return {
    knex,
    run: async (sql) => (await send(sql)).rowCount ?? 0,
    runRendered: async (sql) => (await send(sql, { asIs: true })).rowCount ?? 0,
    rows: async <Row>(sql: string) => (await ask(() => send(sql))).rows as Row[],
    answer: async (sql) => {
      const { fields, rows } = await ask(() => send(sql, { rowMode: 'array' }))
      return { columns: fields.map(({ name }) => name), rows: rows as unknown[][] }
    },
  }
}
