import { type JsonPath, readJsonPaths } from '../lake/json-paths.ts'
import { LOAD_KEY, ROW_KEY } from '../lake/pack.ts'
import { columnsOf, fileColumns, LOAD_COLUMN, type Table } from '../table.ts'
import type { Copy } from '../transform.ts'
import { conversion, nullProblem } from './conversion.ts'
import { identifier, literal } from './literals.ts'

export type Format = 'newline_delimited' | 'unstructured'

/** A column of the load: where its text comes from and what becomes of it. */
interface LoadedColumn {
  readonly name: string
  readonly type: string
  /** SQL for the text as it stands in the file. */
  readonly raw: string
  /** SQL for the column's value; it fails on what does not fit. */
  readonly value: string
  /** SQL for why there is no such value, null where there is one. */
  readonly problem: string
}

/** What to read from the files of a copy, and as what. */
export interface JsonSource {
  readonly columns: readonly LoadedColumn[]
  /** The table function's `columns`, by key of the root object. */
  readonly keys: Readonly<Record<string, 'VARCHAR' | 'JSON' | 'DOUBLE'>>
  /** The statements that make the functions which the columns' values call. */
  readonly functions: readonly string[]
  /** And those that their problems call. */
  readonly problemFunctions: readonly string[]
}

/** The columns of a copy, by key name or by the JSONPaths file. @throws Failure when that file is no use. */
export function jsonSource(copy: Copy, table: Table, pathsFile: string): JsonSource {
  const names = fileColumns(table)
  const paths: JsonPath[] =
    copy.json === 'auto' ? names.map((name) => [name]) : readJsonPaths(pathsFile, names)
  const nested = new Set(paths.filter((steps) => steps.length > 1).map(([key]) => String(key)))
  const definitions = new Map(columnsOf(table))
  const macros = new Set<string>()
  const problemMacros = new Set<string>()
  const columns = names.map((name, index) => {
    const [key, ...inside] = paths[index] ?? []
    const column = identifier(String(key))
    const isNested = nested.has(String(key))
    const raw = isNested ? `json_extract_string(${column}, ${literal(pathInside(inside))})` : column
    const lost = isNested ? pathProblem(column, inside) : null
    const { type = '', notNull = false } = definitions.get(name) ?? {}
    const converted = conversion(raw, type, copy)
    for (const macro of converted.macros) macros.add(macro)
    for (const macro of converted.problemMacros) problemMacros.add(macro)
    const problems = [
      ...(lost === null ? [] : [lost]),
      converted.problem,
      ...(notNull ? [nullProblem(converted.text)] : []),
    ]
    return {
      name,
      type,
      raw,
      value:
        lost === null
          ? converted.value
          : `case when ${lost} is null then ${converted.value} else error(${lost}) end`,
      problem: problems.length === 1 ? converted.problem : `coalesce(${problems.join(', ')})`,
    }
  })
  const keys = paths.map(
    ([key]) => [String(key), nested.has(String(key)) ? 'JSON' : 'VARCHAR'] as const,
  )
  return {
    columns,
    keys: Object.fromEntries(keys),
    functions: [...macros].map(createMacro),
    problemFunctions: [...problemMacros].map(createMacro),
  }
}

/**
 * The same columns, with those of floating point read as numbers: by way of texts they take longer. A
 * number is what COPY makes of its text, but true and false come as 1 and 0, and what is too large as
 * infinity. On these the load fails, and has to be tried with the texts. Null where no column is one.
 */
export function withNumbers(source: JsonSource): JsonSource | null {
  const keys = { ...source.keys }
  const columns = source.columns.map((column) => {
    const key = Object.keys(keys).find((key) => identifier(key) === column.raw)
    const isAlone = source.columns.filter(({ raw }) => raw === column.raw).length === 1
    if (key === undefined || !isAlone || column.type !== 'double precision') return column
    keys[key] = 'DOUBLE'
    return { ...column, value: `copy_number(${column.raw})` }
  })
  if (!Object.values(keys).includes('DOUBLE')) return null
  return { ...source, columns, keys, functions: [...source.functions, COPY_NUMBER] }
}

