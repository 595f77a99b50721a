import type { DuckDBConnection } from '@duckdb/node-api'
import { Failure, messageOf } from '../errors.ts'
import { TRANSACTION_VERBS, verbOf } from '../sql-text.ts'
import { unusableAlias } from './aliases.ts'
import { localError } from './errors.ts'
import { ALL_FUNCTIONS, createFunctions, functionsOf } from './functions.ts'
import { done, type Result, resultOf, type Wanted } from './results.ts'
import type { Statement } from './translate.ts'
import { translateOnce } from './translation-cache.ts'

/** What knex hands to a pg client; `asIs` marks what is already in this engine's words. */
interface Query extends Wanted {
  readonly text: string
  readonly values?: readonly unknown[]
  readonly asIs?: boolean
  /** Whether the transaction goes on when it fails. */
  readonly harmless?: boolean
  readonly onProgress?: (share: number) => void
}

type Callback = (error: Error | null, result?: Result) => void

/**
 * A connection of the embedded engine in the shape of a pg client: it takes Redshift SQL, keeps
 * Redshift's rules about transactions, and answers with Redshift's values.
 */
export class LocalConnection {
  readonly #duckdb: DuckDBConnection
  readonly #release: (connection: LocalConnection) => void
  #transaction: 'none' | 'open' | 'failed' = 'none'
  #functions = new Set<string>()
  /** The functions from before the transaction: what it makes, its rollback takes away. */
  #functionsBefore = new Set<string>()
  #isPrepared = false

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

  interrupt(): void {
    this.#duckdb.interrupt()
  }

  close(): void {
    this.#duckdb.closeSync()
  }

  async #run(query: Query): Promise<Result> {
    const ends = ENDS.test(query.text)
    try {
      if (this.#transaction === 'failed' && !ends) throw new Failure(ABORTED)
      if (query.asIs) return await this.#runAsIs(query)
      const statements = await translateOnce(query.text)
      if (statements.length > 1) return await this.#runTogether(statements, query)
      return statements[0] ? await this.#take(statements[0], query) : done('')
    } catch (error) {
      if (this.#transaction === 'open' && !ends && !query.harmless) this.#transaction = 'failed'
      throw localError(error)
    }
  }

  /** What makes functions is run once: they are the connection's, and last as long as it does. */
  async #runAsIs(query: Query): Promise<Result> {
    const makes = MAKES_FUNCTIONS.test(query.text)
    if (makes && this.#functions.has(query.text)) return done('CREATE')
    const result = await this.#execute(query.text, verbOf(query.text), query)
    if (makes) this.#functions.add(query.text)
    return result
  }

  /** Several statements in one text are one transaction, as on Redshift. */
  async #runTogether(statements: readonly Statement[], query: Query): Promise<Result> {
    const together =
      this.#transaction === 'none' && !statements.some(({ verb }) => CONTROLS.has(verb))
    if (together && statements.some(({ verb }) => verb === 'vacuum')) {
      throw new Failure('VACUUM cannot run inside a multiple commands statement')
    }
    let result = done('')
    try {
      if (together) await this.#begin()
      for (const statement of statements) result = await this.#take(statement, query)
      if (together) await this.#finish('commit')
    } catch (error) {
      if (together) await this.#finish('rollback')
      throw error
    }
    return result
  }

