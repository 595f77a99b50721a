import { STOPPED, withWork } from '../src/aws/open-work.ts'
import { setPaused } from '../src/aws/pause.ts'
import { resourcesOf } from '../src/aws/resources.ts'
import { command } from '../src/command.ts'

command({
  usage: `\
npm run cluster:pause               pause the cluster: its nodes are not billed until it is resumed
`,
  options: {},
  stopped: STOPPED,
  async run() {
    await withWork('pause', async (work) => {
      const resources = resourcesOf(work.account, work.settings, null)
      work.say(await setPaused(work, resources, true))
    })
  },
})
