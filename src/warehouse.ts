import { type Connection, type Engine, engineOf, type Session } from './engine.ts'
import { sessionOn } from './session.ts'
import type { Settings } from './settings.ts'

/** The open target. */
export interface Warehouse {
  readonly engine: Engine
  readonly connection: Connection
  /** Outside of any transaction: each statement stands alone. */
  readonly session: Session
  /** Runs work in one transaction: all of it is committed, or, when it throws, none of it. */
  transaction<Result>(work: (session: Session) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/** Opens the target. @throws Failure when it cannot be opened. */
export async function openWarehouse(
  settings: Settings,
  options: { readonly readOnly: boolean } = { readOnly: false },
): Promise<Warehouse> {
  const engine = await engineOf(settings)
  const connection = await engine.connect(options)
  const { knex } = connection
  return {
    engine,
    connection,
    session: sessionOn(knex),
    transaction: (work) => knex.transaction((transaction) => work(sessionOn(transaction))),
    close: () => connection.close(),
  }
}

/** Opens the target for some work and closes it whatever happens. */
export async function withWarehouse<Result>(
  settings: Settings,
  work: (warehouse: Warehouse) => Promise<Result>,
  options?: { readonly readOnly: boolean },
): Promise<Result> {
  const warehouse = await openWarehouse(settings, options)
  try {
    return await work(warehouse)
  } finally {
    await warehouse.close()
  }
}
