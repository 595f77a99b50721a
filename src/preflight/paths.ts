import { columnNameOf } from '../contract.ts'
import { Failure, messageOf } from '../errors.ts'
import { type JsonPath, readJsonPaths } from '../lake/json-paths.ts'
import { shownPath } from '../lake/list.ts'
import { didYouMean } from '../nearest.ts'
import { columnsOf, fileColumns, type Table } from '../table.ts'
import type { Copy } from '../transform.ts'
import type { Findings } from './findings.ts'

/** Where the columns of a copy come from, null where its JSONPaths file is no use: what is wrong with it is found. */
export function pathsOf(
  copy: Copy,
  table: Table,
  pathsFile: string,
  findings: Findings,
): readonly JsonPath[] | null {
  const names = fileColumns(table)
  if (copy.json === 'auto') return names.map((name) => [name])
  try {
    const paths = readJsonPaths(pathsFile, names)
    checkOrder(copy, table, paths, pathsFile, findings)
    return paths
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const problem = typeof error.cause === 'string' ? error.cause : messageOf(error)
    findings.add('JSONPaths file', { ...place(pathsFile), column: null, value: null, problem })
    return null
  }
}

/** A path may lead to any key, and COPY takes it: only the names tell that it is another column's. */
function checkOrder(
  { keys = {} }: Copy,
  table: Table,
  paths: readonly JsonPath[],
  pathsFile: string,
  findings: Findings,
): void {
  for (const [index, [key, ...inside]] of paths.entries()) {
    const column = fileColumns(table)[index] ?? ''
    if (inside.length > 0 || !(String(key) in keys)) continue
    const meant = columnNameOf(String(key))
    if (meant === column || !(meant in table.columns)) continue
    const problem = `path ${index + 1} leads to the key of ${meant}`
    findings.add('path to another column', {
      ...place(pathsFile),
      column: shownColumn(table, column),
      value: `'${key}'`,
      problem,
    })
  }
}

/** A path whose key is in no object, and in no contract that would tell that it vanished. */
export function checkPathsSeen(
  { json, keys = {} }: Copy,
  table: Table,
  paths: readonly JsonPath[] | null,
  seen: ReadonlySet<string>,
  pathsFile: string,
  findings: Findings,
): void {
  if (json === 'auto' || paths === null) return
  for (const [index, [key]] of paths.entries()) {
    const name = String(key)
    if (seen.has(name) || name in keys) continue
    const meant = didYouMean(
      name,
      Object.keys(keys).map((key) => [key] as const),
    )
    findings.add('path to nothing', {
      ...place(pathsFile),
      column: shownColumn(table, fileColumns(table)[index] ?? ''),
      value: null,
      problem: `path ${index + 1} leads to '${name}', a key that no object has${meant && `.${meant}`}`,
    })
  }
}

function place(pathsFile: string): { readonly file: string; readonly line: null } {
  return { file: shownPath(pathsFile), line: null }
}

function shownColumn(table: Table, name: string): string {
  const [, column] = columnsOf(table).find(([other]) => other === name) ?? []
  return `${name} (${column?.type})`
}
