import { Failure } from '../errors.ts'
import { BOOKS } from '../ledger.ts'
import { lineageOf } from '../lineage.ts'
import { appliedSchema } from '../migrator.ts'
import type { Progress } from '../progress.ts'
import type { Settings } from '../settings.ts'
import type { Step } from '../steps.ts'
import type { Version } from '../versions.ts'
import { viewsOf } from '../views.ts'
import type { Warehouse } from '../warehouse.ts'
import { answersOf, firstDay, inUnits, unitOf } from './answers.ts'
import { CHARTS } from './charts.ts'
import { pageOf } from './html.ts'
import { stateOf } from './state.ts'

/**
 * The report on the warehouse as one HTML page.
 * @throws Failure when the warehouse does not have the star's tables yet.
 */
export async function reportOf(
  warehouse: Warehouse,
  versions: readonly Version[],
  steps: readonly Step[],
  settings: Settings,
  progress: Progress,
): Promise<string> {
  const schema = await appliedSchema(warehouse, versions)
  const missing = steps.find(({ into }) => !schema.has(into))
  if (missing) {
    throw new Failure(
      `Cannot report on a warehouse that has no table '${missing.into}' yet. Nothing was written. ` +
        "Run 'npm start' first.",
    )
  }
  const answers = await answersOf(warehouse, schema, CHARTS, progress)
  const days = answers.flatMap(({ series }) => series.rows.map(([day]) => String(day))).sort()
  const today = new Date().toISOString().slice(0, 10)
  const [first, last] = [days[0] ?? today, days.at(-1) ?? today]
  const unit = unitOf(first, last)
  progress.update('the state of the warehouse')
  const state = await stateOf(warehouse, versions, schema, steps)
  const levels = answers.flatMap(({ series }) => series.rows.map((row) => String(row[1])))
  return pageOf({
    written: new Date(),
    schema,
    tables: [...schema.values(), ...BOOKS],
    steps,
    lineage: await lineageOf(schema, steps, settings.lake, viewsOf(versions)),
    state,
    answers: answers.map((answer) => ({ ...answer, series: inUnits(answer.series, unit) })),
    first,
    data: { unit, from: firstDay(first, unit), to: last, levels: [...new Set(levels)].sort() },
  })
}
