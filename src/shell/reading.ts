import { engineOf } from '../engine.ts'
import type { Settings } from '../settings.ts'
import { openWarehouse, type Warehouse } from '../warehouse.ts'

/** A warehouse that is read from now and then. */
export interface Reading {
  use<Result>(work: (warehouse: Warehouse) => Promise<Result>): Promise<Result>
  /** Has the engine stop what it does for `use`, which then fails. */
  cancel(): Promise<void>
  close(): Promise<void>
}

/**
 * Reads from the target. Where an open warehouse keeps others out it is opened for each piece of work,
 * so that a shell left open is in nobody's way; elsewhere it stays open.
 */
export async function readingFrom(settings: Settings): Promise<Reading> {
  const { exclusive } = await engineOf(settings)
  let open: Promise<Warehouse> | undefined
  const close = async () => {
    const closing = open
    open = undefined
    await (await closing)?.close()
  }
  return {
    async use(work) {
      open ??= openWarehouse(settings, { readOnly: true })
      try {
        return await work(await forgetting(open, () => (open = undefined)))
      } finally {
        if (exclusive) await close()
      }
    },
    cancel: async () => (await open)?.connection.cancel(),
    close,
  }
}

/** A warehouse that could not be opened is opened anew for the next work. */
async function forgetting(open: Promise<Warehouse>, forget: () => void): Promise<Warehouse> {
  try {
    return await open
  } catch (error) {
    forget()
    throw error
  }
}
