import { resolve } from 'node:path'
import { type Flags, splitFlags, VALUE_FLAGS, type ValueFlag } from './flags.ts'
import { DEFAULTS, type LakeOptions } from './options.ts'
import { Refusal } from './refusal.ts'
import { ALL_TRAPS, isTrap, type Trap, USUAL_TRAPS } from './traps.ts'

/** Reads a command line: a lake to make, or a wish for help. Everything wrong is told at once. */
export function readArguments(args: readonly string[], from: string): LakeOptions | 'help' {
  const problems: string[] = []
  const flags = splitFlags(args, problems)
  if (flags.switches.has('help')) return 'help'
  const options = readOptions(flags, from, problems)
  if (problems.length === 0) return options
  const list = problems.map((problem) => `\n  - ${problem}`).join('')
  throw new Refusal(`Cannot make a lake:${list}\nFor help: npm run seed -- --help`, 2)
}

function readOptions(flags: Flags, from: string, problems: string[]): LakeOptions {
  const { values, switches } = flags

  function value<F extends ValueFlag>(flag: F, fallback: string) {
    type Value = Exclude<ReturnType<(typeof VALUE_FLAGS)[F]['read']>, undefined>
    const text = values.get(flag) ?? fallback
    const found = VALUE_FLAGS[flag].read(text)
    const what = text === '' ? 'nothing' : `'${text}'`
    if (found === undefined) {
      problems.push(`--${flag} must be ${VALUE_FLAGS[flag].expected}; found ${what}`)
    }
    return found as Value
  }

  const users = values.has('users') ? { users: value('users', '') } : {}
  return {
    out: resolve(from, value('out', '') ?? ''),
    replace: switches.has('replace'),
    events: value('events', String(DEFAULTS.events)),
    songs: value('songs', String(DEFAULTS.songs)),
    days: value('days', String(DEFAULTS.days)),
    firstDay: value('start', DEFAULTS.start),
    seed: value('seed', String(DEFAULTS.seed)),
    known: value('known', DEFAULTS.known),
    ...users,
    traps: readTraps(flags, problems),
  }
}

function readTraps({ values }: Flags, problems: string[]): ReadonlySet<Trap> {
  const traps = new Set(USUAL_TRAPS)
  for (const flag of ['with', 'without'] as const) {
    for (const word of values.get(flag)?.split(',') ?? []) {
      if (!isTrap(word))
        problems.push(`--${flag} must name ${ALL_TRAPS.join(', ')}; found '${word}'`)
      else if (flag === 'with') traps.add(word)
      else traps.delete(word)
    }
  }
  // Who does not change at all does not change quickly.
  if (!traps.has('level-changes')) traps.delete('quick-level-changes')
  return traps
}
