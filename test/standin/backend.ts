import { after } from 'node:test'
import { PGlite } from '@electric-sql/pglite'
import type { Bucket } from '../lake/bucket.ts'
import { CATALOG, RESET } from './catalog.ts'
import { type Access, CopyRefused, readCopy, readRows } from './copy.ts'
import type { LoadError, Target } from './copy-row.ts'
import { done, message, stateAfter } from './wire.ts'

/** How a cluster differs from the other ones. */
export interface Kind extends Access {
  readonly serverless: boolean
}

let database: Promise<PGlite> | null = null
after(async () => (await database)?.close())

/** The engine of a cluster without tables. Tests of one file share it, one after another. */
export async function emptyBackend(bucket: Bucket, kind: Kind): Promise<Backend> {
  database ??= PGlite.create().then(async (started) => {
    await started.exec(CATALOG)
    return started
  })
  const engine = await database
  await engine.exec(RESET)
  return new Backend(engine, bucket, kind)
}

/** PostgreSQL, which runs the statements of one client at a time, and plays COPY. */
export class Backend {
  readonly #engine: PGlite
  readonly #bucket: Bucket
  readonly #kind: Kind
  /** Load errors are kept whatever becomes of the transaction. */
  readonly #errors: (LoadError & { at: string; tbl: number })[] = []
  /** The state in which the last answer left the transaction. */
  state = 'I'

  constructor(engine: PGlite, bucket: Bucket, kind: Kind) {
    this.#engine = engine
    this.#bucket = bucket
    this.#kind = kind
  }

  /** The answer to messages of the protocol. */
  async exec(messages: Buffer): Promise<Buffer> {
    const answer = await this.#engine.execProtocolRaw(messages)
    this.state = stateAfter(answer)
    return Buffer.from(answer)
  }

  /** The answer to a statement. */
  query(sql: string): Promise<Buffer> {
    return this.exec(message('Q', `${sql}\0`))
  }

  /** The answer to a statement that fails with this. */
  fail(code: string, text: string, detail = ''): Promise<Buffer> {
    const using = `errcode = '${code}', message = $text$${text}$text$, detail = $text$${detail}$text$`
    return this.query(`do $do$ begin raise exception using ${using}; end $do$`)
  }

  /** Brings system views up to date. Resolves to whether this kind of cluster has that one. */
  async hasView(view: string): Promise<boolean> {
    if (this.#kind.serverless && !view.startsWith('sys_')) return false
    await this.#engine.query('delete from redshift.stl_load_errors')
    await this.#engine.query(
      `insert into redshift.stl_load_errors
       select at, tbl, file, line, "column", type, length, left(row, 1024), left(value, 1024), code, reason
       from json_to_recordset($1) as error (at timestamp, tbl int, file text, line bigint, "column" text, type text,
         length text, row text, value text, code int, reason text)`,
      [JSON.stringify(this.#errors)],
    )
    return true
  }

  /** The answer to a COPY, once it is played. */
  async copy(sql: string): Promise<Buffer> {
    const copy = readCopy(sql)
    try {
      const targets = await this.#targets(copy.table, copy.columns)
      const { rows, errors } = readRows(copy, targets, this.#bucket, this.#kind)
      await this.#keep(errors, copy.table)
      if (errors.length >= copy.maxErrors) return this.fail('XX000', this.#seeErrors(copy.table))
      await this.#insert(copy.table, copy.columns, rows)
      return done('COPY', this.state)
    } catch (error) {
      if (error instanceof CopyRefused) return this.fail('XX000', error.message)
      throw error
    }
  }

  /** A table of the session may be gone when the errors are asked for: its number is kept. */
  async #keep(errors: readonly LoadError[], table: string): Promise<void> {
    if (errors.length === 0) return
    const { rows } = await this.#engine.query<{ tbl: number }>(
      'select $1::regclass::oid::int as tbl',
      [table],
    )
    const at = new Date().toISOString()
    this.#errors.push(...errors.map((error) => ({ ...error, at, tbl: rows[0]?.tbl ?? 0 })))
  }

  #seeErrors(table: string): string {
    const view = this.#kind.serverless ? 'sys_load_error_detail' : 'stl_load_errors'
    return `Load into table '${table}' failed.  Check '${view}' system table for details.`
  }

  async #targets(table: string, columns: readonly string[]): Promise<Target[]> {
    const { rows } = await this.#engine.query<Target>(
      `select "column" as name, type, "notnull" as "notNull" from redshift.pg_table_def where tablename = $1`,
      [table],
    )
    return columns.map((name) => {
      const target = rows.find((row) => row.name === name)
      if (target) return target
      throw new CopyRefused(`column "${name}" of relation "${table}" does not exist`)
    })
  }

  async #insert(
    table: string,
    columns: readonly string[],
    rows: readonly unknown[],
  ): Promise<void> {
    const list = columns.map((name) => `"${name}"`).join(', ')
    await this.#engine.query(
      `insert into "${table}" (${list}) select ${list} from json_populate_recordset(null::"${table}", $1)`,
      [JSON.stringify(rows)],
    )
    await this.#engine.query(`select set_config('redshift.last_copy_count', $1, false)`, [
      String(rows.length),
    ])
  }
}
