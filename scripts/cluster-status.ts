import { withWork } from '../src/aws/open-work.ts'
import { resourcesOf } from '../src/aws/resources.ts'
import { warehouseStatus } from '../src/aws/status.ts'
import { command, print } from '../src/command.ts'

command({
  usage: `\
npm run cluster:status              show what there is on AWS, its state, age and cost so far
npm run cluster:status -- --json    print it as JSON
`,
  options: { json: { type: 'boolean' } },
  stopped: 'Nothing was changed.',
  async run({ json }) {
    await withWork('look at', async (work) => {
      const resources = resourcesOf(work.account, work.settings, null)
      const { status, lines } = await warehouseStatus(work, resources)
      print(status, lines, json)
    })
  },
})
