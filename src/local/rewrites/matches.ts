import { Failure } from '../../errors.ts'
import { asText, call, inParentheses, text, textOf } from '../nodes.ts'
import type { Rule } from '../rewrites.ts'

/** LIKE, SIMILAR TO and the POSIX operators. */

/** On Redshift a backslash escapes in a pattern unless another character is named; the embedded engine has no such default. */
const like =
  (kind: string): Rule =>
  (content, rewrite) => {
    const left = inParentheses(asText(rewrite(content.left)))
    const right = inParentheses(rewrite(content.right))
    const plain = textOf(content.right)?.includes('\\') === false
    const escapedBy = content.escape ? rewrite(content.escape) : plain ? null : text('\\')
    return { [kind]: { left, right, escape: escapedBy } }
  }

/** `~` finds its pattern anywhere in the text. */
const matches =
  (options: string): Rule =>
  ({ this: subject, pattern, expression }, rewrite) =>
    call('regexp_matches', asText(rewrite(subject)), rewrite(pattern ?? expression), text(options))

export const MATCHES: Readonly<Record<string, Rule>> = {
  like: like('like'),
  i_like: like('i_like'),
  regexp_like: matches('s'),
  regexp_i_like: matches('si'),
  similar_to: ({ this: subject, pattern, escape: escapedBy, not }, rewrite) => {
    const regex = similarPattern(textOf(pattern), escapedBy ? textOf(escapedBy) : '\\')
    const match = call('regexp_full_match', rewrite(subject), text(regex), text('s'))
    return not ? { not: { this: match } } : match
  },
}

/** SIMILAR TO's pattern as a regular expression for the whole text. */
function similarPattern(pattern: string | undefined, escapedBy: string | undefined): string {
  if (pattern === undefined || escapedBy === undefined) {
    throw new Failure('The local engine takes SIMILAR TO with a literal pattern only.')
  }
  let regex = ''
  let inBrackets = false
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index] as string
    if (character === escapedBy && index + 1 < pattern.length) {
      index += 1
      regex += (pattern[index] as string).replace(/[^\w\s]/g, '\\$&')
    } else if (inBrackets) {
      inBrackets = character !== ']'
      regex += character === '\\' ? '\\\\' : character
    } else {
      inBrackets = character === '['
      regex += IN_REGEX[character] ?? character
    }
  }
  return regex
}

/** What means something else in a regular expression, or nothing in SIMILAR TO. */
const IN_REGEX: Readonly<Record<string, string>> = {
  '%': '.*',
  _: '.',
  '.': '\\.',
  '^': '\\^',
  $: '\\$',
  '\\': '\\\\',
}
