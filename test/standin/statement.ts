/** A statement as PostgreSQL takes it, and what is to be noted of the table after it. */
export interface Statement {
  readonly sql: string
  readonly notes: readonly string[]
}

/** Redshift's statement in PostgreSQL's words: only what the project sends and PostgreSQL does not take. */
export function postgresOf(sql: string): Statement {
  const table = /^\s*(?:create|alter) table "(\w+)"/i.exec(sql)?.[1] ?? ''
  if (/^\s*create table/i.test(sql)) return { sql: createTable(sql), notes: notesOf(table, sql) }
  if (/^\s*alter table "\w+" alter (dist|sort)/i.test(sql))
    return { sql: '', notes: notesOf(table, sql) }
  return {
    sql: sql
      .replace(/\bset (local )?query_group\b/gi, 'set $1redshift.query_group')
      .replace(/\bdateadd\((\w+),/gi, "dateadd('$1',")
      .replace(/\bextract\(weekday from\b/gi, 'extract(dow from'),
    notes: [],
  }
}

/** Keys are promises to Redshift's planner and hold nobody back. */
function createTable(sql: string): string {
  return sql
    .replace(/,\s*(primary|foreign) key \([^)]*\)( references "\w+" \([^)]*\))?/gi, '')
    .replace(
      /\bidentity\((\d+), ?(\d+)\)/gi,
      'generated always as identity (minvalue $1 start $1 increment $2)',
    )
    .replace(/\bdiststyle \w+|\bdistkey \([^)]*\)|\bsortkey (\([^)]*\)|auto)/gi, '')
}

function notesOf(table: string, sql: string): string[] {
  const style = /\bdiststyle (\w+)/i.exec(sql)?.[1]
  const key = /\bdistkey \(?"(\w+)"\)?/i.exec(sql)?.[1] ?? ''
  const sort = /\bsortkey (?:\(([^)]*)\)|auto|none)/i.exec(sql)
  const columns = [...(sort?.[1] ?? '').matchAll(/\w+/g)].map(([name]) => `'${name}'`)
  return [
    ...(style ? [`select redshift.set_dist('"${table}"', '${style}', '${key}')`] : []),
    ...(sort
      ? [`select redshift.set_sort('"${table}"', array[${columns.join(', ')}]::text[])`]
      : []),
  ]
}
