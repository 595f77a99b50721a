import { command, print } from '../src/command.ts'
import { engineOf } from '../src/engine.ts'
import { refuseProblems } from '../src/lint.ts'
import { runSteps } from '../src/pipeline.ts'
import { planRun, planText } from '../src/plan.ts'
import { progressLine } from '../src/progress.ts'
import { stepLine } from '../src/report-lines.ts'
import { EMPTY_SCHEMA } from '../src/schema.ts'
import { readEnvironment } from '../src/settings.ts'
import { findStep, readSteps } from '../src/steps.ts'
import { readVersions } from '../src/versions.ts'
import { withWarehouse } from '../src/warehouse.ts'
import { sqlOfSteps } from '../src/written.ts'

await command({
  usage: `\
npm run transform                     load the files, then publish the star
npm run transform -- --only 05_artists  run one step, named by its file, number or table
npm run transform -- --full-refresh   rebuild everything from the files (as every run does so far)
npm run transform -- --plan           print the statements; connects to nothing
npm run transform -- --json           print the result as JSON
`,
  options: {
    only: { type: 'string' },
    plan: { type: 'boolean' },
    'full-refresh': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  async run({ only, plan, json }) {
    const settings = readEnvironment(plan ? 'plan' : 'connect')
    const versions = await readVersions()
    const all = await readSteps()
    const steps = only === undefined ? all : [findStep(all, only)]
    const engine = await engineOf(settings)
    const schema = versions.at(-1)?.after ?? EMPTY_SCHEMA
    await refuseProblems(engine, () => sqlOfSteps(engine, steps, schema))
    if (plan) {
      const parts = await planRun(engine, versions, steps)
      return print(parts, planText(parts), json)
    }
    await withWarehouse(settings, async (warehouse) => {
      const reports = await runSteps(warehouse, versions, steps, { progress: progressLine })
      print({ steps: reports }, reports.map(stepLine), json)
    })
  },
})
