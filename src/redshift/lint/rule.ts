import type { Statement } from './statement.ts'
import type { Token } from './tokens.ts'

/** What surrounds a statement when it is sent. */
export interface Context {
  /** Whether it is one of a transaction, or of a text of several statements, which is one as well. */
  readonly inTransaction: boolean
  /** Whether several statements are sent as one text. */
  readonly together: boolean
  /** How many values are bound to it. */
  readonly binds: number
}

/** Something that Redshift refuses, or takes and silently makes something else of. */
export interface Rule {
  /** The tokens at which it is. */
  readonly finds: (statement: Statement, context: Context) => readonly Token[]
  /** What is wrong, and what to write instead. */
  readonly says: string | ((found: Token) => string)
  /** The page that says so. */
  readonly source: string
}

/** A page of the Amazon Redshift Database Developer Guide. */
export function guide(page: string): string {
  return `https://docs.aws.amazon.com/redshift/latest/dg/${page}.html`
}

export const UNSUPPORTED_FEATURES = guide('c_unsupported-postgresql-features')
export const UNSUPPORTED_FUNCTIONS = guide('c_unsupported-postgresql-functions')
export const UNSUPPORTED_TYPES = guide('c_unsupported-postgresql-datatypes')
export const COMMANDS = guide('c_SQL_commands')
