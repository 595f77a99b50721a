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
/** What some programs write before the text of a file. */
export const BYTE_ORDER_MARK = Buffer.from('\ufeff')
const NOTHING = Buffer.alloc(0)
/** What has no end after this much is given up: no engine takes a row of that size. */
const ENDLESS_BYTES = 64 << 20

/** White space between objects, as bytes. */
export function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13)
}

/** The objects of one text. */
export function* scanObjects(text: Buffer): Generator<Found> {
  yield* new ObjectScanner().scan(text, true)
}

/**
 * Cuts the text of a file, which comes in chunks (the first of 3 bytes or more), into its objects: they stand one after another with
 * white space between, on one line or over many. What cannot belong to an object is found as a
 * problem of its own, and the objects after it are found all the same. Looks at brackets and strings
 * alone; the JSON inside is for others to judge.
 */
export class ObjectScanner {
  /** What the last chunk began and did not end. */
  #rest: Buffer = NOTHING
  #line = 1
  #begun = false

  /** Steps over a byte order mark at the very start. */
  #start(text: Buffer): number {
    if (this.#begun) return 0
    this.#begun = true
    return text.indexOf(BYTE_ORDER_MARK) === 0 ? BYTE_ORDER_MARK.length : 0
  }

  /** The objects that end in this chunk; `last` says that no other one follows. */
  *scan(chunk: Buffer, last: boolean): Generator<Found> {
    const text = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    let at = this.#start(text)
    while (at < text.length) {
      const byte = text[at] as number
      if (isSpace(byte)) {
        if (byte === NEWLINE) this.#line += 1
        at += 1
        continue
      }
      const end = endOfValue(text, at)
      // What reaches the end of a chunk and is not whole may go on in the next one.
      const unfinished = end.at === text.length && end.whole !== true && !last
      if (unfinished && text.length - at < ENDLESS_BYTES) break
      const bytes = text.subarray(at, trimmed(text, at, end.at))
      this.#line += newlinesIn(bytes)
      yield { bytes, line: this.#line, problem: end.problem }
      at += bytes.length
    }
    this.#rest = text.subarray(at)
  }
}

interface End {
  readonly at: number
  readonly problem: string | null
  /** Whether its last bracket was found. */
  readonly whole?: boolean
}

function endOfValue(text: Buffer, start: number): End {
  if (text[start] === OPEN) return endOfBrackets(text, start, 'an object without its closing brace')
  if (text[start] !== OPEN_ARRAY) {
    return { at: endOfJunk(text, start), problem: 'text where an object is expected' }
  }
  const end = endOfBrackets(text, start, 'an array without its closing bracket')
  return end.whole ? { ...end, problem: 'an array where an object is expected' } : end
}

function endOfBrackets(text: Buffer, start: number, broken: string): End {
  const open: number[] = []
  let before = COLON
  for (let at = start; at < text.length; at += 1) {
    const byte = text[at] as number
    if (isSpace(byte)) continue
    if (byte === QUOTE) {
      at = endOfString(text, at)
      if (at === text.length || text[at] === NEWLINE)
        return { at, problem: 'a text without its closing quote' }
    } else if (byte === OPEN || byte === OPEN_ARRAY) {
      // An object where no value can stand is the next row, and this one was cut off.
      if (byte === OPEN && !takesValue(before, open.at(-1))) return { at, problem: broken }
      open.push(byte)
    } else if (byte === CLOSE || byte === CLOSE_ARRAY) {
      open.pop()
      if (open.length === 0) return { at: at + 1, problem: null, whole: true }
    }
    before = byte
  }
  return { at: text.length, problem: broken }
}

function takesValue(before: number, inside: number | undefined): boolean {
  if (before === COLON) return true
  return inside === OPEN_ARRAY && (before === COMMA || before === OPEN_ARRAY)
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
    if (text[at] === NEWLINE || text[at] === OPEN) return at
  }
  return text.length
}

/** The end without the white space before it. */
function trimmed(text: Buffer, start: number, end: number): number {
  let at = end
  while (at > start && isSpace(text[at - 1] as number)) at -= 1
  return at
}

function newlinesIn(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1
  return count
}
