import { OPENING } from '../sql-text.ts'

/** What was typed so far: whole statements, and the beginning of the next one. */
export interface Typed {
  readonly statements: readonly string[]
  readonly rest: string
}

/** Splits what was typed at the semicolons that stand in no literal, name or comment. */
export function typedIn(text: string): Typed {
  const statements: string[] = []
  let start = 0
  for (const { 0: token, index } of text.matchAll(OPENING)) {
    // A literal, name or comment that is not closed yet: whatever follows is in it.
    if (token === "'" || token === '"' || token === '/*') break
    if (token !== ';') continue
    statements.push(text.slice(start, index + 1))
    start = index + 1
  }
  return { statements, rest: text.slice(start).trim() === '' ? '' : text.slice(start) }
}
