import { copyFailure, loadFailure } from '../copy-failure.ts'
import type { RejectedRow, Session } from '../engine.ts'
import { bytesOf, megabytes } from '../lake/bytes.ts'
import { type LakeFile, shownFile } from '../lake/list.ts'
import { malformedIn, type Pack, packFiles, packPath, ROW_KEY } from '../lake/pack.ts'
import type { Progress } from '../progress.ts'
import { type LocalCopy, makeFunctions, textPaths } from './copy.ts'
import { FILE_COLUMN, type Format, hasProblem, readJson } from './json-source.ts'
import { identifier, literal } from './literals.ts'
import { countObjects, rowsOf, setVariable } from './objects.ts'

/** A file of the load. */
type Direct = LocalCopy['direct'][number]

/** A bad row, with its number in the pack where it has one. */
interface BadRow extends RejectedRow {
  readonly row: number | null
}

/** The bad rows of a pack: how many, and the first of them. */
interface BadRows {
  readonly count: number
  readonly first: readonly BadRow[]
}

/**
 * Finds the bad rows of a load that failed, and gives the load without them where the copy allows as
 * many. Files that the fast ways could not read are first read the general ones: numbers as texts, and
 * objects that may share a line or span many.
 */
export async function explain(
  session: Session,
  copy: LocalCopy,
  error: unknown,
  progress: Progress,
): Promise<LocalCopy> {
  if (copy.explained) throw loadFailure(copy, error)
  if (copy.faster !== null) return { ...copy, faster: null }
  const { functions, problemFunctions } = copy.source
  await makeFunctions(session, [...functions, ...problemFunctions])
  const areLines = await isReadable(session, copy, copy.direct, copy.format, progress)
  if (!areLines && copy.format === 'newline_delimited') {
    if (await isReadable(session, copy, copy.direct, 'unstructured', progress))
      return { ...copy, format: 'unstructured' }
  }
  const { maxErrors = 0 } = copy.transform.copy
  const allowed = Math.max(1, maxErrors)
  const suspects = areLines
    ? await misfitFiles(session, copy, copy.direct, copy.format, progress)
    : await suspectFiles(session, copy, progress)
  const packs = await packAgain(copy, suspects, allowed, progress)
  const bad: BadRows[] = []
  for (const pack of packs) bad.push(await badRowsOf(session, copy, pack, allowed))
  const count = bad.reduce((sum, rows) => sum + rows.count, 0)
  if (count === 0 && suspects.length === 0) throw loadFailure(copy, error)
  const rejected = bad.flatMap(({ first }) => first).sort(byPlace)
  if (count >= allowed) throw copyFailure(copy, rejected, maxErrors, count)
  return {
    ...copy,
    explained: true,
    format: areLines ? copy.format : 'unstructured',
    direct: copy.direct.filter((file) => !suspects.includes(file)),
    packing: Promise.resolve(packs),
    packed: null,
    rejectedRows: bad.map(({ first }) => first.flatMap(({ row }) => (row === null ? [] : [row]))),
    rejected: rejected.map(({ row: _, ...rejection }) => rejection),
  }
}

async function isReadable(
  session: Session,
  copy: LocalCopy,
  files: readonly LakeFile[],
  format: Format,
  progress: Progress,
): Promise<boolean> {
  const paths = await textPaths(copy, files)
  const told = searched(progress, 'what is not JSON', files)
  try {
    if (paths.length > 0) await countObjects(session, paths, format, new Map(), told)
    return true
  } catch {
    return false
  }
}

/** The files among which a bad row is: those that the engine cannot read, and those with a value that does not fit. */
async function suspectFiles(
  session: Session,
  copy: LocalCopy,
  progress: Progress,
): Promise<Direct[]> {
  const unreadable = new Set<Direct>()
  for (const file of copy.direct) {
    if (!(await isReadable(session, copy, [file], 'unstructured', progress))) unreadable.add(file)
  }
  const sound = copy.direct.filter((file) => !unreadable.has(file))
  const misfits = new Set(await misfitFiles(session, copy, sound, 'unstructured', progress))
  return copy.direct.filter((file) => unreadable.has(file) || misfits.has(file))
}

