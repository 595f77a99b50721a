import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { command } from '../src/command.ts'
import { Failure, messageOf } from '../src/errors.ts'
import { progressLine } from '../src/progress.ts'
import { reportOf } from '../src/report/report.ts'
import { callersFolder, PROJECT, readEnvironment } from '../src/settings.ts'
import { readSteps } from '../src/steps.ts'
import { readVersions } from '../src/versions.ts'
import { withWarehouse } from '../src/warehouse.ts'

function write(file: string, page: string): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, page)
  } catch (error) {
    throw new Failure(
      `Cannot write the report to '${file}': ${messageOf(error)}. Name another file with --out.`,
      { cause: error },
    )
  }
}

command({
  usage: `\
npm run report                      write the report to .local/report.html
npm run report -- --out FILE        write it to another file

One page with the answers as charts, the state of the warehouse, and what its
tables mean. It needs no network and can be sent to anybody.
`,
  options: { out: { type: 'string' } },
  stopped: 'Nothing was written.',
  async run({ out }) {
    const file =
      out === undefined
        ? path.join(PROJECT, '.local/report.html')
        : path.resolve(callersFolder(), out)
    const settings = readEnvironment()
    const progress = progressLine('report')
    try {
      const page = await withWarehouse(
        settings,
        async (warehouse) =>
          reportOf(warehouse, await readVersions(), await readSteps(), settings, progress),
        { readOnly: true },
      )
      write(file, page)
    } finally {
      progress.end()
    }
    process.stdout.write(`wrote ${path.relative(callersFolder(), file)}\n`)
  },
})
