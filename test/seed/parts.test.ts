import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ARTIST_NAME_COUNT, artistNames } from '../../src/seed/artist-names.ts'
import { isDayOff } from '../../src/seed/holidays.ts'
import { jsonDecimal, jsonString, jsonStringOrNumber } from '../../src/seed/json-text.ts'
import { machine } from '../../src/seed/machine.ts'
import { mojibake } from '../../src/seed/mojibake.ts'
import { permutation } from '../../src/seed/permutation.ts'
import { TITLE_COUNT, titles } from '../../src/seed/titles.ts'
import { TRANSITIONS } from '../../src/seed/transitions.ts'
import { USUAL_TRAPS } from '../../src/seed/traps.ts'
import { AGENTS } from '../../src/seed/words/agents.ts'

test('text is escaped as in the real files', () => {
  assert.equal(jsonString('AC/DC "Live" Björk'), String.raw`"AC\/DC \"Live\" Bj\u00f6rk"`)
  assert.equal(jsonString(mojibake('Björk')), String.raw`"Bj\u00c3\u0083\u00c2\u00b6rk"`)
})

test('decimals keep their point, and whole numbers are numbers', () => {
  assert.deepEqual([jsonDecimal(245.5), jsonDecimal(-98)], ['245.5', '-98.0'])
  assert.deepEqual(['1986', '007', '3 Doors', ''].map(jsonStringOrNumber), [
    '1986',
    '"007"',
    '"3 Doors"',
    '""',
  ])
})

test('days off are weekends and federal holidays', () => {
  const off = (date: string) => isDayOff(Date.parse(date) / 86_400_000)
  const holidays = ['2018-01-01', '2018-01-15', '2018-02-19', '2018-05-28', '2018-07-04']
  const more = ['2018-09-03', '2018-10-08', '2018-11-11', '2018-11-22', '2018-12-25', '2018-11-03']

  assert.deepEqual(
    [...holidays, ...more].filter((date) => !off(date)),
    [],
  )
  assert.deepEqual(['2018-11-15', '2018-11-23', '2018-05-21', '2018-09-10'].filter(off), [])
})

test('a permutation holds every number once', () => {
  for (const size of [1, 2, 3, 40, 1000]) {
    const numbers = Array.from({ length: size }, (_, place) => permutation(size, 7)(place))
    assert.deepEqual(
      numbers.sort((a, b) => a - b),
      [...Array(size).keys()],
    )
  }
})

test('artists and titles have names of their own', () => {
  const names = artistNames(3)
  const title = titles(3, USUAL_TRAPS)
  const many = [...Array(200_000).keys()]

  assert.equal(new Set(many.map(names)).size, many.length)
  assert.equal(new Set(many.map((track) => title.of(track, () => 0))).size, many.length)
  assert.ok(ARTIST_NAME_COUNT > 1e6 && TITLE_COUNT > 3e6)
})

test('the chances of a page never come to more than 1', () => {
  for (const [room, pages] of Object.entries(TRANSITIONS)) {
    for (const [page, odds] of Object.entries(pages)) {
      const sum = Object.values(odds).reduce((total, p) => total + p, 0)
      assert.ok(sum <= 1 + 1e-9, `${page}, ${room}: ${sum}`)
    }
  }
})

test('logging out and in, upgrading and cancelling lead into another room', () => {
  const { arrive, state } = machine()
  const after = (page: 'Logout' | 'Login' | 'Submit Upgrade', auth: 'Logged In' | 'Logged Out') => {
    const home = arrive(state(page, auth, 'free'), 'Home')
    return [home.auth, home.level]
  }

  assert.deepEqual(after('Logout', 'Logged In'), ['Logged Out', 'free'])
  assert.deepEqual(after('Login', 'Logged Out'), ['Logged In', 'free'])
  assert.deepEqual(after('Submit Upgrade', 'Logged In'), ['Logged In', 'paid'])
  assert.equal(
    arrive(state('Cancel', 'Logged In', 'paid'), 'Cancellation Confirmation').auth,
    'Cancelled',
  )
})

test('there are about eighty user agents', () => {
  assert.ok(new Set(AGENTS.map(([text]) => text)).size >= 75)
})