async function misfitFiles(
  session: Session,
  copy: LocalCopy,
  files: readonly Direct[],
  format: Format,
  progress: Progress,
): Promise<readonly Direct[]> {
  if (files.length === 0) return []
  const paths = await textPaths(copy, files)
  await setVariable(session, 'suspects', paths)
  const file = identifier(FILE_COLUMN)
  const from = readJson(copy.source, 'suspects', format, { file: true })
  try {
    const rows = await rowsOf<{ file: string }>(
      session,
      `select distinct ${file} as file from ${from}\nwhere ${hasProblem(copy.source)}`,
      searched(progress, 'values that do not fit', files),
    )
    const found = new Set(rows.map((row) => row.file))
    return files.filter((_, index) => found.has(paths[index] ?? ''))
  } catch {
    // Objects that the reader itself refuses, such as one with a key twice: look into every file.
    return files
  }
}

/** The packs of the load, and one of the suspects, with every object looked at this time. */
async function packAgain(
  copy: LocalCopy,
  suspects: readonly Direct[],
  listed: number,
  progress: Progress,
): Promise<Pack[]> {
  const check = { keys: new Set(Object.keys(copy.source.keys)), listed }
  const parts = [...(await copy.packing).map(({ files }) => files), suspects].filter(
    (files) => files.length > 0,
  )
  const packs: Pack[] = []
  for (const [index, files] of parts.entries()) {
    const told = searched(progress, 'bad rows', files)
    const onProgress = (_: number, bytes: number) => told(bytes / bytesOf(files))
    const target = packPath(copy.folder, `checked-${index}`)
    packs.push(await packFiles(files, target, { check, onProgress }))
  }
  return packs
}

async function badRowsOf(
  session: Session,
  copy: LocalCopy,
  pack: Pack,
  listed: number,
): Promise<BadRows> {
  const fileName = (index: number | undefined) => {
    const file = pack.files[index ?? -1]
    return file ? shownFile(file) : ''
  }
  const malformed = pack.malformed.map(({ file, line, reason, raw }): BadRow => {
    return { file: fileName(file), line, column: null, type: null, value: raw, reason, row: null }
  })
  const problems = await problemsOf(session, copy, pack, listed)
  const misfits = problems.map(({ row, column, value, reason }): BadRow => {
    const type = copy.source.columns.find(({ name }) => name === column)?.type ?? null
    const place = { file: fileName(pack.fileOf[row]), line: pack.lineOf[row] ?? 0 }
    return { ...place, column, type, value, reason, row }
  })
  return {
    count: malformedIn(pack) + Number(problems[0]?.total ?? 0),
    first: [...malformed, ...misfits],
  }
}

interface Problem {
  readonly row: number
  readonly column: string
  readonly value: string | null
  readonly reason: string
  /** How many rows have one. */
  readonly total: number
}

/** The first problem of each bad row of a pack, for the first few rows. */
async function problemsOf(
  session: Session,
  copy: LocalCopy,
  pack: Pack,
  listed: number,
): Promise<Problem[]> {
  if (pack.fileOf.length === 0) return []
  await setVariable(session, 'suspects', [pack.path])
  const row = identifier(ROW_KEY)
  const columns = copy.source.columns.map(
    ({ name, raw, problem }) =>
      `when ${problem} is not null then struct_pack("column" := ${literal(name)}, "value" := ${raw}, reason := ${problem})`,
  )
  return rowsOf(
    session,
    `with objects as (
      select ${row} as row, case ${columns.join('\n        ')} end as problem
      from ${readJson(copy.source, 'suspects', 'newline_delimited', { row: true })}
    )
    select row, problem."column" as "column", problem."value" as "value", problem.reason as reason,
      count(*) over () as total
    from objects
    where problem is not null
    order by row
    limit ${listed}`,
  )
}

/** Tells how much of files was searched. What comes out of gzip may be more than the files are. */
function searched(
  progress: Progress,
  what: string,
  files: readonly LakeFile[],
): (share: number) => void {
  const bytes = bytesOf(files)
  return (share) => {
    const read = Math.min(share, 1) * bytes
    progress.update(`looking for ${what}, ${megabytes(read)} of ${megabytes(bytes)} MB`)
  }
}

function byPlace(one: RejectedRow, other: RejectedRow): number {
  if (one.file === other.file) return one.line - other.line
  return one.file < other.file ? -1 : 1
}
