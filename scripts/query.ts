import { ask } from '../src/ask.ts'
import { command } from '../src/command.ts'
import { UsageError } from '../src/errors.ts'
import {
  FORMATS,
  findQuestion,
  formatAnswer,
  type ResultFormat,
  readQuestions,
} from '../src/query.ts'
import { readEnvironment } from '../src/settings.ts'
import { withWarehouse } from '../src/warehouse.ts'

await command({
  usage: `\
npm run query                                 list the questions
npm run query -- users_by_level               ask one of them
npm run query -- --sql "select count(*) from songplays"
npm run query -- users_by_level --format csv  as table, json or csv
`,
  options: { sql: { type: 'string' }, format: { type: 'string' } },
  words: 1,
  async run({ sql, format = 'table' }, [name]) {
    if (!FORMATS.includes(format as ResultFormat)) {
      throw new UsageError(`--format is '${format}', expected table, json or csv.`)
    }
    if (name !== undefined && sql !== undefined)
      throw new UsageError('Give a name or --sql, not both.')
    const questions = readQuestions()
    if (name === undefined && sql === undefined) {
      const rows = questions.map(({ name, question }) => [name, question])
      const answer = { columns: ['name', 'question'], rows }
      process.stdout.write(`${formatAnswer(answer, format as ResultFormat)}\n`)
      return
    }
    const text = sql ?? findQuestion(questions, name ?? '').sql
    await withWarehouse(
      readEnvironment(),
      async (warehouse) => {
        process.stdout.write(
          `${formatAnswer(await ask(warehouse, text), format as ResultFormat)}\n`,
        )
      },
      { readOnly: true },
    )
  },
})
