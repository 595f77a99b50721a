import { Failure } from '../errors.ts'

/** Redshift's words of a date format, longest first, and what the embedded engine calls them. */
const WORDS: readonly (readonly [redshift: string, local: string])[] = [
  ['YYYY', '%Y'],
  ['HH24', '%H'],
  ['HH12', '%I'],
  ['Month', '%B'],
  ['IYYY', '%G'],
  ['DDD', '%j'],
  ['Day', '%A'],
  ['Mon', '%b'],
  ['MON', '%b'],
  ['YY', '%y'],
  ['MM', '%m'],
  ['DD', '%d'],
  ['HH', '%I'],
  ['MI', '%M'],
  ['SS', '%S'],
  ['MS', '%g'],
  ['US', '%f'],
  ['AM', '%p'],
  ['PM', '%p'],
  ['Dy', '%a'],
  ['IW', '%V'],
]

/**
 * A date format of TO_CHAR, TO_DATE or TO_TIMESTAMP in the embedded engine's words.
 * @throws Failure for a format that is not a literal, or has a word that is not known here.
 */
export function dateFormat(
  name: string,
  literal: { literal_type: string; value: string } | undefined,
): string {
  if (literal?.literal_type !== 'string') {
    throw new Failure(`The local engine takes ${name}() with a literal format only.`)
  }
  let rest = literal.value
  let format = ''
  while (rest !== '') {
    const word = WORDS.find(
      ([redshift]) => rest.startsWith(redshift) || rest.startsWith(redshift.toLowerCase()),
    )
    if (word) {
      format += word[1]
      rest = rest.slice(word[0].length)
    } else if (/^[^A-Za-z0-9%]/.test(rest) || /^T(?=HH|hh)/.test(rest)) {
      format += rest[0]
      rest = rest.slice(1)
    } else {
      throw new Failure(
        `The local engine does not know '${rest}' in the format '${literal.value}' of ${name}().`,
      )
    }
  }
  return format
}
