import { isDay } from './day.ts'
import { Failure, UsageError } from './errors.ts'

/** A parameter of a question, given as `--name value`. */
export interface Parameter {
  readonly name: string
  readonly type: ParameterType
  /** The value where none is given, as it would be given. */
  readonly byDefault: string
  /** For example `the first day`. */
  readonly meaning: string
}

export type ParameterType = keyof typeof TYPES

/** Each type: what its values look like, and the literal of one in Redshift SQL, or null for what is none. */
const TYPES = {
  date: {
    expected: 'a date such as 2018-11-30',
    literal: (text: string) => (isDay(text) ? `date '${text}'` : null),
  },
  timestamp: {
    expected: 'a moment in UTC such as 2018-11-30 21:00:00',
    literal: (text: string) => (isMoment(text) ? `timestamp '${text}'` : null),
  },
  integer: {
    expected: 'a whole number',
    literal: (text: string) => (/^-?\d{1,18}$/.test(text) ? `(${text})` : null),
  },
  number: {
    expected: 'a number',
    literal: (text: string) => (/^-?\d{1,18}(\.\d{1,18})?$/.test(text) ? `(${text})` : null),
  },
  text: {
    expected: 'a text',
    // A backslash escapes in Redshift's literals.
    literal: (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`,
  },
} as const

const DECLARATION = /^-- :([a-z]\w*) (\w+) = ([^,]*), (.+)$/

/** Reads a line such as `-- :from date = 1970-01-01, the first day`. @throws Failure when it is none. */
export function parameterOf(line: string, file: string): Parameter {
  const [, name = '', type = '', byDefault = '', meaning = ''] = DECLARATION.exec(line) ?? []
  if (name === '' || !(type in TYPES)) {
    throw new Failure(
      `${file} declares a parameter in a way that cannot be read: '${line}'. Expected a name, ` +
        `a type (${Object.keys(TYPES).join(', ')}), a default and a meaning: -- :from date = 1970-01-01, the first day`,
    )
  }
  return { name, type: type as ParameterType, byDefault, meaning }
}

/** A value as a literal of Redshift SQL. @throws UsageError when it is not of the parameter's type. */
export function literalOf({ name, type }: Parameter, value: string): string {
  const { literal, expected } = TYPES[type]
  const text = literal(value)
  if (text === null) throw new UsageError(`--${name} is '${value}', expected ${expected}.`)
  return text
}

function isMoment(text: string): boolean {
  const [, day = '', hours] = /^(\S+) (\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)$/.exec(text) ?? []
  return isDay(day) && !Number.isNaN(Date.parse(`${day}T${hours}Z`))
}
