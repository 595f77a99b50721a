import { parseArgs } from 'node:util'
import { Failure, messageOf, UsageError } from './errors.ts'
import { tellWhenStopped } from './interrupt.ts'
import { toJson } from './json.ts'
import { didYouMean } from './nearest.ts'
import { takenByNpm } from './npm-options.ts'
import { terminalOf } from './terminal/terminal.ts'
import { usageFor } from './terminal/usage.ts'

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>

/** A command of the project, as its file in `scripts/` declares it. */
interface Command<O extends Options> {
  /** What `--help` prints. */
  readonly usage: string
  readonly options: O
  /** How many words may follow the command; default 0. */
  readonly words?: number
  /** The state that things are in when it is stopped: `Nothing was changed.` */
  readonly stopped?: string
  readonly run: (values: Values<O>, words: string[]) => Promise<void>
}

type Values<O extends Options> = {
  readonly [K in keyof O]?: O[K]['type'] extends 'boolean'
    ? boolean
    : O[K]['multiple'] extends true
      ? string[]
      : string
}

/**
 * Runs a command: exit code 0 when it is done, 1 when it failed, 2 when it was called wrongly. A
 * failure is printed as its message alone, and with its stack when DEBUG is set.
 */
export async function command<const O extends Options>(
  given: Command<O> | (() => Command<O>),
): Promise<void> {
  process.stdout.on('error', cutShort)
  // Where messages cannot be written, there is nowhere to say so: the exit code tells.
  process.stderr.on('error', () => {})
  let usage = ''
  try {
    const declared = typeof given === 'function' ? given() : given
    usage = declared.usage
    const { values, positionals } = parse(declared)
    if ((values as { help?: boolean }).help) {
      process.stdout.write(usageFor(usage, terminalOf(process.stdout).width))
      return
    }
    tellWhenStopped(declared.stopped ?? KEPT)
    await declared.run(values as Values<O>, positionals)
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`)
    if (error instanceof UsageError) {
      process.stderr.write(`\n${usageFor(usage, terminalOf(process.stderr).width)}`)
    }
    if (process.env.DEBUG || !(error instanceof Failure)) console.error(error)
    process.exitCode = error instanceof UsageError ? 2 : 1
  }
}

/** Every version, load and publication is one transaction. */
const KEPT = 'What was finished is kept, and what was not is undone. Run it again to go on.'

/**
 * A reader such as `head` may stop before the end: what is written then is lost, and that is no failure.
 * Output that has no place is one, told once.
 */
function cutShort(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE' || process.exitCode !== undefined) return
  const why = error.message.replace(/^\w+: |, write$/g, '')
  process.stderr.write(
    `Cannot write the output: ${why}. What the command did is done; what it had to say is cut short.\n`,
  )
  process.exitCode = 1
}

function parse<const O extends Options>({ options, words = 0 }: Command<O>) {
  const withHelp = { ...options, help: { type: 'boolean', short: 'h' } } as const
  checkTaken(options)
  let parsed: ReturnType<typeof parseArgs>
  try {
    parsed = parseArgs({ options: withHelp, allowPositionals: true, strict: true })
  } catch (error) {
    const message = messageOf(error).split(/[.'] To specify/)[0] ?? ''
    const unknown = /^Unknown option '--(.+)'$/.exec(message)?.[1]
    const meant = unknown === undefined ? '' : nearestOption(unknown, Object.keys(withHelp))
    throw new UsageError(`${message.replace(/\.$/, '')}.${meant}`)
  }
  const extra = parsed.positionals[words]
  if (extra !== undefined) throw new UsageError(`Unexpected argument '${extra}'.${viaNpm()}`)
  return parsed
}

/** Where npm runs the command and no option has come through, the word may be the value of one. */
function viaNpm(): string {
  const isPlain = process.argv.slice(2).every((word) => !word.startsWith('-'))
  return isPlain && process.env.npm_lifecycle_event
    ? ' If it belongs to an option: npm takes options for itself unless -- stands before them.'
    : ''
}

function nearestOption(wanted: string, names: readonly string[]): string {
  return didYouMean(
    wanted,
    names.map((name) => [`--${name}`, name]),
  )
}

/**
 * Without `--` npm takes options for itself, and the command would do something else than was meant.
 * @throws UsageError when npm has taken one of the command's options.
 */
function checkTaken(options: Options): void {
  const given = (name: string) => process.argv.some((word) => word.startsWith(`--${name}`))
  const taken = takenByNpm(Object.keys(options).filter((name) => !given(name)))
  if (taken === undefined) return
  throw new UsageError(
    `npm took --${taken} for itself, and nothing was done. Put -- before the options.`,
  )
}

/** Prints a result: lines for people, or one JSON document. */
export function print(result: unknown, lines: readonly string[], json: boolean | undefined): void {
  process.stdout.write(json ? `${toJson(result)}\n` : lines.map((line) => `${line}\n`).join(''))
}
