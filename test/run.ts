import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { PROJECT } from '../src/settings.ts'

/** What a command printed and how it ended. */
export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** What runs the commands of this project: `node RUN migrate`. */
export const RUN = path.join(PROJECT, 'scripts/run.cjs')

/** Runs a command of a project as a user would, in a process and an environment of its own. */
export function run(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string = PROJECT,
  project: string = PROJECT,
): Ran {
  const { INIT_CWD: _, ...inherited } = process.env
  const result = spawnSync(
    process.execPath,
    [path.join(project, 'scripts/run.cjs'), script, ...args],
    { cwd, env: { ...inherited, NO_COLOR: '1', ...env }, encoding: 'utf8' },
  )
  return { code: result.status, stdout: result.stdout, stderr: result.stderr }
}
