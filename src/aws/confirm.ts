import { createInterface } from 'node:readline/promises'
import { UsageError } from '../errors.ts'

/** Asks on the terminal: only `yes` is yes, and Ctrl-C is no. @throws UsageError where nobody can answer. */
export async function confirmed(question: string): Promise<boolean> {
  if (process.stdin.isTTY !== true)
    throw new UsageError(
      'Nobody is there to be asked. Nothing was changed. To go ahead, add --yes.',
    )
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const closed = new AbortController()
  terminal.on('SIGINT', () => terminal.close()).on('close', () => closed.abort())
  try {
    const answer = await terminal.question(`${question} Type yes: `, { signal: closed.signal })
    return answer.trim() === 'yes'
  } catch (error) {
    if (!closed.signal.aborted) throw error
    process.stderr.write('\n')
    return false
  } finally {
    terminal.close()
  }
}
