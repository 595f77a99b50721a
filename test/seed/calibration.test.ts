import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groups, type LogEvent, lakeOf, plays } from './lake.ts'

// What is expected is what was measured on Sparkify's own 8,056 events of November 2018.
const { events } = lakeOf('--events 50000 --songs 3000 --known 3000/385252')
const sessions = [...groups(events, (event) => event.sessionId).values()]

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
const share = (test: (event: LogEvent) => boolean): number =>
  events.filter(test).length / events.length

function near(found: number, expected: number, tolerance: number, what: string): void {
  const isNear = Math.abs(found - expected) <= tolerance
  assert.ok(isNear, `${what}: found ${found}, expected ${expected} ± ${tolerance}`)
}

/** How often the events on one page at one level lead to each next page, or to the end. */
function following(page: string, level: string): (next: string) => number {
  const nexts = sessions.flatMap((session) =>
    session.flatMap((event, place) =>
      event.page === page && event.level === level && event.auth === 'Logged In'
        ? [session[place + 1]?.page ?? 'end']
        : [],
    ),
  )
  return (next) => nexts.filter((found) => found === next).length / nexts.length
}

test('pages have the shares of the real logs', () => {
  const real: Record<string, [share: number, tolerance: number]> = {
    NextSong: [0.847, 0.02],
    Home: [0.1, 0.015],
    Logout: [0.011, 0.002],
    Login: [0.011, 0.002],
    Downgrade: [0.0074, 0.002],
    Settings: [0.007, 0.002],
    Help: [0.0058, 0.002],
    About: [0.0045, 0.002],
    Upgrade: [0.0026, 0.001],
    Error: [0.0011, 0.001],
  }
  for (const [page, [expected, tolerance]] of Object.entries(real)) {
    near(
      share((event) => event.page === page),
      expected,
      tolerance,
      page,
    )
  }
  near(
    share((event) => event.auth === 'Logged Out'),
    0.0355,
    0.01,
    'logged out',
  )
  near(
    share((event) => event.level === 'paid'),
    0.78,
    0.06,
    'paid',
  )
})

test('one page leads to another as in the real logs', () => {
  const paid = following('NextSong', 'paid')
  near(paid('NextSong'), 0.923, 0.006, 'song to song, paid')
  near(paid('Home'), 0.021, 0.004, 'song to Home, paid')
  near(paid('Downgrade'), 0.009, 0.003, 'song to Downgrade, paid')
  near(paid('Logout'), 0.009, 0.003, 'song to Logout, paid')
  near(paid('end'), 0.023, 0.004, 'song to the end, paid')

  const free = following('NextSong', 'free')
  near(free('NextSong'), 0.501, 0.02, 'song to song, free')
  near(free('Home'), 0.02, 0.005, 'song to Home, free')
  near(free('Logout'), 0.021, 0.005, 'song to Logout, free')
  near(free('Upgrade'), 0.012, 0.005, 'song to Upgrade, free')
  near(free('end'), 0.439, 0.02, 'song to the end, free')

  near(following('Home', 'paid')('NextSong'), 0.861, 0.03, 'Home to song, paid')
  near(following('Home', 'free')('NextSong'), 0.54, 0.08, 'Home to song, free')
  near(following('Upgrade', 'free')('Submit Upgrade'), 0.381, 0.15, 'Upgrade to Submit Upgrade')
  near(following('Logout', 'paid')('Home'), 1, 0.01, 'Logout to Home')
})

test('sessions are as long as the real ones', () => {
  const lengths = sessions.map((session) => session.length).sort((a, b) => a - b)
  const playsOf = (level: string) =>
    sessions.filter(([first]) => first?.level === level).map((session) => plays(session).length)

  near(mean(lengths), 8.56, 1, 'events in a session')
  assert.equal(lengths[lengths.length >> 1], 2)
  near(mean(playsOf('paid')), 23.8, 2.5, 'plays in a paid session')
  near(mean(playsOf('free')), 1.9, 0.3, 'plays in a free session')
  near(playsOf('paid').length / sessions.length, 0.25, 0.06, 'paid sessions')
})

test('sessions begin as the real ones do', () => {
  const starts: [page: string, auth: string, level: string, share: number][] = [
    ['NextSong', 'Logged In', 'free', 405 / 941],
    ['Home', 'Logged In', 'free', 286 / 941],
    ['NextSong', 'Logged In', 'paid', 102 / 941],
    ['Home', 'Logged In', 'paid', 65 / 941],
    ['Home', 'Logged Out', 'paid', 46 / 941],
    ['Home', 'Logged Out', 'free', 8 / 941],
  ]
  for (const [page, auth, level, expected] of starts) {
    const found = sessions.filter(([first]) => {
      return first?.page === page && first.auth === auth && first.level === level
    })
    near(found.length / sessions.length, expected, 0.04, `${page}, ${auth}, ${level}`)
  }
})

test('a user comes as often and as many users pay as in the real logs', () => {
  const users = groups(events, (event) => event.userId)
  users.delete('')
  const paying = [...users.values()].filter((of) => of.at(-1)?.level === 'paid')

  near(events.length / users.size / 30, 2.77, 0.5, 'events of a user in a day')
  near(sessions.length / users.size, 9.7, 1.5, 'sessions of a user')
  near(paying.length / users.size, 22 / 97, 0.05, 'users who pay')
})

test('nights, weekends and Thanksgiving are quieter', () => {
  const hours = groups(events, (event) => Math.floor(event.ts / 3_600_000) % 24)
  const perHour = (from: number, to: number): number => {
    const counts = [...hours].filter(([hour]) => hour >= from && hour < to)
    return mean(counts.map(([, of]) => of.length)) / (events.length / 24)
  }
  const days = groups(events, (event) => new Date(event.ts).toISOString().slice(8, 10))
  const weekend = ['03', '04', '10', '11', '17', '18', '24', '25']
  const off = mean(weekend.map((day) => days.get(day)?.length ?? 0))
  const week = mean(
    ['05', '06', '07', '08', '13', '14', '15', '20'].map((day) => days.get(day)?.length ?? 0),
  )

  near(perHour(0, 8), 0.57, 0.2, 'the night')
  near(perHour(14, 18), 1.7, 0.25, 'the afternoon')
  near(off / week, 0.45, 0.15, 'the weekend')
  assert.ok((days.get('22')?.length ?? 0) < week)
})

test('songs are as long and repeat as much as the real ones', () => {
  const played = plays(events).slice(0, 6820)
  const tracks = groups(played, (event) => `${event.song}\n${event.artist}`)
  const most = Math.max(...[...tracks.values()].map((of) => of.length))

  near(mean(played.map((event) => event.length ?? 0)), 247, 12, 'seconds of a song')
  near(tracks.size, 5295, 400, 'different tracks in 6,820 plays')
  near(most, 37, 15, 'plays of the track played most')
})

test('two events of a user share an instant about as often as in the real logs', () => {
  const known = events.filter((event) => event.userId !== '')
  const instants = groups(known, (event) => `${event.userId} ${event.ts}`)

  near(known.length - instants.size, (18 / 8056) * events.length, 60, 'shared instants')
})
