import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Engine, Problem } from './engine.ts'
import { Failure } from './errors.ts'
import { PROJECT } from './settings.ts'

/** SQL that a command is going to send, and where it is written. */
export interface Written {
  /** From the project's folder, such as `transforms/03_users.ts`; or what else to call it. */
  readonly place: string
  readonly sql: string
  readonly inTransaction: boolean
  /** What the SQL is made from, when it does not stand in the file as it is sent. */
  readonly rendered?: string
}

type Lint = NonNullable<Engine['lint']>

/**
 * Reads what a command is going to send, before any of it is sent.
 * @throws Failure that lists every problem with its file and line.
 */
export async function refuseProblems(
  engine: Engine,
  written: () => readonly Written[] | Promise<readonly Written[]>,
): Promise<void> {
  if (engine.lint === null) return
  const problems = problemsOf(engine.lint, await written())
  if (problems.length > 0) throw refusal(engine, problems)
}

/** The problems of what is written, each as it is told. */
export function problemsOf(lint: Lint, written: readonly Written[]): string[] {
  const told = written.flatMap((text) =>
    lint(text.sql, { inTransaction: text.inTransaction }).map((problem) => describe(text, problem)),
  )
  return [...new Set(told)]
}

/** Why nothing is sent. */
export function refusal({ target }: Engine, problems: readonly string[]): Failure {
  const many = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  return new Failure(
    `The SQL for the ${target} target has ${many}. Nothing was run.\n${problems.join('\n')}`,
  )
}

function describe(text: Written, { rule, line, message, source }: Problem): string {
  return `${placeOf(text, line)}: ${message}\n  ${rule}: ${source}`
}

/** The place of a line of the SQL: in its file, when it stands there word for word. */
function placeOf({ place, sql, rendered }: Written, line: number): string {
  if (rendered !== undefined) return `${place}, ${rendered}`
  const first = place.includes('/') ? lineIn(place, sql) : 1
  return first === undefined ? `${place}, line ${line} of its SQL` : `${place}:${first + line - 1}`
}

/** The line of a file on which an SQL text begins, its indentation aside. */
function lineIn(place: string, sql: string): number | undefined {
  let file: string[]
  try {
    file = readFileSync(path.join(PROJECT, place), 'utf8').split(/\r?\n/)
  } catch {
    return undefined
  }
  const wanted = sql.split(/\r?\n/).map((line) => line.trim())
  const last = wanted.length - 1
  const stands = (start: number) =>
    wanted.every((line, index) => {
      const found = (file[start + index] ?? '').trim()
      // The first and the last line may share theirs with the quotes.
      if (index === 0 && index === last) return found.includes(line)
      if (index === 0) return found.endsWith(line)
      return index === last ? found.startsWith(line) : found === line
    })
  const at = file.findIndex((_, start) => stands(start))
  return at === -1 ? undefined : at + 1
}
