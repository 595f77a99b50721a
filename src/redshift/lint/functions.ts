import { AWAY_FROM_LEADER, CATALOG_FUNCTIONS, MISSING_FUNCTIONS, noFunction } from '../functions.ts'
import { guide, type Rule, UNSUPPORTED_FUNCTIONS } from './rule.ts'
import { type Call, calls, inside, is, isName, nameOf, parts, type Statement } from './statement.ts'
import { isCatalog, isSentCatalog, tableNames } from './table-names.ts'
import type { Token } from './tokens.ts'

/** They are called without parentheses. */
const CLOCKS = new Set(['current_timestamp', 'current_time', 'localtime', 'localtimestamp'])
const LEADER_ONLY = new Set(Object.keys(AWAY_FROM_LEADER))
const DATE_PARTS_FIRST = new Set(
  'dateadd date_add datediff date_diff date_part date_part_year date_trunc datepart'.split(' '),
)

/** Functions that Redshift lacks, runs on its leader alone, or calls otherwise. */
export const FUNCTION_RULES = {
  'missing-function': {
    finds: (statement) => [
      ...calls(statement, MISSING_FUNCTIONS)
        .filter(({ name }) => !CLOCKS.has(name.text))
        .filter(({ name }) => !(CATALOG_FUNCTIONS.has(name.text) && readsCatalog(statement)))
        .map(({ name }) => name),
      ...statement.tokens.filter(
        (token, index) =>
          token.kind === 'word' &&
          CLOCKS.has(token.text) &&
          !is(statement.tokens[index - 1], '.', 'as'),
      ),
    ],
    says: ({ text }) => noFunction(text),
    source: UNSUPPORTED_FUNCTIONS,
  },
  'leader-function': {
    finds: (statement) => {
      const found = calls(statement, LEADER_ONLY)
      return found.length > 0 && readsComputeNodes(statement) ? found.map(({ name }) => name) : []
    },
    says: ({ text }) =>
      `Redshift runs ${text}() on its leader node alone, and not with the rows of tables. ${AWAY_FROM_LEADER[text]}`,
    source: guide('c_SQL_functions_leader_node_only'),
  },
  'catalog-with-tables': {
    finds: (statement) => {
      if (!statement.tokens.some((token) => isName(token) && isCatalog(nameOf(token)))) return []
      if (!readsComputeNodes(statement)) return []
      return tableNames(statement)
        .filter(({ name }) => isCatalog(name) && !isSentCatalog(name))
        .slice(0, 1)
        .map(({ token }) => token)
    },
    says: ({ text }) =>
      `Redshift's leader node alone has ${text}: it cannot be asked for together with other tables. Ask for each by itself.`,
    source: guide('c_join_PG'),
  },
  'advisory-lock': {
    finds: ({ tokens }) =>
      tokens.filter(
        (token, index) =>
          token.kind === 'word' &&
          /^pg_(try_)?advisory_/.test(token.text) &&
          is(tokens[index + 1], '('),
      ),
    says: 'Redshift has no advisory locks. Use: lock table, first in the transaction.',
    source: UNSUPPORTED_FUNCTIONS,
  },
  'concat-two': {
    finds: (statement) => withArguments(statement, ['concat'], (given) => given.length > 2),
    says: "Redshift's concat() takes 2 arguments. Use: a || b || c.",
    source: guide('r_CONCAT'),
  },
  'to-timestamp': {
    finds: (statement) => withArguments(statement, ['to_timestamp'], (given) => given.length === 1),
    says:
      "Redshift's to_timestamp() takes text and its format. For seconds use: " +
      "timestamp 'epoch' + seconds * interval '1 second'.",
    source: guide('r_TO_TIMESTAMP'),
  },
  'split-part': {
    finds: (statement) =>
      withArguments(
        statement,
        ['split_part'],
        ([, , part]) => is(part?.[0], '-') || (part?.length === 1 && part[0]?.text === '0'),
      ),
    says: "Redshift's split_part() counts from 1, and not from the end.",
    source: guide('SPLIT_PART'),
  },
  'substring-pattern': {
    finds: (statement) =>
      withArguments(statement, ['substring'], ([given]) => {
        const from = given?.findIndex((token) => is(token, 'from')) ?? -1
        return from !== -1 && given?.[from + 1]?.kind === 'text'
      }),
    says: 'Redshift takes no pattern in SUBSTRING. Use: regexp_substr(text, pattern).',
    source: guide('r_SUBSTRING'),
  },
  'date-part': {
    finds: (statement) => dateParts(statement).filter((part) => UNKNOWN_PARTS.has(wordOf(part))),
    says: (part) => `Redshift knows no date part '${wordOf(part)}'.`,
    source: guide('r_Dateparts_for_datetime_functions'),
  },
  'minute-or-month': {
    finds: (statement) => dateParts(statement).filter((part) => wordOf(part) === 'm'),
    says: "The date part 'm' is minutes on Redshift. Write minute, or month.",
    source: guide('r_Dateparts_for_datetime_functions'),
  },
} as const satisfies Readonly<Record<string, Rule>>

const UNKNOWN_PARTS = new Set(['isodow', 'isoyear', 'julian'])

/** Whether a statement reads the leader's catalog and nothing else. */
function readsCatalog(statement: Statement): boolean {
  return tableNames(statement).length > 0 && !readsComputeNodes(statement)
}

/** Whether a statement reads or writes anything but the leader's catalog. */
function readsComputeNodes(statement: Statement): boolean {
  return tableNames(statement).some(({ name }) => !isCatalog(name))
}

function withArguments(
  statement: Statement,
  names: readonly string[],
  wrong: (given: readonly (readonly Token[])[]) => boolean,
): Token[] {
  const found = calls(statement, new Set(names))
  return found.filter((call) => wrong(argumentsOf(statement, call))).map(({ name }) => name)
}

function argumentsOf({ tokens }: Statement, { open }: Call): Token[][] {
  return parts(inside(tokens, open))
}

/** The date parts that are named: `extract(day from ...)`, `dateadd(day, ...)`. */
function dateParts(statement: Statement): Token[] {
  const { tokens } = statement
  const extracted = calls(statement, new Set(['extract'])).filter(({ open }) =>
    is(tokens[open + 2], 'from'),
  )
  return [...extracted, ...calls(statement, DATE_PARTS_FIRST)].flatMap(({ open }) => {
    const [part, next] = [tokens[open + 1], tokens[open + 2]]
    return part && is(next, ',', 'from') ? [part] : []
  })
}

function wordOf({ kind, text }: Token): string {
  return (kind === 'text' ? text.slice(1, -1) : text).toLowerCase()
}
