import { askFirst } from '../ask.ts'
import type { Answer, FoundTable } from '../engine.ts'
import { UsageError } from '../errors.ts'
import type { ResultFormat } from '../format.ts'
import { BOOKS } from '../ledger.ts'
import { findQuestion, type Question, readQuestions } from '../query.ts'
import { questionsAnswer } from '../query-arguments.ts'
import { countText, showAnswer, tell } from '../show-answer.ts'
import type { Table } from '../table.ts'
import { PAPER, terminalOf } from '../terminal/terminal.ts'
import { readVersions } from '../versions.ts'
import { COMMANDS } from './completion.ts'
import { columnsAnswer, tablesAnswer } from './describe.ts'
import { typedIn } from './input.ts'
import type { Reading } from './reading.ts'

export interface ShellOptions {
  readonly format: ResultFormat
  /** How many rows of an answer are fetched. */
  readonly most: number
}

/** Takes lines, and answers the statements and commands in them. */
export class Shell {
  readonly questions: readonly Question[] = readQuestions()
  /** The tables of the warehouse, as they were when it was last looked at. */
  tables: readonly FoundTable[] = []
  /** The beginning of a statement that has no end yet. */
  typed = ''
  /** Gives the terminal to work that reads from it, such as a pager. */
  alone: <Result>(work: () => Promise<Result>) => Promise<Result> = (work) => work()
  readonly #reading: Reading
  readonly #options: ShellOptions

  constructor(reading: Reading, options: ShellOptions) {
    this.#reading = reading
    this.#options = options
  }

  /** Takes a line. Resolves to whether it was the last. @throws Failure when it cannot be answered. */
  async take(line: string): Promise<boolean> {
    if (this.typed === '' && /^\s*\\/.test(line)) return this.#command(line)
    const { statements, rest } = typedIn(`${this.typed}${line}\n`)
    this.typed = rest
    for (const statement of statements) await this.#ask(statement)
    return false
  }

  /** Answers what has no semicolon behind it. */
  async end(): Promise<void> {
    const statement = this.typed
    this.typed = ''
    await this.#ask(statement)
  }

  /** Looks which tables there are. Resolves to what the versions say of them. */
  async look(): Promise<ReadonlyMap<string, Table>> {
    this.tables = await this.#reading.use(({ connection, session }) => connection.tables(session))
    const declared = (await readVersions()).at(-1)?.after ?? new Map<string, Table>()
    return new Map([...declared, ...BOOKS.map((book) => [book.name, book] as const)])
  }

  /** Stops the statement that runs. */
  cancel(): Promise<void> {
    return this.#reading.cancel()
  }

  async #ask(sql: string, from: Partial<Pick<Question, 'firstLine' | 'units'>> = {}) {
    if (sql.replace(/;\s*$/, '').trim() === '') return
    const options = { most: this.#options.most, firstLine: from.firstLine }
    const found = await this.#reading.use((warehouse) => askFirst(warehouse, sql, options))
    tell(countText(found, await this.#show(found, from.units)))
  }

  #show(answer: Answer, units: Readonly<Record<string, string>> = {}): Promise<string[]> {
    return this.alone(() => showAnswer(answer, { format: this.#options.format, units }))
  }

  /** In which lines of text are to fit; endless where programs read. */
  #width(): number {
    return (this.#options.format === 'table' ? terminalOf(process.stdout) : PAPER).width
  }

  async #command(line: string): Promise<boolean> {
    const [name, word, ...others] = line.trim().replace(/;$/, '').split(/\s+/)
    if (others.length > 0) {
      throw new UsageError(`'${line.trim()}' says too much. \\? lists the commands.`)
    }
    if (name === '\\q') return true
    if (name === '\\?') process.stdout.write(HELP)
    else if (name === '\\d') await this.#describe(word)
    else if (name === '\\ask') await this.#askQuestion(word)
    else throw new UsageError(`There is no command '${name}'. \\? lists them.`)
    return false
  }

  async #describe(name: string | undefined): Promise<void> {
    const declared = await this.look()
    await this.#show(
      name === undefined
        ? tablesAnswer(this.tables, declared, this.#width())
        : columnsAnswer(name, this.tables, declared),
    )
  }

  async #askQuestion(name: string | undefined): Promise<void> {
    if (name === undefined) {
      await this.#show(questionsAnswer(this.questions, this.#width()))
      return
    }
    const question = findQuestion(this.questions, name)
    await this.#ask(question.sql, question)
  }
}

const HELP = `\
${Object.entries(COMMANDS)
  .map(([command, does]) => `${command.padEnd(12)}${does}\n`)
  .join('')}
A statement in Redshift SQL ends with a semicolon and may span lines. Tab
completes names, the arrow keys bring back what was typed, Ctrl-C stops what
runs. Nothing can be changed from here: tables change by migrations and
transforms.
`
