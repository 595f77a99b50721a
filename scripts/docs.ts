import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { command } from '../src/command.ts'
import { pictures } from '../src/diagrams/docs.ts'
import { takeScreenshot } from '../src/report/screenshot.ts'
import { PROJECT } from '../src/settings.ts'
import { readSteps } from '../src/steps.ts'
import { readVersions } from '../src/versions.ts'

command({
  usage: `\
npm run docs                        draw the pictures of the README into docs/
npm run docs -- --screenshot        photograph the report on the sample as well

The screenshot needs Chromium: on the PATH, or where CHROMIUM says.
`,
  options: { screenshot: { type: 'boolean' } },
  async run({ screenshot }) {
    const docs = await pictures(await readVersions(), await readSteps())
    for (const [name, picture] of docs) {
      const file = path.join(PROJECT, name)
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, picture)
      process.stdout.write(`wrote ${name}\n`)
    }
    if (!screenshot) return
    await takeScreenshot(path.join(PROJECT, 'docs/report.png'))
    process.stdout.write('wrote docs/report.png\n')
  },
})
