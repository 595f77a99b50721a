import type { DuckDBConnection } from '@duckdb/node-api'
import { Failure } from '../errors.ts'
import { verbOf } from '../sql.ts'
import { localError } from './errors.ts'
import { CREATE_FUNCTIONS } from './functions.ts'
import type { Statement } from './translate.ts'
import { translateOnce } from './translation-cache.ts'
import { fromDuckDB } from './values.ts'

/** What knex hands to a pg client; `asIs` marks what is already in this engine's words. */
interface Query {
  readonly text: string
  readonly values?: readonly unknown[]
  readonly asIs?: boolean
  /** Rows as arrays, so that two columns of one name are both there. */
  readonly rowMode?: 'array'
}

interface Result {
  readonly command: string
  readonly rowCount: number
  readonly fields: readonly { readonly name: string }[]
  readonly rows: Record<string, unknown>[] | unknown[][]
}

type Callback = (error: Error | null, result?: Result) => void

/**
 * A connection of the embedded engine in the shape of a pg client: it takes Redshift SQL, keeps
 * Redshift's rules about transactions, and answers with Redshift's values.
 */
export class LocalConnection {
  readonly #duckdb: DuckDBConnection
  readonly #release: (connection: LocalConnection) => void
  #inTransaction = false
  #hasFunctions = false

  constructor(duckdb: DuckDBConnection, release: (connection: LocalConnection) => void) {
    this.#duckdb = duckdb
    this.#release = release
  }

  /** Runs a query as pg does: by callback, or by promise without one. */
  query(query: string | Query, callback?: Callback): Promise<Result> | undefined {
    const result = this.#run(typeof query === 'string' ? { text: query } : query)
    if (!callback) return result
    result.then((value) => callback(null, value), callback)
    return undefined
  }

  release(): void {
    this.#release(this)
  }

  close(): void {
    this.#duckdb.closeSync()
  }

  async #run(query: Query): Promise<Result> {
    try {
      if (query.asIs) return await this.#execute(query.text, query)
      let result = done('')
      for (const statement of await translateOnce(query.text))
        result = await this.#take(statement, query)
      return result
    } catch (error) {
      throw localError(error)
    }
  }

  async #take({ verb, sql }: Statement, query: Query): Promise<Result> {
    switch (verb) {
      case 'begin':
      case 'start':
        await this.#duckdb.run('begin transaction')
        this.#inTransaction = true
        return done('BEGIN')
      case 'commit':
      case 'end':
        return this.#finish('commit')
      case 'rollback':
      case 'abort':
        return this.#finish('rollback')
      case 'truncate': {
        // On Redshift TRUNCATE commits the transaction that it runs in.
        const result = await this.#execute(sql, query)
        await this.#finish('commit')
        return result
      }
      case 'vacuum':
        if (this.#inTransaction) throw new Failure('VACUUM cannot run inside a transaction block')
        return this.#execute('checkpoint', query)
      case 'lock': // one process holds the file, and its transactions see their own snapshot
        if (!this.#inTransaction)
          throw new Failure('LOCK TABLE may only be used in transaction blocks')
        return done('LOCK')
      default:
        await this.#addFunctions()
        return this.#execute(sql, query)
    }
  }

  /** Ends the transaction; outside of one it does nothing, as Redshift, which only warns. */
  async #finish(how: 'commit' | 'rollback'): Promise<Result> {
    if (this.#inTransaction) {
      this.#inTransaction = false
      await this.#duckdb.run(how)
    }
    return done(how.toUpperCase())
  }

  async #addFunctions(): Promise<void> {
    if (this.#hasFunctions) return
    await this.#duckdb.run(CREATE_FUNCTIONS)
    this.#hasFunctions = true
  }

  async #execute(sql: string, { values = [], rowMode }: Query): Promise<Result> {
    const reader = await this.#duckdb.runAndReadAll(sql, values as never)
    const command = verbOf(sql.trimStart()).toUpperCase()
    const types = reader.columnTypes()
    const names = reader.columnNames().map((name) => name.toLowerCase())
    const arrays = reader.getRows().map((row) =>
      row.map((value, column) => {
        const type = types[column]
        return type ? fromDuckDB(value, type) : value
      }),
    )
    if (CHANGES.has(command)) return { ...done(command), rowCount: Number(arrays[0]?.[0] ?? 0) }
    return {
      command: command === 'WITH' ? 'SELECT' : command,
      rowCount: arrays.length,
      fields: names.map((name) => ({ name })),
      rows: rowMode === 'array' ? arrays : arrays.map((row) => byName(names, row)),
    }
  }
}

const CHANGES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

function done(command: string): Result {
  return { command, rowCount: 0, fields: [], rows: [] }
}

function byName(names: readonly string[], row: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name, column) => [name, row[column]]))
}
