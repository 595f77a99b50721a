// npm run seed -- --out DIR                    make a small lake
// npm run seed -- --out DIR --events 1000000   or a large one; --help tells the rest
import { progressLine } from '../src/progress.ts'
import { readArguments } from '../src/seed/arguments.ts'
import { makeLake } from '../src/seed/make-lake.ts'
import { Refusal } from '../src/seed/refusal.ts'
import { summaryText } from '../src/seed/summary.ts'
import { USAGE } from '../src/seed/usage.ts'

// npm runs scripts in the project's folder and says where it was called; DIR is meant from there.
const { INIT_CWD, npm_lifecycle_event } = process.env
const calledFrom = (npm_lifecycle_event === 'seed' && INIT_CWD) || process.cwd()
const progress = progressLine('seed')

try {
  const options = readArguments(process.argv.slice(2), calledFrom)
  if (options === 'help') process.stdout.write(USAGE)
  else {
    const begun = performance.now()
    const summary = makeLake(options, progress)
    progress.end()
    console.log(summaryText(options.out, summary, (performance.now() - begun) / 1000))
  }
} catch (error) {
  progress.end()
  const { message, stack } = error as Error
  const told = error instanceof Refusal ? message : `Cannot make a lake: ${message}`
  console.error(process.env.DEBUG ? stack : told)
  process.exitCode = error instanceof Refusal ? error.exitCode : 1
}
