import { megabytes } from '../lake/bytes.ts'
import { type LakeFile, shownFile } from '../lake/list.ts'
import { type Progress, SILENT } from '../progress.ts'
import type { Table } from '../table.ts'
import type { Copy } from '../transform.ts'
import { fieldsOf } from './fields.ts'
import { checkFile } from './file.ts'
import { type Finding, Findings } from './findings.ts'
import { checkPathsSeen, pathsOf } from './paths.ts'

/** Files that a step is about to load. */
export interface Delivery {
  readonly files: readonly LakeFile[]
  readonly copy: Copy
  /** The table that they are loaded into. */
  readonly table: Table
  /** The JSONPaths file as a path of this machine; read where the copy loads by it. */
  readonly pathsFile: string
}

/** What was read, and what is wrong with it. */
export interface Preflight {
  readonly files: number
  readonly objects: number
  /** Bytes of text, out of gzip. */
  readonly bytes: number
  readonly errors: number
  readonly warnings: number
  readonly findings: readonly Finding[]
}

/** Before this the lake holds nothing. */
const EARLIEST = Date.UTC(2000, 0, 1)
/** Clocks differ. */
const AHEAD_MS = 24 * 60 * 60 * 1_000

/**
 * Reads the files of deliveries to their ends, and holds them against JSON, the contract of their copy
 * and the columns of its table. Touches no warehouse. Times after a day from `now` (milliseconds since
 * 1970) are no times of the lake.
 */
export async function preflight(
  deliveries: readonly Delivery[],
  options: { readonly progress?: Progress; readonly now?: number } = {},
): Promise<Preflight> {
  const { progress = SILENT, now = Date.now() } = options
  const findings = new Findings()
  const total = deliveries.reduce((sum, { files }) => sum + files.length, 0)
  const read = { files: 0, objects: 0, bytes: 0 }
  for (const { files, copy, table, pathsFile } of deliveries) {
    const paths = pathsOf(copy, table, pathsFile, findings)
    const fields = fieldsOf(copy, table, paths, { from: EARLIEST, to: now + AHEAD_MS })
    const seen = new Set<string>()
    const contents = new Map<string, string>()
    let objects = 0
    for (const file of files) {
      const checked = await checkFile(file, fields, findings)
      for (const key of checked.keys) seen.add(key)
      if (checked.hash !== null) checkContent(file, checked.hash, contents, findings)
      objects += checked.objects
      read.files += 1
      read.bytes += checked.bytes
      progress.update(`${count(read.files)} of ${count(total)} files, ${megabytes(read.bytes)} MB`)
    }
    if (objects > 0) checkPathsSeen(copy, table, paths, seen, pathsFile, findings)
    read.objects += objects
  }
  const found = findings.list()
  return { ...read, errors: sum(found, 'error'), warnings: sum(found, 'warning'), findings: found }
}

function checkContent(
  file: LakeFile,
  hash: string,
  contents: Map<string, string>,
  findings: Findings,
): void {
  const name = shownFile(file)
  const first = contents.get(hash)
  if (first === undefined) contents.set(hash, name)
  else {
    const problem = `the same content as '${first}'`
    findings.add('same content twice', {
      file: name,
      line: null,
      column: null,
      value: null,
      problem,
    })
  }
}

function sum(findings: readonly Finding[], severity: Finding['severity']): number {
  return findings.reduce(
    (total, finding) => total + (finding.severity === severity ? finding.count : 0),
    0,
  )
}

function count(value: number): string {
  return value.toLocaleString('en')
}
