const REPAIR = 'Ask whoever writes the file for a whole one, or move it out of the folder.'
const MEND = 'Mend the value in the file, or ask whoever writes it to.'

/** What can be wrong with the files of a lake, and what to do. A warning stops nothing. */
export const KINDS = {
  'unreadable file': { severity: 'error', cure: REPAIR },
  'broken gzip': { severity: 'error', cure: 'Fetch the file again, or move it out of the folder.' },
  'gzip without its name': { severity: 'error', cure: 'Give the file a name that ends in .gz.' },
  'UTF-16': { severity: 'error', cure: 'Write the file in UTF-8: iconv -f utf-16 -t utf-8.' },
  'byte order mark': {
    severity: 'warning',
    cure: 'Write the file without the three bytes at its start: not every reader steps over them.',
  },
  'NUL byte': { severity: 'error', cure: REPAIR },
  'not UTF-8': { severity: 'error', cure: 'Write the file in UTF-8: iconv -f latin1 -t utf-8.' },
  'half of a character': { severity: 'error', cure: MEND },
  'not JSON': { severity: 'error', cure: REPAIR },
  'no JSON number': { severity: 'error', cure: 'Write null where there is no number.' },
  'cut off object': { severity: 'error', cure: REPAIR },
  'text between objects': { severity: 'error', cure: 'Leave only white space between objects.' },
  'array of objects': {
    severity: 'error',
    cure: 'Write the objects one after another, without brackets and commas around them.',
  },
  'large object': { severity: 'error', cure: 'Write a row per object: COPY takes no larger one.' },
  'key twice': {
    severity: 'error',
    cure: 'Write each key once: nobody can tell which value counts.',
  },
  'key in another case': {
    severity: 'error',
    cure: 'Write the key as the contract has it: COPY would load null without a word.',
  },
  'new key': {
    severity: 'warning',
    cure: "Nothing loads it. Add it to the copy's keys in the transform, with a column in a migration where it is wanted.",
  },
  'vanished key': {
    severity: 'error',
    cure: "Its column would be null in every row. Mend the file, or make the key optional in the copy's keys.",
  },
  'missing key': {
    severity: 'warning',
    cure: "Its column is null in those rows. Make the key optional in the copy's keys where that is right.",
  },
  'wrong type': {
    severity: 'error',
    cure: "Mend the file, or add the type to the copy's keys in the transform where its column takes it.",
  },
  'null where a value belongs': {
    severity: 'error',
    cure: "Mend the file, or add null to the key's types in the transform where that is right.",
  },
  'text over its bytes': {
    severity: 'error',
    cure: 'Shorten the text, or widen the column in a migration.',
  },
  'not a number': { severity: 'error', cure: MEND },
  fraction: {
    severity: 'error',
    cure: 'Write a whole number, or change the column in a migration.',
  },
  'out of range': {
    severity: 'error',
    cure: 'Mend the number, or widen the column in a migration.',
  },
  'not a moment': { severity: 'error', cure: MEND },
  'implausible time': {
    severity: 'error',
    cure: "Mend the clock or the unit of whoever writes the file, or the copy's timeformat.",
  },
  'empty file': {
    severity: 'warning',
    cure: 'It loads no row. See whether it was written to its end.',
  },
  'blank file': {
    severity: 'warning',
    cure: 'It loads no row. See whether it was written to its end.',
  },
  'same content twice': {
    severity: 'error',
    cure: 'Remove one of the two: their rows would be loaded twice.',
  },
  'JSONPaths file': {
    severity: 'error',
    cure: 'Mend the file, or set LOG_JSONPATH to the right one.',
  },
  'path to another column': {
    severity: 'error',
    cure: 'Put the paths in the order of the columns: each is for the column at its place.',
  },
  'path to nothing': {
    severity: 'error',
    cure: 'Write the path as the key is written in the files: its column would be null in every row.',
  },
} as const satisfies Record<string, { severity: 'error' | 'warning'; cure: string }>

/** What is wrong. */
export type Kind = keyof typeof KINDS
