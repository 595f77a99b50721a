import { askFirst } from '../src/ask.ts'
import { command } from '../src/command.ts'
import { engineOf } from '../src/engine.ts'
import { refuseProblems } from '../src/lint.ts'
import { progressLine, SILENT } from '../src/progress.ts'
import { readQuestions } from '../src/query.ts'
import { optionsOf, parametersText, questionsAnswer, readAsked } from '../src/query-arguments.ts'
import { saveAnswer } from '../src/save-answer.ts'
import { readEnvironment } from '../src/settings.ts'
import { countText, isSilent, showAnswer, tell } from '../src/show-answer.ts'
import { PAPER, terminalOf } from '../src/terminal/terminal.ts'
import { withWarehouse } from '../src/warehouse.ts'
import { sqlOfQuestion, sqlTyped } from '../src/written.ts'

command(() => {
  const questions = readQuestions()
  return {
    usage: `\
npm run query                                 list the questions
npm run query -- users_by_level               ask one of them
npm run query -- plays_per_day --from 2018-11-10 --chart
npm run query -- --sql "select count(*) from songplays"

  --sql TEXT      ask a question of your own, in Redshift SQL; it can only read
  --limit N       the first N rows; no more are fetched
  --chart         draw a bar beside each row, for its last number
  --format F      table, json or csv
  --out FILE      write a file instead: .csv, .json or .parquet
  --help          print this

Parameters
${parametersText(questions)}
Tables are fitted to the terminal; a long one goes through PAGER (less).
Rows and seconds are told on stderr, but not by: npm run --silent query ...
`,
    options: optionsOf(questions),
    words: 1,
    stopped: 'Nothing was changed.',
    async run(values, [name]) {
      const asked = readAsked(questions, values, name)
      const { sql, ...wanted } = asked
      if (sql === undefined) {
        const { width } = wanted.format === 'table' ? terminalOf(process.stdout) : PAPER
        await showAnswer(questionsAnswer(questions, width), wanted)
        return
      }
      const settings = readEnvironment()
      await refuseProblems(await engineOf(settings), () => [
        name === undefined ? sqlTyped(sql) : sqlOfQuestion({ name, sql }),
      ])
      const progress = isSilent() ? SILENT : progressLine('asking')
      const found = await withWarehouse(settings, (warehouse) => askFirst(warehouse, sql, wanted), {
        readOnly: true,
      }).finally(progress.end)
      const remarks = wanted.out
        ? await saveAnswer(found, wanted.out)
        : await showAnswer(found, wanted)
      tell(countText(found, remarks))
    },
  }
})
