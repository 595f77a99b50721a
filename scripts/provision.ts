import { ownCidr } from '../src/aws/cidr.ts'
import { connectedVersion, shellWins } from '../src/aws/connect.ts'
import { STOPPED, withWork } from '../src/aws/open-work.ts'
import { provision } from '../src/aws/provision.ts'
import { driftLines, foreword, planLines } from '../src/aws/report.ts'
import { resourcesOf } from '../src/aws/resources.ts'
import { planOf } from '../src/aws/steps.ts'
import { command } from '../src/command.ts'
import { Failure, UsageError } from '../src/errors.ts'
import { ENV_FILE } from '../src/settings.ts'

command({
  usage: `\
npm run provision                   make the warehouse on AWS, or finish it, and connect; it costs money
npm run provision -- --plan         show what there is, what would be made and what it costs; changes nothing
npm run provision -- --apply        change in place what differs from the settings
npm run provision -- --no-connect   do not connect at the end
`,
  options: {
    plan: { type: 'boolean' },
    apply: { type: 'boolean' },
    'no-connect': { type: 'boolean' },
  },
  stopped: STOPPED,
  async run({ plan = false, apply = false, 'no-connect': noConnect = false }) {
    if (plan && (apply || noConnect))
      throw new UsageError('--plan changes nothing and goes with no other flag.')
    await withWork('provision', async (work) => {
      const { settings, account, say } = work
      const resources = resourcesOf(account, settings, settings.cidr ?? (await ownCidr()))
      if (plan) {
        for (const line of planLines(work, await planOf(work, resources))) say(line)
        return
      }
      for (const line of foreword(work)) process.stderr.write(`${line}\n`)
      const { steps, lines, changed } = await provision(work, resources, {
        apply,
        envFile: ENV_FILE,
      })
      if (!changed) say(`Nothing to do: '${settings.name}' is there.`)
      const drift = driftLines(steps, apply)
      for (const line of drift) say(line)
      const names = shellWins(lines, process.env)
      if (names.length > 0)
        process.stderr.write(
          `This shell sets ${names.join(', ')}, which wins over .env: unset it.\n`,
        )
      if (!noConnect) say(`connected ${await connectedVersion(work, lines)}`)
      say("Next: 'WAREHOUSE_TARGET=redshift npm run migrate'.")
      if (apply && drift.length > 0)
        throw new Failure('Not everything could be changed in place: the lines above say what.')
    })
  },
})
