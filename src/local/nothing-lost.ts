import { Failure } from '../errors.ts'
import type { Node } from '../sql.ts'
import { standardLiterals, withoutMarks } from '../sql-text.ts'

/**
 * Looks whether a parsed statement still holds every name, number and literal of its text: the parser
 * has been seen to leave out a FROM after a word that it did not expect.
 * @throws Failure that names what is missing.
 */
export function checkNothingLost(text: string, statement: Node): void {
  const held = new Map<string, number>()
  count(statement, held)
  for (const [token] of standardLiterals(text).matchAll(TOKEN)) {
    const word = plain(token)
    if (SYNTAX.has(word)) continue
    const left = held.get(word) ?? 0
    if (left === 0) {
      throw new Failure(`Cannot read this SQL: what is meant by ${token}? Write it another way.`)
    }
    held.set(word, left - 1)
  }
}

/** Names, literals and words; also the EXCEPT after a star of other databases, which the parser reads as EXCLUDE. */
const TOKEN =
  /"(?:[^"]|"")*"|'(?:[^']|'')*'|\*\s*except(?=\s*\()|#?[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/gi

function plain(token: string): string {
  const inside = /^(["'])([\s\S]*)\1$/.exec(token)
  if (inside)
    return (inside[2] ?? '')
      .replaceAll(inside[1] + (inside[1] ?? ''), inside[1] ?? '')
      .toLowerCase()
  return withoutMarks(token.toLowerCase())
}

/** How often each text and number is in a tree. */
function count(node: Node, held: Map<string, number>): void {
  if (Array.isArray(node)) for (const item of node) count(item, held)
  else if (node !== null && typeof node === 'object') {
    // A type that the parser does not know is one text with its size.
    if (node.data_type === 'custom') count(String(node.name).match(/\w+/g), held)
    for (const [field, value] of Object.entries(node)) if (field !== 'span') count(value, held)
  } else if (typeof node === 'string' || typeof node === 'number') {
    const word = withoutMarks(String(node).toLowerCase())
    // The parser holds the two words of an approximate function as one name.
    for (const name of new Set([word, word.replace(/^approximate /, '')])) {
      held.set(name, (held.get(name) ?? 0) + 1)
    }
  }
}

/** Words of the language, which the tree holds as its shape, or spells in its own way. */
const SYNTAX = new Set(
  `all and any approximate as asc at between both by case cast cross cube current default desc distinct else
   end escape except exclude exists extract false fetch filter first following for from full group grouping having
   ignore ilike in inner insert intersect interval into is isnull join last leading left like limit matched
   merge minus natural not notnull null nulls offset on only or order outer over partition position
   preceding qualify recursive respect right rollup row rows select set sets similar some substring then to
   top trailing trim true unbounded union unknown update using values when where with within

   bigint bool boolean bpchar char character date dec decimal double float float4 float8 int int2 int4 int8
   integer numeric precision real smallint text time timestamp timestamptz varchar varying without zone

   count dense_rank cume_dist first_value lag last_value lead listagg nth_value ntile percent_rank
   rank row_number try_cast dow doy

   alter begin binding cascade column comment compound create default delete distkey diststyle drop encode
   even foreign if including interleaved key like no primary references replace restrict schema sortkey table
   temp temporary truncate unique view`.split(/\s+/),
)
