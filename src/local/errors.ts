import { EngineError, Failure, messageOf } from '../errors.ts'

/** What the embedded engine says, in Redshift's words where it has its own for the same thing. */
export function localError(error: unknown): EngineError {
  if (error instanceof Failure) return new EngineError(error.message, { cause: error })
  const message = messageOf(error).split('\n')[0] ?? ''
  for (const [pattern, say] of TEXTS) {
    const match = pattern.exec(message)
    if (match) return new EngineError(say(match), { cause: error })
  }
  return new EngineError(message.replace(/^(\w+ Error|TransactionContext Error): /, ''), {
    cause: error,
  })
}

const TEXTS: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [
    /CHECK constraint failed on table (\S+) with expression CHECK\(\(strlen\("?([^")]+)"?\) <= (\d+)\)\)/,
    ([, table, column, bytes]) =>
      `Value too long for ${table}.${column}, which is varchar(${bytes}): it holds ${bytes} bytes.`,
  ],
  [
    /NOT NULL constraint failed: (\S+)/,
    ([, column]) => `Cannot insert a NULL value into column ${column}.`,
  ],
  [
    /(Table|View) with name (\S+) does not exist!/,
    ([, , name]) => `relation "${name}" does not exist`,
  ],
  [/Referenced column "([^"]+)" not found/, ([, name]) => `column "${name}" does not exist`],
  [/Invalid Input Error: (division by zero)/, ([, text]) => `${text}`],
]

/** Why a database file could not be opened. */
export function openingError(error: unknown, file: string): Failure {
  const message = messageOf(error)
  const holder = /Conflicting lock is held in (.*?) ?\(PID (\d+)\)/.exec(message)
  if (holder) {
    return new Failure(
      `Cannot open the warehouse '${file}': process ${holder[2]} (${holder[1]}) holds it, and the ` +
        'local engine lets one process in at a time. Nothing was done. ' +
        'Wait for that process to end, or set LOCAL_DATABASE to another file.',
      { cause: error },
    )
  }
  // A file of another engine makes this one ask for an extension.
  if (
    /not a valid DuckDB database file|^\w+ Error: (Extension|Failed to download extension) "/.test(
      message,
    )
  ) {
    return new Failure(
      `Cannot open the warehouse '${file}': the file is not a database of the local engine. ` +
        'It was left as it is. Set LOCAL_DATABASE to another file, or move this one away.',
      { cause: error },
    )
  }
  if (message.includes('database does not exist')) {
    return new Failure(
      `There is no warehouse at '${file}' yet. Run 'npm start' first, or set LOCAL_DATABASE to the file it is in.`,
      { cause: error },
    )
  }
  const said = (message.split('\n')[0] ?? '').replace(/^\w+ Error: /, '').replace(/\.?$/, '.')
  return new Failure(
    `Cannot open the warehouse '${file}': ${said} Nothing was done. ` +
      'Set LOCAL_DATABASE to another file, or move this one away.',
    { cause: error },
  )
}
