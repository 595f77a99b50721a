import path from 'node:path'
import type { Knex } from 'knex'
import type { Operation } from './migration.ts'
import { loadModule } from './modules.ts'
import type { Progress } from './progress.ts'
import type { Schema } from './schema.ts'
import type { Settings } from './settings.ts'
import type { Table } from './table.ts'
import type { CopyTransform, Source } from './transform.ts'

/** One connection, in or out of a transaction, that takes Redshift SQL. */
export interface Session {
  /** Runs a statement. Resolves to the rows it changed. */
  run(sql: string): Promise<number>
  /** Runs a query. */
  rows<Row = Record<string, unknown>>(sql: string): Promise<Row[]>
  /** Runs a query whose columns may share names. */
  answer(sql: string): Promise<Answer>
  /**
   * Runs a statement that is already in the engine's own words, as `Engine` renders it. An engine that
   * knows tells a few times a second how far it has come, from 0 to 1.
   */
  runRendered(sql: string, onProgress?: (share: number) => void): Promise<number>
  /**
   * Runs a query that was put together with `knex`. Unlike one that is awaited as it is, it is asked again
   * where that may help, and its error says what the engine said.
   */
  read<Row>(query: Knex.QueryBuilder): Promise<Row[]>
  readonly knex: Knex
}

