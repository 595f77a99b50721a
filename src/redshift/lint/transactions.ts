import { typeChanges } from './alterations.ts'
import { type Context, guide, type Rule } from './rule.ts'
import { begins, phrases, type Statement } from './statement.ts'
import type { Token } from './tokens.ts'

const inside =
  (find: (statement: Statement) => readonly Token[]) =>
  (statement: Statement, { inTransaction }: Context): readonly Token[] =>
    inTransaction ? find(statement) : []

/** More values than this are not bound to one statement: the protocol counts them in 16 bits, with a sign. */
const MOST_BINDS = 32_767
const BINDING = new Set([
  'select',
  'insert',
  'update',
  'delete',
  'merge',
  'prepare',
  'execute',
  'call',
])

/** What may not stand in a transaction, and what in none; and where no value may be bound. */
export const TRANSACTION_RULES = {
  truncate: {
    finds: inside(begins('truncate')),
    says: 'On Redshift TRUNCATE commits the transaction that it stands in. Use: delete from.',
    source: guide('r_TRUNCATE'),
  },
  vacuum: {
    finds: inside(begins('vacuum')),
    says: 'VACUUM cannot run inside a transaction block on Redshift, nor does it need to: Redshift vacuums by itself.',
    source: guide('r_VACUUM_command'),
  },
  'alter-type-inside': {
    finds: inside(typeChanges),
    says: 'ALTER COLUMN ... TYPE cannot run inside a transaction block on Redshift. Add a new column, fill it, drop the old one, rename.',
    source: guide('r_ALTER_TABLE'),
  },
  'append-inside': {
    finds: inside((statement) =>
      statement.verb === 'alter' ? phrases('append from')(statement) : [],
    ),
    says: 'ALTER TABLE APPEND cannot run inside a transaction block on Redshift. Use: insert into ... select.',
    source: guide('r_ALTER_TABLE_APPEND'),
  },
  'database-inside': {
    finds: inside(begins('create|drop database', 'alter database')),
    says: ({ text }) =>
      `${text.toUpperCase()} DATABASE cannot run inside a transaction block on Redshift. Run it from a console.`,
    source: guide('r_CREATE_DATABASE'),
  },
  'external-inside': {
    finds: inside(begins('create|alter|drop external table', 'create|drop library')),
    says: ({ text }) =>
      `${text.toUpperCase()} of external tables and libraries cannot run inside a transaction block on Redshift. Run it from a console.`,
    source: guide('r_CREATE_EXTERNAL_TABLE'),
  },
  'copy-job-inside': {
    finds: inside((statement) =>
      statement.verb === 'copy' ? phrases('job create|drop')(statement) : [],
    ),
    says: 'COPY JOB CREATE and DROP cannot run inside a transaction block on Redshift. Run it from a console.',
    source: guide('r_COPY-JOB'),
  },
  'lock-outside': {
    finds: (statement, { inTransaction }) => (inTransaction ? [] : begins('lock')(statement)),
    says: 'LOCK is over at the end of its transaction: begin one first.',
    source: guide('r_LOCK'),
  },
  bind: {
    finds: ({ tokens, main }) =>
      BINDING.has(main) ? [] : tokens.filter(({ kind }) => kind === 'parameter').slice(0, 1),
    says: ({ text }) =>
      `Redshift binds no values to such a statement. Write the value in the place of ${text}.`,
    source: guide('r_PREPARE'),
  },
  'bind-together': {
    finds: ({ tokens }, { binds, together }) => (together && binds > 0 ? tokens.slice(0, 1) : []),
    says: 'Redshift binds values to one statement at a time. Send each by itself.',
    source: guide('r_PREPARE'),
  },
  'too-many-binds': {
    finds: ({ tokens }, { binds }) => (binds > MOST_BINDS ? tokens.slice(0, 1) : []),
    says: `A statement takes at most ${MOST_BINDS} values. Send fewer rows at a time.`,
    source: guide('r_PREPARE'),
  },
} as const satisfies Readonly<Record<string, Rule>>
