import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DAY } from './calendar.ts'

/** The log files of a lake, one for each UTC day; lines must come in the order of time. */
export interface LogFiles {
  /** Writes a line of the day in which `time` (seconds from the beginning) falls. */
  write(time: number, line: string): void
  /** Finishes the last file and tells how much there is. */
  close(): Written
}

/** What was written. */
export interface Written {
  readonly files: number
  readonly bytes: number
}

const CHUNK = 1 << 20

/** Opens `log_data/YYYY/MM/YYYY-MM-DD-events.json` files, one after the other. */
export function logFiles(folder: string, firstDay: number): LogFiles {
  const chunk = Buffer.allocUnsafe(CHUNK)
  let used = 0
  let day = -1
  let file: number | undefined
  let files = 0
  let bytes = 0

  function flush(): void {
    if (file !== undefined) writeFileSync(file, chunk.subarray(0, used))
    bytes += used
    used = 0
  }

  function finish(): void {
    flush()
    if (file !== undefined) closeSync(file)
    file = undefined
  }

  function turnTo(newDay: number): void {
    finish()
    day = newDay
    const date = new Date((firstDay + day) * DAY * 1000).toISOString().slice(0, 10)
    const month = join(folder, date.slice(0, 4), date.slice(5, 7))
    mkdirSync(month, { recursive: true })
    file = openSync(join(month, `${date}-events.json`), 'wx')
    files++
  }

  function append(text: string): void {
    if (used + text.length > CHUNK) flush()
    used += chunk.write(text, used, 'latin1') // it is ASCII: everything else has been escaped
  }

  function write(time: number, line: string): void {
    const lineDay = Math.floor(time / DAY)
    if (lineDay === day)
      append('\n') // between lines only: the files end without one
    else turnTo(lineDay)
    append(line)
  }

  function close(): Written {
    finish()
    return { files, bytes }
  }

  return { write, close }
}
