import { KINDS, type Kind } from './kinds.ts'

/** One thing that is wrong, and where. */
export interface Problem {
  readonly file: string
  /** The last line of the object in its file, from 1; null where the whole file is meant. */
  readonly line: number | null
  /** `session_id (integer)`: the column with its type, or the key where no column is loaded from it. */
  readonly column: string | null
  /** As it stands in the file, shortened. */
  readonly value: string | null
  readonly problem: string
}

/** Everything of a kind that is wrong with a column, or with whole objects and files. */
export interface Finding {
  readonly kind: Kind
  readonly severity: 'error' | 'warning'
  /** As its problems name it. */
  readonly column: string | null
  readonly count: number
  readonly files: number
  /** The first few of them. */
  readonly problems: readonly Problem[]
  readonly cure: string
}

const SHOWN_PER_FILE = 5
const SHOWN = 20

/** Collects what is wrong: all is counted; of a kind and column the first five in a file are kept, and twenty in all. */
export class Findings {
  readonly #groups = new Map<string, Group>()

  add(kind: Kind, problem: Problem): void {
    const key = `${kind}\n${problem.column}`
    const group: Group = this.#groups.get(key) ?? newGroup(kind, problem.column)
    this.#groups.set(key, group)
    const inFile = (group.inFile.get(problem.file) ?? 0) + 1
    group.count += 1
    group.inFile.set(problem.file, inFile)
    if (inFile <= SHOWN_PER_FILE && group.problems.length < SHOWN) group.problems.push(problem)
  }

  /** Errors first, each in the order in which it was first found. */
  list(): Finding[] {
    const findings = [...this.#groups.values()].map(
      ({ kind, column, count, inFile, problems }) => ({
        kind,
        ...KINDS[kind],
        column,
        count,
        files: inFile.size,
        problems,
      }),
    )
    return [
      ...findings.filter(({ severity }) => severity === 'error'),
      ...findings.filter(({ severity }) => severity === 'warning'),
    ]
  }
}

function newGroup(kind: Kind, column: string | null): Group {
  return { kind, column, count: 0, inFile: new Map(), problems: [] }
}

interface Group {
  readonly kind: Kind
  readonly column: string | null
  count: number
  readonly inFile: Map<string, number>
  readonly problems: Problem[]
}
