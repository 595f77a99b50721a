import { command, print } from '../src/command.ts'
import { readEnvironment } from '../src/settings.ts'
import { start, summaryLines } from '../src/start.ts'
import { terminalOf } from '../src/terminal/terminal.ts'

command({
  usage: `\
npm start                           migrate, transform, check, and a short summary
npm start -- --json                 print the summary as JSON
`,
  options: { json: { type: 'boolean' } },
  async run({ json }) {
    const summary = await start(readEnvironment())
    print(summary, summaryLines(summary, terminalOf(process.stdout)), json)
  },
})
