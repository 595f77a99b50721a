import { readFileSync } from 'node:fs'
import { Failure, messageOf } from '../errors.ts'
import { shownFile } from './list.ts'
import { jsonProblem } from './object-problem.ts'

/** The way to a value: the key of a member or the index of an element, from the root inwards. */
export type JsonPath = readonly (string | number)[]

/**
 * The paths of a JSONPaths file, one per column and by position, each as the steps to a member or
 * an array element (https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-data-format.html).
 * @throws Failure when the file is not of that form; Redshift would load by key names instead, silently.
 */
export function readJsonPaths(file: string, columns: readonly string[]): JsonPath[] {
  const written = pathsIn(textOf(file), file)
  if (written.length !== columns.length) {
    throw wrong(
      file,
      `it has ${counted(written.length, 'path')}, but the table has ${counted(columns.length, 'column')} ` +
        `(${columns.join(', ')}), and each path is for the column at its place`,
    )
  }
  const paths = written.map((text, index) => {
    const steps = typeof text === 'string' ? parseJsonPath(text) : null
    if (steps === null) {
      throw wrong(
        file,
        `path ${index + 1} is ${JSON.stringify(text)}, but a path is written as "$['key']" or "$.key"`,
      )
    }
    return steps
  })
  checkNotations(file, written as string[])
  checkKeys(file, paths)
  return paths
}

/** The paths that the text of a JSONPaths file holds. @throws Failure, as `readJsonPaths`. */
export function pathsIn(text: string, file: string): unknown[] {
  const content = parsed(text, file)
  const keys = content !== null && typeof content === 'object' ? Object.keys(content) : []
  if (Array.isArray(content) || keys.length !== 1 || keys[0] !== 'jsonpaths') {
    const found = Array.isArray(content)
      ? 'an array'
      : keys.length === 0
        ? 'no key'
        : keys.map((key) => `'${key}'`).join(', ')
    throw wrong(file, `its root must be an object with the one key 'jsonpaths', found ${found}`)
  }
  const paths = (content as { jsonpaths: unknown }).jsonpaths
  if (!Array.isArray(paths)) throw wrong(file, "'jsonpaths' must hold an array of paths")
  return paths
}

function textOf(file: string): string {
  if (file.startsWith('s3://')) {
    throw wrong(
      file,
      'a plan reads nothing from S3; set LOG_JSONPATH to a copy of it on this machine',
    )
  }
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw wrong(file, missing ? 'the file does not exist' : messageOf(error))
  }
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw wrong(file, `it is not JSON (${jsonProblem(error)})`)
  }
}

const STEP = /^(?:\['([^']+)'\]|\[(\d+)\]|\.([^'.[\]]+))/

/** The steps of a path, or null when it is not one: `$['a'][0]` is `['a', 0]`. */
export function parseJsonPath(text: string): JsonPath | null {
  if (!text.startsWith('$')) return null
  const steps: (string | number)[] = []
  let rest = text.slice(1)
  while (rest !== '') {
    const match = STEP.exec(rest)
    if (!match) return null
    const [all, inBrackets, index, afterDot] = match
    const key = inBrackets ?? afterDot
    steps.push(key ?? Number(index))
    rest = rest.slice(all.length)
  }
  return steps.length === 0 ? null : steps
}

/** Redshift takes brackets or dots, but refuses a file with both. */
function checkNotations(file: string, paths: readonly string[]): void {
  const inBrackets = paths.find((text) => text.includes("['"))
  const withDots = paths.find((text) => /(^\$|\])\./.test(text))
  if (inBrackets === undefined || withDots === undefined) return
  throw wrong(
    file,
    `it has "${inBrackets}" with brackets and "${withDots}" with a dot, but all paths of a file are ` +
      'written the same way',
  )
}

/** What the local engine cannot tell apart or reach is refused, so that nothing is null without a word. */
function checkKeys(file: string, paths: readonly JsonPath[]): void {
  const byFolded = new Map<string, string>()
  for (const [index, [key, ...inside]] of paths.entries()) {
    if (typeof key !== 'string') {
      throw wrong(
        file,
        `path ${index + 1} is of an array, but the local engine loads rows that are objects`,
      )
    }
    const quoted = [key, ...inside].find((step) => String(step).includes('"'))
    if (quoted !== undefined) {
      throw wrong(file, `the local engine takes no key with a double quote, such as '${quoted}'`)
    }
    const other = byFolded.get(key.toLowerCase())
    if (other !== undefined && other !== key) {
      throw wrong(
        file,
        `the keys '${other}' and '${key}' differ in case alone, and the local engine cannot tell them apart`,
      )
    }
    byFolded.set(key.toLowerCase(), key)
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function wrong(file: string, problem: string): Failure {
  return new Failure(
    `Cannot use the JSONPaths file LOG_JSONPATH '${shownFile({ uri: file })}': ${problem}. Nothing was loaded. ` +
      'Mend the file, or set LOG_JSONPATH to the right one.',
    { cause: problem },
  )
}
