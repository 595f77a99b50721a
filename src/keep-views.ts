import { isDeepStrictEqual } from 'node:util'
import type { Connection, Session } from './engine.ts'
import { Failure, quotedList } from './errors.ts'
import type { Operation } from './migration.ts'

/**
 * Runs an operation and sees whether every view still gives what it gave. On Redshift a view follows what
 * is renamed, and nothing is dropped that one reads; an engine that does neither would leave it broken.
 * @throws Failure when a view gives something else, or nothing: the operation's transaction has to be undone.
 */
export async function keepingViews(
  { views }: Connection,
  session: Session,
  operation: Operation,
  work: () => Promise<void>,
): Promise<void> {
  const refused = refusalOf(operation)
  if (views === undefined || refused === undefined) return work()
  const before = await views(session)
  await work()
  if (before.size === 0) return
  const after = await views(session)
  const changed = [...before].filter(
    ([name, columns]) => columns !== null && !isDeepStrictEqual(columns, after.get(name)),
  )
  if (changed.length > 0) throw new Failure(refused(viewsNamed(changed.map(([name]) => name))))
}

function viewsNamed(names: readonly string[]): string {
  return names.length === 1 ? `the view '${names[0]}'` : `the views ${quotedList(names)}`
}

/** What is said when views are in the way of an operation; undefined for one that changes nothing for them. */
function refusalOf(operation: Operation): ((views: string) => string) | undefined {
  switch (operation.kind) {
    case 'dropTable':
      return (views) => noDrop(`table ${operation.table.name}`, views)
    case 'dropColumns': {
      const columns = Object.keys(operation.columns).join(', ')
      return (views) => noDrop(`table ${operation.table} column ${columns}`, views)
    }
    case 'renameTable':
      return (views) => noRename(`table '${operation.from}' to '${operation.to}'`, views)
    case 'renameColumn':
      return (views) =>
        noRename(`'${operation.from}' to '${operation.to}' in '${operation.table}'`, views)
    default:
      return undefined
  }
}

function noDrop(what: string, views: string): string {
  return (
    `cannot drop ${what} because other objects depend on it: ${views}. ` +
    'Drop what depends on it first, by rawSql in the same version.'
  )
}

function noRename(what: string, views: string): string {
  return (
    `cannot rename ${what}: on Redshift ${views} would follow, on this engine not. ` +
    'Drop what reads it before, and create it again after, by rawSql in the same version.'
  )
}
