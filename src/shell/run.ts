import readline from 'node:readline'
import type { Reading } from './reading.ts'
import { Shell, type ShellOptions } from './shell.ts'
import { talk } from './talk.ts'

/**
 * Answers what stdin says until it ends: in a conversation where that is a terminal, statement after
 * statement of a file or another program elsewhere.
 * @throws Failure for the first statement of a file that fails; none is run after it.
 */
export async function runShell(
  reading: Reading,
  target: string,
  options: ShellOptions,
): Promise<void> {
  const shell = new Shell(reading, options)
  await (process.stdin.isTTY ? talk(shell, target) : follow(shell))
}

async function follow(shell: Shell): Promise<void> {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (await shell.take(line)) return
  }
  await shell.end()
}
