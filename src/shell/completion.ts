import type { FoundTable } from '../engine.ts'

/** The commands of the shell, each with what it does. */
export const COMMANDS: Readonly<Record<string, string>> = {
  '\\d': 'list the tables',
  '\\d TABLE': 'list the columns of a table',
  '\\ask': "list the questions of 'queries/'",
  '\\ask NAME': 'ask one of them',
  '\\?': 'print this',
  '\\q': 'leave; so does Ctrl-D',
}

const WORDS =
  `and as asc between by case count cross desc distinct else end exists from group having in inner
  intersect is join left like limit not null on or order over partition select sum then union where with`.split(
    /\s+/,
  )

/** What may stand at the end of a line, and the part of the line that it completes, as readline wants it. */
export type Completions = [completions: string[], part: string]

/**
 * Completes a line: tables after FROM and JOIN, columns after the name or alias of a table and a dot,
 * commands after a backslash, and columns of the statement's tables elsewhere. `before` are the
 * statement's lines above.
 */
export function complete(
  line: string,
  before: string,
  tables: readonly FoundTable[],
  questions: readonly string[] = [],
): Completions {
  const names = tables.map(({ name }) => name)
  const command = /^\s*(\\\w+)\s+(\w*)$/.exec(line)
  if (command) return among(command[1] === '\\ask' ? questions : names, command[2] ?? '')
  const slash = /^\s*(\\\S*)$/.exec(line)?.[1]
  if (slash !== undefined) {
    const words = Object.keys(COMMANDS).map((name) => name.split(' ')[0] ?? '')
    return among([...new Set(words)], slash)
  }
  const text = `${before}\n${line}`
  const [, qualifier, part = ''] = /(?:(\w+)\.)?(\w*)$/.exec(line) ?? []
  if (qualifier !== undefined) {
    return among(columnsOf(tableNamed(qualifier, text, tables)), part)
  }
  const earlier = text.slice(0, text.length - part.length)
  if (/\b(from|join)\s+$/i.test(earlier)) return among(names, part)
  if (part === '') return [[], part]
  const named = tables.filter(({ name }) => new RegExp(`\\b${name}\\b`, 'i').test(earlier))
  const columns = (named.length > 0 ? named : tables).flatMap(columnsOf)
  return among([...new Set([...columns, ...names, ...WORDS])], part)
}

function among(words: readonly string[], part: string): Completions {
  const found = words.filter((word) => word.startsWith(part.toLowerCase()))
  return [found.sort(), part]
}

/** The table of a name, or of an alias that the text gives it. */
function tableNamed(
  name: string,
  text: string,
  tables: readonly FoundTable[],
): FoundTable | undefined {
  const wanted = name.toLowerCase()
  const aliased = new RegExp(`\\b(?:from|join|,)\\s+(\\w+)\\s+(?:as\\s+)?${wanted}\\b`, 'i').exec(
    text,
  )
  const table = aliased?.[1]?.toLowerCase() ?? wanted
  return tables.find((one) => one.name === table)
}

function columnsOf(table: FoundTable | undefined): string[] {
  return Object.keys(table?.columns ?? {})
}
