/** Counts by day, level and whatever else names them; read by Node and by the page alike. */

/** A value of an answer as the page holds it. */
export type Value = string | number | null

/** An answer whose first two columns are the day and the level. */
export interface Series {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Value[])[]
}

/** What the reader of the page chose: days as `2018-11-30`, both included. */
export interface Choice {
  readonly from: string
  readonly to: string
  readonly level: string | null
}

/** A group of rows with the sums of its counts. */
export interface Group {
  readonly key: readonly Value[]
  readonly sums: readonly number[]
}

/** The rows that were chosen. */
export function chosen({ columns, rows }: Series, { from, to, level }: Choice): Series {
  const inside = rows.filter(
    ([day, of]) =>
      String(day) >= from && String(day) <= to && (level === null || String(of) === level),
  )
  return { columns, rows: inside }
}

/** The sums of some counts over the rows that share a key, in the order in which the keys come. */
export function sumBy(
  { columns, rows }: Series,
  keys: readonly string[],
  counts: readonly string[],
): Group[] {
  const keysAt = keys.map((name) => columns.indexOf(name))
  const countsAt = counts.map((name) => columns.indexOf(name))
  const groups = new Map<string, { key: Value[]; sums: number[] }>()
  for (const row of rows) {
    const key = keysAt.map((at) => row[at] ?? null)
    const name = JSON.stringify(key)
    const group = groups.get(name) ?? { key, sums: counts.map(() => 0) }
    countsAt.forEach((at, index) => {
      group.sums[index] = (group.sums[index] ?? 0) + Number(row[at] ?? 0)
    })
    groups.set(name, group)
  }
  return [...groups.values()]
}

/** The sum of one count. */
export function total(series: Series, count: string): number {
  return sumBy(series, [], [count])[0]?.sums[0] ?? 0
}

/** The groups with the largest first counts, the first of those that are alike in the order of their keys. */
export function largest(groups: readonly Group[], most: number): Group[] {
  return [...groups]
    .sort(
      (one, other) =>
        (other.sums[0] ?? 0) - (one.sums[0] ?? 0) || (String(one.key) < String(other.key) ? -1 : 1),
    )
    .slice(0, most)
}

/** How many groups have as many as the largest, beside it. */
export function alike(groups: readonly Group[]): number {
  const most = groups.reduce((sum, { sums }) => Math.max(sum, sums[0] ?? 0), 0)
  return groups.filter(({ sums }) => sums[0] === most).length - 1
}

/** How many days a span holds, both ends included. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / MS_PER_DAY) + 1
}

/** Every day of a span. */
export function daysOf(from: string, to: string): string[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to)) }, (_, index) =>
    new Date(Date.parse(from) + index * MS_PER_DAY).toISOString().slice(0, 10),
  )
}

const MS_PER_DAY = 86_400_000
