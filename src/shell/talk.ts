import readline from 'node:readline'
import { Failure, messageOf } from '../errors.ts'
import { complete } from './completion.ts'
import { joinLines, MOST_LINES, readHistory, writeHistory } from './history.ts'
import type { Shell } from './shell.ts'

/**
 * A conversation on a terminal: an error is told, and the next statement read.
 * @throws Failure when there is no warehouse to talk of.
 */
export async function talk(shell: Shell, target: string): Promise<void> {
  await shell.look()
  process.stderr.write(
    `Reading the ${target} warehouse: nothing can be changed from here. \\? for help, \\q to leave.\n`,
  )
  const lines = readline.createInterface({
    input: process.stdin,
    output: process.stdout,
    history: readHistory(),
    historySize: MOST_LINES,
    removeHistoryDuplicates: true,
    completer: (line: string) => complete(line, shell.typed, shell.tables, names),
  })
  const names = shell.questions.map(({ name }) => name)
  const state = { isRunning: false, isStopped: false }
  const prompt = () => {
    lines.setPrompt(`${target}${shell.typed === '' ? '=' : '-'}> `)
    lines.prompt()
  }
  let statement: string[] = []
  let history: string[] = []
  lines.on('history', (all) => {
    history = all
  })
  lines.on('SIGINT', () => {
    if (state.isRunning) {
      state.isStopped = true
      shell.cancel().catch(() => {})
    } else {
      statement = []
      forget(shell, lines, prompt)
    }
  })
  shell.alone = (work) => alone(lines, work)

  prompt()
  for await (const line of lines) {
    statement.push(line)
    Object.assign(state, { isRunning: true, isStopped: false })
    const isLast = await shell.take(line).catch((error: unknown) => {
      shell.typed = ''
      tellError(error, state.isStopped)
      return false
    })
    state.isRunning = false
    if (shell.typed === '') {
      joinLines(history, statement)
      writeHistory(history)
      statement = []
    }
    if (isLast) break
    prompt()
  }
  lines.close()
  process.stderr.write('\n')
}

/** Ctrl-C while nothing runs: what was typed is forgotten. */
function forget(shell: Shell, lines: readline.Interface, prompt: () => void): void {
  process.stderr.write(shell.typed === '' && lines.line === '' ? '\n\\q leaves.\n' : '\n')
  shell.typed = ''
  lines.write(null, { ctrl: true, name: 'e' })
  lines.write(null, { ctrl: true, name: 'u' })
  prompt()
}

function tellError(error: unknown, isStopped: boolean): void {
  process.stderr.write(`${isStopped ? 'Stopped. Nothing was changed.' : messageOf(error)}\n`)
  if (process.env.DEBUG || !(error instanceof Failure)) console.error(error)
}

/** Lets work read from the terminal, as a pager does. */
async function alone<Result>(
  lines: readline.Interface,
  work: () => Promise<Result>,
): Promise<Result> {
  lines.pause()
  process.stdin.setRawMode(false)
  try {
    return await work()
  } finally {
    process.stdin.setRawMode(true)
    lines.resume()
  }
}
