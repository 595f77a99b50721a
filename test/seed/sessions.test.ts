import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groups, type LogEvent, lakeOf, plays } from './lake.ts'

const { events } = lakeOf('--events 30000 --songs 100 --seed 4')
const sessions = groups(events, (event) => event.sessionId)

/** Every two events that follow each other in a session, and when the song that plays will end. */
function* steps() {
  for (const session of sessions.values()) {
    let songEnd = Number.NEGATIVE_INFINITY
    for (const [place, event] of session.entries()) {
      const before = session[place - 1]
      if (before) yield { before, event, songEnd }
      if (event.length !== null) songEnd = event.ts + Math.floor(event.length) * 1000
    }
  }
}

test('the lines are in the order of time', () => {
  for (const [place, event] of events.entries()) {
    assert.ok(event.ts >= (events[place - 1]?.ts ?? 0))
  }
})

test('the items of a session count from 0 without a gap', () => {
  for (const session of sessions.values()) {
    assert.deepEqual(
      session.map((event) => event.itemInSession),
      session.map((_, place) => place),
    )
  }
})

test('a play is the only one of its session at its instant and with its item', () => {
  const key = (of: (event: LogEvent) => number) => (event: LogEvent) =>
    `${event.sessionId} ${of(event)}`
  const played = plays(events)

  assert.equal(
    groups(
      played,
      key((event) => event.ts),
    ).size,
    played.length,
  )
  assert.equal(
    groups(
      played,
      key((event) => event.itemInSession),
    ).size,
    played.length,
  )
})

test('the next song begins exactly when the one before it has ended', () => {
  let followed = 0
  for (const { before, event, songEnd } of steps()) {
    if (event.page !== 'NextSong' || before.ts >= songEnd) continue
    assert.equal(event.ts, songEnd)
    followed++
  }
  assert.ok(followed > 10_000)
})

test('a redirect follows after exactly one second', () => {
  let redirects = 0
  for (const { before, event } of steps()) {
    if (event.status !== 307) continue
    assert.equal(event.ts - before.ts, 1000)
    redirects++
  }
  assert.ok(redirects > 100)
})

test('instants are whole seconds apart and on no whole second', () => {
  assert.deepEqual(new Set(events.map((event) => event.ts % 1000)), new Set([796]))
})

test('a session belongs to one user', () => {
  for (const session of sessions.values()) {
    const users = new Set(session.map((event) => event.userId).filter((id) => id !== ''))
    assert.ok(users.size <= 1)
  }
})

test('a user is the same person in every event', () => {
  const known = events.filter((event) => event.userId !== '')
  for (const of of groups(known, (event) => event.userId).values()) {
    const persons = of.map(({ firstName, lastName, location, registration, userAgent }) =>
      JSON.stringify([firstName, lastName, location, registration, userAgent]),
    )
    assert.equal(new Set(persons).size, 1)
  }
})

test('a level changes only after it was submitted', () => {
  for (const { before, event } of steps()) {
    const submitted = { 'Submit Upgrade': 'paid', 'Submit Downgrade': 'free' }[before.page]
    const isHome = event.page === 'Home'
    assert.equal(event.level, submitted && isHome ? submitted : before.level)
  }
})

test('who registered did so before the first event', () => {
  for (const { registration, ts } of events) assert.ok(registration === null || registration < ts)
})
