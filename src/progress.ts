/** Tells how far long work has come. */
export interface Progress {
  /** The newest state, in the work's own units: `12 of 30 files, 80 of 212 MB`. */
  update(text: string): void
  /** Ends the line; call it whatever happened. */
  end(): void
}

const LIVE_INTERVAL_MS = 200
const PLAIN_INTERVAL_MS = 5_000

/**
 * A progress line on stderr: one line that updates on a terminal, a plain line every 5 seconds
 * elsewhere, so that short work prints nothing into a log.
 */
export function progressLine(label: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  const live = stream.isTTY === true && process.env.TERM !== 'dumb'
  const started = performance.now()
  let state = ''
  let isShown = false
  const show = () => {
    isShown = true
    const seconds = ((performance.now() - started) / 1_000).toFixed(0)
    const line = `${label}: ${state === '' ? '' : `${state}, `}${seconds} s`
    stream.write(live ? `\r\x1b[2K${line}` : `${line}\n`)
  }
  const timer = setInterval(show, live ? LIVE_INTERVAL_MS : PLAIN_INTERVAL_MS)
  timer.unref()
  return {
    update(text) {
      state = text
    },
    end() {
      clearInterval(timer)
      if (live && isShown) stream.write('\r\x1b[2K')
    },
  }
}

/** Progress that nobody watches. */
export const SILENT: Progress = { update() {}, end() {} }
