import assert from 'node:assert/strict'
import { test } from 'node:test'
import { artists, missingSongs, songs } from '../../src/report/charts/ranks.ts'
import { shownOf } from '../../src/report/page-data.ts'
import type { Value } from '../../src/report/series.ts'

const DATA = { unit: 'day', levels: ['free', 'paid'] } as const
const ALL = { from: '2018-11-01', to: '2018-11-02', level: null }
const SECOND_DAY = { ...ALL, from: '2018-11-02' }

/** What is said of songs that were played so often on the first day, all of them by one artist. */
function said(plays: readonly number[], choice: typeof ALL, ...more: readonly Value[][]): string {
  const columns = ['day', 'level', 'song_id', 'title', 'artist', 'plays']
  const rows = plays.map((count, at) => [
    '2018-11-01',
    'free',
    `S${at}`,
    `Song ${at}`,
    'Elena',
    count,
  ])
  return songs.says(shownOf({ columns, rows: [...rows, ...more] }, DATA, choice))
}

test('songs with as many plays as the first are not said to come after it', () => {
  assert.equal(
    said([3, 2], ALL),
    "'Song 0' by Elena leads with 3 plays, before 'Song 1' by Elena with 2.",
  )
  assert.equal(
    said([3, 3, 2], ALL),
    "'Song 0' by Elena and 'Song 1' by Elena lead with 3 plays each.",
  )
  assert.equal(said([3, 3, 3], ALL), "'Song 0' by Elena and 2 others lead with 3 plays each.")
})

test('where only the hundred songs of the whole time are known, a choice says so', () => {
  const later = ['2018-11-02', 'free', 'S1', 'Song 1', 'Elena', 9]
  const note = ' Only the 100 songs with the most plays in all are counted.'
  const many = Array.from({ length: 100 }, () => 1)

  assert.doesNotMatch(said(many, ALL, later), /Only/)
  assert.equal(said(many, SECOND_DAY, later), `'Song 1' by Elena leads with 9 plays.${note}`)
  assert.equal(said([1, 1], SECOND_DAY, later), "'Song 1' by Elena leads with 9 plays.")
  assert.equal(
    said(many, SECOND_DAY),
    'None of the 100 songs with the most plays in all was played then.',
  )
  assert.equal(said([1], SECOND_DAY), 'No song was played in this time.')
})

test('a ranking of nothing says what there is none of', () => {
  const none = shownOf({ columns: ['day', 'level', 'plays'], rows: [] }, DATA, ALL)

  assert.equal(artists.says(none), 'No song was played in this time.')
  assert.equal(missingSongs.says(none), 'No play of this time lacks its song.')
})
