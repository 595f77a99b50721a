import { jsonString } from './json-text.ts'
import type { State } from './machine.ts'
import type { Person } from './people.ts'

/** A listener's part of every one of their events, as JSON. */
export type PersonText = Readonly<
  Record<Exclude<keyof Person, 'registered'> | 'registration' | 'userId', string>
>

/** A song's part of an event, as JSON. */
export type PlayText = Readonly<Record<'artist' | 'song' | 'length', string>>

/** What identifies one event. */
export interface EventKey {
  readonly item: number
  readonly session: number
  readonly ts: number
}

/** The event of someone who is not signed in says nothing of who it is. */
export const NOBODY: PersonText = {
  firstName: 'null',
  gender: 'null',
  lastName: 'null',
  location: 'null',
  registration: 'null',
  userAgent: 'null',
  userId: '',
}

/** The event in which nothing is played. */
export const NOTHING: PlayText = { artist: 'null', song: 'null', length: 'null' }

/** Prepares a listener's part. */
export function textOf(person: Person, userId: number, registration: number): PersonText {
  return {
    firstName: shared(person.firstName),
    gender: shared(person.gender),
    lastName: shared(person.lastName),
    location: shared(person.location),
    registration: `${registration}.0`, // a float in the logs, though it has no fraction
    userAgent: shared(person.userAgent),
    userId: String(userId),
  }
}

const sharedTexts = new Map<string, string>()

/** The JSON of words that many listeners share: a hundred thousand of them fit into memory so. */
function shared(text: string): string {
  const json = sharedTexts.get(text) ?? jsonString(text)
  sharedTexts.set(text, json)
  return json
}

/** One line of a log file. */
export function eventText(who: PersonText, state: State, play: PlayText, key: EventKey): string {
  return (
    `{"artist":${play.artist},"auth":"${state.auth}","firstName":${who.firstName},` +
    `"gender":${who.gender},"itemInSession":${key.item},"lastName":${who.lastName},` +
    `"length":${play.length},"level":"${state.level}","location":${who.location},` +
    `"method":"${state.method}","page":"${state.page}","registration":${who.registration},` +
    `"sessionId":${key.session},"song":${play.song},"status":${state.status},"ts":${key.ts},` +
    `"userAgent":${who.userAgent},"userId":"${who.userId}"}`
  )
}
