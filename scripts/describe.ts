import { command, print } from '../src/command.ts'
import { described, findTable, tableDescription, tablesLines, tablesOf } from '../src/describe.ts'
import { terminalOf } from '../src/terminal/terminal.ts'
import { readVersions } from '../src/versions.ts'

command({
  usage: `\
npm run describe                      say what a row of each table is
npm run describe -- songplays         say what its columns are, and its keys
npm run describe -- songplays --json  print it as JSON

As the migrations have it, at the newest version; a warehouse is not needed.
`,
  options: { json: { type: 'boolean' } },
  words: 1,
  async run({ json }, [name]) {
    const { width } = terminalOf(process.stdout)
    const tables = tablesOf(await readVersions())
    if (name === undefined) return print(tables.map(described), tablesLines(tables, width), json)
    const table = findTable(tables, name)
    print(described(table), tableDescription(table, width), json)
  },
})
