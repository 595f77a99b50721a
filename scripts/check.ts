import { command, print } from '../src/command.ts'
import { engineOf } from '../src/engine.ts'
import { Failure } from '../src/errors.ts'
import { refuseProblems } from '../src/lint.ts'
import { checkSteps } from '../src/pipeline.ts'
import { describeBroken } from '../src/promises.ts'
import { readEnvironment } from '../src/settings.ts'
import { readSteps } from '../src/steps.ts'
import { readVersions } from '../src/versions.ts'
import { type Warehouse, withWarehouse } from '../src/warehouse.ts'
import { sqlOfPromises } from '../src/written.ts'

command({
  usage: `\
npm run check                       ask every promise of what is in the warehouse
npm run check -- --json             print the answers as JSON
`,
  options: { json: { type: 'boolean' } },
  stopped: 'Nothing was changed.',
  async run({ json }) {
    const settings = readEnvironment()
    const steps = await readSteps()
    await refuseProblems(await engineOf(settings), () => sqlOfPromises(steps))
    const ask = async (warehouse: Warehouse) => {
      const { asked, broken } = await checkSteps(warehouse, await readVersions(), steps)
      print(
        { promises: asked, broken },
        broken.length === 0 ? [`${asked} promises, all kept.`] : [],
        json,
      )
      const errors = broken.filter(({ severity }) => severity === 'error')
      for (const warning of broken.filter(({ severity }) => severity === 'warn')) {
        process.stderr.write(`Warning: ${describeBroken(warning)}\n`)
      }
      if (errors.length > 0) {
        throw new Failure(
          `${errors.map(describeBroken).join('\n')}\n${errors.length} of ${asked} promises are broken. Nothing was changed.`,
        )
      }
    }
    await withWarehouse(settings, ask, { readOnly: true })
  },
})
