import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { rootCertificates } from 'node:tls'
import type { Knex } from 'knex'
import type pg from 'pg'
import { Failure, messageOf } from '../errors.ts'
import type { RedshiftSettings } from '../settings.ts'
import { credentialsOf } from './credentials.ts'
import { guard } from './guard.ts'
import { fromRedshift } from './values.ts'

/** Names this process in the cluster's logs, so that a DBA sees whose statements they are. */
export const runId: string = randomBytes(4).toString('hex')

/** Long COPYs send nothing for minutes; a firewall between must not take the connection for dead. */
const KEEP_ALIVE_MS = 30_000
const CONNECT_TIMEOUT_MS = 15_000

/** What pg connects with: asked anew for each connection, since temporary credentials end. */
export function connectionOf(settings: RedshiftSettings): () => Promise<Knex.PgConnectionConfig> {
  const credentials = credentialsOf(settings)
  const ssl = sslOf(settings)
  return async () => {
    const { user, password } = await credentials()
    return {
      host: settings.host,
      port: settings.port,
      database: settings.database,
      user,
      password,
      ssl,
      application_name: `sparkify-warehouse ${runId}`,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      types: { getTypeParser: fromRedshift },
    } as Knex.PgConnectionConfig
  }
}

/** Certificate and host name are verified; only a server on this machine may do without. */
function sslOf(settings: RedshiftSettings) {
  if (settings.ssl === 'disable') return false
  const own = settings.ca === null ? [] : [readCertificates(settings.ca)]
  return {
    rejectUnauthorized: true,
    ca: [...rootCertificates, ...own],
    servername: servername(settings.host),
  }
}

/** An address is no server name. */
function servername(host: string): string | undefined {
  return /^[\d.]+$|:/.test(host) ? undefined : host
}

function readCertificates(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Failure(
      `Cannot read the certificates of REDSHIFT_CA: ${messageOf(error)}. Nothing was run.`,
      {
        cause: error,
      },
    )
  }
}

/** What pg knows of a connection, and its types do not tell. */
interface Connected extends pg.Client {
  readonly processID: number
}

/**
 * Prepares each new connection, and keeps its server's process among `processes` while it lasts. The timeout is a statement, not a start-up parameter: servers and poolers
 * refuse start-up parameters that they do not know.
 */
export function prepareConnection(settings: RedshiftSettings, processes: Set<number>) {
  return (connection: Connected, done: (error?: Error) => void): void => {
    const id = connection.processID
    processes.add(id)
    connection.on('end', () => processes.delete(id))
    // Users may have a time zone of their own; load errors, and every moment here, are in UTC
    // (https://docs.aws.amazon.com/redshift/latest/dg/r_timezone_config.html).
    const statements = ["set timezone to 'UTC'", `set query_group to 'sparkify ${runId}'`]
    if (settings.statementTimeout !== null)
      statements.push(`set statement_timeout to ${settings.statementTimeout}`)
    connection.query(statements.join('; ')).then(
      () => {
        guard(connection)
        done()
      },
      (error: Error) => done(error),
    )
  }
}
