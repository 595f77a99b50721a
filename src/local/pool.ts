import type { DuckDBInstance } from '@duckdb/node-api'
import { LocalConnection } from './connection.ts'

/** Connections of one open database, in the shape of a pg pool, which is what knex's `connectionPool` takes. */
export class LocalPool {
  readonly #instance: DuckDBInstance
  readonly #idle: LocalConnection[] = []
  readonly #all: LocalConnection[] = []
  readonly waitingCount = 0

  constructor(instance: DuckDBInstance) {
    this.#instance = instance
  }

  get totalCount(): number {
    return this.#all.length
  }

  get idleCount(): number {
    return this.#idle.length
  }

  async connect(): Promise<LocalConnection> {
    const idle = this.#idle.pop()
    if (idle) return idle
    const connection = new LocalConnection(await this.#instance.connect(), (released) =>
      this.#idle.push(released),
    )
    this.#all.push(connection)
    return connection
  }

  /** Stops the statements that run. */
  interrupt(): void {
    for (const connection of this.#all) connection.interrupt()
  }

  async end(): Promise<void> {
    for (const connection of this.#all) connection.close()
    this.#instance.closeSync()
  }
}
