import truncated from 'fast-string-truncated-width'

/** Text as a terminal shows it: in cells, of which a Chinese character takes two and an accent none. */

/** Characters of which each takes one cell. */
const PLAIN = /^[\x20-\x7e]*$/

/** The cells that a text takes. */
export function widthOf(text: string): number {
  return PLAIN.test(text) ? text.length : truncated(text).width
}

/** The text, or as much of it as fits with an ellipsis behind it. */
export function cut(text: string, width: number, ellipsis = '…'): string {
  if (text.length <= width && PLAIN.test(text)) return text
  const found = truncated(text, { limit: width, ellipsis, ellipsisWidth: ellipsis.length })
  return found.ellipsed ? text.slice(0, found.index) + ellipsis : text.slice(0, found.index)
}

/** The text in a number of cells, to the left or to the right. */
export function padded(text: string, width: number, side: 'left' | 'right'): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)))
  return side === 'left' ? text + blanks : blanks + text
}

/** The words of a text in lines of at most so many cells; a longer word has a line of its own. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && widthOf(longer) > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line]
}
