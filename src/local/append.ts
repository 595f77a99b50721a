import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { varcharBytes } from '../column.ts'
import type { Session } from '../engine.ts'
import { makeFolder, removeFolder } from '../lake/temporary.ts'
import { columnsOf, type Table } from '../table.ts'
import { identifier, literal } from './literals.ts'

/** Adds rows to a table by way of a file: the engine reads ten thousand rows faster than one long statement. */
export async function append(
  session: Session,
  table: Table,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return
  const columns = columnsOf(table).filter(([name]) => rows.some((row) => name in row))
  const names = columns.map(([name]) => identifier(name)).join(', ')
  const types = columns.map(
    ([name, { type }]) =>
      `${identifier(name)}: '${varcharBytes(type) === null ? type : 'varchar'}'`,
  )
  const folder = makeFolder()
  try {
    const file = path.join(folder, 'rows.json')
    writeFileSync(file, JSON.stringify(rows))
    await session.runRendered(
      `insert into ${identifier(table.name)} (${names}) select ${names} ` +
        `from read_json(${literal(file)}, format = 'array', columns = {${types.join(', ')}})`,
    )
  } finally {
    removeFolder(folder)
  }
}
