import { guide, type Rule } from './rule.ts'
import { is, phrases } from './statement.ts'

const COMPARISONS = guide('r_comparison_condition')

/** How values may not be compared. */
export const COMPARISON_RULES = {
  'double-equals': {
    finds: phrases('= ='),
    says: 'Redshift has no operator ==. Use: =.',
    source: COMPARISONS,
  },
  'any-comparison': {
    finds: ({ tokens }) =>
      tokens.filter((token, index) => {
        const operator = tokens[index - 1]?.text ?? ''
        const isTaken = is(token, 'all') ? /^(<>|!=)$/.test(operator) : operator === '='
        return (
          is(token, 'any', 'some', 'all') &&
          /^[=<>!]+$/.test(operator) &&
          !isTaken &&
          is(tokens[index + 1], '(') &&
          is(tokens[index + 2], 'select', 'with')
        )
      }),
    says: 'Redshift compares with a query by = ANY and <> ALL alone. Compare with max() or min() of it.',
    source: COMPARISONS,
  },
} as const satisfies Readonly<Record<string, Rule>>
