import type { Traps } from './traps.ts'

/** Text with its commas as the catalogue has them. */
export const commas = (text: string, traps: Traps): string =>
  traps.has('underscored-commas') ? text.replaceAll(',', '_') : text
