import { rmSync } from 'node:fs'
import { copyFailure } from '../copy-failure.ts'
import type { RejectedRow, Session } from '../engine.ts'
import { type LakeFile, shownPath } from '../lake/list.ts'
import { type Pack, packFiles, packPath, ROW_KEY } from '../lake/pack.ts'
import { countObjects, type LocalCopy, packFolder, setVariable } from './copy.ts'
import { hasProblem, readJson } from './json-source.ts'
import { identifier } from './literals.ts'

/** A bad row, with its number in the pack where it has one. */
interface BadRow extends RejectedRow {
  readonly row: number | null
}

/**
 * Finds the bad rows of a load that failed, and gives the load without them where the copy allows as
 * many. Files that the fast way could not read are first read the general way: objects may share a
 * line or span many.
 */
export async function explain(
  session: Session,
  copy: LocalCopy,
  error: unknown,
): Promise<LocalCopy> {
  if (copy.rejected.length > 0) throw error
  if (
    copy.format === 'newline_delimited' &&
    (await areMalformed(session, copy.direct, copy.format))
  ) {
    if (!(await areMalformed(session, copy.direct, 'unstructured')))
      return { ...copy, format: 'unstructured' }
  }
  const folder = copy.folder ?? packFolder()
  try {
    const found = await badRows(session, copy, folder)
    const rejected = found.bad.flat()
    if (rejected.length === 0) throw error
    const allowed = Math.max(1, copy.transform.copy.maxErrors ?? 0)
    if (rejected.length >= allowed)
      throw copyFailure(copy, rejected, copy.transform.copy.maxErrors ?? 0)
    return {
      ...copy,
      folder,
      format: 'unstructured',
      direct: found.direct,
      packs: found.packs,
      rejectedRows: found.bad.map((rows) => rows.flatMap(({ row }) => (row === null ? [] : [row]))),
      rejected: rejected.map(({ row: _, ...rejection }) => rejection),
    }
  } catch (failure) {
    if (copy.folder === null) rmSync(folder, { recursive: true, force: true })
    throw failure
  }
}

async function areMalformed(
  session: Session,
  files: readonly LakeFile[],
  format: LocalCopy['format'],
) {
  if (files.length === 0) return false
  try {
    await countObjects(
      session,
      files.map((file) => file.path),
      format,
    )
    return false
  } catch {
    return true
  }
}

/** Packs the files that hold a bad row, checked this time, and lists their bad rows by pack. */
async function badRows(session: Session, copy: LocalCopy, folder: string) {
  const suspects = await suspectFiles(session, copy)
  const packed = [
    ...copy.packs.map((pack) => pack.files),
    ...(suspects.length > 0 ? [suspects] : []),
  ]
  const packs = packed.map((files, index) =>
    packFiles(files, packPath(folder, `checked-${index}`), { check: true }),
  )
  const bad: BadRow[][] = []
  for (const pack of packs) bad.push(await badRowsOfPack(session, copy, pack))
  return { packs, bad, direct: copy.direct.filter((file) => !suspects.includes(file)) }
}

async function suspectFiles(session: Session, copy: LocalCopy): Promise<LakeFile[]> {
  const malformed = new Set<string>()
  for (const file of copy.direct) {
    if (await areMalformed(session, [file], 'unstructured')) malformed.add(file.path)
  }
  const sound = copy.direct.filter((file) => !malformed.has(file.path))
  const misfits = new Set<string>()
  if (sound.length > 0) {
    await setVariable(
      session,
      'suspects',
      sound.map((file) => file.path),
    )
    try {
      const from = readJson(copy.source, 'suspects', 'unstructured', ['filename'])
      const query = `select distinct filename from ${from}\nwhere ${hasProblem(copy.source)}`
      const { rows } = await session.knex.raw(query.replace(/\?/g, '\\?')).options({ asIs: true })
      for (const { filename } of rows) misfits.add(filename)
    } catch {
      // Objects that the reader itself refuses, such as one with a key twice: look into every file.
      for (const file of sound) misfits.add(file.path)
    }
  }
  return copy.direct.filter((file) => malformed.has(file.path) || misfits.has(file.path))
}

async function badRowsOfPack(session: Session, copy: LocalCopy, pack: Pack): Promise<BadRow[]> {
  const fileName = (index: number | undefined) => shownPath(pack.files[index ?? 0]?.path ?? '')
  const malformed = pack.malformed.map(({ file, line, reason, raw }) => {
    return { file: fileName(file), line, column: null, type: null, value: raw, reason, row: null }
  })
  const misfits = (await problemsOf(session, copy, pack)).map(({ row, column, value, reason }) => ({
    file: fileName(pack.fileOf[row]),
    line: pack.lineOf[row] ?? 0,
    column,
    type: copy.source.columns.find(({ name }) => name === column)?.type ?? null,
    value,
    reason,
    row,
  }))
  return [...malformed, ...misfits].sort(
    (one, other) => one.file.localeCompare(other.file, 'en') || one.line - other.line,
  )
}

interface Problem {
  readonly row: number
  readonly column: string
  readonly value: string | null
  readonly reason: string
}

/** The first problem of every bad row of a pack. */
async function problemsOf(session: Session, copy: LocalCopy, pack: Pack): Promise<Problem[]> {
  await setVariable(session, 'suspects', [pack.path])
  const row = identifier(ROW_KEY)
  const first = (pick: (column: (typeof copy.source.columns)[number]) => string) =>
    `case ${copy.source.columns.map((column) => `when ${column.problem} is not null then ${pick(column)}`).join(' ')} end`
  const query = `
    select ${row} as row, ${first(({ name }) => `'${name}'`)} as column, ${first(({ raw }) => raw)} as value,
      ${first(({ problem }) => problem)} as reason
    from ${readJson(copy.source, 'suspects', 'newline_delimited', ['row'])}
    where ${hasProblem(copy.source)}`
  const { rows } = await session.knex.raw(query.replace(/\?/g, '\\?')).options({ asIs: true })
  return rows as Problem[]
}
