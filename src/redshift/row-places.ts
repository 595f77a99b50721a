/** Where a packed row comes from. */
export interface RowPlace {
  /** The number of the object. */
  readonly object: number
  /** The row's last line there, from 1. */
  readonly line: number
}

/** Numbers of a run: its first row, its object, the line of that row, the lines from each row to the next. */
const FIELDS = 4

/** The places of a pack's rows, kept as runs of evenly spaced lines, of which an object has one as a rule. */
export class RowPlaces {
  readonly #runs: number[] = []
  #rows = 0

  /** How many rows there are. */
  get rows(): number {
    return this.#rows
  }

  /** Says where the next row comes from. */
  add(object: number, line: number): void {
    const row = ++this.#rows
    const at = this.#runs.length - FIELDS
    const [first = 0, runsObject, firstLine = 0, step = 0] = this.#runs.slice(Math.max(at, 0))
    if (at >= 0 && runsObject === object) {
      if (row - first === 1) {
        this.#runs[at + 3] = line - firstLine
        return
      }
      if (line === firstLine + step * (row - first)) return
    }
    this.#runs.push(row, object, line, 0)
  }

  /** Where a row comes from, by its number from 1; null when there is no such row. */
  at(row: number): RowPlace | null {
    if (row < 1 || row > this.#rows) return null
    let low = 0
    let high = this.#runs.length / FIELDS - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.#runs[middle * FIELDS] ?? 0) <= row) low = middle
      else high = middle - 1
    }
    const [first = 0, object = 0, line = 0, step = 0] = this.#runs.slice(
      low * FIELDS,
      (low + 1) * FIELDS,
    )
    return { object, line: line + step * (row - first) }
  }
}
