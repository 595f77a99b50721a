import { advise } from '../src/advise/advise.ts'
import { clusterOf } from '../src/advise/cluster.ts'
import { adviceLines } from '../src/advise/report.ts'
import { command, print } from '../src/command.ts'
import { readQuestions } from '../src/query.ts'
import { readEnvironment } from '../src/settings.ts'
import { readSteps } from '../src/steps.ts'
import { readVersions } from '../src/versions.ts'
import { withWarehouse } from '../src/warehouse.ts'

command({
  usage: `\
npm run advise                        how the rows would lie on a cluster, and what its joins would move
npm run advise -- --slices 8 --nodes 2  on so many slices, of so many nodes together (these are the defaults)
npm run advise -- --json              print it as JSON
`,
  options: { slices: { type: 'string' }, nodes: { type: 'string' }, json: { type: 'boolean' } },
  stopped: 'Nothing was changed.',
  async run({ slices, nodes, json }) {
    const cluster = clusterOf(slices, nodes)
    const [versions, steps] = [await readVersions(), await readSteps()]
    await withWarehouse(
      readEnvironment(),
      async (warehouse) => {
        const advice = await advise(warehouse, versions, steps, readQuestions(), cluster)
        print(advice, adviceLines(advice), json)
      },
      { readOnly: true },
    )
  },
})
