import { type Connection, type Engine, engineOf, type Opening, type Session } from './engine.ts'
import type { Settings } from './settings.ts'

/** The open target. */
export interface Warehouse {
  readonly engine: Engine
  readonly connection: Connection
  /** Outside of any transaction: each statement stands alone. */
  readonly session: Session
  readonly transaction: Connection['transaction']
  close(): Promise<void>
}

/** Opens the target. @throws Failure when it cannot be opened. */
export async function openWarehouse(
  settings: Settings,
  options: Opening = { readOnly: false },
): Promise<Warehouse> {
  const engine = await engineOf(settings)
  const connection = await engine.connect(options)
  return {
    engine,
    connection,
    session: connection.session,
    transaction: (work, locks) => connection.transaction(work, locks),
    close: () => connection.close(),
  }
}

/** Opens the target for some work and closes it whatever happens. */
export async function withWarehouse<Result>(
  settings: Settings,
  work: (warehouse: Warehouse) => Promise<Result>,
  options?: Opening,
): Promise<Result> {
  const warehouse = await openWarehouse(settings, options)
  try {
    return await work(warehouse)
  } finally {
    await warehouse.close()
  }
}
