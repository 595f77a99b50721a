import type { Answer } from './engine.ts'
import { UsageError } from './errors.ts'
import { FORMATS, type ResultFormat } from './format.ts'
import type { Parameter } from './parameter.ts'
import { findQuestion, type Question, sqlOf } from './query.ts'
import { type AnswerFile, answerFile } from './save-answer.ts'
import { wrappedLast } from './terminal/table.ts'

/** The options of `npm run query`, beside the parameters of its questions. */
const OPTIONS = {
  sql: { type: 'string' },
  format: { type: 'string' },
  limit: { type: 'string' },
  chart: { type: 'boolean' },
  out: { type: 'string' },
} as const

type Values = {
  readonly [K in keyof typeof OPTIONS]?: (typeof OPTIONS)[K]['type'] extends 'boolean'
    ? boolean
    : string
}

/** What is asked, and how its answer is wanted. */
export interface Asked {
  /** Undefined where nothing is asked. */
  readonly sql: string | undefined
  /** The line of a file at which the SQL begins, where it comes from one. */
  readonly firstLine: number
  readonly units: Readonly<Record<string, string>>
  readonly format: ResultFormat
  readonly chart: boolean
  readonly most: number | undefined
  readonly out: AnswerFile | undefined
}

/** The command's options and, as options too, the parameters of all questions. */
export function optionsOf(questions: readonly Question[]) {
  const names = questions.flatMap(({ parameters }) => parameters.map(({ name }) => name))
  const ofQuestions = Object.fromEntries(names.map((name) => [name, { type: 'string' }]))
  return { ...(ofQuestions as Record<never, never>), ...OPTIONS }
}

/** What was asked for. @throws UsageError when that cannot be. */
export function readAsked(
  questions: readonly Question[],
  values: Values,
  name: string | undefined,
): Asked {
  const { sql, chart = false } = values
  if (name !== undefined && sql !== undefined) {
    throw new UsageError('Give a name or --sql, not both.')
  }
  const format = formatOf(values.format)
  if (chart && format !== 'table') throw new UsageError(`--chart draws a table, and no ${format}.`)
  if (values.out !== undefined && (chart || values.format !== undefined)) {
    throw new UsageError(
      `Give --out without --${chart ? 'chart' : 'format'}: the ending of the file says its format.`,
    )
  }
  const question = name === undefined ? undefined : findQuestion(questions, name)
  return {
    sql: question ? sqlOf(question, parametersOf(question, questions, values)) : sql,
    firstLine: question?.firstLine ?? 1,
    units: question?.units ?? {},
    format,
    chart,
    most: countOf('limit', values.limit),
    out: values.out === undefined ? undefined : answerFile(values.out),
  }
}

/** The format of `--format`. @throws UsageError when there is none of that name. */
export function formatOf(text: string = 'table'): ResultFormat {
  const format = FORMATS.find((name) => name === text)
  if (!format) throw new UsageError(`--format is '${text}', expected table, json or csv.`)
  return format
}

/** The number of an option such as `--limit`. @throws UsageError when it is none. */
export function countOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,9}$/.test(text)) {
    throw new UsageError(`--${option} is '${text}', expected a whole number.`)
  }
  return Number(text)
}

/** The values that were given for a question's parameters. @throws UsageError for those of other questions. */
function parametersOf(
  question: Question,
  questions: readonly Question[],
  values: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const own = new Set(question.parameters.map(({ name }) => name))
  const all = new Set(questions.flatMap(({ parameters }) => parameters.map(({ name }) => name)))
  for (const name of all) {
    if (values[name] === undefined || own.has(name) || name in OPTIONS) continue
    const has = own.size === 0 ? 'It has none' : `Its parameters: --${[...own].join(', --')}`
    throw new UsageError(`'${question.name}' has no parameter --${name}. ${has}.`)
  }
  return Object.fromEntries(
    [...own].flatMap((name) => (values[name] === undefined ? [] : [[name, String(values[name])]])),
  )
}

/** The questions as an answer of their own, in lines that fit where a terminal shows them. */
export function questionsAnswer(
  questions: readonly Question[],
  width = Number.POSITIVE_INFINITY,
): Answer {
  const rows = questions.map(({ name, question, parameters }) => {
    const options = parameters.map((parameter) => `--${parameter.name}`)
    const text = options.length === 0 ? question : `${question} (${options.join(', ')})`
    return [name, text]
  })
  return wrappedLast({ columns: ['name', 'question'], rows }, width)
}

/** A line for each parameter, for `--help`. */
export function parametersText(questions: readonly Question[]): string {
  const lines = questions.flatMap(({ name, parameters }) =>
    parameters.map((parameter) => `  ${name.padEnd(18)} ${parameterText(parameter)}`),
  )
  return `${lines.join('\n')}\n`
}

function parameterText({ name, type, byDefault, meaning }: Parameter): string {
  return `${`--${name} ${type.toUpperCase()}`.padEnd(14)} ${meaning} (${byDefault})`
}
