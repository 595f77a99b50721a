import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { withoutInterrupt } from '../interrupt.ts'
import type { Terminal } from './terminal.ts'

/**
 * Writes lines to stdout: through a pager (PAGER, or less) when they are more than the terminal shows,
 * straight away everywhere else.
 */
export async function showLines(lines: readonly string[], terminal: Terminal): Promise<void> {
  const text = lines.map((line) => `${line}\n`).join('')
  const pager = process.env.PAGER ?? 'less'
  const fits = lines.length < terminal.height || !process.stdin.isTTY
  if (fits || pager === '' || pager === 'cat' || !(await paged(pager, text))) {
    process.stdout.write(text)
  }
}

/** Whether the pager could be started. */
async function paged(pager: string, text: string): Promise<boolean> {
  // Keeps colours and what was shown, and ends by itself on less than a screen.
  const env = { LESS: 'FRX', ...process.env }
  return withoutInterrupt(async () => {
    const child = spawn(pager, { shell: true, env, stdio: ['pipe', 'inherit', 'inherit'] })
    child.stdin.on('error', () => {}) // the reader has seen enough
    child.stdin.end(text)
    const [code] = await once(child, 'close')
    return code !== NOT_FOUND
  })
}

/** What a shell answers for a command that is not there. */
const NOT_FOUND = 127
