import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { loadModule } from '../modules.ts'
import { PROJECT } from '../settings.ts'
import type { Statement } from './translate.ts'

/**
 * Translations of earlier commands. Loading the translator costs more than most commands do, and the
 * statements of transforms, promises and questions seldom change.
 */
const FOLDER = path.join(PROJECT, '.local', 'translations')
const MOST_FILES = 1_000

const TRANSLATOR = path.join(import.meta.dirname, 'translate.ts')

/** As `translate`, without the translator where an earlier command has translated the same text. */
export async function translateOnce(
  sql: string,
  aliases: readonly string[] = [],
): Promise<Statement[]> {
  const file = path.join(folder(), `${hashOf([sql, ...aliases].join('\n'))}.json`)
  const known = readIfThere(file)
  if (known !== null) return known
  const { translate } = (await loadModule(TRANSLATOR)) as typeof import('./translate.ts')
  const statements = await translate(sql, aliases)
  write(file, statements)
  return statements
}

let current: string | undefined

/** A folder for this translator alone: when its code or its parser changes, what is kept is of no use. */
function folder(): string {
  if (current !== undefined) return current
  const fingerprint = hashOf(
    sources()
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n'),
  )
  current = path.join(FOLDER, fingerprint)
  return current
}

function sources(): string[] {
  const here = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  return [
    ...here.map((name) => path.join(import.meta.dirname, name)),
    path.join(PROJECT, 'src/sql.ts'),
    path.join(PROJECT, 'src/sql-text.ts'),
    path.join(PROJECT, 'src/redshift/functions.ts'),
    path.join(PROJECT, 'package.json'), // the parser's version
  ]
    .filter((file) => /\.(ts|json)$/.test(file))
    .sort()
}

function readIfThere(file: string): Statement[] | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Statement[]
  } catch {
    return null
  }
}

/** A cache that cannot be written, or is full, is none. */
function write(file: string, statements: readonly Statement[]): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    for (const other of readdirSync(FOLDER)) {
      if (path.join(FOLDER, other) !== path.dirname(file))
        rmSync(path.join(FOLDER, other), { recursive: true })
    }
    if (readdirSync(path.dirname(file)).length >= MOST_FILES) return
    writeFileSync(file, JSON.stringify(statements), { flag: 'wx' })
  } catch {
    return
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
