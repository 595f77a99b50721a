import { command, print } from '../src/command.ts'
import { Failure } from '../src/errors.ts'
import { makeFolder, removeFolder } from '../src/lake/temporary.ts'
import { wholeLake } from '../src/preflight/deliveries.ts'
import { preflight } from '../src/preflight/preflight.ts'
import { counted, preflightLines } from '../src/preflight/report.ts'
import { progressLine } from '../src/progress.ts'
import { EMPTY_SCHEMA } from '../src/schema.ts'
import { readEnvironment } from '../src/settings.ts'
import { readSteps } from '../src/steps.ts'
import { readVersions } from '../src/versions.ts'

await command({
  usage: `\
npm run preflight                   read all files of the lake and say what is wrong with them; loads nothing
npm run preflight -- --json         print it as JSON
`,
  options: { json: { type: 'boolean' } },
  stopped: 'Nothing was changed.',
  async run({ json }) {
    const settings = readEnvironment('plan')
    const [versions, steps] = [await readVersions(), await readSteps()]
    const schema = versions.at(-1)?.after ?? EMPTY_SCHEMA
    const progress = progressLine('preflight')
    const folder = makeFolder()
    try {
      const deliveries = await wholeLake(settings, steps, schema, folder, progress)
      const result = await preflight(deliveries, { progress })
      progress.end()
      print(result, preflightLines(result), json)
      if (result.errors === 0) return
      throw new Failure(
        `These files would not load, or not as they are meant: ${counted(result.errors, 'error')}. Nothing was loaded.`,
      )
    } finally {
      progress.end()
      removeFolder(folder)
    }
  },
})
