import { existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import type * as DuckDB from '@duckdb/node-api'
import type { Opening } from '../engine.ts'
import { whenStopped } from '../interrupt.ts'
import { requirePackage } from '../package.ts'
import { openingError } from './errors.ts'

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
 * Opens the database file, and makes it first when it is to be written to.
 * @throws Failure when another process holds the file, it is no database, or there is none to read.
 */
export async function openDatabase(
  file: string,
  { readOnly, missingIsEmpty = false }: Opening,
): Promise<DuckDB.DuckDBInstance> {
  try {
    if (missingIsEmpty && !existsSync(file)) return await DuckDBInstance.create(':memory:', OPTIONS)
    if (!readOnly) await makeDatabase(file)
    return await DuckDBInstance.create(file, {
      ...OPTIONS,
      memory_limit: MEMORY_LIMIT,
      access_mode: readOnly ? 'READ_ONLY' : 'READ_WRITE',
    })
  } catch (error) {
    throw openingError(error, file)
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
