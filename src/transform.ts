import type { KeyDefinition } from './contract.ts'

/** What a transform promises of the table it fills: checked before the run is published. */
export interface Promises {
  /** Keys that no two rows share; each is a list of columns. */
  readonly unique?: readonly (readonly string[])[]
  readonly notNull?: readonly string[]
  /** `{ user_id: 'users.user_id' }`: every value that is not null is found there. */
  readonly references?: Readonly<Record<string, string>>
  /** `{ level: ['free', 'paid'] }`: every value that is not null is one of these. */
  readonly accepted?: Readonly<Record<string, readonly (string | number)[]>>
  /** Two counts that must be equal, by what is counted. */
  readonly balance?: Readonly<Record<string, Balance>>
  /** Numbers that must lie in a range, by what they are. */
  readonly expect?: Readonly<Record<string, Expectation>>
}

/** A number of the warehouse and where it must lie, both ends within; null is no number, and keeps it. */
export interface Expectation {
  /** A query for one number. */
  readonly value: string
  readonly from?: number | undefined
  /** Where both ends are left out, as by a setting that says nothing, the number is not asked for. */
  readonly to?: number | undefined
  /** `error` undoes the run, `warn` is told. */
  readonly severity: 'error' | 'warn'
}

/** Two queries that count the same thing where it comes in and where it goes out. */
export interface Balance {
  readonly in: string
  readonly out: string
  /** The same of what a run changed; asked by runs that add to the star instead of building it. */
  readonly run?: { readonly in: string; readonly out: string }
}

/** Which setting says where the files are. */
export type Source = 'log_data' | 'song_data'

/** How files become rows: Redshift's COPY from JSON. */
export interface Copy {
  readonly from: Source
  /** `auto` takes the keys that are named as columns; `log_jsonpath` takes that file's paths, by position. */
  readonly json: 'auto' | 'log_jsonpath'
  /** The contract with the source: every key of its objects, and of which JSON type its value may be. */
  readonly keys?: Readonly<Record<string, KeyDefinition>>
  /** How TIMESTAMP columns are written (https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-data-conversion.html). */
  readonly timeformat?: 'auto' | 'epochmillisecs' | 'epochsecs'
  /** Text of white space alone becomes null. */
  readonly blanksAsNull?: boolean
  /** Text of no length becomes null. */
  readonly emptyAsNull?: boolean
  /**
   * As Redshift's MAXERROR: the load fails when this many rows are bad, so that 5 allows four. Rows
   * that are left out are kept in `load_errors`. Default 0: one bad row stops the load (as does 1).
   */
  readonly maxErrors?: number
}

interface Step {
  /** The table that the step fills. */
  readonly into: string
  /** What one row is. */
  readonly row: string
  readonly promises?: Promises
}

/** A step that loads files into a staging table. */
export interface CopyTransform extends Step {
  readonly copy: Copy
  /** The column that says when: the star is built anew for the span of time in which rows came or went. */
  readonly moment?: string
  /** Columns whose values, of the rows that came or went, are kept in a table until they are published. */
  readonly pending?: { readonly into: string; readonly columns: readonly string[] }
  readonly insert?: never
}

/** A step that fills a table of the star: one `insert into table (columns) select ...`. */
export interface InsertTransform extends Step {
  readonly insert: string
  /**
   * A query for the rows of the table that the insert's own rows take the place of, when something
   * is there already. Default: all of them.
   */
  readonly replaces?: string
  readonly copy?: never
}

export type Transform = (CopyTransform | InsertTransform) & { readonly kind: 'transform' }

/** Declares how rows get into a table. */
export function transform(definition: CopyTransform | InsertTransform): Transform {
  return { kind: 'transform', ...definition }
}

/**
 * SQL as it is sent: the text between the backticks without the indentation of the file it stands
 * in. It takes no `${}`, so that what is written is what is sent.
 */
export function sql(text: TemplateStringsArray, ...nothing: never[]): string {
  if (nothing.length > 0)
    throw new TypeError('sql takes no placeholders: what is written is what is sent')
  return unindent(text.raw.join(''))
}

/** The text without the white space around it and the indentation that all its lines share. */
export function unindent(text: string): string {
  const lines = text
    .replace(/^\s*\n/, '')
    .trimEnd()
    .split('\n')
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  const indent = Math.min(...indents)
  return lines.map((line) => line.slice(indent)).join('\n')
}
