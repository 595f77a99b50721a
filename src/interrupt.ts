/** What a command says when it is told to stop, and what it does before. */

let ignored = 0
const ending = new Set<() => void>()

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Says what state things are in when the process is told to stop, then ends as the signal would have
 * ended it, so that the shell knows.
 */
export function tellWhenStopped(text: string): void {
  for (const signal of SIGNALS) {
    process.on(signal, function stop() {
      if (signal === 'SIGINT' && ignored > 0) return
      process.off(signal, stop)
      for (const end of ending) end()
      process.stderr.write(`${process.stderr.isTTY ? '\r\x1b[K' : ''}Stopped. ${text}\n`)
      process.kill(process.pid, signal)
    })
  }
}

/** Runs work that takes Ctrl-C for itself, such as a pager. */
export async function withoutInterrupt<Result>(work: () => Promise<Result>): Promise<Result> {
  ignored += 1
  try {
    return await work()
  } finally {
    ignored -= 1
  }
}

/** Has something undone when the process is told to stop. Returns what says that there is no more need. */
export function whenStopped(undo: () => void): () => void {
  ending.add(undo)
  return () => ending.delete(undo)
}
