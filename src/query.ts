import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Failure, UsageError } from './errors.ts'
import { didYouMean } from './nearest.ts'
import { literalOf, type Parameter, parameterOf } from './parameter.ts'
import { PROJECT } from './settings.ts'
import { withParameters } from './sql-text.ts'

/** A question of `queries/`. */
export interface Question {
  /** The file's name without its ending. */
  readonly name: string
  /** The first line of the file, without its dashes. */
  readonly question: string
  /** What its words can be replaced by: `-- :from date = 1970-01-01, the first day`. */
  readonly parameters: readonly Parameter[]
  /** By column, as `-- day: UTC` says it. */
  readonly units: Readonly<Record<string, string>>
  /** Redshift SQL, in which each parameter has its default. */
  readonly sql: string
  /** Redshift SQL with its parameters, as it is written. */
  readonly written: string
  /** The line of the file at which the SQL begins, from 1. */
  readonly firstLine: number
}

export const QUERIES: string = path.join(PROJECT, 'queries')

/** The questions of a folder, by name. @throws Failure for a file that does not say what it asks. */
export function readQuestions(folder: string = QUERIES): Question[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
  return files.map((file) => readQuestion(file, readFileSync(path.join(folder, file), 'utf8')))
}

function readQuestion(file: string, text: string): Question {
  const question = /^-- (.*)\n/.exec(text)?.[1]
  if (question === undefined) {
    throw new Failure(`queries/${file} must begin with its question on one line: -- Who ...?`)
  }
  const rest = text.slice(question.length + 4)
  const declared = DECLARATIONS.exec(rest)?.[0] ?? ''
  const lines = declared.split('\n')
  const body = rest.slice(declared.length)
  const found = {
    name: path.basename(file, '.sql'),
    question,
    parameters: lines
      .filter((line) => line.startsWith('-- :'))
      .map((line) => parameterOf(line, `queries/${file}`)),
    units: unitsOf(lines),
    written: body.trim().replace(/;$/, ''),
    firstLine: text.slice(0, text.length - body.trimStart().length).split('\n').length,
  }
  checkParameters(found)
  return { ...found, sql: sqlOf(found, {}) }
}

/** The lines under the question that declare a parameter or a unit. */
const DECLARATIONS = /^(?:-- (?::.*|\w+: \S+(?: \S+)?)\n)*/

function unitsOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, column, unit] = /^-- (\w+): (\S+(?: \S+)?)$/.exec(line) ?? []
      return column === undefined || unit === undefined ? [] : [[column, unit]]
    }),
  )
}

/** @throws Failure when a parameter is declared and not used, or used and not declared. */
function checkParameters({ name, parameters, written }: Omit<Question, 'sql'>): void {
  const used = new Set<string>()
  withParameters(written, (parameter) => {
    used.add(parameter)
    return ''
  })
  const declared = new Set(parameters.map((parameter) => parameter.name))
  for (const parameter of used) {
    if (declared.has(parameter)) continue
    throw new Failure(
      `queries/${name}.sql uses :${parameter}, and does not declare it: -- :${parameter} date = 1970-01-01, what it means`,
    )
  }
  for (const parameter of declared) {
    if (used.has(parameter)) continue
    throw new Failure(`queries/${name}.sql declares :${parameter}, and does not use it.`)
  }
}

/**
 * The SQL of a question with these values for its parameters, and defaults for the others.
 * @throws UsageError for a value that is not of its parameter's type.
 */
export function sqlOf(
  { parameters, written }: Pick<Question, 'parameters' | 'written'>,
  values: Readonly<Record<string, string>>,
): string {
  const literals = new Map(
    parameters.map((parameter) => [
      parameter.name,
      literalOf(parameter, values[parameter.name] ?? parameter.byDefault),
    ]),
  )
  return withParameters(written, (name) => literals.get(name) ?? `:${name}`)
}

/** The question that a user names. @throws UsageError when there is none. */
export function findQuestion(questions: readonly Question[], wanted: string): Question {
  const found = questions.find(({ name }) => name === wanted)
  if (found) return found
  const meant = didYouMean(
    wanted,
    questions.map(({ name }) => [name]),
  )
  throw new UsageError(
    `There is no query '${wanted}'.${meant} Queries: ${questions.map(({ name }) => name).join(', ')}.`,
  )
}
