import { type Engine, engineOf } from './engine.ts'
import { problemsOf, refusal, type Written } from './lint.ts'
import { status } from './migrator.ts'
import type { Settings } from './settings.ts'
import type { Version } from './versions.ts'
import { withWarehouse } from './warehouse.ts'
import { sqlOfApplying } from './written.ts'

/**
 * Reads the SQL of the versions that are to be applied, and whatever else a command sends, before any
 * of it is sent. What is applied already was taken, and cannot be edited: when there are problems, the
 * ledger says which versions those are. Where it cannot be reached, the problems of all are told.
 * @throws Failure that lists every problem with its file and line.
 */
export async function refusePending(
  settings: Settings,
  versions: readonly Version[],
  others: (engine: Engine) => Promise<readonly Written[]> = async () => [],
): Promise<void> {
  const engine = await engineOf(settings)
  if (engine.lint === null) return
  const problems = problemsOf(engine.lint, await others(engine))
  let ofVersions = problemsOf(engine.lint, await sqlOfApplying(engine, versions))
  if (ofVersions.length > 0) {
    const pending = await pendingOf(settings, versions).catch(() => versions)
    ofVersions = problemsOf(engine.lint, await sqlOfApplying(engine, pending))
  }
  const all = [...ofVersions, ...problems]
  if (all.length > 0) throw refusal(engine, all)
}

async function pendingOf(settings: Settings, versions: readonly Version[]): Promise<Version[]> {
  const states = await withWarehouse(settings, (warehouse) => status(warehouse, versions), {
    readOnly: true,
  })
  return versions.filter(({ name }) =>
    states.some((state) => state.name === name && state.applied === null),
  )
}
