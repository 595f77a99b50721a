import { command, print } from '../src/command.ts'
import { Failure } from '../src/errors.ts'
import { makeFolder, removeFolder } from '../src/lake/temporary.ts'
import { type Choose, filesToRead, newFiles } from '../src/preflight/deliveries.ts'
import { preflight } from '../src/preflight/preflight.ts'
import { counted, preflightLines } from '../src/preflight/report.ts'
import { progressLine } from '../src/progress.ts'
import { EMPTY_SCHEMA } from '../src/schema.ts'
import { readEnvironment } from '../src/settings.ts'
import { readSteps } from '../src/steps.ts'
import { readVersions } from '../src/versions.ts'
import { withWarehouse } from '../src/warehouse.ts'

command({
  usage: `\
npm run preflight                   read all files of the lake and say what is wrong with them; loads nothing
npm run preflight -- --new          read the files that the next run would load, as the warehouse's ledger says
npm run preflight -- --json         print it as JSON
`,
  options: { new: { type: 'boolean' }, json: { type: 'boolean' } },
  stopped: 'Nothing was changed.',
  async run({ json, new: onlyNew = false }) {
    const settings = readEnvironment(onlyNew ? 'connect' : 'plan')
    const [versions, steps] = [await readVersions(), await readSteps()]
    const schema = versions.at(-1)?.after ?? EMPTY_SCHEMA
    const progress = progressLine('preflight')
    const folder = makeFolder()
    try {
      const read = (choose?: Choose) =>
        filesToRead(settings, steps, schema, folder, progress, choose)
      const reading = { readOnly: true, missingIsEmpty: true }
      const deliveries = onlyNew
        ? await withWarehouse(settings, (warehouse) => read(newFiles(warehouse)), reading)
        : await read()
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
