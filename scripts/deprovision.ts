import { confirmed } from '../src/aws/confirm.ts'
import { deprovision, planRemoval, removalLines } from '../src/aws/deprovision.ts'
import { STOPPED, withWork } from '../src/aws/open-work.ts'
import { accountLine } from '../src/aws/report.ts'
import { resourcesOf } from '../src/aws/resources.ts'
import { command } from '../src/command.ts'
import { Failure } from '../src/errors.ts'
import { ENV_FILE } from '../src/settings.ts'

command({
  usage: `\
npm run deprovision                   remove what provision made, after asking
npm run deprovision -- --yes          without asking
npm run deprovision -- --no-snapshot  without a final snapshot: the rows are gone for good
`,
  options: { yes: { type: 'boolean' }, 'no-snapshot': { type: 'boolean' } },
  stopped: STOPPED,
  async run({ yes = false, 'no-snapshot': noSnapshot = false }) {
    await withWork('deprovision', async (work) => {
      const resources = resourcesOf(work.account, work.settings, null)
      const removal = await planRemoval(work, resources, { snapshot: !noSnapshot })
      for (const line of [accountLine(work), '', ...removalLines(removal)]) work.say(line)
      if (removal.ours.length > 0) {
        if (!yes && !(await confirmed(`Remove this from account ${work.account.id}?`)))
          throw new Failure('Nothing was removed.')
        work.say('')
      }
      await deprovision(work, resources, removal, ENV_FILE)
    })
  },
})
