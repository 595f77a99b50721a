import { Failure } from '../../errors.ts'
import type { Node } from '../../sql.ts'
import { text, textOf } from '../nodes.ts'

/**
 * Time zones by name. An abbreviation is a fixed distance from UTC, which knows no daylight saving
 * (https://docs.aws.amazon.com/redshift/latest/dg/CONVERT_TIMEZONE.html), where the embedded engine takes
 * it for a place.
 */

/** Hours east of UTC, as PostgreSQL has them. */
const ABBREVIATIONS: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  WET: 0,
  WEST: 1,
  BST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  IST: 2,
  MSK: 3,
  JST: 9,
  KST: 9,
  AST: -4,
  ADT: -3,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  AKST: -9,
  AKDT: -8,
  HST: -10,
}

/** A zone as the embedded engine has it. @throws Failure for a literal that names none here. */
export function zoneHere(zone: Node): Node {
  const name = textOf(zone)
  if (name === undefined || name.includes('/')) return zone
  const hours = ABBREVIATIONS[name.toUpperCase()]
  if (hours !== undefined) return text(fixed(hours))
  // POSIX counts to the west: GMT+2 is two hours behind.
  const [, sign, west] = /^[a-z]{3,}([+-]?)(\d{1,2})$/i.exec(name) ?? []
  if (west !== undefined && Number(west) <= 12)
    return text(fixed(sign === '-' ? Number(west) : -Number(west)))
  if (/^[a-z]{5,}$/i.test(name)) return zone // Japan, Israel
  throw new Failure(
    `The local engine does not know the time zone '${name}'. Name a place, as 'America/New_York'.`,
  )
}

/** The engine's name, whose sign is POSIX's. */
function fixed(east: number): string {
  return east === 0 ? 'UTC' : `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`
}
