import { parseArgs } from 'node:util'
import { Failure, messageOf, UsageError } from './errors.ts'
import { toJson } from './json.ts'

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>

/** A command of the project, as its file in `scripts/` declares it. */
interface Command<O extends Options> {
  /** What `--help` prints. */
  readonly usage: string
  readonly options: O
  /** How many words may follow the command; default 0. */
  readonly words?: number
  readonly run: (values: Values<O>, words: string[]) => Promise<void>
}

type Values<O extends Options> = {
  readonly [K in keyof O]?: O[K]['type'] extends 'boolean' ? boolean : string
}

/**
 * Runs a command: exit code 0 when it is done, 1 when it failed, 2 when it was called wrongly. A
 * failure is printed as its message alone, and with its stack when DEBUG is set.
 */
export async function command<const O extends Options>(declared: Command<O>): Promise<void> {
  process.stdout.on('error', endedReading)
  try {
    const { values, positionals } = parse(declared)
    if ((values as { help?: boolean }).help) {
      process.stdout.write(declared.usage)
      return
    }
    await declared.run(values as Values<O>, positionals)
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`)
    if (error instanceof UsageError) process.stderr.write(`\n${declared.usage}`)
    if (process.env.DEBUG || !(error instanceof Failure)) console.error(error)
    process.exitCode = error instanceof UsageError ? 2 : 1
  }
}

/** A reader such as `head` may stop before the end: what is written then is lost, and that is no failure. */
function endedReading(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

function parse<const O extends Options>({ options, words = 0 }: Command<O>) {
  const withHelp = { ...options, help: { type: 'boolean', short: 'h' } } as const
  let parsed: ReturnType<typeof parseArgs>
  try {
    parsed = parseArgs({ options: withHelp, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(
      `${messageOf(error)
        .split(/[.'] To specify/)[0]
        ?.replace(/\.$/, '')}.`,
    )
  }
  const extra = parsed.positionals[words]
  if (extra !== undefined) throw new UsageError(`Unexpected argument '${extra}'.`)
  return parsed
}

/** Prints a result: lines for people, or one JSON document. */
export function print(result: unknown, lines: readonly string[], json: boolean | undefined): void {
  process.stdout.write(json ? `${toJson(result)}\n` : lines.map((line) => `${line}\n`).join(''))
}
