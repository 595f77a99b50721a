import { closeSync, openSync, readSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Hash, hashOf } from './hash.ts'

/** The longest line that is looked at here. */
const LINE_BYTES = 4 << 20
/** So much at a time stays near the processor, whose cache the engine's threads use meanwhile. */
const PIECE_BYTES = 512 << 10
const [NEWLINE, OPEN, CLOSE, COMMA, SPACE, CLOSE_ARRAY] = Buffer.from('\n{}, ]') as unknown as [
  number,
  number,
  number,
  number,
  number,
  number,
]

/** A file that was read through. */
export interface ReadFile {
  /** Null where the file is not written plainly. */
  readonly objects: number | null
  readonly hash: string
}

/** Counts the objects of a file, and hashes it. @throws The signal's reason when that is given first. */
export async function readPlain(path: string, signal?: AbortSignal): Promise<ReadFile> {
  const hash = new Hash()
  const objects = await countPlain(path, hash, signal)
  // A file that is not plain was not read to its end.
  return { objects, hash: objects === null ? await hashOf(path) : hash.text() }
}

/**
 * How many objects stand in a file that is written plainly, as programs write: one on each line, the
 * only closing brace of a line at its end. Null for any other file: it may be good, but takes a closer
 * look. What is counted is as good as the engine's reader finds it, since nothing stands in it that
 * that reader takes and JSON has not: a comma before a bracket; NaN and Infinity, as programs spell them.
 */
async function countPlain(path: string, hash: Hash, signal?: AbortSignal): Promise<number | null> {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(LINE_BYTES)
    let objects = 0
    for (let kept = 0; ; ) {
      await nextTurn()
      signal?.throwIfAborted()
      const most = Math.min(PIECE_BYTES, LINE_BYTES - kept)
      const bytesRead = readSync(file, buffer, kept, most, null)
      hash.add(buffer.subarray(kept, kept + bytesRead))
      const text = buffer.subarray(0, kept + bytesRead)
      if (text.length === 0) return objects
      // The last line of a file may lack its line end.
      const end = bytesRead === 0 ? text.length : text.lastIndexOf(NEWLINE) + 1
      if (end === 0 && text.length === LINE_BYTES) return null
      const found = plainObjects(text.subarray(0, end))
      if (found === null) return null
      objects += found
      kept = text.copy(buffer, 0, end)
      if (bytesRead === 0) return objects
    }
  } finally {
    closeSync(file)
  }
}

/** The objects of whole lines. */
function plainObjects(lines: Buffer): number | null {
  if (lines.length === 0) return 0
  if (lines[0] !== OPEN || lines.includes('NaN') || lines.includes('finity')) return null
  for (let at = lines.indexOf(CLOSE_ARRAY); at !== -1; at = lines.indexOf(CLOSE_ARRAY, at + 1)) {
    if (!mayPrecede(lines[at - 1])) return null
  }
  let objects = 0
  let last = -1
  for (let at = lines.indexOf(CLOSE); at !== -1; at = lines.indexOf(CLOSE, at + 1)) {
    const isEnd = at + 1 === lines.length || lines[at + 1] === NEWLINE
    const isLast = at + 2 >= lines.length
    if (!isEnd || !(isLast || lines[at + 2] === OPEN) || !mayPrecede(lines[at - 1])) return null
    objects += 1
    last = at
  }
  return last + 2 >= lines.length ? objects : null
}

/** Whether a bracket may close after this byte, seen without a look at what stands before it. */
function mayPrecede(byte: number | undefined): boolean {
  return byte !== COMMA && byte !== CLOSE && byte !== undefined && byte > SPACE
}
