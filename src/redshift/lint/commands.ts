import { COMMANDS, guide, type Rule, UNSUPPORTED_FEATURES } from './rule.ts'
import { begins, is, phrases } from './statement.ts'

/** Statements that are not there, or take other words. */
export const COMMAND_RULES = {
  'no-such-statement': {
    finds: begins(
      'do',
      'listen',
      'notify',
      'unlisten',
      'discard',
      'checkpoint',
      'cluster',
      'load',
      'reassign',
      'import',
      'security',
      'table',
      'move',
      'pragma',
      'attach',
      'detach',
      'install',
      'describe',
      'summarize',
      'vacuum analyze',
    ),
    says: ({ text }) => `Redshift has no statement ${text.toUpperCase()} of these words.`,
    source: COMMANDS,
  },
  savepoint: {
    finds: begins('savepoint', 'release', 'rollback|abort to', 'rollback work|transaction to'),
    says: 'Redshift has no savepoints. Do the part in a transaction of its own.',
    source: UNSUPPORTED_FEATURES,
  },
  'explain-analyze': {
    finds: begins('explain analyze|analyse|('),
    says: 'Redshift explains a query without running it. Use: explain, or explain verbose.',
    source: guide('r_EXPLAIN'),
  },
  'unknown-setting': {
    finds: ({ tokens, verb }) => {
      const name = is(tokens[1], 'session', 'local') ? tokens[2] : tokens[1]
      return ['set', 'reset', 'show'].includes(verb) && name && MISSING_SETTINGS.has(name.text)
        ? [name]
        : []
    },
    says: ({ text }) =>
      `Redshift has no setting ${text}. For a limit in time: set statement_timeout to 60000.`,
    source: guide('cm_chap_ConfigurationRef'),
  },
  'isolation-level': {
    finds: begins(
      'begin isolation',
      'begin work|transaction isolation',
      'start transaction isolation',
      'set transaction isolation',
    ),
    says: 'Redshift takes an isolation level here and leaves the one of the database. Leave it out.',
    source: guide('r_BEGIN'),
  },
  'lock-mode': {
    finds: (statement) =>
      statement.verb === 'lock'
        ? phrases('in _ mode', 'in _ _ mode', 'in _ _ _ mode', 'nowait')(statement)
        : [],
    says: 'Redshift locks a table against everyone, and waits for it. Leave the mode and NOWAIT out.',
    source: guide('r_LOCK'),
  },
} as const satisfies Readonly<Record<string, Rule>>

const MISSING_SETTINGS = new Set(
  `lock_timeout idle_in_transaction_session_timeout server_version_num work_mem maintenance_work_mem
   row_security default_transaction_isolation synchronous_commit max_parallel_workers jit
   statement_timeout_ms default_tablespace`.split(/\s+/),
)
