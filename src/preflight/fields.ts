import { columnNameOf, type JsonType, parseKey } from '../contract.ts'
import type { JsonPath } from '../lake/json-paths.ts'
import { columnsOf, fileColumns, type Table } from '../table.ts'
import type { Copy } from '../transform.ts'
import { type Plausible, type ValueCheck, valueCheck } from './column-values.ts'

/** A key of the objects: what its values may be, and the columns that are loaded from it. */
export interface Field {
  readonly key: string
  /** Null where no contract is declared. */
  readonly types: ReadonlySet<JsonType> | null
  readonly optional: boolean
  readonly columns: readonly LoadedColumn[]
}

/** A column that is loaded from a key. */
export interface LoadedColumn {
  /** `session_id (integer)` */
  readonly shown: string
  readonly notNull: boolean
  /** Inside of the key's value. */
  readonly inside: JsonPath
  readonly check: ValueCheck
}

/**
 * The keys of a source. `paths` says where each column comes from, null where the JSONPaths file is no
 * use: then the names of the contract's keys say it.
 */
export function fieldsOf(
  copy: Copy,
  table: Table,
  paths: readonly JsonPath[] | null,
  plausible: Plausible,
): Field[] {
  const definitions = new Map(columnsOf(table))
  const columns = new Map<string, LoadedColumn[]>()
  for (const [name, [key, ...inside]] of pathsByColumn(copy, table, paths)) {
    const { type = '', notNull = false } = definitions.get(name) ?? {}
    const check = valueCheck(type, copy, plausible)
    const loaded = { shown: `${name} (${type})`, notNull, inside, check }
    columns.set(String(key), [...(columns.get(String(key)) ?? []), loaded])
  }
  const contract = Object.entries(copy.keys ?? {}).map(([key, definition]): Field => {
    return { key, ...parseKey(definition), columns: columns.get(key) ?? [] }
  })
  const others = [...columns].filter(([key]) => !(key in (copy.keys ?? {})))
  return [
    ...contract,
    ...others.map(([key, loaded]) => ({ key, types: null, optional: true, columns: loaded })),
  ]
}

function pathsByColumn(
  copy: Copy,
  table: Table,
  paths: readonly JsonPath[] | null,
): [column: string, path: JsonPath][] {
  const names = fileColumns(table)
  if (paths !== null) return names.map((name, index) => [name, paths[index] ?? [name]])
  const keys = Object.keys(copy.keys ?? {})
  return keys
    .map((key): [string, JsonPath] => [columnNameOf(key), [key]])
    .filter(([column]) => names.includes(column))
}
