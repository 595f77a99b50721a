/** A text as a Redshift literal: a backslash escapes there, so that it is doubled, as the quote is. */
export function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}

/** A name as a quoted identifier, in lower case, which is what Redshift makes of it anyway. */
export function identifier(name: string): string {
  return `"${name.toLowerCase().replaceAll('"', '""')}"`
}
