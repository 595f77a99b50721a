import { existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import type * as DuckDB from '@duckdb/node-api'
import type { Opening } from '../engine.ts'
import { messageOf } from '../errors.ts'
import { whenStopped } from '../interrupt.ts'
import { requirePackage } from '../modules.ts'
import { noDatabase, openingError } from './errors.ts'
import { literal } from './literals.ts'

const { DuckDBInstance } = requirePackage('@duckdb/node-api') as typeof DuckDB

/** What makes the embedded engine answer as Redshift does, and fast on the loads of this project. */
const OPTIONS: Readonly<Record<string, string>> = {
  integer_division: 'true',
  default_null_order: 'nulls_last_on_asc_first_on_desc',
  // With the order of files kept, thousands of small ones take gigabytes; no step depends on it.
  preserve_insertion_order: 'false',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
}

/** The embedded engine's memory in bytes, beside the process's own; beyond it work goes to disk. */
const MEMORY_LIMIT = '900MB'

/**
 * Opens the database file, and makes it first when it is to be written to and may be new.
 * @throws Failure when another process holds the file, it is no database, or there is none.
 */
export async function openDatabase(
  file: string,
  { readOnly, missingIsEmpty = false, mustExist = false }: Opening,
): Promise<DuckDB.DuckDBInstance> {
  if (mustExist && !existsSync(file)) throw noDatabase(file)
  try {
    if (missingIsEmpty && !existsSync(file)) return await DuckDBInstance.create(':memory:', OPTIONS)
    if (!readOnly) await makeDatabase(file)
    const options = {
      ...OPTIONS,
      memory_limit: MEMORY_LIMIT,
      access_mode: readOnly ? 'READ_ONLY' : 'READ_WRITE',
    }
    try {
      return await DuckDBInstance.create(file, options)
    } catch (error) {
      if (!messageOf(error).includes('replaying WAL')) throw error
      await replayLog(file)
      return await DuckDBInstance.create(file, options)
    }
  } catch (error) {
    throw openingError(error, file)
  }
}

/**
 * Takes what a killed process committed from the engine's log over into the file. The engine cannot do
 * that while it opens a file as its only database, when a table with a check was altered or described
 * (https://github.com/duckdb/duckdb/issues/20543): beside another database it can.
 */
async function replayLog(file: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await connection.run(`attach ${literal(file)} as killed`)
    await connection.run('checkpoint killed')
    await connection.run('detach killed')
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** Makes the file if there is none, whole: a process that is stopped meanwhile leaves no half of it. */
async function makeDatabase(file: string): Promise<void> {
  if (existsSync(file)) return
  mkdirSync(path.dirname(file), { recursive: true })
  const fresh = `${file}.${process.pid}.new`
  const remove = () => rmSync(fresh, { force: true })
  const done = whenStopped(remove)
  try {
    const made = await DuckDBInstance.create(fresh)
    made.closeSync()
    linkSync(fresh, file)
  } catch (error) {
    // Another process may have been faster, and a file system may have no links.
    if (!existsSync(fresh)) throw error
    if (!existsSync(file)) renameSync(fresh, file)
  } finally {
    remove()
    done()
  }
}
