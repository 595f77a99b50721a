import type { LakeSummary } from './make-lake.ts'

/** What was made, in three lines. */
export function summaryText(out: string, { logs, songs }: LakeSummary, seconds: number): string {
  const lines = [
    ['log_data', count(logs.files), `${count(logs.events)} events`, size(logs.bytes)],
    ['song_data', count(songs.files), `${count(songs.files)} songs`, size(songs.bytes)],
  ].map(([part = '', files = '', rows = '', bytes = '']) => {
    return `${part.padEnd(10)}${files.padStart(9)} files ${rows.padStart(20)} ${bytes.padStart(12)}`
  })
  const last = `Made ${out} in ${seconds.toFixed(1)} s, with ${count(logs.listeners)} listeners.`
  return [...lines, last].join('\n')
}

const count = (number: number): string => number.toLocaleString('en-US')
const size = (bytes: number): string =>
  bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} KB` : `${count(Math.round(bytes / 1e5) / 10)} MB`
