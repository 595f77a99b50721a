// JSON as the two kinds of files have it: letters outside ASCII and slashes escaped, decimals
// never without their point.

/** A string in quotes. */
export function jsonString(text: string): string {
  return JSON.stringify(text)
    .replaceAll('/', '\\/')
    .replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** A number that has decimals, even if they are zero. */
export const jsonDecimal = (number: number): string =>
  Number.isInteger(number) ? `${number}.0` : String(number)

/** A string, but text that reads as a whole number is one. */
export const jsonStringOrNumber = (text: string): string =>
  /^(0|[1-9]\d{0,14})$/.test(text) ? text : jsonString(text)
