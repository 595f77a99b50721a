import { advance } from './advance.ts'
import type { Audience } from './audience.ts'
import type { Catalogue } from './catalogue.ts'
import { eventText, NOBODY, NOTHING } from './event-text.ts'
import { listener } from './listener.ts'
import { logFiles, type Written } from './log-files.ts'
import type { LakeOptions } from './options.ts'
import { playTexts } from './play-texts.ts'
import { type Player, playersOf } from './players.ts'
import { schedule } from './schedule.ts'
import type { Listener, World } from './world.ts'

/** What the log files came to. */
export interface EventsWritten extends Written {
  readonly events: number
  readonly listeners: number
}

/** What events are made from. */
export interface Stage {
  readonly options: LakeOptions
  readonly world: World
  readonly audience: Audience
  readonly tracks: Catalogue
}

/** Plays the listeners' events in the order of time and writes them down. Yields how many are written. */
export function* writeEvents(
  folder: string,
  { options, world, audience, tracks }: Stage,
): Generator<number, EventsWritten> {
  const files = logFiles(folder, options.firstDay)
  const listeners = listenersOf(audience, world)
  const players = playersOf(listeners, audience.quotas, options)
  const playText = playTexts(tracks, options.traps)
  const order = schedule(listeners)
  let sessions = listeners.length
  let events = 0

  function line(next: Listener, player: Player): string {
    const who = next.state.auth === 'Logged Out' ? NOBODY : player.who
    const play = next.state.page === 'NextSong' ? playText(next.track) : NOTHING
    const ts = player.beginning + next.time * 1000
    return eventText(who, next.state, play, { item: next.item, session: player.session, ts })
  }

  for (let next = order.first(); next; next = order.first()) {
    const player = players.get(next.number) as Player
    files.write(next.time, line(next, player))
    if (++events % 1000 === 0) yield events
    advance(next, world)
    // Sessions are numbered when they are arranged, as in the real logs: not in order of time.
    if (next.item === 0) player.session = ++sessions
    if (--player.left > 0) order.settle()
    else {
      order.drop()
      players.delete(next.number)
    }
  }
  return { ...files.close(), events, listeners: listeners.length }
}

function listenersOf({ quotas, sessionPace }: Audience, world: World): Listener[] {
  return quotas.flatMap((quota, number) =>
    quota > 0 ? [listener(number, sessionPace, world)] : [],
  )
}
