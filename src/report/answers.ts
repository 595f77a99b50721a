import path from 'node:path'
import { ask } from '../ask.ts'
import { Failure } from '../errors.ts'
import type { Progress } from '../progress.ts'
import { type Question, readQuestions } from '../query.ts'
import type { Schema } from '../schema.ts'
import { PROJECT } from '../settings.ts'
import type { Warehouse } from '../warehouse.ts'
import type { Chart, Unit } from './chart.ts'
import { daysBetween, type Series, type Value } from './series.ts'

/** The SQL of the report's charts, a question a file. */
export const REPORT: string = path.join(PROJECT, 'report')

/** A chart with its answer. */
export interface Answered {
  readonly chart: Chart
  readonly question: Question
  readonly series: Series
}

/** Asks the question of every chart that this schema can answer. */
export async function answersOf(
  warehouse: Warehouse,
  schema: Schema,
  charts: readonly Chart[],
  progress: Progress,
): Promise<Answered[]> {
  const questions = readQuestions(REPORT)
  const asked = new Map<string, Series>()
  const answered: Answered[] = []
  for (const chart of charts) {
    const question = questionOf(chart, questions, schema)
    if (!question) continue
    const series = asked.get(question.name) ?? (await seriesOf(warehouse, question))
    asked.set(question.name, series)
    answered.push({ chart, question, series })
    progress.update(`${answered.length} of ${charts.length} questions`)
  }
  return answered
}

function questionOf({ sql }: Chart, questions: readonly Question[], schema: Schema) {
  const source = sql.find(({ needs }) => {
    const [table = '', column = ''] = needs?.split('.') ?? []
    return needs === undefined || column in (schema.get(table)?.columns ?? {})
  })
  return questions.find(({ name }) => name === source?.file)
}

async function seriesOf(warehouse: Warehouse, { name, sql }: Question): Promise<Series> {
  const { columns, rows } = await ask(warehouse, sql)
  if (columns[0] !== 'day' || columns[1] !== 'level') {
    throw new Failure(
      `report/${name}.sql gives ${columns.join(', ')}: expected day and level first, by which the report ` +
        'lets its readers choose.',
    )
  }
  return { columns, rows: rows.map((row) => row.map(shownValue)) }
}

/** A sum is text on some engines, and a level may be unknown. */
function shownValue(value: unknown, column: number): Value {
  if (column === 1 && value === null) return 'unknown'
  if (value === null || typeof value === 'number') return value
  return typeof value === 'bigint' ? Number(value) : String(value)
}

/** Two months of days, or a year of weeks: more makes neither a readable picture nor a small page. */
const MOST_OF_A_UNIT = 62

/** What days are counted by, so that a picture of all of them can be read. */
export function unitOf(from: string, to: string): Unit {
  const days = daysBetween(from, to)
  if (days <= MOST_OF_A_UNIT) return 'day'
  return days <= 7 * MOST_OF_A_UNIT ? 'week' : 'month'
}

type Fold = (one: number, later: number) => number
const added: Fold = (one, later) => one + later

/** The counts of the answers, and what days come to together; every other column names what is counted. */
const COUNTS: ReadonlyMap<string, Fold> = new Map([
  ['plays', added],
  ['found', added],
  ['changes', added],
  ['sessions', added],
  ['songs', added],
  ['seconds', added],
  ['users', Math.max],
  ['users_then', (_, later) => later],
])

/** An answer by weeks or months: counts are added up, of users a day's most is taken, of those then the last. */
export function inUnits(series: Series, unit: Unit): Series {
  if (unit === 'day') return series
  const groups = new Map<string, Value[]>()
  for (const row of series.rows) {
    const [day, ...rest] = row
    const moved = [firstDay(String(day), unit), ...rest]
    const key = JSON.stringify(moved.filter((_, at) => !COUNTS.has(series.columns[at] ?? '')))
    const group = groups.get(key)
    if (!group) groups.set(key, moved)
    else addUp(group, moved, series.columns)
  }
  return { columns: series.columns, rows: [...groups.values()] }
}

function addUp(group: Value[], row: readonly Value[], columns: readonly string[]): void {
  for (const [at, name] of columns.entries()) {
    const fold = COUNTS.get(name)
    if (fold) group[at] = fold(Number(group[at]), Number(row[at]))
  }
}

/** The day itself, the Monday of its week, or the first of its month. */
export function firstDay(day: string, unit: Unit): string {
  if (unit === 'day') return day
  if (unit === 'month') return `${day.slice(0, 7)}-01`
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7))
  return date.toISOString().slice(0, 10)
}