  async #take(statement: Statement, query: Query): Promise<Result> {
    switch (statement.verb) {
      case 'begin':
      case 'start':
        await this.#begin()
        return done('BEGIN')
      case 'commit':
      case 'end':
        return this.#finish(this.#transaction === 'failed' ? 'rollback' : 'commit')
      case 'rollback':
      case 'abort':
        return this.#finish('rollback')
      case 'truncate': {
        // On Redshift TRUNCATE commits the transaction that it runs in.
        await this.#execute(statement.sql, 'truncate', query)
        await this.#finish('commit')
        return done('TRUNCATE')
      }
      case 'vacuum':
        if (this.#transaction !== 'none') {
          throw new Failure('VACUUM cannot run inside a transaction block')
        }
        await this.#duckdb.run('checkpoint')
        return done('VACUUM')
      case 'analyze': // the engine keeps no statistics that a person could ask it to renew
        return done('ANALYZE')
      case 'lock': // one process holds the file, and its transactions see their own snapshot
        if (this.#transaction === 'none') {
          throw new Failure('LOCK TABLE may only be used in transaction blocks')
        }
        await this.#check(statement)
        return done('LOCK')
      default:
        return this.#executeWithAliases(statement, query)
    }
  }

  /** Asks again with those aliases written out that the engine cannot use. */
  async #executeWithAliases(
    statement: Statement,
    query: Query,
    aliases: readonly string[] = [],
  ): Promise<Result> {
    try {
      await this.#addFunctions(statement.sql)
      await this.#check(statement)
      const sql = await this.#definition(statement)
      return withoutRows(await this.#executeWithViews(sql, statement.verb, query))
    } catch (error) {
      const alias = unusableAlias(messageOf(error))
      if (!statement.written || !alias || aliases.includes(alias)) throw error
      const more = [...aliases, alias]
      const [again] = await translateOnce(statement.written, more)
      if (!again) throw error
      return this.#executeWithAliases(again, query, more)
    }
  }

  async #check({ checks }: Statement): Promise<void> {
    for (const { query, refusal, isUncertain } of checks) {
      await this.#addFunctions(query)
      const found = await this.#duckdb.runAndReadAll(query).catch((error) => {
        if (!isUncertain) throw error
      })
      if (!found || found.currentRowCount === 0) continue
      throw new Failure(refusal.replace('$1', String(found.getRows()[0]?.[0])))
    }
  }

  /** The statement, or for a table like another one the statement that the other was made by. */
  async #definition({ sql, like }: Statement): Promise<string> {
    if (!like) return sql
    const found = await this.#duckdb.runAndReadAll(sql)
    const definition = found.getRows()[0]?.[0]
    if (definition === undefined) throw new Failure(`relation "${like}" does not exist`)
    return String(definition)
  }

  async #begin(): Promise<void> {
    if (this.#transaction !== 'none') return // Redshift only warns
    this.#functionsBefore = new Set(this.#functions)
    await this.#duckdb.run('begin transaction')
    this.#transaction = 'open'
  }

  /** Ends the transaction; outside of one it does nothing, as Redshift, which only warns. */
  async #finish(how: 'commit' | 'rollback'): Promise<Result> {
    if (this.#transaction !== 'none') {
      this.#transaction = 'none'
      if (how === 'rollback') this.#functions = this.#functionsBefore
      await this.#duckdb.run(how)
    }
    return done(how.toUpperCase())
  }

  /** Makes the functions that the statement calls. */
  async #addFunctions(sql: string): Promise<void> {
    if (!this.#isPrepared) await this.#duckdb.run(`set TimeZone = 'UTC'`)
    this.#isPrepared = true
    const missing = functionsOf(sql, this.#functions)
    if (missing.size === 0) return
    await this.#duckdb.run(createFunctions(missing))
    for (const name of missing) this.#functions.add(name)
  }

  /** A view may call functions that the statement does not. */
  async #executeWithViews(sql: string, verb: string, query: Query): Promise<Result> {
    try {
      return await this.#execute(sql, verb, query)
    } catch (error) {
      if (!/Function with name rs_\w+ does not exist/i.test(messageOf(error))) throw error
      await this.#addFunctions(ALL_FUNCTIONS)
      return this.#execute(sql, verb, query)
    }
  }

  async #execute(sql: string, verb: string, query: Query): Promise<Result> {
    const { values = [], most, onProgress } = query
    const stop = onProgress && (await this.#tell(onProgress))
    try {
      const reader =
        most === undefined
          ? await this.#duckdb.runAndReadAll(sql, values as never)
          : await this.#duckdb.streamAndReadUntil(sql, most, values as never)
      return resultOf(reader, verb, query)
    } finally {
      await stop?.()
    }
  }

  /**
   * Tells how far the engine has come. It knows that only with its own bar switched on, which need not be
   * shown; other statements are spared what that costs.
   */
  async #tell(onProgress: (share: number) => void): Promise<() => Promise<void>> {
    await this.#duckdb.run('set enable_progress_bar = true; set enable_progress_bar_print = false')
    const telling = setInterval(() => {
      const { percentage } = this.#duckdb.progress
      if (percentage >= 0) onProgress(percentage / 100)
    }, PROGRESS_INTERVAL_MS)
    return async () => {
      clearInterval(telling)
      // Why the statement failed is worth more than that this does as well.
      await this.#duckdb.run('set enable_progress_bar = false').catch(() => {})
    }
  }
}

/** @throws Failure when a value is a whole row, which the embedded engine gives for the name of a table. */
function withoutRows(result: Result): Result {
  const row = result.fields.find(({ type }) => type.startsWith('struct('))
  if (row) throw new Failure(`column "${row.name}" does not exist`)
  return result
}

const PROGRESS_INTERVAL_MS = 200
const MAKES_FUNCTIONS = /^create or replace temp macro\b/
const CONTROLS = new Set([...TRANSACTION_VERBS, 'truncate'])
const ENDS = /^\s*(commit|end|rollback|abort)\b/i
const ABORTED = 'current transaction is aborted, commands ignored until end of transaction block'
