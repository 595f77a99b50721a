import { ask } from '../src/ask.ts'
import { command } from '../src/command.ts'
import { engineOf } from '../src/engine.ts'
import { UsageError } from '../src/errors.ts'
import { refuseProblems } from '../src/lint.ts'
import {
  FORMATS,
  findQuestion,
  formatAnswer,
  type ResultFormat,
  readQuestions,
} from '../src/query.ts'
import { readEnvironment } from '../src/settings.ts'
import { withWarehouse } from '../src/warehouse.ts'
import { sqlOfQuestion, sqlTyped } from '../src/written.ts'

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
    const asked =
      sql === undefined ? sqlOfQuestion(findQuestion(questions, name ?? '')) : sqlTyped(sql)
    const settings = readEnvironment()
    await refuseProblems(await engineOf(settings), () => [asked])
    await withWarehouse(
      settings,
      async (warehouse) => {
        const answer = await ask(warehouse, asked.sql)
        process.stdout.write(`${formatAnswer(answer, format as ResultFormat)}\n`)
      },
      { readOnly: true },
    )
  },
})
