import { type Auth, type Level, methodOf, type Page, statusOf } from './pages.ts'
import type { Random } from './random.ts'
import { type Odds, type Room, STARTS, TRANSITIONS } from './transitions.ts'
import { type Weighted, weighted } from './weighted.ts'

/** What a listener is doing, as one line of the log says it. */
export interface State {
  readonly page: Page
  readonly auth: Auth
  readonly level: Level
  readonly method: 'GET' | 'PUT'
  readonly status: 200 | 307 | 404
  /** Where it leads: each state and the end of its share of [0, 1). */
  readonly exits: { readonly state: State; readonly until: number }[]
}

/** The rules by which listeners go from page to page. */
export interface Machine {
  /** The first state of a session. */
  begin(auth: Auth, level: Level, random: Random): State
  /** The state that follows, or nothing when the session ends. */
  next(state: State, random: Random): State | undefined
  /** The state in which someone who is in `state` and goes to `page` arrives. */
  arrive(state: State, page: Page): State
  /** A state by its name. */
  state(page: Page, auth: Auth, level: Level): State
}

const LEVELS = ['free', 'paid'] as const
const AUTHS = ['Logged In', 'Logged Out'] as const

/** A machine whose listeners never go to the pages in `avoided`: they go Home instead. */
export function machine(avoided: ReadonlySet<Page> = new Set()): Machine {
  const states = new Map<string, State>()

  function state(page: Page, auth: Auth, level: Level): State {
    const name = `${page}/${auth}/${level}`
    const known = states.get(name)
    if (known) return known
    const made = { page, auth, level, method: methodOf(page), status: statusOf(page), exits: [] }
    states.set(name, made)
    connect(made)
    return made
  }

  function connect(from: State): void {
    if (from.auth === 'Cancelled') return
    let until = 0
    for (const [page, p] of pagesOf(TRANSITIONS[roomOf(from.auth, from.level)][from.page] ?? {})) {
      until += p
      from.exits.push({ state: arrive(from, avoided.has(page) ? 'Home' : page), until })
    }
  }

  function arrive(from: State, page: Page): State {
    return state(page, ...whereTo(from, page))
  }

  const begins = new Map<string, Weighted<State>>()
  for (const auth of AUTHS) {
    for (const level of LEVELS) {
      const starts = pagesOf(STARTS[roomOf(auth, level)]).map(([page, weight]) => {
        return [state(avoided.has(page) ? 'Home' : page, auth, level), weight] as const
      })
      begins.set(auth + level, weighted(starts))
    }
  }

  return {
    begin: (auth, level, random) => (begins.get(auth + level) as Weighted<State>)(random),
    next,
    arrive,
    state,
  }
}

/** Whether someone is signed in, and what they pay, after going from a state to a page. */
function whereTo({ auth, level, page: from }: State, to: Page): [Auth, Level] {
  if (to === 'Cancellation Confirmation') return ['Cancelled', level]
  if (to !== 'Home') return [auth, level]
  if (from === 'Logout') return ['Logged Out', level]
  if (from === 'Login') return ['Logged In', level]
  if (from === 'Submit Upgrade') return [auth, 'paid']
  if (from === 'Submit Downgrade') return [auth, 'free']
  return [auth, level]
}

function next(from: State, random: Random): State | undefined {
  const draw = random()
  for (const exit of from.exits) if (draw < exit.until) return exit.state
  return undefined
}

function roomOf(auth: Auth, level: Level): Room {
  return auth === 'Logged Out' ? `out ${level}` : level
}

const pagesOf = (odds: Odds) => Object.entries(odds) as [Page, number][]
