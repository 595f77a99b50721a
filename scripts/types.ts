import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { command } from '../src/command.ts'
import { PROJECT } from '../src/settings.ts'
import { readSteps } from '../src/steps.ts'
import { TYPES, typesText } from '../src/types.ts'
import { readVersions } from '../src/versions.ts'

command({
  usage: `\
npm run types                       write the types of every table's rows to src/rows.ts
`,
  options: {},
  async run() {
    writeFileSync(TYPES, typesText(await readVersions(), await readSteps()))
    process.stdout.write(`wrote ${path.relative(PROJECT, TYPES)}\n`)
  },
})
