import type { Session } from './engine.ts'
import type { PendingChangesRow } from './rows.ts'
import type { Source } from './transform.ts'

/** A span of time, both ends within it, in UTC; null while there is none. */
export interface Span {
  readonly first: string | null
  readonly last: string | null
}

/** As long as any lake: from the year 1 to the last moment that both engines have. */
export const ALL_TIME: Span = { first: '0001-01-01 00:00:00', last: '294247-01-10 04:00:54.775' }

/** The span of events without a moment: those are published with any span, and no other event lies in it. */
export const NO_TIME: Span = { first: ALL_TIME.last, last: ALL_TIME.last }

/** What is in staging and not yet in the star, by source. */
export type Pending = ReadonlyMap<Source, Span>

/** What earlier loads left to be published. */
export async function pendingChanges(session: Session): Promise<Pending> {
  const rows = await session.read<PendingChangesRow>(
    session.knex('pending_changes').select('source', 'first_moment', 'last_moment'),
  )
  return new Map(
    rows.map(({ source, first_moment, last_moment }) => [
      source as Source,
      { first: first_moment, last: last_moment },
    ]),
  )
}

/** Writes down what is to be published, in the place of what was written before. */
export async function setPending(session: Session, pending: Pending): Promise<void> {
  await session.knex('pending_changes').del().options({ asIs: true })
  const rows = [...pending].map(([source, { first, last }]) => ({
    source,
    first_moment: first,
    last_moment: last,
  }))
  if (rows.length > 0) await session.knex('pending_changes').insert(rows).options({ asIs: true })
}

/** Whether everything is to be published anew. An event may be of the first moment: some programs write it for none. */
export function isWhole(pending: Pending): boolean {
  return [...pending.values()].some(
    ({ first, last }) => first === ALL_TIME.first && last === ALL_TIME.last,
  )
}

/** The span that covers all of these. */
export function covering(spans: readonly Span[]): Span {
  const firsts = spans.flatMap(({ first }) => first ?? []).sort(byMoment)
  const lasts = spans.flatMap(({ last }) => last ?? []).sort(byMoment)
  return { first: firsts[0] ?? null, last: lasts.at(-1) ?? null }
}

/** Whether a moment is no later than another. */
export function isUntil(moment: string, other: string): boolean {
  return byMoment(moment, other) <= 0
}

/** Of years beyond 9999 the longer text is the later one. */
function byMoment(one: string, other: string): number {
  const years = one.indexOf('-') - other.indexOf('-')
  return years !== 0 ? years : one < other ? -1 : one > other ? 1 : 0
}
