import { command, print } from '../src/command.ts'
import { checkDay } from '../src/day.ts'
import { engineOf } from '../src/engine.ts'
import { UsageError } from '../src/errors.ts'
import { refuseProblems } from '../src/lint.ts'
import { runSteps } from '../src/pipeline.ts'
import { planRun, planText } from '../src/plan.ts'
import { progressLine } from '../src/progress.ts'
import { reportLines } from '../src/report-lines.ts'
import { checkResumable } from '../src/run-history.ts'
import { EMPTY_SCHEMA } from '../src/schema.ts'
import { readEnvironment } from '../src/settings.ts'
import { findStep, readSteps } from '../src/steps.ts'
import { readVersions } from '../src/versions.ts'
import { withWarehouse } from '../src/warehouse.ts'
import { readInterval, repeat } from '../src/watch.ts'
import { sqlOfSteps } from '../src/written.ts'

command({
  usage: `\
npm run transform                     load what is new in the lake, then publish what that changes
npm run transform -- --full-refresh   load and build everything again
npm run transform -- --only 05_artists  run one step, named by its file, number or table
npm run transform -- --exclude 2018/11/2018-11-15  leave files out, and take their rows away
npm run transform -- --include 2018/11/2018-11-15  take them in again
npm run transform -- --since 2018-11-10  leave new files of earlier days (UTC) for another run
npm run transform -- --resume 3f2a    go on where a failed run ended: what it loaded is not loaded again
npm run transform -- --every 10m      run again and again, one run at a time, until SIGTERM
npm run transform -- --plan           print the statements; connects to nothing
npm run transform -- --json           print the result as JSON

Files are named by how they begin: in full, or from LOG_DATA or SONG_DATA on. --exclude and
--include may be given several times.
`,
  options: {
    only: { type: 'string' },
    plan: { type: 'boolean' },
    'full-refresh': { type: 'boolean' },
    exclude: { type: 'string', multiple: true },
    include: { type: 'string', multiple: true },
    since: { type: 'string' },
    every: { type: 'string' },
    resume: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run({ only, plan, json, every, since, exclude, include, resume, ...values }) {
    if (since !== undefined) checkDay('since', since)
    for (const [option, prefixes = []] of Object.entries({ exclude, include })) {
      if (prefixes.includes(''))
        throw new UsageError(`--${option} is empty, expected how the names of files begin.`)
    }
    const both = exclude?.find((prefix) => include?.includes(prefix))
    if (both !== undefined)
      throw new UsageError(`'${both}' is in --exclude and in --include, expected in one of them.`)
    if (every !== undefined) {
      return repeat(readInterval(every))
    }
    const settings = readEnvironment(plan ? 'plan' : 'connect')
    const versions = await readVersions()
    const all = await readSteps()
    const steps = only === undefined ? all : [findStep(all, only)]
    const engine = await engineOf(settings)
    const schema = versions.at(-1)?.after ?? EMPTY_SCHEMA
    if (engine.lint !== null) {
      await refuseProblems(engine, () => sqlOfSteps(engine, steps, schema))
    }
    if (plan) {
      const parts = await planRun(engine, versions, steps)
      return print(parts, planText(parts), json)
    }
    await withWarehouse(settings, async (warehouse) => {
      if (resume !== undefined) {
        await checkResumable(warehouse, resume)
      }
      const reports = await runSteps(warehouse, versions, steps, {
        progress: progressLine,
        onWhole: (why) => process.stderr.write(`Everything is loaded: ${why}.\n`),
        fullRefresh: values['full-refresh'] ?? false,
        ...(exclude === undefined ? {} : { exclude }),
        ...(include === undefined ? {} : { include }),
        ...(since === undefined ? {} : { since }),
      })
      print({ steps: reports }, reportLines(reports), json)
    })
  },
})
