import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counted, dayText, percent } from '../../src/report/formats.ts'
import { packed, unpacked } from '../../src/report/page-data.ts'
import { chosen, daysOf, sumBy } from '../../src/report/series.ts'
import { TILES } from '../../src/report/us-states.ts'

test('a share is never rounded to nothing, nor to everything', () => {
  assert.equal(percent(1, 6820), '< 0.1 %')
  assert.equal(percent(6819, 6820), '> 99.9 %')
  assert.deepEqual(
    [percent(0, 5), percent(5, 5), percent(1, 3), percent(0, 0)],
    ['0 %', '100 %', '33.3 %', '0 %'],
  )
})

test('numbers have their unit, days their weekday', () => {
  assert.deepEqual([counted(1, 'play'), counted(6820, 'play')], ['1 play', '6,820 plays'])
  assert.equal(dayText('2018-11-21'), 'Wed 21 Nov 2018')
  assert.deepEqual(daysOf('2018-10-31', '2018-11-02'), ['2018-10-31', '2018-11-01', '2018-11-02'])
})

const series = {
  columns: ['day', 'level', 'browser', 'plays'],
  rows: [
    ['2018-11-01', 'free', 'Chrome', 3],
    ['2018-11-01', 'paid', 'Safari', 2],
    ['2018-11-02', 'free', null, 4],
    ['2018-11-03', 'free', 'Chrome', 5],
  ],
}

test('both days of a choice are in it', () => {
  const choice = { from: '2018-11-02', to: '2018-11-03', level: 'free' }

  assert.deepEqual(sumBy(chosen(series, choice), ['browser'], ['plays']), [
    { key: [null], sums: [4] },
    { key: ['Chrome'], sums: [5] },
  ])
  assert.deepEqual(sumBy(series, [], ['plays']), [{ key: [], sums: [14] }])
})

test('what the page carries is what was asked', () => {
  assert.deepEqual(unpacked(packed(series)), series)
})

test('every state has one tile, the capital and Puerto Rico as well', () => {
  assert.equal(new Set(TILES.map(([state]) => state)).size, 52)
  assert.equal(new Set(TILES.map(([, column, row]) => `${column} ${row}`)).size, 52)
})
