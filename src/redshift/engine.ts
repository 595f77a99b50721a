import { setTimeout as sleep } from 'node:timers/promises'
import type * as Knex from 'knex'
import { redshiftKnex } from '../../knexfile.ts'
import type { Connection, Engine, Session } from '../engine.ts'
import { requirePackage } from '../modules.ts'
import { sessionOn } from '../session.ts'
import type { Settings } from '../settings.ts'
import { append } from './append.ts'
import { foundTables } from './catalog.ts'
import { connectionOf, prepareConnection, runId } from './connection.ts'
import { redshiftCopying } from './copying.ts'
import { firstRows, writeTable } from './cursor.ts'
import { renderOperation } from './ddl.ts'
import {
  connectFailure,
  isRefusedSignIn,
  isRetryable,
  saidFirst,
  statementError,
} from './errors.ts'
import { lint } from './lint.ts'
import { identifier, literal } from './literals.ts'
import { typeName } from './values.ts'

const { knex } = requirePackage('knex') as typeof Knex

const ROOM = { explain: statementError, typeOf: typeName }

type ClusterSettings = Extract<Settings, { target: 'redshift' }>

/** Amazon Redshift: everything that only it does is in this folder. */
export function redshiftEngine(settings: ClusterSettings): Engine {
  return {
    target: 'redshift',
    exclusive: false,
    renderOperation: async (operation, schema) => renderOperation(operation, schema),
    renderStatement: async (sql) => sql,
    lint,
    copying: redshiftCopying(settings),
    connect: () => connect(settings),
  }
}

async function connect(settings: ClusterSettings): Promise<Connection> {
  const { redshift } = settings
  const processes = new Set<number>()
  const prepare = prepareConnection(redshift, processes)
  const connected = knex(redshiftKnex(connectionOf(redshift), prepare))
  const close = () => connected.destroy()
  const session = sessionOn(connected, ROOM, (query) =>
    retrying('the query', isWorthAnotherTry, query),
  )
  try {
    await retrying('connecting', isWorthAnotherTry, () => connected.raw('select 1'))
  } catch (error) {
    await close()
    throw connectFailure(error, redshift)
  }
  return {
    session,
    transaction: (work, locks) => tried(connected, 'the transaction', work, locks),
    // A cursor lives in a transaction.
    firstRows: (sql, most) =>
      tried(connected, 'the query', (inside) => firstRows(inside, sql, most)),
    writeTable,
    cancel: () =>
      connected.transaction(async (transaction) => {
        const inside = sessionOn(transaction, ROOM)
        const [own] = await inside.rows<{ id: number }>('select pg_backend_pid() as id')
        for (const id of processes) {
          if (id !== own?.id) await inside.run(`select pg_cancel_backend(${id})`)
        }
      }),
    label: async (inside: Session, step) => {
      // Local to the transaction: the connection goes back to the pool, and what follows is no part of the step.
      await inside.run(`set local query_group to ${literal(`sparkify ${runId} ${step}`)}`)
    },
    queryId,
    append,
    tables: foundTables,
    close,
  }
}

/** The number of the session's last statement; -1 where there was none (https://docs.aws.amazon.com/redshift/latest/dg/PG_LAST_QUERY_ID.html). */
async function queryId(inside: Session): Promise<number | null> {
  const [row] = await inside.rows<{ id: number | string }>('select pg_last_query_id() as id')
  const id = Number(row?.id ?? -1)
  return id < 0 ? null : id
}

/** Runs work in a transaction, again while that may help. @throws what the cluster said, and what to do. */
async function tried<Result>(
  connected: Knex.Knex,
  what: string,
  work: (session: Session) => Promise<Result>,
  locks: readonly string[] = [],
): Promise<Result> {
  try {
    return await retrying(what, isWorthAnotherTry, () => inTransaction(connected, locks, work))
  } catch (error) {
    throw statementError(error)
  }
}

/** Runs work in a transaction. What it fails with is thrown, even where the ROLLBACK fails after it, as on a lost connection. */
async function inTransaction<Result>(
  connected: Knex.Knex,
  locks: readonly string[],
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  let reason: unknown
  const attempt = connected.transaction(async (transaction) => {
    const inside = sessionOn(transaction, ROOM)
    try {
      // A lock that is taken after the first read comes too late: the snapshot is taken by then.
      if (locks.length > 0) await inside.run(`lock ${locks.map(identifier).join(', ')}`)
      return await work(inside)
    } catch (error) {
      reason = error
      throw error
    }
  })
  return attempt.catch((error: unknown) => {
    throw reason ?? error
  })
}

const ATTEMPTS = 5
const FIRST_WAIT_MS = 200

/** Runs work again, later each time, while its error says that it may succeed. */
async function retrying<Result>(
  what: string,
  worthwhile: (error: unknown) => boolean,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt === ATTEMPTS || !worthwhile(error)) throw error
      const wait = FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + Math.random())
      process.stderr.write(
        `${saidFirst(error)}: ${what} is tried again in ${wait.toFixed(0)} ms (${attempt + 1} of ${ATTEMPTS})\n`,
      )
      await sleep(wait)
    }
  }
}

const UNREACHED = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EAI_AGAIN', 'EPIPE'])

/** A transaction may have to connect as well. */
function isWorthAnotherTry(error: unknown): boolean {
  if (isRefusedSignIn(error)) return false
  return UNREACHED.has((error as { code?: string }).code ?? '') || isRetryable(error)
}
