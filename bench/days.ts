// npm run bench:days    a day's logs onto 0, 30 and 300 days of history
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { command } from '../src/command.ts'
import { Failure } from '../src/errors.ts'
import { PROJECT } from '../src/settings.ts'

const FOLDER = path.join(PROJECT, '.local', 'bench')
const HISTORIES = [0, 30, 300]
const EVENTS_A_DAY = 8_000
const SONGS = 15_000

command({
  usage: `\
npm run bench:days                  how long a day's logs take, onto 0, 30 and 300 days of history
npm run bench:days -- --rounds 5    how often each is run; default 3
`,
  options: { rounds: { type: 'string' } },
  async run({ rounds = '3' }) {
    const days = Math.max(...HISTORIES) + 2
    const lake = path.join(FOLDER, 'lake-days')
    if (!existsSync(path.join(lake, 'log_json_path.json'))) {
      mkdirSync(FOLDER, { recursive: true })
      const size = ['--events', days * EVENTS_A_DAY, '--songs', SONGS, '--days', days, '--seed', 1]
      npm('seed', [...size.map(String), '--out', lake], {})
    }
    const logs = readdirSync(path.join(lake, 'log_data'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .sort()
    process.stdout.write('days of history  wall s, median of rounds  all             rows read\n')
    for (const history of HISTORIES) {
      const seconds: number[] = []
      let read = 0
      for (let round = 0; round < Number(rounds); round += 1) {
        const part = path.join(FOLDER, 'lake-part')
        rmSync(part, { recursive: true, force: true })
        const database = path.join(FOLDER, 'days.duckdb')
        for (const file of [database, `${database}.wal`]) rmSync(file, { force: true })
        const env = {
          LOCAL_DATABASE: database,
          LOG_DATA: path.join(part, 'log_data'),
          LOG_JSONPATH: path.join(lake, 'log_json_path.json'),
          SONG_DATA: path.join(lake, 'song_data'),
        }
        // A run needs one file at least: the day before any history.
        for (const name of logs.slice(0, history + 1)) deliver(lake, part, name)
        npm('start', [], env)
        deliver(lake, part, logs[history + 1] ?? '')
        const started = performance.now()
        const report = JSON.parse(npm('transform', ['--json'], env)) as {
          steps: { files?: number; inserted: number }[]
        }
        seconds.push((performance.now() - started) / 1_000)
        read = report.steps.reduce(
          (sum, { files, inserted }) => sum + (files === undefined ? 0 : inserted),
          0,
        )
      }
      const sorted = seconds.toSorted((one, other) => one - other)
      const all = sorted.map((value) => value.toFixed(2)).join(' ')
      const median = sorted[Math.floor(sorted.length / 2)]?.toFixed(2) ?? ''
      process.stdout.write(
        `${String(history).padStart(15)}  ${median.padEnd(24)}${all.padEnd(16)}${read.toLocaleString('en')}\n`,
      )
    }
  },
})

function deliver(lake: string, part: string, name: string): void {
  const target = path.join(part, 'log_data', name)
  mkdirSync(path.dirname(target), { recursive: true })
  cpSync(path.join(lake, 'log_data', name), target, { preserveTimestamps: true })
}

function npm(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): string {
  const result = spawnSync('npm', ['run', '--silent', script, '--', ...args], {
    cwd: PROJECT,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  })
  if (result.status !== 0) throw new Failure(`npm run ${script} failed:\n${result.stderr}`)
  return result.stdout
}
