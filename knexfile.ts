import type { Knex } from 'knex'
import type { LocalPool } from './src/local/pool.ts'

/**
 * knex for the embedded engine: still knex's `redshift` client, with this engine's connections in
 * the place of pg's.
 */
export function localKnex(pool: LocalPool): Knex.Config {
  // The version is what Redshift answers to `select version()`, which knex would ask for otherwise.
  return { client: 'redshift', version: '8.0.2', connectionPool: pool }
}
