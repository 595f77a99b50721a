import type { Field } from './fields.ts'
import type { Findings } from './findings.ts'
import { shownValue } from './shown.ts'
import { shownOf } from './value.ts'

/** Which keys the objects of a file have, held against those of the contract. */
export class KeysSeen {
  readonly #fields: readonly Field[]
  readonly #missing: number[]
  readonly #missingLine: number[]
  readonly #others = new Map<string, { line: number; value: string; count: number }>()
  #objects = 0

  constructor(fields: readonly Field[]) {
    this.#fields = fields
    this.#missing = fields.map(() => 0)
    this.#missingLine = fields.map(() => 0)
  }

  /** Looks at an object; `missing` are the places of the fields that it has not. */
  add(object: Readonly<Record<string, unknown>>, missing: readonly number[], line: number): void {
    this.#objects += 1
    for (const place of missing) {
      if (this.#missing[place] === 0) this.#missingLine[place] = line
      this.#missing[place] = (this.#missing[place] ?? 0) + 1
    }
    const keys = Object.keys(object)
    if (keys.length === this.#fields.length - missing.length) return
    for (const key of keys) {
      if (this.#fields.some((field) => field.key === key)) continue
      const other = this.#others.get(key) ?? {
        line,
        value: shownValue(object[key], key, ''),
        count: 0,
      }
      other.count += 1
      this.#others.set(key, other)
    }
  }

  /** The keys of the contract that some object of the file had. */
  *found(): Generator<string> {
    for (const [place, { key }] of this.#fields.entries()) {
      if (this.#missing[place] !== this.#objects) yield key
    }
  }

  report(file: string, findings: Findings): void {
    if (this.#objects === 0) return
    const inCase = new Map(this.#fields.map((field) => [field.key.toLowerCase(), field]))
    const misspelt = new Set<Field>()
    const hasContract = this.#fields.some(({ types }) => types !== null)
    for (const [key, { line, value, count }] of this.#others) {
      const field = inCase.get(key.toLowerCase())
      const inObjects = `in ${objects(count)}`
      if (field) {
        misspelt.add(field)
        const problem = `the key '${key}' where the contract has '${field.key}', ${inObjects}`
        findings.add('key in another case', {
          file,
          line,
          column: shownOf(field),
          value: null,
          problem,
        })
      } else if (hasContract) {
        const problem = `the key '${key}', which the contract does not have, ${inObjects}`
        findings.add('new key', { file, line, column: null, value, problem })
      }
    }
    for (const [place, field] of this.#fields.entries()) {
      const missing = this.#missing[place] ?? 0
      if (missing === 0 || field.optional || misspelt.has(field)) continue
      const column = shownOf(field)
      if (missing === this.#objects) {
        const problem = `the key '${field.key}' is in none of its ${objects(missing)}`
        findings.add('vanished key', { file, line: null, column, value: null, problem })
      } else {
        const problem = `the key '${field.key}' is missing from ${missing.toLocaleString('en')} of ${objects(this.#objects)}`
        findings.add('missing key', {
          file,
          line: this.#missingLine[place] ?? 0,
          column,
          value: null,
          problem,
        })
      }
    }
  }
}

function objects(count: number): string {
  return `${count.toLocaleString('en')} object${count === 1 ? '' : 's'}`
}
