/** Where one root-level value of a file is, or what stands there instead of one. */
export interface Found {
  readonly bytes: Buffer
  /** The last line that it touches, from 1. */
  readonly line: number
  /** Why it cannot be a row, or null for an object whose braces are in balance. */
  readonly problem: string | null
}

const [QUOTE, BACKSLASH, OPEN, CLOSE, NEWLINE, COMMA, COLON] = Buffer.from(
  '"\\{}\n,:',
) as unknown as [number, number, number, number, number, number, number]
const [OPEN_ARRAY, CLOSE_ARRAY] = Buffer.from('[]') as unknown as [number, number]

function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13)
}

/**
 * Cuts the text of a file into its objects: they stand one after another with white space between,
 * on one line or over many. What cannot belong to an object is found as a problem of its own, and the
 * objects after it are found all the same. Looks at braces and strings alone; the JSON inside is for
 * others to judge.
 */
export function* scanObjects(text: Buffer): Generator<Found> {
  let line = 1
  let at = text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf ? 3 : 0
  while (at < text.length) {
    const byte = text[at] as number
    if (isSpace(byte)) {
      if (byte === NEWLINE) line += 1
      at += 1
      continue
    }
    const end =
      byte === OPEN ? endOfObject(text, at) : { at: endOfJunk(text, at), problem: junk(byte) }
    line += newlinesIn(text, at, end.at)
    yield { bytes: text.subarray(at, end.at), line, problem: end.problem }
    at = end.at
  }
}

function junk(byte: number): string {
  return byte === OPEN_ARRAY
    ? 'an array where an object is expected'
    : 'text where an object is expected'
}

interface End {
  readonly at: number
  readonly problem: string | null
}

function endOfObject(text: Buffer, start: number): End {
  let depth = 0
  let before = COLON
  for (let at = start; at < text.length; at += 1) {
    const byte = text[at] as number
    if (isSpace(byte)) continue
    if (byte === QUOTE) {
      at = endOfString(text, at)
      if (at === text.length || text[at] === NEWLINE)
        return { at, problem: 'a text without its closing quote' }
    } else if (byte === OPEN || byte === OPEN_ARRAY) {
      // A value stands after one of these; an object elsewhere is the next row, and this one was cut off.
      if (byte === OPEN && before !== COLON && before !== COMMA && before !== OPEN_ARRAY) {
        return { at, problem: 'an object without its closing brace' }
      }
      depth += 1
    } else if (byte === CLOSE || byte === CLOSE_ARRAY) {
      depth -= 1
      if (depth === 0) return { at: at + 1, problem: null }
    }
    before = byte
  }
  return { at: text.length, problem: 'an object without its closing brace' }
}

/** The closing quote, or where the text broke off: JSON has no raw line end inside of a string. */
function endOfString(text: Buffer, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const byte = text[at]
    if (byte === BACKSLASH) at += 1
    else if (byte === QUOTE || byte === NEWLINE) return at
  }
  return text.length
}

/** Junk goes to the end of its line, or to an object that begins on it. */
function endOfJunk(text: Buffer, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === NEWLINE) return at
    if (text[at] === OPEN && text[start] !== OPEN_ARRAY) return at
  }
  return text.length
}

function newlinesIn(text: Buffer, start: number, end: number): number {
  let count = 0
  let at = text.indexOf(NEWLINE, start)
  while (at !== -1 && at < end) {
    count += 1
    at = text.indexOf(NEWLINE, at + 1)
  }
  return count
}
