import { command } from '../src/command.ts'
import { countOf, formatOf } from '../src/query-arguments.ts'
import { readEnvironment } from '../src/settings.ts'
import { readingFrom } from '../src/shell/reading.ts'
import { runShell } from '../src/shell/run.ts'

command({
  usage: `\
npm run sql                         type questions in Redshift SQL; \\? tells the rest
npm run --silent sql < FILE         answer the questions of a file

  --limit N       fetch at most N rows of each answer (1000)
  --format F      table, json or csv
  --help          print this

It only reads: tables change by migrations and transforms. What is typed is kept in .local/sql-history.
`,
  options: { format: { type: 'string' }, limit: { type: 'string' } },
  stopped: 'Nothing was changed.',
  async run({ format, limit }) {
    const options = { format: formatOf(format), most: countOf('limit', limit) ?? 1_000 }
    const settings = readEnvironment()
    const reading = await readingFrom(settings)
    try {
      await runShell(reading, settings.target, options)
    } finally {
      await reading.close()
    }
  },
})
