import type { LineageNode } from '@polyglot-sql/sdk'
import { Failure } from './errors.ts'
import { readJsonPaths } from './lake/json-paths.ts'
import type { Schema } from './schema.ts'
import type { Lake } from './settings.ts'
import { polyglot } from './sql.ts'
import { type CopyStep, type InsertStep, isCopy, type Step } from './steps.ts'
import { fileColumns, type Table } from './table.ts'
import { withoutViews } from './views.ts'

/** Where the values of a column come from. */
export interface ColumnLineage {
  readonly table: string
  readonly column: string
  /** The columns that the step reads its values from, as `table.column`; none for what the warehouse makes itself. */
  readonly from: readonly string[]
  /** The fields of the source files that those are loaded from, as `log_data sessionId`. */
  readonly fields: readonly string[]
}

/**
 * The way from the source files to every column that a step fills, read from the steps' own SQL.
 * @throws Failure when a step's SQL cannot be followed.
 */
export async function lineageOf(
  schema: Schema,
  steps: readonly Step[],
  lake: Lake,
  views: ReadonlyMap<string, string>,
): Promise<ColumnLineage[]> {
  const known = new Map<string, ColumnLineage>()
  for (const step of steps) {
    const columns = Object.keys(schema.get(step.into)?.columns ?? {})
    const sources = isCopy(step)
      ? fieldsOf(step, schema.get(step.into), lake).map((field) => ({ from: [], fields: [field] }))
      : (await sourcesOf(step, columns, views)).map((from) => ({
          from,
          fields: behind(from, known),
        }))
    for (const [index, column] of columns.entries()) {
      const { from, fields } = sources[index] ?? { from: [], fields: [] }
      known.set(`${step.into}.${column}`, { table: step.into, column, from, fields })
    }
  }
  return [...known.values()]
}

/** The field that COPY reads each column from. */
function fieldsOf({ copy }: CopyStep, table: Table | undefined, lake: Lake): string[] {
  const columns = table ? fileColumns(table) : []
  if (copy.json === 'auto') return columns.map((column) => `${copy.from} ${column}`)
  const file = lake[copy.json]
  // What only the cluster reads is not fetched to tell of it: the place in the file is known.
  if (file.startsWith('s3://')) {
    return columns.map((_, index) => `${copy.from} path ${index + 1} of ${file}`)
  }
  return readJsonPaths(file, columns).map((steps) => `${copy.from} ${steps.join('.')}`)
}

async function sourcesOf(
  step: InsertStep,
  columns: readonly string[],
  views: ReadonlyMap<string, string>,
): Promise<string[][]> {
  const { lineageAt } = await polyglot()
  const query = withoutViews(step.query, views)
  // A row that was there already came from where its columns come from.
  const isOwn = (leaf: string) => leaf.startsWith(`${step.into}.`)
  return columns.map((column) => {
    const place = step.columns.indexOf(column)
    if (place === -1) return []
    const { success, lineage, error } = lineageAt(place, query, 'redshift')
    if (!success || !lineage) {
      throw new Failure(
        `Cannot tell where ${step.into}.${column} comes from: ${error ?? 'its query cannot be followed'}. ` +
          `See transforms/${step.name}.ts`,
      )
    }
    return [...new Set(leavesOf(lineage))].filter((leaf) => !isOwn(leaf)).sort()
  })
}

/** The columns of tables at the ends of a tree, under their tables' own names. */
function leavesOf(node: LineageNode): string[] {
  if (node.downstream.length > 0) return node.downstream.flatMap(leavesOf)
  return node.source_kind === 'table' ? [`${node.source_name}.${node.name.split('.').at(-1)}`] : []
}

function behind(from: readonly string[], known: ReadonlyMap<string, ColumnLineage>): string[] {
  return [...new Set(from.flatMap((name) => known.get(name)?.fields ?? []))].sort()
}
