import type { Version } from './versions.ts'

const VIEW = /^create view (\w+) as\s+([\s\S]+)$/i

/** The queries of the views that versions make, by name. */
export function viewsOf(versions: readonly Version[]): Map<string, string> {
  const views = new Map<string, string>()
  for (const operation of versions.flatMap(({ operations }) => operations)) {
    const [, name, query] = operation.kind === 'rawSql' ? (VIEW.exec(operation.up) ?? []) : []
    if (name !== undefined && query !== undefined) views.set(name, query)
  }
  return views
}

/** A query with the queries of views in the place of their names. */
export function withoutViews(query: string, views: ReadonlyMap<string, string>): string {
  let text = query
  // The newest first, since a view is made of older ones.
  for (const [name, inside] of [...views].reverse()) {
    const used = new RegExp(`\\b(from|join)\\s+${name}\\b(\\s+as\\s+\\w+)?`, 'gi')
    text = text.replace(
      used,
      (_, word: string, alias?: string) => `${word} (${inside})${alias ?? ` as ${name}`}`,
    )
  }
  return text
}
