import { Failure } from '../../errors.ts'
import { RULES } from '../../redshift/lint/rules.ts'
import type { Node } from '../../sql.ts'
import { asText, call, joined, number, text, textOf } from '../nodes.ts'
import type { Rule } from '../rewrites.ts'
import { type Calls, takes } from './call.ts'

/** What is looked at as text, be it a number or a moment, and how. */
const ofText = (name: string) => (args: readonly Node[]) => {
  const [value, ...others] = args
  return call(name, asText(value), ...others)
}

const length = takes(1, 1, ofText('length'))
const trim = (name: string) => takes(1, 2, ofText(name))
const one = (name: string, local = name) => takes(1, 1, ofText(local))

/** Arguments in their order, with what Redshift assumes for those that are not there. */
function filled(args: readonly Node[], defaults: readonly Node[]): Node[] {
  return defaults.map((otherwise, index) => args[index] ?? otherwise)
}

const ONE = number(1)

/** A position from which a text is searched: one before the first is the first. */
function fromFirst(position: Node = ONE): Node {
  return position === ONE ? ONE : call('greatest', position, ONE)
}

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
  // Also in the checks of temporary tables, which errors are told by as they are written.
  octet_length: takes(1, 1, ([value]) => call('strlen', value)),
  upper: one('upper'),
  lower: one('lower'),
  reverse: one('reverse'),
  ascii: one('ascii'),
  chr: takes(1, 1, ([code]) => call('chr', code)),
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
  left: takes(2, 2, ofText('rs_left')),
  right: takes(2, 2, ofText('rs_right')),
  substr: takes(2, 3, (args) => substring(args)),
  lpad: takes(2, 3, (args) => ofText('lpad')(filled(args, [text(''), ONE, text(' ')]))),
  rpad: takes(2, 3, (args) => ofText('rpad')(filled(args, [text(''), ONE, text(' ')]))),
  btrim: trim('trim'),
  ltrim: trim('ltrim'),
  rtrim: trim('rtrim'),
  repeat: takes(2, 2, ofText('repeat')),
  replicate: takes(2, 2, ofText('repeat')),
  replace: takes(3, 3, ofText('replace')),
  translate: takes(3, 3, ofText('translate')),
  split_part: takes(3, 3, ofText('rs_split_part')),
  strpos: takes(2, 2, ofText('strpos')),
  charindex: takes(2, 2, ([part, whole]) => call('strpos', asText(whole), part)),
  // Two arguments, and null where one is null (https://docs.aws.amazon.com/redshift/latest/dg/r_CONCAT.html).
  concat: takes(2, 2, (args) => joined(args.map(asText))),
  regexp_substr: takes(2, 5, (args, name) => {
    const { flags, group } = regexOptions(args[4], name)
    const [value, pattern, start, nth = ONE] = args
    return call('rs_regexp_substr', asText(value), pattern, fromFirst(start), nth, flags, group)
  }),
  regexp_count: takes(2, 4, (args, name) => {
    const { flags } = regexOptions(args[3], name)
    const [value, pattern, start] = args
    return call('rs_regexp_count', asText(value), pattern, fromFirst(start), flags)
  }),
  regexp_instr: takes(2, 6, (args, name) => {
    const { flags } = regexOptions(args[5], name)
    const [value, pattern, start, nth = ONE, past = number(0)] = args
    const from = fromFirst(start)
    return call('rs_regexp_instr', asText(value), pattern, from, nth, past, flags)
  }),
  regexp_replace: takes(2, 5, (args, name) => {
    const { flags } = regexOptions(args[4], name)
    const [value, pattern, replacement = text(''), start] = args
    const from = fromFirst(start)
    return call('rs_regexp_replace', asText(value), pattern, replacement, from, flags)
  }),
}

/** A start before the text counts towards the length: substring('caterpillar', -2, 6) is 'cat'. */
function substring(args: readonly Node[]): Node {
  return ofText(args.length === 2 ? 'rs_substring' : 'rs_substring_of')(args)
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
    return ofText(name)([value, ...(characters ? [characters] : [])].map(rewrite))
  },
  str_position: ({ this: whole, substr }, rewrite) =>
    call('strpos', asText(rewrite(whole)), rewrite(substr)),
}
