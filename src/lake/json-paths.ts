import { readFileSync } from 'node:fs'
import { Failure, messageOf } from '../errors.ts'
import { shownPath } from './list.ts'

/**
 * The paths of a JSONPaths file, one per column and by position, each as the steps to a member or
 * an array element (https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-data-format.html).
 * @throws Failure when the file is not of that form; Redshift would load by key names instead, silently.
 */
export function readJsonPaths(file: string, columns: readonly string[]): (string | number)[][] {
  const paths = rootArray(file)
  if (paths.length !== columns.length) {
    throw wrong(
      file,
      `it has ${paths.length} paths, but the table has ${columns.length} columns (${columns.join(', ')}), ` +
        'and each path is for the column at its place',
    )
  }
  return paths.map((text, index) => {
    const steps = typeof text === 'string' ? parseJsonPath(text) : null
    if (steps === null) {
      throw wrong(
        file,
        `path ${index + 1} is ${JSON.stringify(text)}, but a path is written as "$['key']" or "$.key"`,
      )
    }
    return steps
  })
}

function rootArray(file: string): unknown[] {
  const content = readRoot(file)
  const keys = content !== null && typeof content === 'object' ? Object.keys(content) : []
  if (keys.length !== 1 || keys[0] !== 'jsonpaths') {
    const found = keys.length === 0 ? 'no key' : keys.map((key) => `'${key}'`).join(', ')
    throw wrong(file, `its root must be an object with the one key 'jsonpaths', found ${found}`)
  }
  const paths = (content as { jsonpaths: unknown }).jsonpaths
  if (!Array.isArray(paths)) throw wrong(file, "'jsonpaths' must hold an array of paths")
  return paths
}

function readRoot(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw wrong(file, missing ? 'the file does not exist' : `it is not JSON: ${messageOf(error)}`)
  }
}

const STEP = /^(?:\['([^']*)'\]|\["([^"]*)"\]|\[(\d+)\]|\.([A-Za-z_$][\w$]*))/

/** The steps of a path, or null when it is not one: `$['a'][0]` is `['a', 0]`. */
export function parseJsonPath(text: string): (string | number)[] | null {
  if (!text.startsWith('$')) return null
  const steps: (string | number)[] = []
  let rest = text.slice(1)
  while (rest !== '') {
    const match = STEP.exec(rest)
    if (!match) return null
    const [all, single, double, index, member] = match
    steps.push(index === undefined ? (single ?? double ?? member ?? '') : Number(index))
    rest = rest.slice(all.length)
  }
  return steps.length === 0 ? null : steps
}

function wrong(file: string, problem: string): Failure {
  return new Failure(
    `Cannot use the JSONPaths file LOG_JSONPATH '${shownPath(file)}': ${problem}. Nothing was loaded.`,
  )
}
