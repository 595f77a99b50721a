import { readFileSync } from 'node:fs'
import path from 'node:path'
import { command } from '../src/command.ts'
import { commandLines, findCommand, typedAs } from '../src/commands.ts'
import { loadModule } from '../src/modules.ts'
import { PROJECT } from '../src/settings.ts'

const USAGE = `\
npm run help                        list the commands
npm run help query                  tell more of one: its options, with examples
`

command({
  usage: USAGE,
  options: {},
  words: 1,
  async run(_, [wanted]) {
    if (wanted === undefined) {
      process.stdout.write(`${commandLines().join('\n')}\n`)
      return
    }
    if (wanted === 'help') {
      process.stdout.write(USAGE)
      return
    }
    const { name, does } = findCommand(wanted)
    const { scripts } = JSON.parse(readFileSync(path.join(PROJECT, 'package.json'), 'utf8'))
    const module = /^node scripts\/run\.cjs (\S+)$/.exec(scripts[name])?.[1]
    if (module === undefined) {
      process.stdout.write(`${typedAs(name).padEnd(36)}${does}\nIt runs: ${scripts[name]}\n`)
      return
    }
    process.argv = [...process.argv.slice(0, 2), '--help']
    await loadModule(path.join(PROJECT, 'scripts', `${module}.ts`))
  },
})
