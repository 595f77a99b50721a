import { ask } from './ask.ts'
import type { Answer } from './engine.ts'
import { Failure } from './errors.ts'
import { migrate } from './migrator.ts'
import { refusePending } from './pending-versions.ts'
import { checkSteps, runSteps, type StepReport } from './pipeline.ts'
import { progressLine } from './progress.ts'
import { describeBroken } from './promises.ts'
import { findQuestion, type Question, readQuestions } from './query.ts'
import { number, percent } from './report/formats.ts'
import { stepLine } from './report-lines.ts'
import { EMPTY_SCHEMA } from './schema.ts'
import type { Settings } from './settings.ts'
import { readSteps } from './steps.ts'
import { tableText } from './terminal/table.ts'
import { PAPER, type Terminal } from './terminal/terminal.ts'
import { readVersions } from './versions.ts'
import { type Warehouse, withWarehouse } from './warehouse.ts'
import { sqlOfQuestion, sqlOfSteps } from './written.ts'

/** What the main job did, and what the warehouse answers afterwards. */
export interface Summary {
  readonly target: Settings['target']
  readonly applied: readonly string[]
  readonly steps: readonly StepReport[]
  /** Rows of the star that were not there before, and rows that are there no longer. */
  readonly changed: number
  readonly promises: number
  readonly plays: number
  readonly playsWithSong: number
  readonly answers: readonly {
    readonly question: string
    readonly name: string
    readonly answer: Answer
  }[]
}

/** The questions that the summary answers. */
const ASKED = ['top_songs', 'users_by_level', 'busiest_hours']

/** Migrates, transforms, checks, and asks three questions. @throws Failure when any of it fails. */
export async function start(settings: Settings): Promise<Summary> {
  const versions = await readVersions()
  const steps = await readSteps()
  const schema = versions.at(-1)?.after ?? EMPTY_SCHEMA
  await refusePending(settings, versions, async (engine) => [
    ...(await sqlOfSteps(engine, steps, schema)),
    ...asked().map(sqlOfQuestion),
  ])
  return withWarehouse(settings, async (warehouse) => {
    const applied = await migrate(warehouse, versions)
    const reports = await runSteps(warehouse, versions, steps, { progress: progressLine })
    const { asked: promises, broken } = await checkSteps(warehouse, versions, steps)
    const errors = broken.filter(({ severity }) => severity === 'error')
    if (errors.length > 0) throw new Failure(errors.map(describeBroken).join('\n'))
    const [counts] = await warehouse.session.rows<{ plays: number; found: number }>(
      'select count(*) as plays, count(song_id) as found from songplays',
    )
    const star = new Set(steps.flatMap((step) => (step.insert ? [step.name] : [])))
    return {
      target: settings.target,
      applied,
      steps: reports,
      changed: reports.reduce((sum, { step, changed }) => sum + (star.has(step) ? changed : 0), 0),
      promises,
      plays: Number(counts?.plays ?? 0),
      playsWithSong: Number(counts?.found ?? 0),
      answers: await answer(warehouse),
    }
  })
}

function asked(): Question[] {
  const questions = readQuestions()
  return ASKED.map((name) => findQuestion(questions, name))
}

async function answer(warehouse: Warehouse): Promise<Summary['answers']> {
  const answers = []
  for (const { name, question, sql } of asked()) {
    answers.push({ name, question, answer: await ask(warehouse, sql) })
  }
  return answers
}

const ROWS_SHOWN = 2

/** The summary for people. */
export function summaryLines(summary: Summary, terminal: Terminal = PAPER): string[] {
  return [
    summary.applied.length === 0 ? 'Schema up to date.' : `Applied ${summary.applied.join(', ')}.`,
    '',
    ...summary.steps.map(stepLine),
    '',
    summary.changed === 0
      ? 'No row of the star changed.'
      : `${number(summary.changed)} rows of the star changed.`,
    `${summary.promises} promises, all kept.`,
    `${number(summary.playsWithSong)} of ${number(summary.plays)} plays found a song (${percent(summary.playsWithSong, summary.plays)}).`,
    ...summary.answers.flatMap(({ question, answer }) => [
      '',
      question,
      ...shownRows(answer, terminal),
    ]),
    '',
    "Ask more: 'npm run query', or your own: 'npm run sql'. The rest: 'npm run help'.",
  ]
}

function shownRows(answer: Answer, terminal: Terminal): string[] {
  const { rows } = answer
  const more = rows.length > ROWS_SHOWN ? [`(${rows.length - ROWS_SHOWN} more rows)`] : []
  const table = tableText(
    { ...answer, rows: rows.slice(0, ROWS_SHOWN) },
    { ...terminal, width: terminal.width - 2 },
  )
  return [...table.lines, ...more].map((line) => `  ${line}`)
}
