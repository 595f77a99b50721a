import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import type { FileFormat } from './engine.ts'
import { Failure, messageOf, quotedList } from './errors.ts'
import { whenStopped } from './interrupt.ts'
import { toJson } from './json.ts'
import { type Progress, SILENT } from './progress.ts'
import { isInsert, type Step } from './steps.ts'
import type { Warehouse } from './warehouse.ts'

/** A file of an export. */
export interface ExportedTable {
  readonly table: string
  readonly file: string
  readonly rows: number
  readonly bytes: number
}

/** What is in an export's folder, as its `export.json` tells. */
export interface Export {
  readonly format: FileFormat
  /** UTC. */
  readonly exported_at: string
  readonly tables: readonly ExportedTable[]
}

const MANIFEST = 'export.json'

/**
 * Writes the tables of the star to a folder, a file each, as they are at one moment. An earlier export in
 * the folder gives way when the new one is whole.
 * @throws Failure when the folder holds anything else, or a table cannot be written; it is then as it was.
 */
export async function exportStar(
  warehouse: Warehouse,
  steps: readonly Step[],
  folder: string,
  format: FileFormat,
  progress: Progress = SILENT,
): Promise<Export> {
  checkFolder(folder)
  const tables = steps.filter(isInsert).map(({ into }) => into)
  const partial = `${folder}.${process.pid}.part`
  const remove = () => rmSync(partial, { recursive: true, force: true })
  const done = whenStopped(remove)
  try {
    mkdirSync(partial, { recursive: true })
    const exported = await writeTables(warehouse, tables, partial, format, progress)
    const made = { format, exported_at: moment(), tables: exported }
    writeFileSync(path.join(partial, MANIFEST), `${toJson(made)}\n`)
    replace(folder, partial)
    return made
  } catch (error) {
    throw new Failure(
      `Cannot export to '${folder}': ${messageOf(error).replace(/\.?$/, '.')} The folder is as it was.`,
      { cause: error },
    )
  } finally {
    remove()
    done()
  }
}

/** All tables in one transaction, so that their rows belong together. */
function writeTables(
  { transaction, connection }: Warehouse,
  tables: readonly string[],
  folder: string,
  format: FileFormat,
  progress: Progress,
): Promise<ExportedTable[]> {
  return transaction(async (session) => {
    const there = new Set((await connection.tables(session)).map(({ name }) => name))
    const missing = tables.filter((table) => !there.has(table))
    if (missing.length > 0) {
      throw new Failure(`the warehouse has no ${quotedList(missing)} yet: run 'npm start'`)
    }
    const written: ExportedTable[] = []
    for (const table of tables) {
      progress.update(table)
      const file = `${table}.${format}`
      const rows = await connection.writeTable(session, table, path.join(folder, file), format)
      written.push({ table, file, rows, bytes: statSync(path.join(folder, file)).size })
    }
    return written
  })
}

/** @throws Failure when something in the folder would be lost that is no earlier export. */
function checkFolder(folder: string): void {
  if (!existsSync(folder)) return
  const refuse = (why: string) =>
    new Failure(
      `Cannot export to '${folder}': ${why}. Nothing was written. Choose a new or an empty folder.`,
    )
  if (!statSync(folder).isDirectory()) throw refuse('it is a file')
  const found = readdirSync(folder)
  const own = new Set(filesOf(path.join(folder, MANIFEST)))
  const others = found.filter((file) => !own.has(file)).sort()
  if (others.length > 0) throw refuse(`it holds ${quotedList(others.slice(0, 3))}, of no export`)
}

/** The files of an earlier export, by its manifest; none where there is no such thing. */
function filesOf(manifest: string): string[] {
  try {
    const { tables } = JSON.parse(readFileSync(manifest, 'utf8')) as Export
    return [MANIFEST, ...tables.map(({ file }) => file)]
  } catch {
    return []
  }
}

function replace(folder: string, partial: string): void {
  if (!existsSync(folder)) {
    renameSync(partial, folder)
    return
  }
  const old = `${folder}.${process.pid}.old`
  renameSync(folder, old)
  try {
    renameSync(partial, folder)
  } catch (error) {
    renameSync(old, folder)
    throw error
  }
  rmSync(old, { recursive: true })
}

function moment(): string {
  return new Date().toISOString().slice(0, 19).replace('T', ' ')
}

/** A line for each file. */
export function exportLines({ tables }: Export): string[] {
  return tables.map(({ file, rows, bytes }) =>
    [
      file.padEnd(20),
      `${rows.toLocaleString('en')} row${rows === 1 ? '' : 's'}`.padStart(16),
      `${Math.ceil(bytes / 1_000).toLocaleString('en')} kB`.padStart(12),
    ].join(''),
  )
}
