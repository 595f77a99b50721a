import { guide, type Rule, UNSUPPORTED_FEATURES, UNSUPPORTED_TYPES } from './rule.ts'
import { begins, is, phrases, type Statement } from './statement.ts'
import { tableNames } from './table-names.ts'
import type { Token } from './tokens.ts'

/** What a database on Redshift does not hold, and how views are made. */
export const OBJECT_RULES = {
  index: {
    finds: begins(
      'create index',
      'create unique index',
      'drop index',
      'alter index',
      'reindex index|table|database|schema|_',
    ),
    says: 'Redshift has no indexes. Choose a sort key in the migration.',
    source: UNSUPPORTED_FEATURES,
  },
  sequence: {
    finds: begins('create|alter|drop sequence', 'create temp|temporary sequence'),
    says: 'Redshift has no sequences. Use a column with identity(0, 1).',
    source: UNSUPPORTED_FEATURES,
  },
  'own-type': {
    finds: begins('create|alter|drop type|domain'),
    says: 'Redshift has no types of your own.',
    source: UNSUPPORTED_TYPES,
  },
  trigger: {
    finds: begins(
      'create|alter|drop trigger|rule|extension|tablespace|operator|aggregate|cast|collation|conversion|language|publication|subscription',
      'create or replace trigger|rule|aggregate',
      'create constraint trigger',
    ),
    says: 'Redshift has no triggers, rules, extensions or tablespaces. Do the work in a transform.',
    source: UNSUPPORTED_FEATURES,
  },
  'temporary-view': {
    finds: begins(
      'create temp|temporary|recursive view',
      'create or replace temp|temporary|recursive view',
    ),
    says: 'Redshift has no temporary views. Use: create temp table ... as.',
    source: guide('r_CREATE_VIEW'),
  },
  'view-binding': {
    finds: (statement) => {
      const isLate = phrases('with no schema binding')(statement).length > 0
      return isLate && statement.verb === 'create' ? unqualified(statement) : []
    },
    says: (table) =>
      `A view WITH NO SCHEMA BINDING names every table with its schema: public.${table.text}.`,
    source: guide('r_CREATE_VIEW'),
  },
  'materialized-view': {
    finds: (statement) => [
      ...begins(
        'create or replace materialized view',
        'create materialized view if',
        'refresh materialized view concurrently',
      )(statement),
      ...(begins('create materialized view')(statement).length > 0
        ? statement.tokens.filter(
            (token, index, all) =>
              token.depth === 0 &&
              ((is(token, 'order') && is(all[index + 1], 'by')) || is(token, 'limit', 'offset')),
          )
        : []),
    ],
    says: 'Redshift takes: create materialized view name as select ..., without OR REPLACE, IF, ORDER BY or LIMIT; and refresh without CONCURRENTLY.',
    source: guide('materialized-view-create-sql-command'),
  },
} as const satisfies Readonly<Record<string, Rule>>

/** Names of tables that are not said with their schema. */
function unqualified(statement: Statement): Token[] {
  return tableNames(statement)
    .filter(({ name }) => !name.includes('.'))
    .map(({ token }) => token)
}
