/** What the place that text is written to can show. */
export interface Terminal {
  /** Cells in a line; infinite where nothing has to fit. */
  readonly width: number
  /** Lines of the screen; infinite where there is none. */
  readonly height: number
  readonly colour: boolean
  /** Whether it shows more than ASCII. */
  readonly unicode: boolean
}

/** Where nothing has to fit: a file, or another program. */
export const PAPER: Terminal = {
  width: Number.POSITIVE_INFINITY,
  height: Number.POSITIVE_INFINITY,
  colour: false,
  unicode: true,
}

/** The terminal that a stream leads to, or paper. Without colour under NO_COLOR and TERM=dumb. */
export function terminalOf(stream: NodeJS.WriteStream): Terminal {
  if (!stream.isTTY) return PAPER
  const dumb = process.env.TERM === 'dumb'
  return {
    // A terminal that does not tell its size is taken for the usual one.
    width: stream.columns || 80,
    height: dumb ? Number.POSITIVE_INFINITY : stream.rows || 24,
    colour: !dumb && !process.env.NO_COLOR && stream.hasColors(),
    unicode: !dumb,
  }
}
