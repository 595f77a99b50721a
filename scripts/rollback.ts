import { command, print } from '../src/command.ts'
import { engineOf } from '../src/engine.ts'
import { refuseProblems } from '../src/lint.ts'
import { rollback } from '../src/migrator.ts'
import { planRollback, planText } from '../src/plan.ts'
import { readEnvironment } from '../src/settings.ts'
import { findVersion, readVersions } from '../src/versions.ts'
import { type Warehouse, withWarehouse } from '../src/warehouse.ts'
import { sqlOfUndoing } from '../src/written.ts'

command({
  usage: `\
npm run rollback                    undo the newest version
npm run rollback -- --to 001        undo every version after 001
npm run rollback -- --to 0          undo every version
npm run rollback -- --discard-data  also where rows or values are lost
npm run rollback -- --plan          print the statements; connects to nothing
npm run rollback -- --json          print the result as JSON
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
    if (to !== undefined && to !== '0') findVersion(versions, to)
    if (plan) {
      const engine = await engineOf(settings)
      const parts = await planRollback(engine, versions, to)
      const undone = parts.map(({ name }) => findVersion(versions, name))
      await refuseProblems(engine, () => sqlOfUndoing(engine, undone))
      return print(parts, planText(parts), json)
    }
    const undo = async (warehouse: Warehouse) => {
      const undone = await rollback(warehouse, versions, { to, discardData })
      const lines =
        undone.length === 0
          ? ['Nothing to roll back.']
          : undone.map((name) => `rolled back ${name}`)
      print({ undone }, lines, json)
    }
    await withWarehouse(settings, undo, { readOnly: false, mustExist: true })
  },
})
