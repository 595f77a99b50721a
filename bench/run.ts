// npm run bench                       both sizes, three rounds each
// npm run bench -- --events 1000000   one size
// npm run bench -- --rounds 5
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { command } from '../src/command.ts'
import { Failure } from '../src/errors.ts'
import { PROJECT } from '../src/settings.ts'

const FOLDER = path.join(PROJECT, '.local', 'bench')
const SIZES = [
  { events: 1_000_000, songs: 15_000 },
  { events: 10_000_000, songs: 100_000 },
]
/** GNU time tells the peak memory of the largest process of a command, npm's and node's among them. */
const TIME = '/usr/bin/time'

interface Measured {
  readonly wall: number
  readonly cpu: number
  readonly megabytes: number
}

/** One size's runs, by what ran. */
type Runs = Readonly<Record<'by hand' | 'transform', Measured[]>>

command({
  usage: `\
npm run bench                       transform beside the same work by hand, on lakes of 1 and 10 million events
npm run bench -- --events 1000000   one of the two sizes
npm run bench -- --rounds 5         how often each is run, in turn; default 3
`,
  options: { events: { type: 'string' }, rounds: { type: 'string' } },
  async run({ events, rounds = '3' }) {
    if (!existsSync(TIME))
      throw new Failure(`The bench needs GNU time at ${TIME}: install the package 'time'.`)
    mkdirSync(FOLDER, { recursive: true })
    process.stdout.write(
      '              events  wall s        cpu s         peak MB       wall, of by hand\n',
    )
    for (const size of SIZES) {
      if (events !== undefined && size.events !== Number(events)) continue
      const lake = makeLake(size)
      const runs: Runs = { 'by hand': [], transform: [] }
      byHand(lake) // not counted: whoever comes first reads the lake from the disk
      for (let round = 0; round < Number(rounds); round += 1) {
        runs['by hand'].push(byHand(lake))
        runs.transform.push(transform(lake))
      }
      report(size.events, runs)
    }
    reportStart()
  },
})

/** A lake is made once and kept. */
function makeLake({ events, songs }: (typeof SIZES)[number]): string {
  const lake = path.join(FOLDER, `lake-${events}`)
  if (!existsSync(path.join(lake, 'log_json_path.json'))) {
    const size = [
      '--events',
      String(events),
      '--songs',
      String(songs),
      '--days',
      '30',
      '--seed',
      '1',
    ]
    measured('npm', ['run', '--silent', 'seed', '--', ...size, '--out', lake], {}, 'inherit')
  }
  return lake
}

function byHand(lake: string): Measured {
  const database = emptyDatabase()
  return measured(process.execPath, [path.join(PROJECT, 'bench/by-hand.mjs'), database, lake], {})
}

function transform(lake: string): Measured {
  const env = {
    LOCAL_DATABASE: emptyDatabase(),
    LOG_DATA: path.join(lake, 'log_data'),
    LOG_JSONPATH: path.join(lake, 'log_json_path.json'),
    SONG_DATA: path.join(lake, 'song_data'),
  }
  measured('npm', ['run', '--silent', 'migrate'], env)
  return measured('npm', ['run', '--silent', 'transform'], env)
}

function emptyDatabase(): string {
  const database = path.join(FOLDER, 'bench.duckdb')
  for (const file of [database, `${database}.wal`]) rmSync(file, { force: true })
  return database
}

function measured(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  stdout: 'ignore' | 'inherit' = 'ignore',
): Measured {
  const result = spawnSync(TIME, ['-f', 'measured %e %U %S %M', file, ...args], {
    cwd: PROJECT,
    env: { ...process.env, ...env },
    stdio: ['ignore', stdout, 'pipe'],
    encoding: 'utf8',
  })
  const figures = /measured ([\d.]+) ([\d.]+) ([\d.]+) (\d+)/.exec(result.stderr)
  if (result.status !== 0 || !figures)
    throw new Failure(`${file} ${args.join(' ')} failed:\n${result.stderr}`)
  const [, wall, user, system, kilobytes] = figures.map(Number)
  return { wall: wall ?? 0, cpu: (user ?? 0) + (system ?? 0), megabytes: (kilobytes ?? 0) / 1_024 }
}

function report(events: number, runs: Runs): void {
  for (const [name, rows] of Object.entries(runs)) {
    const columns = [
      spread(
        rows.map(({ wall }) => wall),
        1,
      ),
      spread(
        rows.map(({ cpu }) => cpu),
        1,
      ),
      spread(
        rows.map(({ megabytes }) => megabytes),
        0,
      ),
      spread(
        rows.map(({ wall }, round) => wall / (runs['by hand'][round]?.wall ?? 1)),
        2,
      ),
    ]
    const line = [
      name.padEnd(11),
      String(events).padStart(9),
      ...columns.map((text) => text.padEnd(14)),
    ]
    process.stdout.write(`${line.join('  ').trimEnd()}\n`)
  }
}

/** What a command costs before it does anything. */
function reportStart(): void {
  const env = { LOCAL_DATABASE: emptyDatabase() }
  measured('npm', ['run', '--silent', 'migrate'], env)
  const again = [1, 2, 3].map(() => measured('npm', ['run', '--silent', 'migrate'], env).wall)
  process.stdout.write(`\nmigrate with nothing to do: ${spread(again, 2)} s\n`)
}

/** The median, and the range in brackets. */
function spread(values: readonly number[], digits: number): string {
  const sorted = [...values].sort((one, other) => one - other)
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  const range = `${(sorted[0] ?? 0).toFixed(digits)}-${(sorted.at(-1) ?? 0).toFixed(digits)}`
  return `${median.toFixed(digits)} (${range})`
}
