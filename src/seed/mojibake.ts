/** What the logs make of text: its UTF-8 bytes read as ISO-8859-1, and that done twice. */
export const mojibake = (text: string): string => misread(misread(text))

const misread = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
