import { attributes, columns, elements, tableAt } from './definitions.ts'
import { guide, type Rule, UNSUPPORTED_FEATURES } from './rule.ts'
import { begins, is, phrases } from './statement.ts'

const CREATE = guide('r_CREATE_TABLE_NEW')

/** What tables may not be. */
export const TABLE_RULES = {
  'dist-style': {
    finds: (statement) => {
      const keys = [...columns(statement).flat(), ...attributes(statement)].filter((token) =>
        is(token, 'distkey'),
      )
      const after = attributes(statement)
      const style = after.findIndex((token) => is(token, 'diststyle'))
      const isOther = style !== -1 && !is(after[style + 1], 'key')
      const lacksKey = style !== -1 && !isOther && keys.length === 0
      if (keys.length > 1) return keys.slice(1, 2)
      return (isOther && keys.length > 0) || lacksKey ? after.slice(style, style + 1) : []
    },
    says: 'A table on Redshift has one distkey, with diststyle key or none said, or another diststyle and no distkey.',
    source: CREATE,
  },
  'sort-key': {
    finds: (statement) => {
      const keys = [...columns(statement).flat(), ...attributes(statement)].filter((token) =>
        is(token, 'sortkey'),
      )
      return attributes(statement).some((token) => is(token, 'sortkey')) ? keys.slice(1, 2) : []
    },
    says: 'A table on Redshift has one sortkey: sortkey (a, b).',
    source: CREATE,
  },
  'like-keys': {
    finds: (statement) =>
      elements(statement).some(([first]) => is(first, 'like'))
        ? attributes(statement)
            .filter((token) => is(token, 'diststyle', 'distkey', 'sortkey'))
            .slice(0, 1)
        : [],
    says: 'A table that is like another has its distribution and sort key on Redshift. Change them afterwards.',
    source: CREATE,
  },
  'like-including': {
    finds: (statement) =>
      elements(statement).flatMap((element) =>
        is(element[0], 'like')
          ? element.filter(
              (token, index) =>
                is(token, 'including', 'excluding') && !is(element[index + 1], 'defaults'),
            )
          : [],
      ),
    says: 'Redshift takes INCLUDING DEFAULTS after LIKE, and nothing else of the other table.',
    source: CREATE,
  },
  'create-or-replace': {
    finds: begins('create or replace table', 'create or replace temp|temporary table'),
    says: 'Redshift has no CREATE OR REPLACE TABLE. Drop the table first: drop table if exists.',
    source: CREATE,
  },
  'table-option': {
    finds: (statement) => {
      const rest = attributes(statement)
      return [
        ...phrases('create unlogged')(statement).slice(0, statement.verb === 'create' ? 1 : 0),
        ...rest.filter(
          (token, index) =>
            (is(token, 'partition') && is(rest[index + 1], 'by')) ||
            is(token, 'inherits', 'tablespace', 'with') ||
            (is(token, 'on') && is(rest[index + 1], 'commit')),
        ),
      ]
    },
    says: ({ text }) =>
      `Redshift has no ${TABLE_OPTIONS[text]}. A table's layout is its distribution and sort key.`,
    source: UNSUPPORTED_FEATURES,
  },
  'create-as-if': {
    finds: (statement) => {
      const at = tableAt(statement)
      const makes = statement.verb === 'create' && at !== -1
      const tests = statement.tokens.slice(0, at).filter((token) => is(token, 'if'))
      const isQuery = statement.tokens.some(
        (token, index) => index > at && token.depth === 0 && is(token, 'as'),
      )
      return makes && isQuery ? tests : []
    },
    says: 'Redshift takes no IF NOT EXISTS with CREATE TABLE ... AS. Drop the table first: drop table if exists.',
    source: guide('r_CREATE_TABLE_AS'),
  },
} as const satisfies Readonly<Record<string, Rule>>

const TABLE_OPTIONS: Readonly<Record<string, string>> = {
  create: 'unlogged tables',
  partition: 'partitions',
  inherits: 'inheritance of tables',
  tablespace: 'tablespaces',
  with: 'storage parameters',
  on: 'ON COMMIT',
}
