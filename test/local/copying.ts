import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import type { ColumnDefinition } from '../../src/column.ts'
import type { CopyReport } from '../../src/engine.ts'
import { createTable } from '../../src/migration.ts'
import { migrate } from '../../src/migrator.ts'
import { runSteps, type StepReport } from '../../src/pipeline.ts'
import { SILENT } from '../../src/progress.ts'
import type { CopyStep } from '../../src/steps.ts'
import { type Table, table } from '../../src/table.ts'
import type { Copy } from '../../src/transform.ts'
import type { Warehouse } from '../../src/warehouse.ts'
import { versionsOf } from '../versions.ts'
import { bareWarehouse, localSettings, temporaryFolder } from '../warehouse.ts'

type Columns = Readonly<Record<string, ColumnDefinition>>

/** What a test loads: the table's columns, how, and, where they are not the keys, by which paths. */
interface Given {
  readonly columns: Columns
  readonly copy?: Partial<Copy>
  readonly paths?: readonly string[]
  /** Where the files are, below the lake; default the lake itself. */
  readonly place?: string
}

/** A table `things`, empty, and a lake beside it. */
export interface Copying {
  readonly warehouse: Warehouse
  /** The folder of the files. */
  readonly lake: string
  readonly step: CopyStep
  readonly table: Table
  /** Writes a file of the lake. */
  write(name: string, content: string | Buffer): string
  load(): Promise<StepReport>
  /** What the load says of each file: `['a.json', rows loaded, rows rejected]`. */
  files(): Promise<[name: string, loaded: number, rejected: number][]>
  rows(...columns: string[]): Promise<unknown[]>
  /** The rows of `load_errors`, but for the step and the time. */
  loadErrors(): Promise<unknown[]>
}

/** A warehouse with one table, which a step loads from the files that a test writes. */
export async function copying(t: TestContext, given: Given): Promise<Copying> {
  const folder = temporaryFolder(t)
  const lake = path.join(folder, 'lake')
  mkdirSync(lake)
  leavesNothing(t)
  const jsonpaths = path.join(folder, 'paths.json')
  if (given.paths) writeFileSync(jsonpaths, JSON.stringify({ jsonpaths: given.paths }))
  const warehouse = await bareWarehouse(
    t,
    localSettings(folder, {
      LOG_DATA: path.join(lake, given.place ?? ''),
      LOG_JSONPATH: jsonpaths,
    }),
  )
  const things = tableOf('things', given.columns)
  const versions = versionsOf(['001_things', createTable(things)])
  await migrate(warehouse, versions)
  const step = stepInto('things', given.copy ?? {}, given.paths ? 'log_jsonpath' : 'auto')
  return {
    warehouse,
    lake,
    step,
    table: things,
    write(name, content) {
      const file = path.join(lake, name)
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, content)
      return file
    },
    async load() {
      const [report] = await runSteps(warehouse, versions, [step])
      assert.ok(report)
      return report
    },
    files: () => filesOf(warehouse, step, things, lake),
    async rows(...columns) {
      const names = (columns.length > 0 ? columns : Object.keys(given.columns)).join(', ')
      return warehouse.session.rows(`select ${names} from things order by ${names}`)
    },
    loadErrors: () => {
      const columns = 'file, line, column_name, column_type, value, reason'
      return warehouse.session.rows(`select ${columns} from load_errors order by file, line`)
    },
  }
}

function tableOf(name: string, columns: Columns): Table {
  return table({ name, row: 'a thing', columns, dist: 'even' })
}

function stepInto(into: string, copy: Partial<Copy>, json: Copy['json']): CopyStep {
  return {
    name: '01_things',
    into,
    row: 'a thing',
    copy: { from: 'log_data', json, ...copy },
  }
}

/** Sees to it that the test leaves nothing in the folder for temporary files. */
export function leavesNothing(t: TestContext): void {
  const { TMPDIR } = process.env
  const temporary = mkdtempSync(path.join(tmpdir(), 'sparkify-test-'))
  process.env.TMPDIR = temporary
  t.after(() => {
    const left = readdirSync(temporary)
    rmSync(temporary, { recursive: true })
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
    assert.deepEqual(left, [], 'temporary files are left')
  })
}

async function filesOf(
  { engine, session, transaction }: Warehouse,
  step: CopyStep,
  things: Table,
  lake: string,
): Promise<[string, number, number][]> {
  const { copying } = engine
  const files = copying.number(await copying.list(step.copy.from, SILENT), 1, true)
  let prepared = await copying.prepare(step.name, step, things, files, SILENT, session)
  try {
    for (;;) {
      let report: CopyReport
      try {
        report = await transaction((inner) => copying.load(inner, prepared, SILENT))
      } catch (error) {
        prepared = await copying.explain(session, prepared, error, SILENT)
        continue
      }
      const files = report.files.map(({ uri, rowsLoaded, rowsRejected }) => {
        return [path.relative(lake, uri), rowsLoaded, rowsRejected] as [string, number, number]
      })
      return files.sort(([one], [other]) => (one < other ? -1 : 1))
    }
  } finally {
    await copying.discard(prepared)
  }
}
