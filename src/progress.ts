/** Reports how far long work has come, in the work's own units. */
export interface Progress {
  /** Shows the newest state, for example `12 of 30 files, 80 of 212 MB`. */
  update(text: string): void
  /** Ends the line; call it whatever happened. */
  end(): void
}

const INTERVAL_MS = 500
const PLAIN_INTERVAL_MS = 5_000

/**
 * A progress line on stderr: one line that updates on a terminal, a plain line every 5 seconds
 * elsewhere, so that short work prints nothing into a log.
 */
export function progressLine(label: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  const live = stream.isTTY === true && process.env.TERM !== 'dumb'
  const interval = live ? INTERVAL_MS : PLAIN_INTERVAL_MS
  let last = performance.now()
  let shown = false
  return {
    update(text) {
      const now = performance.now()
      if (now - last < interval) return
      last = now
      shown = true
      stream.write(live ? `\r\x1b[2K${label}: ${text}` : `${label}: ${text}\n`)
    },
    end() {
      if (live && shown) stream.write('\r\x1b[2K')
    },
  }
}
