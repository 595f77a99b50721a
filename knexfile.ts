import type { Knex } from 'knex'
import type { LocalPool } from './src/local/pool.ts'
import { requirePackage } from './src/modules.ts'

/** knex speaks its `redshift` dialect to both engines; this is Redshift's version, which it would ask for. */
const REDSHIFT = { client: 'redshift', version: '8.0.2' } as const

/** knex for the embedded engine: that engine's connections in the place of pg's, which is not loaded. */
export function localKnex(pool: LocalPool): Knex.Config {
  const Redshift = requirePackage('knex/lib/dialects/redshift') as typeof Knex.Client
  class Local extends Redshift {
    _driver() {
      return {}
    }
  }
  return { ...REDSHIFT, client: Local, connectionPool: pool }
}

/** knex for a cluster: pg's connections, none of them kept when idle, since Serverless bills for them. */
export function redshiftKnex(
  connection: () => Promise<Knex.PgConnectionConfig>,
  afterCreate: (connection: never, done: (error?: Error) => void) => void,
): Knex.Config {
  return {
    ...REDSHIFT,
    connection,
    pool: { min: 0, max: 4, idleTimeoutMillis: 10_000, afterCreate },
    acquireConnectionTimeout: 60_000,
    // Errors are thrown, and told once; knex would also log those of connecting.
    log: { warn() {}, error() {}, deprecate() {}, debug() {} },
  }
}
