import assert from 'node:assert/strict'
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { migrate } from '../../src/migrator.ts'
import { runSteps } from '../../src/pipeline.ts'
import { filesToRead, newFiles } from '../../src/preflight/deliveries.ts'
import { preflight } from '../../src/preflight/preflight.ts'
import { preflightLines, summaryLine } from '../../src/preflight/report.ts'
import { SILENT } from '../../src/progress.ts'
import { ALL_TRAPS } from '../../src/seed/traps.ts'
import { PROJECT } from '../../src/settings.ts'
import { readSteps } from '../../src/steps.ts'
import { table } from '../../src/table.ts'
import { readVersions } from '../../src/versions.ts'
import { type Warehouse, withWarehouse } from '../../src/warehouse.ts'
import { run } from '../run.ts'
import { localSettings, temporaryFolder } from '../warehouse.ts'
import { checked, event, linesFor } from './lake.ts'

const versions = await readVersions()
const steps = await readSteps()
const schema = versions.at(-1)?.after ?? new Map()

const fileAt = (file: string, size: number) => ({
  path: file,
  uri: file,
  size,
  version: '',
  changedAt: '',
})

test('a good lake has no problems, plain or zipped, on a line each or over many', async (t) => {
  const pretty = JSON.stringify(JSON.parse(event({ sessionId: 819 })), null, 2)
  const result = await checked(t, {
    'log_data/2018/a.json': `${event()}\n${event({ userId: '', artist: 311 })}\n`,
    'log_data/2018/b.json.gz': gzipSync(`${pretty}\n\n${event({ sessionId: 820 })}${event()}`),
  })

  assert.deepEqual(result.findings, [])
  assert.equal(summaryLine(result), '3 files, 6 objects, no problems')
})

test('the sample has no problems, and no warehouse is made to find that out', (t) => {
  const file = path.join(temporaryFolder(t), 'warehouse.duckdb')

  assert.deepEqual(run('preflight', [], { LOCAL_DATABASE: file }), {
    code: 0,
    stdout: '92 files, 1,280 objects, no problems\n',
    stderr: '',
  })
  assert.ok(!existsSync(file))
})

const REAL = path.resolve(PROJECT, '../shared/lake')

test('the real November 2018 has no problems', {
  skip: existsSync(REAL) ? false : 'the real lake is not beside the project',
}, () => {
  const { code, stdout, stderr } = run('preflight', [], {
    LOG_DATA: path.join(REAL, 'log_data'),
    LOG_JSONPATH: path.join(REAL, 'log_json_path.json'),
    SONG_DATA: path.join(REAL, 'song_data'),
  })

  assert.deepEqual([code, stdout, stderr], [0, '101 files, 8,127 objects, no problems\n', ''])
})

test('errors come first, then warnings, and the last line sums up', async (t) => {
  const result = await checked(t, {
    'log_data/a.json': event({ device: 'phone', page: null }),
    'log_data/b.json': '',
  })

  assert.deepEqual(
    preflightLines(result).filter((line) => !line.startsWith(' ')),
    [
      'error: null where a value belongs',
      '',
      'warning: new key',
      '',
      'warning: empty file',
      '',
      '3 files, 2 objects, 1 error, 2 warnings',
    ],
  )
})

test('of a file five problems of a kind are shown, and all are counted', async (t) => {
  const bad = Array.from({ length: 7 }, () => event({ itemInSession: 0.5 })).join('\n')

  const lines = await linesFor(t, { 'log_data/a.json': bad })

  assert.equal(lines[0], 'error: fraction (7)')
  assert.deepEqual(
    lines.slice(1, -2),
    [1, 2, 3, 4, 5].map(
      (line) =>
        `  'log_data/a.json', line ${line}, column item_in_session (integer): not a whole number: 0.5`,
    ),
  )
  assert.equal(lines.at(-2), '  and 2 more of column item_in_session (integer)')
})

test('of many files twenty problems of a kind are shown', async (t) => {
  const files = Array.from({ length: 30 }, (_, index): [string, string] => [
    `log_data/${index}.json`,
    event({ sessionId: index, itemInSession: 0.5 }),
  ])

  const lines = await linesFor(t, Object.fromEntries(files))

  assert.equal(lines[0], 'error: fraction (30)')
  assert.equal(lines.length, 1 + 20 + 2)
  assert.equal(lines.at(-2), '  and 10 more of column item_in_session (integer)')
})

