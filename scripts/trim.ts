import { command, print } from '../src/command.ts'
import { checkDay } from '../src/day.ts'
import { UsageError } from '../src/errors.ts'
import { readEnvironment } from '../src/settings.ts'
import { readSteps } from '../src/steps.ts'
import { trim } from '../src/trim.ts'
import { type Warehouse, withWarehouse } from '../src/warehouse.ts'

command({
  usage: `\
npm run trim -- --before 2018-11-01   take the events of files that end before a day (UTC) out of staging
npm run trim -- --before 2018-11-01 --json

The star keeps all it shows. What staging no longer holds cannot be published again: a file of
those days that changes, or comes later, then needs 'npm run transform -- --full-refresh'.
`,
  options: { before: { type: 'string' }, json: { type: 'boolean' } },
  async run({ before, json }) {
    if (before === undefined)
      throw new UsageError('--before is missing, expected a day such as 2018-11-15.')
    checkDay('before', before)
    const steps = await readSteps()
    const work = async (warehouse: Warehouse) => {
      const { files, rows } = await trim(warehouse, steps, before)
      print(
        { files, rows },
        [`Took ${rows.toLocaleString('en')} events of ${files} files out of staging.`],
        json,
      )
    }
    await withWarehouse(readEnvironment(), work, { readOnly: false, mustExist: true })
  },
})
