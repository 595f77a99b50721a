import { didYouMean } from '../nearest.ts'
import { date, type Kind, path, share, wholeNumber } from './values.ts'

const MOST_EVENTS = 1_000_000_000

/** The flags that take one value, and what it may be. */
export const VALUE_FLAGS = {
  out: path,
  events: wholeNumber(1, MOST_EVENTS),
  songs: wholeNumber(1, 1_000_000),
  days: wholeNumber(1, 3660),
  start: date,
  users: wholeNumber(1, 10_000_000),
  known: share,
  seed: wholeNumber(0, 2 ** 32 - 1),
} as const satisfies Record<string, Kind<unknown>>

/** The flags that take a list of traps. */
export const TRAP_FLAGS = ['without', 'with'] as const

/** The flags that take nothing. */
export const SWITCHES = ['replace', 'help'] as const

export type ValueFlag = keyof typeof VALUE_FLAGS
export type TrapFlag = (typeof TRAP_FLAGS)[number]
export type Switch = (typeof SWITCHES)[number]

/** The flags of a command line: all known, none given twice, values not yet read. */
export interface Flags {
  readonly values: ReadonlyMap<ValueFlag | TrapFlag, string>
  readonly switches: ReadonlySet<Switch>
}

const isSwitch = (name: string): name is Switch => SWITCHES.includes(name as Switch)
const takesValue = (name: string): name is ValueFlag | TrapFlag =>
  Object.hasOwn(VALUE_FLAGS, name) || TRAP_FLAGS.includes(name as TrapFlag)

/** Splits a command line into flags; what is wrong with it goes to `problems`. */
export function splitFlags(args: readonly string[], problems: string[]): Flags {
  const values = new Map<ValueFlag | TrapFlag, string>()
  const switches = new Set<Switch>()
  const rest = [...args]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [, name = '', attached] =
      /^--([^=]+)(?:=(.*))?$/s.exec(word === '-h' ? '--help' : word) ?? []
    if (isSwitch(name)) {
      if (attached !== undefined) problems.push(`--${name} takes no value; found '${attached}'`)
      switches.add(name)
    } else if (takesValue(name)) {
      if (values.has(name)) problems.push(`--${name} is given twice`)
      const isNext = attached === undefined && rest[0] !== undefined && !rest[0].startsWith('--')
      values.set(name, attached ?? (isNext ? (rest.shift() as string) : ''))
    } else problems.push(unknown(word))
  }
  return { values, switches }
}

function unknown(word: string): string {
  if (!word.startsWith('-')) {
    return `'${word}' follows no flag (with npm, put -- between 'npm run seed' and the flags)`
  }
  const names = [...Object.keys(VALUE_FLAGS), ...TRAP_FLAGS, ...SWITCHES]
  const flags = names.map((name) => `--${name}`)
  const meant = didYouMean(
    word,
    flags.map((flag) => [flag]),
  )
  return `${word} is not a flag.${meant} The flags are ${flags.join(', ')}`
}
