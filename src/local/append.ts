import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { varcharBytes } from '../column.ts'
import type { Session } from '../engine.ts'
import { makeFolder, removeFolder } from '../lake/temporary.ts'
import { columnsOf, type Table } from '../table.ts'
import { identifier, literal } from './literals.ts'

/**
 * Adds rows to a table by way of a file: the engine reads ten thousand rows faster than one long
 * statement. What all rows have in common is not repeated in it.
 */
export async function append(
  session: Session,
  table: Table,
  objects: readonly object[],
): Promise<void> {
  const rows = objects as readonly Row[]
  const [first] = rows
  if (first === undefined) return
  const columns = columnsOf(table)
    .filter(([name]) => rows.some((row) => name in row))
    .map(([name, { type }]) => ({ name, type: varcharBytes(type) === null ? type : 'varchar' }))
  const differing = columns.filter(
    ({ name }, place) =>
      // The file has one object a row, and so one column at least.
      place === 0 || rows.some((row) => row[name] !== first[name]),
  )
  const names = columns.map(({ name }) => identifier(name))
  const values = columns.map((column) =>
    differing.includes(column)
      ? identifier(column.name)
      : constant(first[column.name], column.type),
  )
  const types = differing.map(({ name, type }) => `${identifier(name)}: '${type}'`)
  const folder = makeFolder()
  try {
    const file = path.join(folder, 'rows.json')
    const keys = differing.map(({ name }) => name)
    writeFileSync(file, JSON.stringify(rows, keys))
    await session.runRendered(
      `insert into ${identifier(table.name)} (${names.join(', ')}) select ${values.join(', ')} ` +
        `from read_json(${literal(file)}, format = 'array', columns = {${types.join(', ')}})`,
    )
  } finally {
    removeFolder(folder)
  }
}

type Row = Readonly<Record<string, string | number | boolean | null | undefined>>

function constant(value: Row[string], type: string): string {
  return value === null || value === undefined
    ? 'null'
    : `cast(${literal(String(value))} as ${type})`
}
