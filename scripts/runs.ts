import { command, print } from '../src/command.ts'
import { listRuns, runLines, runsLines, showRun } from '../src/run-history.ts'
import { readEnvironment } from '../src/settings.ts'
import { type Warehouse, withWarehouse } from '../src/warehouse.ts'

command({
  usage: `\
npm run runs                list the newest runs of the transforms
npm run runs -- 3f2a        show one of them, named by how its id begins, with its steps
npm run runs -- --json      print them as JSON
`,
  options: { json: { type: 'boolean' } },
  words: 1,
  stopped: 'Nothing was changed.',
  async run({ json }, [id]) {
    const show = async (warehouse: Warehouse) => {
      if (id === undefined) {
        const runs = await listRuns(warehouse)
        print(runs, runsLines(runs), json)
        return
      }
      const run = await showRun(warehouse, id)
      print(run, runLines(run), json)
    }
    await withWarehouse(readEnvironment(), show, { readOnly: true })
  },
})