const COPY_NUMBER = createMacro(`copy_number(number) as case
    when isfinite(number) and number not in (0, 1) then number
    when number is not null then error('a number that may be none')
end`)

function createMacro(macro: string): string {
  return `create or replace temp macro ${macro}`
}

function pathInside(steps: JsonPath): string {
  return `$${steps.map((step) => (typeof step === 'number' ? `[${step}]` : `."${step}"`)).join('')}`
}

/**
 * Why a path leads nowhere: an element that is not there, or a member of what is no object. A member
 * that is not there is no problem: it is null.
 */
function pathProblem(column: string, steps: JsonPath): string | null {
  const problems = steps.flatMap((step, index) => {
    const before = `json_type(${column}, ${literal(pathInside(steps.slice(0, index)))})`
    const here = `json_type(${column}, ${literal(pathInside(steps.slice(0, index + 1)))})`
    return typeof step === 'number'
      ? [`when ${here} is null then 'no array, or one without an element ${step}'`]
      : [
          `when ${before} not in ('OBJECT', 'NULL') then 'no object that could hold ' || ${literal(step)}`,
        ]
  })
  return problems.length === 0 ? null : `case ${problems.join(' ')} end`
}

/** The table function that reads the files named by a variable of the session. */
export function readJson(
  source: JsonSource,
  variable: string,
  format: Format,
  options: { readonly row?: boolean; readonly file?: boolean } = {},
): string {
  const keys = Object.entries(source.keys).map(([key, type]) => `${identifier(key)}: '${type}'`)
  if (options.row)
    keys.unshift(`${identifier(ROW_KEY)}: 'BIGINT', ${identifier(LOAD_KEY)}: 'BIGINT'`)
  // Folders named as `level=free` would otherwise overwrite the column.
  const fixed = `records = 'true', hive_partitioning = false`
  const file = options.file ? `, filename = ${literal(FILE_COLUMN)}` : ''
  return `read_json(
    getvariable('${variable}'),
    format = '${format}', ${fixed}${file},
    columns = {${keys.join(', ')}}
)`
}

/** The variable of the files' loads, for the variable that names the files. */
export function loadsOf(variable: string): string {
  return `${variable}_loads`
}

/** The column that says which file a row is of: no key is named so. */
export const FILE_COLUMN = '$file'

/** Loads the files named by a variable of the session into the table. */
export function insertFromJson(
  table: Table,
  source: JsonSource,
  variable: string,
  format: Format,
): string {
  // The files are numbered in the order in which the variable names them.
  const load = `getvariable('${loadsOf(variable)}')[cast(file_index as bigint) + 1]`
  return insert(table, source, load, readJson(source, variable, format))
}

/** Loads a pack but for the rows that the variable `rejected_rows` lists. */
export function insertFromPack(table: Table, source: JsonSource, variable: string): string {
  const from = readJson(source, variable, 'newline_delimited', { row: true })
  return `${insert(table, source, identifier(LOAD_KEY), from)}\nwhere not list_contains(getvariable('rejected_rows'), ${identifier(ROW_KEY)})`
}

function insert(table: Table, source: JsonSource, load: string, from: string): string {
  const filled = source.columns.map(({ name, value }) => [name, value] as const)
  if (LOAD_COLUMN in table.columns) filled.push([LOAD_COLUMN, load])
  const names = filled.map(([name]) => `    ${identifier(name)}`).join(',\n')
  const values = filled.map(([, value]) => `    ${value}`).join(',\n')
  return `insert into ${identifier(table.name)} (\n${names}\n)\nselect\n${values}\nfrom ${from}`
}

/** Whether a row has a problem in any of its columns. */
export function hasProblem(source: JsonSource): string {
  return source.columns.map(({ problem }) => `${problem} is not null`).join('\n    or ')
}
