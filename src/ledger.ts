import { hostname, userInfo } from 'node:os'
import type { Connection, Engine, RejectedRow, Session } from './engine.ts'
import { createTable, dropTable } from './migration.ts'
import { utcNow } from './moment.ts'
import { pieces } from './pieces.ts'
import { EMPTY_SCHEMA } from './schema.ts'
import { type Table, table } from './table.ts'

/** Which versions of the schema are applied. */
export const schemaVersions: Table = table({
  name: 'schema_versions',
  row: 'an applied version of the schema',
  columns: {
    name: 'varchar(256) not null -- name of the migration, such as 001_staging',
    checksum: 'varchar(64) not null -- SHA-256 of its file, so that a later edit is noticed',
    applied_at: 'timestamp not null -- when it was applied, UTC',
    applied_by: 'varchar(256) not null -- who applied it, as user@machine',
    seconds: 'double precision not null -- how long it took, in seconds',
  },
  primaryKey: ['name'],
  dist: 'all', // a handful of rows
})

/** The rows that loads left out. */
export const loadErrors: Table = table({
  name: 'load_errors',
  row: 'a row of a file that a load left out',
  columns: {
    step: 'varchar(128) not null -- the step that loaded the file, such as 01_staging_events',
    file: 'varchar(2048) not null -- path or s3:// URI of the file',
    line: 'bigint not null -- last line of the row in its file, from 1',
    column_name:
      'varchar(128) -- the column that the value did not fit; null when the row is no JSON object',
    column_type: 'varchar(64) -- the type of that column',
    value: 'varchar(4096) -- the value as it stands in the file, cut at 1,024 characters',
    reason: 'varchar(512) not null -- why it did not fit',
    loaded_at: 'timestamp not null -- when the load ran, UTC',
  },
  dist: 'even', // read whole, and seldom
})

/** The tables that the project keeps for itself, beside those of the migrations. */
export const BOOKS: readonly Table[] = [schemaVersions, loadErrors]

/** An applied version, as the ledger holds it. */
export interface AppliedVersion {
  readonly name: string
  readonly checksum: string
  /** UTC. */
  readonly applied_at: string
  readonly applied_by: string
  readonly seconds: number
}

/** Whether the ledger is there: it comes with the first version and goes with the last. */
export async function hasLedger(connection: Connection, session: Session): Promise<boolean> {
  return (await connection.tables(session)).some(({ name }) => name === schemaVersions.name)
}

/** The statements that make the books, before the first version is applied. */
export async function createBooks(engine: Engine): Promise<string[]> {
  const statements = BOOKS.map((book) => engine.renderOperation(createTable(book), EMPTY_SCHEMA))
  return (await Promise.all(statements)).flat()
}

/** The statements that take the books away, after the last version is undone. */
export async function dropBooks(engine: Engine): Promise<string[]> {
  const schema = new Map(BOOKS.map((book) => [book.name, book]))
  const statements = BOOKS.map((book) => engine.renderOperation(dropTable(book), schema))
  return (await Promise.all(statements)).reverse().flat()
}

/** The applied versions in their order. */
export async function appliedVersions(
  connection: Connection,
  session: Session,
): Promise<AppliedVersion[]> {
  if (!(await hasLedger(connection, session))) return []
  return session.read<AppliedVersion>(
    session
      .knex(schemaVersions.name)
      .select('name', 'checksum', 'applied_at', 'applied_by', 'seconds')
      .orderBy('name'),
  )
}

/** Writes down that a version is applied. */
export async function recordVersion(
  session: Session,
  version: { readonly name: string; readonly checksum: string },
  seconds: number,
): Promise<void> {
  await session
    .knex(schemaVersions.name)
    .insert({
      name: version.name,
      checksum: version.checksum,
      applied_at: utcNow(),
      applied_by: `${userInfo().username}@${hostname()}`,
      seconds: Math.round(seconds * 1_000) / 1_000,
    })
    .options({ asIs: true })
}

/** Writes down that a version is no longer applied. */
export async function forgetVersion(session: Session, name: string): Promise<void> {
  await session.knex(schemaVersions.name).where({ name }).del().options({ asIs: true })
}

/** Keeps the rows that a step's load left out, in the place of those of the files that it replaced; null stands for all. */
export async function recordLoadErrors(
  session: Session,
  step: string,
  rejected: readonly RejectedRow[],
  replaced: readonly string[] | null = null,
): Promise<void> {
  if (replaced === null) {
    await session.knex(loadErrors.name).where({ step }).del().options({ asIs: true })
  }
  for (const files of pieces(replaced ?? [])) {
    const known = session.knex(loadErrors.name).where({ step })
    await known.whereIn('file', files).del().options({ asIs: true })
  }
  const loadedAt = utcNow()
  for (const some of pieces(rejected)) {
    const rows = some.map((row) => ({
      step,
      file: row.file,
      line: row.line,
      column_name: row.column,
      column_type: row.type,
      value: row.value?.slice(0, 1_024) ?? null,
      reason: row.reason,
      loaded_at: loadedAt,
    }))
    await session.knex(loadErrors.name).insert(rows).options({ asIs: true })
  }
}
