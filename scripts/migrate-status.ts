import { command, print } from '../src/command.ts'
import { status } from '../src/migrator.ts'
import { readEnvironment } from '../src/settings.ts'
import { readVersions } from '../src/versions.ts'
import { type Warehouse, withWarehouse } from '../src/warehouse.ts'

command({
  usage: `\
npm run migrate:status              list the versions, applied or pending
npm run migrate:status -- --json    print them as JSON
`,
  options: { json: { type: 'boolean' } },
  stopped: 'Nothing was changed.',
  async run({ json }) {
    const list = async (warehouse: Warehouse) => {
      const states = await status(warehouse, await readVersions())
      const lines = states.map(({ name, applied }) =>
        applied
          ? `applied  ${name}  ${applied.applied_at} UTC  ${applied.applied_by}`
          : `pending  ${name}`,
      )
      print(states, lines, json)
    }
    await withWarehouse(readEnvironment(), list, { readOnly: true, missingIsEmpty: true })
  },
})
