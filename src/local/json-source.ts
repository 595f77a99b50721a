import { readJsonPaths } from '../lake/json-paths.ts'
import { ROW_KEY } from '../lake/pack.ts'
import type { Lake } from '../settings.ts'
import { columnsOf, type Table, writableColumns } from '../table.ts'
import type { Copy } from '../transform.ts'
import { type Conversion, conversion, nullProblem } from './conversion.ts'
import { identifier, literal } from './literals.ts'

export type Format = 'newline_delimited' | 'unstructured'

/** A column of the load: where its text comes from and what becomes of it. */
interface LoadedColumn extends Conversion {
  readonly name: string
  readonly type: string
  readonly raw: string
}

/** What to read from the files of a copy, and as what. */
export interface JsonSource {
  readonly columns: readonly LoadedColumn[]
  /** The table function's `columns`, by key of the root object. */
  readonly keys: Readonly<Record<string, 'VARCHAR' | 'JSON'>>
}

/** The columns of a copy, by key name or by the JSONPaths file. @throws Failure when that file is no use. */
export function jsonSource(copy: Copy, table: Table, lake: Lake): JsonSource {
  const names = writableColumns(table)
  const paths =
    copy.json === 'auto' ? names.map((name) => [name]) : readJsonPaths(lake.log_jsonpath, names)
  const nested = new Set(paths.filter((steps) => steps.length > 1).map(([key]) => String(key)))
  const definitions = new Map(columnsOf(table))
  const columns = names.map((name, index) => {
    const [key, ...inside] = paths[index] as (string | number)[]
    const column = identifier(String(key))
    const raw = nested.has(String(key))
      ? `json_extract_string(${column}, ${literal(pathInside(inside))})`
      : column
    const definition = definitions.get(name)
    const type = definition?.type ?? ''
    const converted = conversion(raw, type, copy)
    const problem = definition?.notNull
      ? `coalesce(${converted.problem}, ${nullProblem(raw)})`
      : converted.problem
    return { name, type, raw, value: converted.value, problem }
  })
  const keys = paths.map(
    ([key]) => [String(key), nested.has(String(key)) ? 'JSON' : 'VARCHAR'] as const,
  )
  return { columns, keys: Object.fromEntries(keys) }
}

function pathInside(steps: readonly (string | number)[]): string {
  return `$${steps.map((step) => (typeof step === 'number' ? `[${step}]` : `."${step}"`)).join('')}`
}

/** The table function that reads the files named by a variable of the session. */
export function readJson(
  source: JsonSource,
  variable: string,
  format: Format,
  options: readonly string[] = [],
): string {
  const keys = Object.entries(source.keys).map(([key, type]) => `${identifier(key)}: '${type}'`)
  if (options.includes('row')) keys.unshift(`${identifier(ROW_KEY)}: 'BIGINT'`)
  const names = options.includes('filename') ? ', filename = true' : ''
  return `read_json(
    getvariable('${variable}'),
    format = '${format}',
    columns = {${keys.join(', ')}}${names}
)`
}

/** Loads the files named by a variable of the session into the table. */
export function insertFromJson(
  table: Table,
  source: JsonSource,
  variable: string,
  format: Format,
): string {
  return insert(table, source, readJson(source, variable, format))
}

/** Loads a pack but for the rows that the variable `rejected_rows` lists. */
export function insertFromPack(table: Table, source: JsonSource, variable: string): string {
  const from = readJson(source, variable, 'newline_delimited', ['row'])
  return `${insert(table, source, from)}\nwhere not list_contains(getvariable('rejected_rows'), ${identifier(ROW_KEY)})`
}

function insert(table: Table, source: JsonSource, from: string): string {
  const names = source.columns.map(({ name }) => `    ${identifier(name)}`).join(',\n')
  const values = source.columns.map(({ value }) => `    ${value}`).join(',\n')
  return `insert into ${identifier(table.name)} (\n${names}\n)\nselect\n${values}\nfrom ${from}`
}

/** Whether a row has a problem in any of its columns. */
export function hasProblem(source: JsonSource): string {
  return source.columns.map(({ problem }) => `${problem} is not null`).join('\n    or ')
}