/** Columns and rows of a query, in their order. */
export interface Answer {
  readonly columns: readonly string[]
  /** The types of the columns, as Redshift spells them, where the engine told. */
  readonly types?: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

/** A file of the lake, as a listing shows it. */
export interface SourceFile {
  /** Its path, or its `s3://` URI. */
  readonly uri: string
  /** Bytes, as stored. */
  readonly size: number
  /** Differs when the content does: its ETag, or when it was last changed. */
  readonly version: string
  /** UTC, as `2018-11-15 21:00:00.000`. */
  readonly changedAt: string
}

/** A file to load, with the number that its rows carry; null when they cannot be told from those of other files. */
export type NewFile<File extends SourceFile = SourceFile> = File & { readonly load: number | null }

/** CSV with names, JSON with an object a line, or Parquet. */
export type FileFormat = 'csv' | 'json' | 'parquet'

/** A loaded file: what it holds is either in the table or in `load_errors`. */
export interface LoadedFile {
  readonly uri: string
  /** Null where the engine loads files together and tells their rows in one. */
  readonly rowsLoaded: number | null
  readonly rowsRejected: number | null
  /** Of its bytes, as `Copying.hash` finds it; null or absent where its version is one. */
  readonly hash?: string | null
}

/** A row that did not fit its table. */
export interface RejectedRow {
  readonly file: string
  /** The last line of the row in its file, from 1. */
  readonly line: number
  readonly column: string | null
  readonly type: string | null
  /** The value as it stands in the file, or what stands there instead of a row, cut at 1,024 characters. Left out where the engine does not tell it. */
  readonly value?: string | null
  readonly reason: string
}

/** A step's files, listed and looked at, ready to be loaded. */
export interface PreparedCopy {
  readonly step: string
  readonly table: Table
  readonly newFiles: readonly NewFile[]
  readonly files: number
  readonly bytes: number
}

/** What a load did. */
export interface CopyReport {
  readonly files: readonly LoadedFile[]
  readonly rows: number
  readonly rejected: readonly RejectedRow[]
}

/** How an engine loads files. */
export interface Copying<
  Prepared extends PreparedCopy = PreparedCopy,
  File extends SourceFile = SourceFile,
> {
  /** The statements of a load, as they are sent. Reads nothing. */
  plan(step: string, transform: CopyTransform, table: Table): Promise<string[]>
  /** Where the files of a source are, as the settings say. */
  place(source: Source): string
  /** Every file of a source, in the order of their names. @throws Failure when there are none. */
  list(source: Source, progress: Progress): Promise<File[]>
  /** The hash of a file's bytes, where its version is none: it tells a file that was touched from one that changed. */
  hash(file: File): Promise<string | null>
  /** Gives files the numbers of their loads, from `first` on; `whole` when these are all files of the source. */
  number(files: readonly File[], first: number, whole: boolean): NewFile<File>[]
  /** Gets files ready to be loaded; `session` is in no transaction. @throws Failure when they cannot be had. */
  prepare(
    step: string,
    transform: CopyTransform,
    table: Table,
    files: readonly NewFile<File>[],
    progress: Progress,
    session: Session,
  ): Promise<Prepared>
  /** Appends the rows of the files, in the session's transaction. */
  load(session: Session, prepared: Prepared, progress: Progress): Promise<CopyReport>
  /**
   * Says why a load failed, after its transaction was undone. Resolves to a load without the bad
   * rows when the copy allows that many. The search reads the files again.
   * @throws Failure that names file, line, column and reason, or what the engine said when the files are not at fault.
   */
  explain(
    session: Session,
    prepared: Prepared,
    error: unknown,
    progress: Progress,
  ): Promise<Prepared>
  /** Removes what `prepare` wrote. */
  discard(prepared: Prepared): Promise<void>
}

/** How a text of statements is sent. */
export interface Sending {
  /** Whether a transaction is open. */
  readonly inTransaction?: boolean
  /** How many values are bound. */
  readonly binds?: number
}

/** Something in a statement that an engine would refuse, or make something else of. */
export interface Problem {
  /** The short name of the rule that found it. */
  readonly rule: string
  /** The line of the text, from 1. */
  readonly line: number
  /** What is wrong, and what to write instead. */
  readonly message: string
  /** The page that says so. */
  readonly source: string
}

/** What the engine's own catalog says of a table. */
export interface FoundTable {
  readonly name: string
  /** By name: the type as Redshift spells it. */
  readonly columns: Readonly<Record<string, { readonly type: string; readonly notNull: boolean }>>
  readonly dist: string
  readonly sort: string
}

/** One engine: the only part of the project that knows how it differs from the other one. */
export interface Engine {
  readonly target: Settings['target']
  /** Whether an open warehouse keeps other processes out. */
  readonly exclusive: boolean
  /** The engine's own statements for an operation on a schema. Connects to nothing. */
  renderOperation(operation: Operation, schema: Schema): Promise<string[]>
  /** The statement that is sent for a statement in Redshift SQL. Connects to nothing. */
  renderStatement(sql: string): Promise<string>
  /**
   * What the engine is known to refuse of a text of statements, found without a connection; null for
   * an engine that is at hand, and says so itself.
   */
  readonly lint: ((sql: string, sending: Sending) => readonly Problem[]) | null
  readonly copying: Copying
  connect(options: Opening): Promise<Connection>
}

/** How a warehouse is opened. */
export interface Opening {
  readonly readOnly: boolean
  /** To a reader, a warehouse that nobody has made yet is an empty one. Otherwise it is an error. */
  readonly missingIsEmpty?: boolean
  /** To a writer, a warehouse that nobody has made yet is an error, and not one to make. */
  readonly mustExist?: boolean
}

/** An open warehouse, seen from its engine. */
export interface Connection {
  readonly session: Session
  /**
   * Runs work in one transaction: all of it is committed, or, when it throws, none of it. Tables in
   * `locks` are locked first, against readers as well. Work may be run again when the connection is lost or another transaction
   * is in the way, and its first run may have been committed: it has to bear that.
   */
  transaction<Result>(
    work: (session: Session) => Promise<Result>,
    locks?: readonly string[],
  ): Promise<Result>
  /** Runs a query for its first rows: at most so many are fetched. */
  firstRows(sql: string, most: number): Promise<Answer>
  /** Writes the rows of a table to a new file on this machine. Resolves to their number. */
  writeTable(session: Session, table: string, file: string, format: FileFormat): Promise<number>
  /** Stops the statements that run; they fail. */
  cancel(): Promise<void>
  /** Tells the engine which step the next statements of the session's transaction belong to. */
  label(session: Session, step: string): Promise<void>
  /** The engine's own number of the session's last statement; null where it has none. */
  queryId(session: Session): Promise<number | null>
  /** Adds many rows to a table, given by column name. */
  append(session: Session, table: Table, rows: readonly object[]): Promise<void>
  /** All tables of the warehouse, its own books among them. */
  tables(session: Session): Promise<FoundTable[]>
  /**
   * The views by name, with their columns, or null for one that cannot be asked. Left out where the engine
   * itself has views follow what is renamed, and keeps what they read from being dropped.
   */
  readonly views?: (session: Session) => Promise<ReadonlyMap<string, readonly string[] | null>>
  close(): Promise<void>
}

const LOCAL = path.join(import.meta.dirname, 'local/engine.ts')
const REDSHIFT = path.join(import.meta.dirname, 'redshift/engine.ts')

/** The engine of the target, without a connection. */
export async function engineOf(settings: Settings): Promise<Engine> {
  if (settings.target === 'local') {
    const { localEngine } = (await loadModule(LOCAL)) as typeof import('./local/engine.ts')
    return localEngine(settings)
  }
  const { redshiftEngine } = (await loadModule(REDSHIFT)) as typeof import('./redshift/engine.ts')
  return redshiftEngine(settings)
}
