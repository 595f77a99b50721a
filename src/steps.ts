import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Failure, messageOf, UsageError } from './errors.ts'
import { codeFiles, loadModule } from './modules.ts'
import { didYouMean } from './nearest.ts'
import { PROJECT } from './settings.ts'
import type { CopyTransform, InsertTransform, Transform } from './transform.ts'

/** A transform under its file's name, for example `05_artists`. */
export type Step = CopyStep | InsertStep
export type CopyStep = CopyTransform & Named
export type InsertStep = InsertTransform &
  Named & {
    /** The columns that are filled, and the query that fills them: the two halves of the insert. */
    readonly columns: readonly string[]
    readonly query: string
  }

interface Named {
  readonly name: string
  /** SHA-256 of the file's text. */
  readonly checksum?: string
}

export const TRANSFORMS: string = path.join(PROJECT, 'transforms')

const FILE_NAME = /^\d{2}_[a-z0-9_]+\.ts$/

/**
 * The steps of a folder in their order.
 * @throws Failure for a file that is misnamed, exports no transform, or whose insert cannot be read.
 */
export async function readSteps(folder: string = TRANSFORMS): Promise<Step[]> {
  const steps: Step[] = []
  for (const file of codeFiles(folder)) steps.push(await readStep(path.join(folder, file)))
  return steps
}

/** The step that a user names: by its whole name, its number, or the table it fills. @throws UsageError when there is none. */
export function findStep(steps: readonly Step[], wanted: string): Step {
  const found = steps.find(
    ({ name, into }) => name === wanted || into === wanted || name.split('_')[0] === wanted,
  )
  if (found) return found
  const meant = didYouMean(
    wanted,
    steps.map(({ name, into }) => [name, into]),
  )
  throw new UsageError(
    `There is no step '${wanted}'.${meant} Steps: ${steps.map(({ name }) => name).join(', ')}.`,
  )
}

export function isCopy(step: Step): step is CopyStep {
  return step.copy !== undefined
}

export function isInsert(step: Step): step is InsertStep {
  return step.insert !== undefined
}

async function readStep(file: string): Promise<Step> {
  const shown = `transforms/${path.basename(file)}`
  if (!FILE_NAME.test(path.basename(file))) {
    throw new Failure(
      `${shown} is no name for a transform: expected two digits and the table, such as '08_levels.ts'.`,
    )
  }
  const transform = await importTransform(file, shown)
  const name = path.basename(file, '.ts')
  const checksum = createHash('sha256').update(readFileSync(file)).digest('hex')
  if (transform.copy) {
    checkMaxErrors(transform.copy.maxErrors ?? 0, shown)
    return { ...transform, name, checksum }
  }
  return { ...transform, name, checksum, ...readInsert(transform, shown) }
}

/** Redshift's own bounds of MAXERROR. */
function checkMaxErrors(maxErrors: number, shown: string): void {
  if (Number.isInteger(maxErrors) && maxErrors >= 0 && maxErrors <= 100_000) return
  throw new Failure(
    `${shown} sets maxErrors to ${maxErrors}: expected a whole number from 0 to 100000. Nothing was run.`,
  )
}

async function importTransform(file: string, shown: string): Promise<Transform> {
  let exported: unknown
  try {
    exported = (await loadModule(file)).default
  } catch (error) {
    throw new Failure(`Cannot read ${shown}: ${messageOf(error)}`, { cause: error })
  }
  const transform = exported as Transform | undefined
  if (
    transform?.kind === 'transform' &&
    (transform.copy === undefined) !== (transform.insert === undefined)
  ) {
    return transform
  }
  throw new Failure(
    `${shown} does not export a transform. ` +
      'Write: export default transform({ into, row, and either copy or insert }).',
  )
}

const INSERT = /^insert\s+into\s+"?([a-z_][a-z0-9_]*)"?\s*\(([^)]*)\)\s*([\s\S]+)$/i

function readInsert(
  transform: InsertTransform,
  shown: string,
): Pick<InsertStep, 'columns' | 'query'> {
  const [, table, columns, query] = INSERT.exec(transform.insert) ?? []
  if (table !== transform.into || columns === undefined || query === undefined) {
    throw new Failure(
      `${shown} must insert into '${transform.into}' with its columns listed: ` +
        `insert into ${transform.into} (column, ...) select ...`,
    )
  }
  return {
    columns: columns.split(',').map((name) => name.trim().replaceAll('"', '')),
    query: query.trim(),
  }
}
