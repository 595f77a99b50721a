import { ARITHMETIC_MACROS } from './macros/arithmetic.ts'
import { DATE_MACROS } from './macros/dates.ts'
import { NUMBER_MACROS } from './macros/numbers.ts'
import { TEXT_MACROS } from './macros/texts.ts'

/**
 * Redshift's functions in the embedded engine's words, as macros, for those that it lacks or that mean
 * something else there. The rewrites send the calls here.
 */
const DEFINITIONS: ReadonlyMap<string, string> = new Map(
  [...ARITHMETIC_MACROS, ...NUMBER_MACROS, ...DATE_MACROS, ...TEXT_MACROS].map((definition) => [
    /^rs_\w+/.exec(definition)?.[0] ?? '',
    definition,
  ]),
)

/** Every macro there is. */
export const ALL_FUNCTIONS: string = [...DEFINITIONS.keys()].join(' ')

/**
 * The names of the macros that a statement calls and a connection does not have yet, those that others
 * call first. A command asks a question or two, and making all macros takes longer than both.
 */
export function functionsOf(sql: string, known: ReadonlySet<string>): Set<string> {
  const needed = new Set<string>()
  const need = (text: string) => {
    for (const [name] of text.toLowerCase().matchAll(/\brs_\w+/g)) {
      const definition = DEFINITIONS.get(name)
      if (definition === undefined || known.has(name) || needed.has(name)) continue
      need(definition.slice(name.length))
      needed.add(name)
    }
  }
  need(sql)
  return needed
}

/** The statements that make macros. */
export function createFunctions(names: Iterable<string>): string {
  return [...names]
    .map((name) => `create or replace temp macro ${DEFINITIONS.get(name)}`)
    .join(';\n')
}
