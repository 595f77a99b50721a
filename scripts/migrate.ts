import { command, print } from '../src/command.ts'
import { engineOf } from '../src/engine.ts'
import { quotedList } from '../src/errors.ts'
import { refuseProblems } from '../src/lint.ts'
import { migrate, status, type VersionStatus } from '../src/migrator.ts'
import { refusePending } from '../src/pending-versions.ts'
import { planMigrate, planText } from '../src/plan.ts'
import { readEnvironment } from '../src/settings.ts'
import { findVersion, readVersions } from '../src/versions.ts'
import { withWarehouse } from '../src/warehouse.ts'
import { sqlOfApplying } from '../src/written.ts'

command({
  usage: `\
npm run migrate                     apply every pending version
npm run migrate -- --to 002         apply the pending versions up to 002
npm run migrate -- --discard-data   also where rows or values are lost
npm run migrate -- --plan           print the statements of all versions; connects to nothing
npm run migrate -- --json           print the result as JSON
`,
  options: {
    to: { type: 'string' },
    plan: { type: 'boolean' },
    'discard-data': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  async run({ to, plan, json, 'discard-data': discardData = false }) {
    const settings = readEnvironment(plan ? 'plan' : 'connect')
    const versions = await readVersions()
    const last = to === undefined ? undefined : findVersion(versions, to).name
    const wanted = versions.filter(({ name }) => last === undefined || name <= last)
    if (plan) {
      const engine = await engineOf(settings)
      await refuseProblems(engine, () => sqlOfApplying(engine, wanted))
      const parts = await planMigrate(engine, versions, to)
      return print(parts, planText(parts), json)
    }
    await refusePending(settings, wanted)
    await withWarehouse(settings, async (warehouse) => {
      const applied = await migrate(warehouse, versions, {
        to,
        discardData,
        onApplied: (name, seconds) => process.stderr.write(`${name}  ${seconds.toFixed(1)} s\n`),
      })
      const lines = applied.map((name) => `applied ${name}`)
      if (lines.length === 0) {
        const states = last === undefined ? [] : await status(warehouse, versions)
        lines.push(upToDate(states, last))
      }
      print({ applied }, lines, json)
    })
  },
})

/** Whoever names a version that others stand above may have meant to go back to it. */
function upToDate(states: readonly VersionStatus[], wanted: string | undefined): string {
  const above = states.filter(({ name, applied }) => applied && wanted && name > wanted)
  return above.length === 0
    ? 'Already up to date.'
    : `${wanted} is applied, and so ${above.length === 1 ? 'is' : 'are'} ` +
        `${quotedList(above.map(({ name }) => name))} after it: nothing was done. ` +
        `To go back to it, run 'npm run rollback -- --to ${wanted?.slice(0, 3)}'.`
}