test('what follows something broken is looked at all the same', async (t) => {
  const lines = await linesFor(t, {
    'log_data/a.json': `${event().slice(0, 30)}\n${event({ itemInSession: 0.5 })}\nnonsense\n${event({ page: null })}`,
  })

  assert.deepEqual(
    lines.filter((line) => line.startsWith('error')),
    [
      'error: cut off object',
      'error: fraction',
      'error: text between objects',
      'error: null where a value belongs',
    ],
  )
})

test('an object over many lines is named by its last one, as COPY does', async (t) => {
  const pretty = JSON.stringify(JSON.parse(event({ itemInSession: 0.5 })), null, 2)

  const [, place] = await linesFor(t, { 'log_data/a.json': `\n${pretty}` })

  assert.match(place ?? '', /^ {2}'log_data\/a\.json', line 21, column item_in_session/)
})

test('a large file is read in pieces, and its lines are counted through', async (t) => {
  const good = `${event()}\n`.repeat(50_000)

  const result = await checked(t, { 'log_data/a.json': `${good}${event({ status: 0.5 })}` })

  assert.ok(result.bytes > 16 << 20, 'more than is read at once')
  assert.equal(result.objects, 50_002)
  assert.equal(result.findings[0]?.problems[0]?.line, 50_001)
})

test('a song is held against its own contract', async (t) => {
  const song = '{"num_songs":1,"artist_id":"AR5KOSW1187FB35FF4X","title":null,"year":"2001"}'

  assert.deepEqual(
    (await linesFor(t, { 'log_data/a.json': event(), 'song_data/b.json': song })).filter((line) =>
      line.startsWith("  '"),
    ),
    [
      "  'song_data/b.json', line 1, column artist_id (varchar(18)): 19 bytes, and 18 fit: 'AR5KOSW1187FB35FF4X'",
      "  'song_data/b.json', line 1, column title (varchar(1024)): expected string or number: null",
      "  'song_data/b.json', line 1, column year (integer): a string, expected integer: '2001'",
      ...[
        'artist_latitude (double precision)',
        'artist_longitude (double precision)',
        'artist_location (varchar(1024))',
        'artist_name (varchar(1024))',
        'song_id (varchar(18))',
        'duration (double precision)',
      ].map(
        (column) =>
          `  'song_data/b.json', column ${column}: the key '${column.split(' ')[0]}' is in none of its 1 object`,
      ),
    ],
  )
})

test('a file that is gone since it was listed is a problem of that file', async (t) => {
  const folder = temporaryFolder(t)
  const [step] = await readSteps()
  assert.ok(step?.copy)
  const events = table({
    name: 'events',
    row: 'an event',
    columns: { page: 'varchar(8)' },
    dist: 'even',
  })
  const there = path.join(folder, 'there.json')
  writeFileSync(there, '{"page":"Home"}')
  const files = [fileAt(path.join(folder, 'gone.json'), 9), fileAt(there, 15)]

  const result = await preflight([
    { files, copy: { from: 'log_data', json: 'auto' }, table: events, pathsFile: '' },
  ])

  assert.deepEqual(
    [result.files, result.objects, result.errors, result.findings[0]?.kind],
    [2, 1, 1, 'unreadable file'],
  )
  assert.equal(result.findings[0]?.problems[0]?.problem, 'it was listed, and is gone since')
})

test('a copy without a contract is held against the columns alone', async (t) => {
  const file = path.join(temporaryFolder(t), 'a.json')
  writeFileSync(file, '{"page":"Home","other":1}{"page":"Submit Registration"}{"page":null}{}')
  const events = table({
    name: 'events',
    row: 'an event',
    columns: { page: 'varchar(8) not null' },
    dist: 'even',
  })

  const { findings } = await preflight([
    {
      files: [fileAt(file, 60)],
      copy: { from: 'log_data', json: 'auto' },
      table: events,
      pathsFile: '',
    },
  ])

  assert.deepEqual(
    findings.map(({ kind, count }) => [kind, count]),
    [
      ['text over its bytes', 1],
      ['null where a value belongs', 2],
    ],
  )
})

