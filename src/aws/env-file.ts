import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import dotenv from 'dotenv'
import { Failure, messageOf } from '../errors.ts'

const BEGIN =
  "# What 'npm run provision' made. 'npm run deprovision' removes these lines; those before them stay."
const END = "# End of what 'npm run provision' made."

/** Names and values; a blank one hides what an earlier line of the file says. */
export type EnvLines = Readonly<Record<string, string>>

/**
 * Writes the lines into a `.env` file, at its end, where they count before all others. Every other line stays
 * as it is. Returns whether the file was changed; it is 0600 afterwards.
 * @throws Failure that tells the lines, when they can't be written.
 */
export function writeEnvLines(file: string, lines: EnvLines): boolean {
  const before = existsSync(file) ? textOf(file) : ''
  const { others } = split(before)
  const newline = others.includes('\r\n') ? '\r\n' : '\n'
  // Without a newline at its end, the file has none after our lines either: so it can be told later.
  const whole = others === '' || others.endsWith('\n')
  const block = [BEGIN, ...Object.entries(lines).map(([name, value]) => `${name}=${value}`), END]
  const after = `${others}${whole ? '' : newline}${block.join(newline)}${whole ? newline : ''}`
  if (after === before && (statSync(file).mode & 0o777) === 0o600) return false
  try {
    replace(file, after)
  } catch (error) {
    throw new Failure(
      `The warehouse is there, but ${file} could not be written: ${messageOf(error)}. ` +
        `Put these lines into it, or mend that and run npm run provision again:\n${block.slice(1, -1).join('\n')}`,
      { cause: error },
    )
  }
  return true
}

/** What our lines in a `.env` file say; null where it has none. */
export function readEnvLines(file: string): EnvLines | null {
  if (!existsSync(file)) return null
  const { ours } = split(textOf(file))
  return ours === null ? null : dotenv.parse(ours)
}

/** What the other lines of a `.env` file say. */
export function readOtherLines(file: string): EnvLines {
  return existsSync(file) ? dotenv.parse(split(textOf(file)).others) : {}
}

/**
 * Removes our lines from a `.env` file, and the file if nothing else is in it. Tells whether there were any.
 * @throws Failure when that can't be done.
 */
export function removeEnvLines(file: string): boolean {
  if (!existsSync(file)) return false
  const { others, ours } = split(textOf(file))
  if (ours === null) return false
  try {
    if (others === '') rmSync(file)
    else replace(file, others)
  } catch (error) {
    throw new Failure(
      `The warehouse is gone, but ${file} still tells how to reach it: ${messageOf(error)}. ` +
        "Mend that and run npm run deprovision again, or remove the lines that 'npm run provision' wrote.",
      { cause: error },
    )
  }
  return true
}

/** A character per byte: what others wrote goes back as it came, whatever its encoding. */
const BYTES = 'latin1'

function textOf(file: string): string {
  return readFileSync(file, BYTES)
}

/** A file's text without our lines, and our lines. What others wrote between our lines is theirs. */
function split(text: string): { others: string; ours: string | null } {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const begin = lines.findIndex((line) => line.trimEnd() === BEGIN)
  const end = lines.findIndex((line, index) => index > begin && line.trimEnd() === END)
  if (begin === -1 || end === -1) return { others: text, ours: null }
  const within = lines.slice(begin + 1, end)
  const isOurs = (line: string) => /^REDSHIFT_\w+=/.test(line)
  const others = [
    ...lines.slice(0, begin),
    ...within.filter((line) => !isOurs(line)),
    ...lines.slice(end + 1),
  ].join('')
  const ended = lines[end]?.endsWith('\n') || end < lines.length - 1
  return {
    others: ended ? others : others.replace(/\r?\n$/, ''),
    ours: within.filter(isOurs).join(''),
  }
}

/** Replaces a file in one step: whoever reads it meanwhile sees the old text or the new one. */
function replace(file: string, text: string): void {
  const target = existsSync(file) ? realpathSync(file) : file
  const temporary = `${target}.${randomBytes(4).toString('hex')}`
  const descriptor = openSync(temporary, 'wx', 0o600)
  try {
    writeSync(descriptor, text, null, BYTES)
    fsyncSync(descriptor)
    closeSync(descriptor)
    chmodSync(temporary, 0o600)
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}
