import path from 'node:path'
import { command, print } from '../src/command.ts'
import { UsageError } from '../src/errors.ts'
import { exportLines, exportStar } from '../src/export.ts'
import { FILE_FORMATS } from '../src/format.ts'
import { progressLine } from '../src/progress.ts'
import { callersFolder, readEnvironment } from '../src/settings.ts'
import { readSteps } from '../src/steps.ts'
import { withWarehouse } from '../src/warehouse.ts'

command({
  usage: `\
npm run export -- --to DIR                write the star as Parquet, a file for each table
npm run export -- --to DIR --format csv   or as csv, or json (an object a line)

  --to DIR        a new or empty folder, or one with an earlier export, which gives way
  --format F      parquet, csv or json
  --json          print what was written as JSON; export.json in DIR says the same
  --help          print this
`,
  options: { to: { type: 'string' }, format: { type: 'string' }, json: { type: 'boolean' } },
  stopped: 'Nothing was written.',
  async run({ to, format = 'parquet', json }) {
    const known = FILE_FORMATS.find((name) => name === format)
    if (!known) throw new UsageError(`--format is '${format}', expected csv, json or parquet.`)
    if (to === undefined) throw new UsageError('Say where to with --to DIR.')
    const steps = await readSteps()
    await withWarehouse(
      readEnvironment(),
      async (warehouse) => {
        const folder = path.resolve(callersFolder(), to)
        const progress = progressLine('export')
        const made = await exportStar(warehouse, steps, folder, known, progress).finally(
          progress.end,
        )
        print(made, exportLines(made), json)
      },
      { readOnly: true },
    )
  },
})
