import { Failure } from '../../errors.ts'
import type { Node } from '../../sql.ts'
import { call, castTo, joined, number, text } from '../nodes.ts'

/** TO_CHAR, TO_DATE and TO_TIMESTAMP of moments (https://docs.aws.amazon.com/redshift/latest/dg/r_FORMAT_strings.html). */

/** Redshift's words, longest first; a word in lower case gives the same digits. */
const DIGITS: Readonly<Record<string, string>> = {
  YYYY: '%Y',
  IYYY: '%G',
  HH24: '%H',
  HH12: '%I',
  DDD: '%j',
  YY: '%y',
  MM: '%m',
  DD: '%d',
  HH: '%I',
  MI: '%M',
  SS: '%S',
  MS: '%g',
  US: '%f',
  IW: '%V',
}

const PARTS_OF_SECONDS = new Set(['MS', 'US'])

/** Words that strftime has not, each as the expression of it. */
const OTHERS: Readonly<Record<string, (moment: Node) => Node>> = {
  SSSS: (moment) => call('rs_seconds_of_day', moment),
  CC: (moment) => call('rs_part_text', text('century'), moment),
  WW: (moment) => call('rs_week_of_year', moment),
  ID: (moment) => call('rs_part_text', text('isodow'), moment),
  Q: (moment) => call('rs_part_text', text('quarter'), moment),
  W: (moment) => call('rs_week_of_month', moment),
  D: (moment) => call('rs_day_of_week', moment),
  J: (moment) => call('rs_julian_day', moment),
}

/** Names: as a word is written, so is what it stands for. Full names are padded to nine characters. */
const NAMES: Readonly<Record<string, { format: string; width: number }>> = {
  MONTH: { format: '%B', width: 9 },
  DAY: { format: '%A', width: 9 },
  MON: { format: '%b', width: 0 },
  DY: { format: '%a', width: 0 },
}

interface Piece {
  /** The word in upper case, or the text itself. */
  readonly word: string
  readonly written: string
  readonly isWord: boolean
  readonly trimmed: boolean
}

const WORDS = [...Object.keys(DIGITS), ...Object.keys(OTHERS), ...Object.keys(NAMES), 'AM', 'PM']
  .sort((one, other) => other.length - one.length)
  .join('|')
const PIECE = new RegExp(
  `^(FM)?(${WORDS})|^"([^"]*)"|^([AP]\\.M\\.)|^([^A-Za-z0-9"]|[T](?=HH))`,
  'i',
)

function piecesOf(pattern: string, name: string): Piece[] {
  const pieces: Piece[] = []
  let rest = pattern
  while (rest !== '') {
    const match = PIECE.exec(rest)
    if (!match) {
      throw new Failure(
        `The local engine does not know '${rest}' in the format '${pattern}' of ${name}().`,
      )
    }
    const [all, trimmed, word, quoted, dotted, other] = match
    const written = word ?? quoted ?? dotted ?? other ?? ''
    const isWord = word !== undefined || dotted !== undefined
    pieces.push({ word: written.toUpperCase(), written, isWord, trimmed: trimmed !== undefined })
    rest = rest.slice(all.length)
  }
  return pieces
}

/** `to_char(moment, pattern)` */
export function dateText(moment: Node, pattern: string): Node {
  const parts = piecesOf(pattern, 'to_char').map((piece) => partText(moment, piece))
  if (parts.length === 0) return text('')
  return joined(parts)
}

function partText(moment: Node, { word, written, isWord, trimmed }: Piece): Node {
  if (!isWord) return text(written)
  const digits = DIGITS[word]
  if (digits) {
    const value = call('strftime', moment, text(digits))
    // Thousandths are no number of their own: their zeros count.
    return trimmed && !PARTS_OF_SECONDS.has(word) ? call('rs_without_zeros', value) : value
  }
  const other = OTHERS[word]
  if (other) return trimmed ? call('rs_without_zeros', other(moment)) : other(moment)
  const { format, width } = NAMES[word] ?? { format: '%p', width: 0 }
  const value = inCase(written, call('strftime', moment, text(format)))
  if (/^[AP]\.M\.$/.test(word)) return call('rs_dotted', value)
  return width > 0 && !trimmed ? call('rs_padded', value) : value
}

/** `MONTH` gives JULY, `Month` July, `month` july. */
function inCase(written: string, value: Node): Node {
  if (written === written.toUpperCase()) return call('upper', value)
  return written === written.toLowerCase() ? call('lower', value) : value
}

/** The moment that a text stands for under a pattern; what follows in the text is passed over. */
export function momentOf(name: string, value: Node, pattern: string): Node {
  const pieces = piecesOf(pattern, name)
  const format = pieces.map(({ word, written, isWord }) => {
    if (!isWord) return written.replaceAll('%', '%%')
    const known = DIGITS[word] ?? NAMES[word]?.format ?? (/^[AP]M$/.test(word) ? '%p' : undefined)
    if (known === undefined) {
      throw new Failure(`The local engine does not read '${written}' in ${name}().`)
    }
    return known
  })
  const read = castTo('text', value)
  const cut = pieces.every(({ word, isWord }) => !isWord || word in DIGITS)
    ? call('left', read, number(pieces.reduce((sum, piece) => sum + width(piece), 0)))
    : read
  return call('rs_read_moment', cut, text(format.join('')), text(pattern))
}

function width({ word, written, isWord }: Piece): number {
  if (!isWord) return written.length
  return { HH24: 2, HH12: 2, MS: 3, US: 6 }[word] ?? word.length
}
