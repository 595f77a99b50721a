// npm run seed -- --out DIR                    make a small lake
// npm run seed -- --out DIR --events 1000000   or a large one; --help tells the rest
import { setImmediate } from 'node:timers/promises'
import { tellWhenStopped, whenStopped } from '../src/interrupt.ts'
import { progressLine } from '../src/progress.ts'
import { readArguments } from '../src/seed/arguments.ts'
import { makeLake } from '../src/seed/make-lake.ts'
import type { LakeOptions } from '../src/seed/options.ts'
import { buildingIn } from '../src/seed/out-directory.ts'
import { Refusal } from '../src/seed/refusal.ts'
import { summaryText } from '../src/seed/summary.ts'
import { USAGE } from '../src/seed/usage.ts'
import { terminalOf } from '../src/terminal/terminal.ts'
import { usageFor } from '../src/terminal/usage.ts'

// npm runs scripts in the project's folder and says where it was called; DIR is meant from there.
const { INIT_CWD, npm_lifecycle_event } = process.env
const calledFrom = (npm_lifecycle_event === 'seed' && INIT_CWD) || process.cwd()
const progress = progressLine('seed')

seed().catch((error: Error) => {
  progress.end()
  const { message, stack } = error
  const told = error instanceof Refusal ? message : `Cannot make a lake: ${message}`
  console.error(process.env.DEBUG ? stack : told)
  process.exitCode = error instanceof Refusal ? error.exitCode : 1
})

async function seed(): Promise<void> {
  const options = readArguments(process.argv.slice(2), calledFrom)
  if (options === 'help') process.stdout.write(usageFor(USAGE, terminalOf(process.stdout).width))
  else await make(options)
}

async function make(options: LakeOptions): Promise<void> {
  const begun = performance.now()
  const building = buildingIn(options.out, options.replace)
  tellWhenStopped(`Nothing was made: ${options.out} is as it was.`)
  whenStopped(building.undo)
  try {
    const making = makeLake(options, building)
    let next = making.next()
    for (; !next.done; next = making.next()) {
      progress.update(next.value)
      await setImmediate() // signals and the progress line come through only between the pieces
    }
    progress.end()
    console.log(summaryText(options.out, next.value, (performance.now() - begun) / 1000))
  } finally {
    building.undo()
  }
}
