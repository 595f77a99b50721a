import { ALTER_RULES } from './alterations.ts'
import { CHANGE_RULES } from './changes.ts'
import { COLUMN_RULES } from './columns.ts'
import { COMMAND_RULES } from './commands.ts'
import { COMPARISON_RULES } from './comparisons.ts'
import { COPY_RULES } from './copies.ts'
import { FUNCTION_RULES } from './functions.ts'
import { NAME_RULES } from './names.ts'
import { OBJECT_RULES } from './objects.ts'
import { QUERY_RULES } from './queries.ts'
import { RECURSION_RULES } from './recursion.ts'
import type { Rule } from './rule.ts'
import { TABLE_RULES } from './tables.ts'
import { TRANSACTION_RULES } from './transactions.ts'
import { WINDOW_RULES } from './windows.ts'

/** All that the linter knows, by a rule's short name. */
export const RULES = {
  ...QUERY_RULES,
  ...RECURSION_RULES,
  ...COMPARISON_RULES,
  ...WINDOW_RULES,
  ...FUNCTION_RULES,
  ...NAME_RULES,
  ...CHANGE_RULES,
  ...COLUMN_RULES,
  ...TABLE_RULES,
  ...ALTER_RULES,
  ...OBJECT_RULES,
  ...TRANSACTION_RULES,
  ...COPY_RULES,
  ...COMMAND_RULES,
} as const satisfies Readonly<Record<string, Rule>>

export type RuleName = keyof typeof RULES
