import { renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Answer, FileFormat } from './engine.ts'
import { Failure, messageOf, UsageError } from './errors.ts'
import { FILE_FORMATS, formatAnswer, uniqueNames } from './format.ts'
import { whenStopped } from './interrupt.ts'
import { openRowFile } from './local/row-file.ts'
import { callersFolder } from './settings.ts'

/** A file that an answer is written to. */
export interface AnswerFile {
  /** As it was typed. */
  readonly name: string
  readonly path: string
  readonly format: FileFormat
}

/** A file as typed, in the format that its ending says. @throws UsageError when it says none. */
export function answerFile(name: string): AnswerFile {
  const ending = path.extname(name).slice(1).toLowerCase()
  const format = FILE_FORMATS.find((known) => known === ending)
  if (!format) {
    throw new UsageError(
      `--out is '${name}', expected a file that ends in .csv, .json or .parquet.`,
    )
  }
  return { name, path: path.resolve(callersFolder(), name), format }
}

/** Writes an answer to a file, whole or not at all. Resolves to what there is to say of it. @throws Failure when it cannot be written. */
export async function saveAnswer(
  answer: Answer,
  { path: file, name, format }: AnswerFile,
): Promise<string[]> {
  const partial = `${file}.${process.pid}.part`
  const remove = () => rmSync(partial, { force: true })
  const done = whenStopped(remove)
  try {
    if (format === 'parquet') await writeParquet(answer, partial)
    else writeFileSync(partial, `${formatAnswer(answer, format)}\n`)
    renameSync(partial, file)
    return [`written to ${name}`]
  } catch (error) {
    remove()
    throw new Failure(
      `Cannot write '${name}': ${messageOf(error)}. The file is as it was. Check the folder, or give --out another one.`,
      { cause: error },
    )
  } finally {
    done()
  }
}

/** The embedded engine writes the file, wherever the rows come from. */
async function writeParquet(answer: Answer, file: string): Promise<void> {
  const rows = await openRowFile(uniqueNames(answer.columns), answer.types ?? [])
  try {
    rows.append(answer.rows)
    await rows.write(file, 'parquet')
  } finally {
    rows.close()
  }
}
