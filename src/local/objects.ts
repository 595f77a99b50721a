import type { NewFile, Session } from '../engine.ts'
import { Failure } from '../errors.ts'
import { MAX_OBJECT_BYTES } from '../lake/object-problem.ts'
import { type ReadFile, readPlain } from '../lake/plain.ts'
import { FILE_COLUMN, type Format, loadsOf } from './json-source.ts'
import { identifier, literal } from './literals.ts'

/** The values that the engine's reader takes and JSON has not. */
const NO_NUMBER = '-?(?:[nN][aA][nN]|[iI][nN][fF])'
const STRING = '"(?:[^"\\\\]|\\\\.)*"'
// Three patterns that begin with a plain character are found five times as fast as one.
const PATTERNS = [`:\\s*${NO_NUMBER}`, `,\\s*(?:${NO_NUMBER}|[}\\]])`, `\\[\\s*${NO_NUMBER}`]

/** SQL for whether the object in `text` is none to COPY, although the engine's reader takes it. */
function isRefused(text: string): string {
  const found = (where: string) =>
    PATTERNS.map((pattern) => `regexp_matches(${where}, ${literal(pattern)})`).join(' or ')
  const withoutStrings = `regexp_replace(${text}, ${literal(STRING)}, '""', 'g')`
  return `not starts_with(${text}, '{')
      or strlen(${text}) > ${MAX_OBJECT_BYTES}
      or case when ${isSuspect(text)} then (${found(text)}) and (${found(withoutStrings)}) else false end`
}

/**
 * A cheap look that spares most objects the patterns: only one that ends otherwise than most do, holds
 * another or a line end, or names such a number, in whatever letters, can match.
 */
function isSuspect(text: string): string {
  const ends = [',}', ' }', '\\t}'].map((end) => `ends_with(${text}, E'${end}')`)
  const holds = ['[', '\\n', '\\r'].map((part) => `contains(${text}, E'${part}')`)
  const more = `regexp_matches(${text}, '(?is).\\{|[:,\\s-](nan|inf)')`
  return `(${[...ends, ...holds, more].join(' or ')})`
}

/**
 * What files hold that need no closer look, by path: found while the engine does something else.
 * @throws The signal's reason when that is given first.
 */
export async function readPlainFiles(
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, ReadFile>> {
  const files = new Map<string, ReadFile>()
  for (const path of paths) files.set(path, await readPlain(path, signal))
  return files
}

/**
 * Counts the objects of each file, by path; those in `known` are not counted again.
 * @throws Failure when a file holds anything else, or is not in this format.
 */
export async function countObjects(
  session: Session,
  paths: readonly string[],
  format: Format,
  known: ReadonlyMap<string, ReadFile> = new Map(),
  onProgress?: (share: number) => void,
): Promise<Map<string, number>> {
  // Only with an object on each line is a plain file what the engine reads of it.
  const knownOf = (path: string) =>
    format === 'newline_delimited' ? (known.get(path)?.objects ?? null) : null
  const counts = new Map(paths.map((path) => [path, knownOf(path) ?? 0]))
  const unknown = paths.filter((path) => knownOf(path) === null)
  if (unknown.length === 0) return counts
  await setVariable(session, 'counted_files', unknown)
  const file = identifier(FILE_COLUMN)
  const sql = `
    select ${file} as file, count(*) as objects, count(*) filter (${isRefused('cast(json as varchar)')}) as refused
    from read_json_objects(
      getvariable('counted_files'),
      format = '${format}', hive_partitioning = false, filename = ${literal(FILE_COLUMN)}
    )
    group by ${file}`
  for (const { file, objects, refused } of await rowsOf<CountRow>(session, sql, onProgress)) {
    if (Number(refused) > 0) throw new Failure(`'${file}' holds what is not JSON.`)
    if (!counts.has(file)) throw new Failure(`'${file}' was read in the place of another file.`)
    counts.set(file, Number(objects))
  }
  return counts
}

interface CountRow {
  readonly file: string
  readonly objects: number
  readonly refused: number
}

/** The rows of a query in the engine's own words. */
export async function rowsOf<Row>(
  { knex }: Session,
  sql: string,
  onProgress?: (share: number) => void,
): Promise<Row[]> {
  const { rows } = await knex.raw(sql.replace(/\?/g, '\\?')).options({ asIs: true, onProgress })
  return rows
}

/** Names files in the session, so that statements stay short whatever their number. */
export async function setVariable(
  session: Session,
  name: string,
  paths: readonly string[],
): Promise<void> {
  const names = paths.map((path) => literal(asPattern(path)))
  await session.runRendered(`set variable ${name} = [${names.join(', ')}]::varchar[]`)
}

/** The numbers of the files' loads, beside the variable that names the files. */
export async function setLoads(
  session: Session,
  variable: string,
  files: readonly NewFile[],
): Promise<void> {
  const loads = files.map(({ load }) => load ?? 'null').join(', ')
  await session.runRendered(`set variable ${loadsOf(variable)} = [${loads}]::bigint[]`)
}

/** The engine takes the name of a file for a pattern: in brackets, its special characters mean themselves. */
function asPattern(path: string): string {
  return path.replace(/[[*?]/g, '[$&]')
}