test('the command fails on errors, and prints all of it as one document', (t) => {
  const folder = temporaryFolder(t)
  const file = path.join(folder, 'a.json')
  writeFileSync(file, `${event({ page: null })}\n${event({ device: 'phone' })}`)

  const lines = run('preflight', [], { LOG_DATA: file })
  const json = run('preflight', ['--json'], { LOG_DATA: file })

  const message =
    'These files would not load, or not as they are meant: 1 error. Nothing was loaded.\n'
  assert.deepEqual([lines.code, lines.stderr], [1, message])
  assert.match(lines.stdout, /\n81 files, 82 objects, 1 error, 1 warning\n$/)
  assert.deepEqual([json.code, json.stderr], [1, message])
  const { findings, ...counts } = JSON.parse(json.stdout)
  assert.deepEqual(counts, { files: 81, objects: 82, bytes: counts.bytes, errors: 1, warnings: 1 })
  assert.deepEqual(findings[0], {
    kind: 'null where a value belongs',
    severity: 'error',
    column: 'page (varchar(64))',
    count: 1,
    files: 1,
    problems: [
      {
        file,
        line: 1,
        column: 'page (varchar(64))',
        value: 'null',
        problem: 'expected string',
      },
    ],
    cure: "Mend the file, or add null to the key's types in the transform where that is right.",
  })
})

test('only what the next run would load is read where that is asked', async (t) => {
  const folder = temporaryFolder(t)
  const at = (name: string) => path.join(folder, 'log_data', name)
  mkdirSync(path.join(folder, 'log_data'))
  writeFileSync(at('a.json'), event({ device: 'phone' }))
  const settings = localSettings(folder, { LOG_DATA: path.join(folder, 'log_data') })
  const read = async () => {
    const choose = (warehouse: Warehouse) =>
      filesToRead(settings, steps, schema, folder, SILENT, newFiles(warehouse))
    const chosen = await withWarehouse(settings, choose, { readOnly: true, missingIsEmpty: true })
    return chosen.flatMap(({ files }) => files.map(({ path }) => path))
  }
  const everything = await read()
  assert.equal(everything.length, 81)
  await withWarehouse(settings, async (warehouse) => {
    await migrate(warehouse, versions)
    await runSteps(warehouse, versions, steps)
  })

  assert.deepEqual(await read(), [])
  utimesSync(at('a.json'), 1_600_000_000, 1_600_000_000)
  writeFileSync(at('b.json'), event({ device: 'phone' }))
  assert.deepEqual(await read(), [at('b.json')])

  const env = {
    LOCAL_DATABASE: path.join(folder, 'warehouse.duckdb'),
    LOG_DATA: path.join(folder, 'log_data'),
  }
  assert.match(run('preflight', ['--new'], env).stdout, /\n1 file, 1 object, 1 warning\n$/)
})

test('warnings alone are no failure', (t) => {
  const file = path.join(temporaryFolder(t), 'a.json')
  writeFileSync(file, event({ device: 'phone' }))

  const { code, stdout, stderr } = run('preflight', [], { LOG_DATA: file })

  assert.deepEqual([code, stderr], [0, ''])
  assert.match(stdout, /^warning: new key\n/)
})

test('the cluster need not be known: only the lake is read', () => {
  const { code, stdout, stderr } = run('preflight', [], { WAREHOUSE_TARGET: 'redshift' })

  assert.deepEqual([code, stdout, stderr], [0, '92 files, 1,280 objects, no problems\n', ''])
})

test('a place that is not there is told as a load tells it', (t) => {
  const place = path.join(temporaryFolder(t), 'nowhere/log_data')

  const { code, stdout, stderr } = run('preflight', [], { LOG_DATA: place })

  assert.deepEqual(
    [code, stdout, stderr],
    [
      1,
      '',
      `Cannot read LOG_DATA: '${place}' does not exist. Nothing was loaded. Set LOG_DATA to the folder that holds the files.\n`,
    ],
  )
})

test('a lake with every trap of the real data has no problems', async (t) => {
  const out = path.join(temporaryFolder(t), 'lake')
  const traps = ALL_TRAPS.join(',')
  const options = [
    '--out',
    out,
    '--events',
    '4000',
    '--songs',
    '300',
    '--days',
    '4',
    '--with',
    traps,
  ]
  assert.equal(run('seed', options, {}).code, 0)

  const { stdout } = run('preflight', [], {
    LOG_DATA: path.join(out, 'log_data'),
    LOG_JSONPATH: path.join(out, 'log_json_path.json'),
    SONG_DATA: path.join(out, 'song_data'),
  })

  assert.equal(stdout, '304 files, 4,300 objects, no problems\n')
})
