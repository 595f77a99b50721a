import { Failure } from './errors.ts'
import { LOADED_FILES } from './loaded-files.ts'
import { pendingChanges } from './pending.ts'
import { pieces } from './pieces.ts'
import { isCopy, type Step } from './steps.ts'
import { LOAD_COLUMN } from './table.ts'
import type { Warehouse } from './warehouse.ts'

/**
 * Takes the rows of files whose last event is before a day (UTC) out of staging, and marks the files in
 * the ledger. The star is not touched. Only sources with a moment are trimmed: the catalogue is kept.
 * @throws Failure when something is loaded and not published, which needs those rows.
 */
export async function trim(
  { connection, session, transaction }: Warehouse,
  steps: readonly Step[],
  before: string,
): Promise<{ files: number; rows: number }> {
  const tables = await connection.tables(session)
  if (!tables.some(({ name }) => name === LOADED_FILES)) {
    throw new Failure(
      "Cannot trim: the warehouse keeps no ledger of files. Nothing was changed. Run 'npm run migrate' first.",
    )
  }
  const trimmed = steps.filter(isCopy).filter(({ moment }) => moment !== undefined)
  return transaction(
    async (inside) => {
      if ((await pendingChanges(inside)).size > 0) {
        throw new Failure(
          "Cannot trim: something is loaded and not published yet. Nothing was changed. Run 'npm run transform' first.",
        )
      }
      let files = 0
      let rows = 0
      for (const { into, copy } of trimmed) {
        const old = inside
          .knex(LOADED_FILES)
          .where({ source: copy.from, state: 'loaded' })
          .where('last_moment', '<', `${before} 00:00:00`)
          .whereNotNull('load_id')
        const found = await inside.read<{ load_id: number | string }>(old.clone().select('load_id'))
        const loads = found.map(({ load_id }) => Number(load_id))
        for (const some of pieces(loads))
          rows += await inside.knex(into).whereIn(LOAD_COLUMN, some).del().options({ asIs: true })
        if (loads.length > 0) await old.update({ state: 'trimmed' }).options({ asIs: true })
        files += loads.length
      }
      return { files, rows }
    },
    trimmed.map(({ into }) => into),
  )
}
