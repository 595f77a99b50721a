/** Something the user can understand and mend: printed as its message alone, exit code 1. */
export class Failure extends Error {
  override readonly name: string = 'Failure'
}

/** A command called wrongly: printed as its message and the command's usage, exit code 2. */
export class UsageError extends Failure {
  override readonly name = 'UsageError'
}

/** What an engine said; knex puts the statement before an error's message, and this keeps it apart. */
export class EngineError extends Failure {
  override readonly name = 'EngineError'
  readonly said: string
  /** Where in the statement, in characters from 1, when the engine tells. */
  readonly position: number | undefined

  constructor(said: string, options: ErrorOptions & { readonly position?: number } = {}) {
    super(said, options)
    this.said = said
    this.position = options.position
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof EngineError) return error.said
  return error instanceof Error ? error.message : String(error)
}

/** `'a', 'b' and 'c'` */
export function quotedList(values: readonly string[]): string {
  const quoted = values.map((value) => `'${value}'`)
  const last = quoted.pop() ?? ''
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`
}
