import { Failure } from '../../errors.ts'
import { RULES } from '../../redshift/lint/rules.ts'
import type { Node } from '../../sql.ts'
import { call, joined, number, text, textOf } from '../nodes.ts'
import type { Rule } from '../rewrites.ts'
import { type Calls, takes } from './call.ts'

const length = takes(1, 1, ([value]) => call('length', value))
const trim = (name: string) => takes(1, 2, (args) => call(name, ...args))
const one = (name: string, local = name) => takes(1, 1, (args) => call(local, ...args))

/** Arguments in their order, with what Redshift assumes for those that are not there. */
function filled(args: readonly Node[], defaults: readonly Node[]): Node[] {
  return defaults.map((otherwise, index) => args[index] ?? otherwise)
}

const ONE = number(1)

/** Options of a regular expression: `c` and `p` change nothing here, `i` ignores case, `e` takes the group. */
function regexOptions(node: Node, name: string): { flags: Node; group: Node } {
  const letters = textOf(node ?? text('c')) ?? '?'
  if (!/^[ceip]*$/.test(letters)) {
    throw new Failure(`The local engine takes the letters c, e, i and p for ${name}(), literally.`)
  }
  return {
    flags: text(letters.includes('i') ? '(?si)' : '(?s)'),
    group: number(letters.includes('e') ? 1 : 0),
  }
}

/** Functions of text. */
export const TEXT_CALLS: Calls = {
  len: length,
  length,
  char_length: length,
  character_length: length,
  textlen: length,
  octet_length: one('octet_length', 'strlen'),
  upper: one('upper'),
  lower: one('lower'),
  reverse: one('reverse'),
  ascii: one('ascii'),
  chr: one('chr'),
  initcap: one('initcap', 'rs_initcap'),
  md5: one('md5'),
  sha: one('sha', 'sha1'),
  sha1: one('sha1'),
  func_sha1: one('func_sha1', 'sha1'),
  sha2: takes(2, 2, ([value, bits]) => {
    if (!['0', '256'].includes(String(bits.literal?.value))) {
      throw new Failure('The local engine has sha2() of 256 bits only.')
    }
    return call('sha256', value)
  }),
  quote_ident: one('quote_ident', 'rs_quote_ident'),
  quote_literal: one('quote_literal', 'rs_quote_literal'),
  left: takes(2, 2, (args) => call('rs_left', ...args)),
  right: takes(2, 2, (args) => call('rs_right', ...args)),
  substr: takes(2, 3, (args) => substring(args)),
  lpad: takes(2, 3, (args) => call('lpad', ...filled(args, [text(''), ONE, text(' ')]))),
  rpad: takes(2, 3, (args) => call('rpad', ...filled(args, [text(''), ONE, text(' ')]))),
  btrim: trim('trim'),
  ltrim: trim('ltrim'),
  rtrim: trim('rtrim'),
  repeat: takes(2, 2, (args) => call('repeat', ...args)),
  replicate: takes(2, 2, (args) => call('repeat', ...args)),
  replace: takes(3, 3, (args) => call('replace', ...args)),
  translate: takes(3, 3, (args) => call('translate', ...args)),
  split_part: takes(3, 3, (args) => call('rs_split_part', ...args)),
  strpos: takes(2, 2, (args) => call('strpos', ...args)),
  charindex: takes(2, 2, ([part, whole]) => call('strpos', whole, part)),
  // Two arguments, and null where one is null (https://docs.aws.amazon.com/redshift/latest/dg/r_CONCAT.html).
  concat: takes(2, 2, (args) => joined(args)),
  regexp_substr: takes(2, 5, (args, name) => {
    const { flags, group } = regexOptions(args[4], name)
    return call('rs_regexp_substr', ...filled(args, [text(''), text(''), ONE, ONE]), flags, group)
  }),
  regexp_count: takes(2, 4, (args, name) => {
    const { flags } = regexOptions(args[3], name)
    return call('rs_regexp_count', ...filled(args, [text(''), text(''), ONE]), flags)
  }),
  regexp_instr: takes(2, 6, (args, name) => {
    const { flags } = regexOptions(args[5], name)
    return call(
      'rs_regexp_instr',
      ...filled(args, [text(''), text(''), ONE, ONE, number(0)]),
      flags,
    )
  }),
  regexp_replace: takes(2, 5, (args, name) => {
    const { flags } = regexOptions(args[4], name)
    return call('rs_regexp_replace', ...filled(args, [text(''), text(''), text(''), ONE]), flags)
  }),
}

/** A start before the text counts towards the length: substring('caterpillar', -2, 6) is 'cat'. */
function substring([value, start, size]: readonly Node[]): Node {
  return size === undefined
    ? call('rs_substring', value, start)
    : call('rs_substring_of', value, start, size)
}

/** Functions of text with a syntax of their own. */
export const TEXT_RULES: Readonly<Record<string, Rule>> = {
  substring: ({ this: value, start, length: size }, rewrite) => {
    if (textOf(start) !== undefined) {
      throw new Failure(RULES['substring-pattern'].says)
    }
    return substring([value, start, ...(size ? [size] : [])].map(rewrite))
  },
  trim: ({ this: value, characters, position }, rewrite) => {
    const name =
      ({ Leading: 'ltrim', Trailing: 'rtrim' } as Record<string, string>)[position] ?? 'trim'
    return call(name, ...[value, ...(characters ? [characters] : [])].map(rewrite))
  },
  str_position: ({ this: whole, substr }, rewrite) =>
    call('strpos', rewrite(whole), rewrite(substr)),
}
