import { command, print } from '../src/command.ts'
import { Failure } from '../src/errors.ts'
import { checkSteps } from '../src/pipeline.ts'
import { describeBroken } from '../src/promises.ts'
import { readEnvironment } from '../src/settings.ts'
import { readSteps } from '../src/steps.ts'
import { readVersions } from '../src/versions.ts'
import { type Warehouse, withWarehouse } from '../src/warehouse.ts'

await command({
  usage: `\
npm run check                       ask every promise of what is in the warehouse
npm run check -- --json             print the answers as JSON
`,
  options: { json: { type: 'boolean' } },
  async run({ json }) {
    const ask = async (warehouse: Warehouse) => {
      const { asked, broken } = await checkSteps(warehouse, await readVersions(), await readSteps())
      print(
        { promises: asked, broken },
        broken.length === 0 ? [`${asked} promises, all kept.`] : [],
        json,
      )
      if (broken.length > 0) {
        throw new Failure(
          `${broken.map(describeBroken).join('\n')}\n${broken.length} of ${asked} promises are broken. Nothing was changed.`,
        )
      }
    }
    await withWarehouse(readEnvironment(), ask, { readOnly: true })
  },
})
