import { STOPPED, withWork } from '../src/aws/open-work.ts'
import { setPaused } from '../src/aws/pause.ts'
import { resourcesOf } from '../src/aws/resources.ts'
import { command } from '../src/command.ts'

command({
  usage: `\
npm run cluster:resume              resume the paused cluster: it is billed again
`,
  options: {},
  stopped: STOPPED,
  async run() {
    await withWork('resume', async (work) => {
      const resources = resourcesOf(work.account, work.settings, null)
      work.say(await setPaused(work, resources, false))
    })
  },
})
