/** A text on one line. What would move the cursor, or do worse to a terminal, is written out. */
export function withoutControls(text: string): string {
  return text.replace(CONTROL, (character) => NAMED[character] ?? coded(character))
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it looks for.
const CONTROL = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g
const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function coded(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
