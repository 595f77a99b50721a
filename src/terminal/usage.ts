import { wrapped } from './width.ts'

/** Narrower columns of text are put on lines of their own. */
const NARROWEST = 30
const INDENT = 4

/** The text of `--help` in lines that fit: what explains an option stays in its column. */
export function usageFor(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => (line.length <= width ? [line] : brokenUp(line, width)))
    .join('\n')
}

function brokenUp(line: string, width: number): string[] {
  const [, head = '', said = line] = /^(\s*\S.*?\s{2,})(\S.*)$/.exec(line) ?? []
  if (head === '') return wrapped(line, width)
  const below = width - head.length < NARROWEST
  const indent = ' '.repeat(below ? INDENT : head.length)
  const lines = wrapped(said, width - indent.length).map((part) => indent + part)
  return below
    ? [head.trimEnd(), ...lines]
    : [head + (lines[0] ?? '').trimStart(), ...lines.slice(1)]
}
