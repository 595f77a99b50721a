import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Failure, messageOf, quotedList, UsageError } from './errors.ts'
import { inverse, type Migration, type Operation } from './migration.ts'
import { codeFiles, loadModule } from './modules.ts'
import { didYouMean } from './nearest.ts'
import { checkRawSql } from './raw-sql.ts'
import { applyOperation, EMPTY_SCHEMA, type Schema } from './schema.ts'
import { PROJECT } from './settings.ts'

/** A version of the schema, as its file gives it. */
export interface Version {
  /** The file's name without its ending, for example `003_songplays`. */
  readonly name: string
  /** SHA-256 of the file's text, whatever its line ends. */
  readonly checksum: string
  readonly operations: readonly Operation[]
  /** The schema that the version is applied to, and the one it leaves. */
  readonly before: Schema
  readonly after: Schema
}

export const MIGRATIONS: string = path.join(PROJECT, 'migrations')

const FILE_NAME = /^\d{3}_[a-z0-9_]+\.ts$/

/**
 * The versions of a folder in their order, every operation of them checked against the schema that
 * the ones before it leave.
 * @throws Failure for a file that is misnamed, shares its number, exports no migration, or cannot be applied.
 */
export async function readVersions(folder: string = MIGRATIONS): Promise<Version[]> {
  const files = codeFiles(folder)
  checkNames(files)
  const versions: Version[] = []
  let before = EMPTY_SCHEMA
  for (const file of files) {
    const name = file.replace(/\.ts$/, '')
    const { operations } = await importMigration(path.join(folder, file))
    const after = checkOperations(name, before, operations)
    versions.push({
      name,
      checksum: checksumOf(path.join(folder, file)),
      operations,
      before,
      after,
    })
    before = after
  }
  return versions
}

/**
 * The version that a user names, by its number or its whole name.
 * @throws UsageError when there is none.
 */
export function findVersion(versions: readonly Version[], wanted: string): Version {
  const found = versions.find(({ name }) => name === wanted || name.split('_')[0] === wanted)
  if (found) return found
  const meant = didYouMean(
    wanted,
    versions.map(({ name }) => [name, name.replace(/^\d+_/, '')]),
  )
  throw new UsageError(
    `There is no version '${wanted}'.${meant} Versions: ${versions.map(({ name }) => name).join(', ') || 'none'}.`,
  )
}

/** SHA-256 of a file's text. */
export function checksumOf(file: string): string {
  const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n')
  return createHash('sha256').update(text).digest('hex')
}

function checkNames(files: readonly string[]): void {
  for (const file of files) {
    if (FILE_NAME.test(file)) continue
    throw new Failure(
      `migrations/${file} is no name for a migration: expected three digits and what the version ` +
        "adds, such as '004_user_levels.ts'. Nothing was run. Rename the file.",
    )
  }
  const numbers = files.map((file) => file.slice(0, 3))
  const twice = files.filter((file, index) => numbers.indexOf(file.slice(0, 3)) !== index)
  for (const file of twice) {
    const same = files.filter((other) => other.startsWith(file.slice(0, 3)))
    throw new Failure(
      `Two migrations have the number ${file.slice(0, 3)}: ${quotedList(same)}. It is unclear which ` +
        'comes first. Nothing was run. Give one of them the next free number.',
    )
  }
}

async function importMigration(file: string): Promise<Migration> {
  const shown = `migrations/${path.basename(file)}`
  let exported: unknown
  try {
    exported = (await loadModule(file)).default
  } catch (error) {
    throw new Failure(`Cannot read ${shown}: ${messageOf(error)}. Nothing was run.`, {
      cause: error,
    })
  }
  const migration = exported as Migration | undefined
  if (migration?.kind === 'migration' && Array.isArray(migration.operations)) return migration
  throw new Failure(
    `${shown} does not export a migration. Nothing was run. ` +
      'Write: export default migration(createTable(...)), with both from src/migration.ts.',
  )
}

/** Every operation has to fit the schema, on the way up and on the way down. */
function checkOperations(name: string, before: Schema, operations: readonly Operation[]): Schema {
  try {
    const after = checkedFold(before, operations)
    checkedFold(after, inverse(operations))
    return after
  } catch (error) {
    throw new Failure(`migrations/${name}.ts: ${messageOf(error)} Nothing was run.`, {
      cause: error,
    })
  }
}

function checkedFold(before: Schema, operations: readonly Operation[]): Schema {
  let schema = before
  for (const operation of operations) {
    if (operation.kind === 'rawSql') checkRawSql(operation, schema)
    schema = applyOperation(schema, operation)
  }
  return schema
}
