import { addedColumn, followed, tableAt } from './definitions.ts'
import { guide, type Rule } from './rule.ts'
import { is, parts, phrases, type Statement } from './statement.ts'
import type { Token } from './tokens.ts'

const ALTER = guide('r_ALTER_TABLE')

/** How tables may not be changed. */
export const ALTER_RULES = {
  'one-change': {
    finds: (statement) => {
      const at = tableAt(statement)
      if (statement.verb !== 'alter' || at === -1) return []
      const comma = statement.tokens.find(
        (token, index) => index > at && token.depth === 0 && is(token, ','),
      )
      return comma && !changesLayout(statement, at) ? [comma] : []
    },
    says: 'Redshift changes one column in an ALTER TABLE, and only keys and encodings together. Write a statement for each.',
    source: ALTER,
  },
  'column-null': {
    finds: altered('set|drop not null'),
    says: 'Redshift cannot change NOT NULL of a column. Add a new column, fill it, drop the old one, rename.',
    source: ALTER,
  },
  'column-default': {
    finds: altered('set|drop default'),
    says: 'Redshift cannot change the default of a column. Add a new column, fill it, drop the old one, rename.',
    source: ALTER,
  },
  'column-type': {
    finds: (statement) =>
      typeChanges(statement).filter(({ text }) => !/^(varchar|character|nvarchar)$/.test(text)),
    says: 'Redshift changes the size of a varchar, and no other type. Add a new column, fill it, drop the old one, rename.',
    source: ALTER,
  },
  'column-type-using': {
    finds: altered('set data type', 'using *'),
    says: 'Redshift takes: alter table ... alter column ... type varchar(n), without SET DATA or USING.',
    source: ALTER,
  },
  'alter-if': {
    finds: (statement) =>
      statement.verb === 'alter' && tableAt(statement) !== -1
        ? phrases('if exists|not')(statement).filter((token) => {
            const { tokens } = statement
            return !is(tokens[tokens.indexOf(token) + 3], 'partition') // of an external table
          })
        : [],
    says: 'Redshift takes no IF EXISTS and no IF NOT EXISTS in an ALTER TABLE. Ask the catalog first.',
    source: ALTER,
  },
  'add-not-null': {
    finds: (statement) => {
      const column = addedColumn(statement)
      return column.some((token) => is(token, 'default')) ? [] : followed(column, 'not', 'null')
    },
    says: 'Redshift adds a NOT NULL column only with a default that is not null.',
    source: ALTER,
  },
  'add-key': {
    finds: (statement) =>
      addedColumn(statement).filter(
        (token, index) =>
          index > 1 &&
          is(token, 'identity', 'primary', 'unique', 'references', 'distkey', 'sortkey'),
      ),
    says: ({ text }) =>
      `Redshift adds no column with ${text.toUpperCase()}. Make it when the table is created.`,
    source: ALTER,
  },
} as const satisfies Readonly<Record<string, Rule>>

/** Whether each change of a table is one of its keys or encodings, which may be several. */
function changesLayout({ tokens }: Statement, at: number): boolean {
  return parts(tokens.slice(at + 1)).every(
    (change) =>
      is(change[0], 'alter') &&
      change.some((token) => is(token, 'distkey', 'diststyle', 'sortkey', 'encode')),
  )
}

/** Finds phrases behind ALTER TABLE ... ALTER. */
function altered(...written: readonly string[]): (statement: Statement) => Token[] {
  const find = phrases(...written)
  return (statement) => {
    const alters = statement.tokens.findIndex((token, index) => index > 0 && is(token, 'alter'))
    if (statement.verb !== 'alter' || tableAt(statement) === -1 || alters === -1) return []
    return find(statement).filter((token) => statement.tokens.indexOf(token) > alters)
  }
}

const changing = altered('type _')

/** The types that columns are changed to. */
export function typeChanges(statement: Statement): Token[] {
  const { tokens } = statement
  return changing(statement).flatMap((token) => {
    const at = tokens.indexOf(token)
    // A column may be named so.
    return is(tokens[at - 1], 'alter', 'column') ? [] : (tokens[at + 1] ?? [])
  })
}
