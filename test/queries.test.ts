import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask } from '../src/ask.ts'
import { formatAnswer } from '../src/format.ts'
import { runSteps } from '../src/pipeline.ts'
import { findQuestion, readQuestions } from '../src/query.ts'
import { isInsert, readSteps } from '../src/steps.ts'
import { readVersions } from '../src/versions.ts'
import type { Warehouse } from '../src/warehouse.ts'
import { assertExpected } from './expected.ts'
import { given, play, song } from './rows.ts'
import { emptyWarehouse } from './warehouse.ts'

const versions = await readVersions()
const steps = await readSteps()
const questions = readQuestions()

async function answer(
  warehouse: Warehouse,
  name: string,
): Promise<readonly (readonly unknown[])[]> {
  return (await ask(warehouse, findQuestion(questions, name).sql)).rows
}

/** A warehouse that holds these plays, and a catalogue of two songs. */
async function withPlays(
  t: Parameters<typeof emptyWarehouse>[0],
  plays: Parameters<typeof given>[2],
) {
  const warehouse = await emptyWarehouse(t)
  await given(warehouse, 'staging_events', plays)
  await given(warehouse, 'staging_songs', [
    song,
    { ...song, song_id: 'SO2', title: 'Heitor', artist_id: 'AR2', artist_name: 'Ana' },
  ])
  await runSteps(warehouse, versions, steps.filter(isInsert))
  return warehouse
}

test('every question has its answer on the sample', async (t) => {
  const warehouse = await emptyWarehouse(t)
  await runSteps(warehouse, versions, steps)

  const answers: string[] = []
  for (const { name, question, sql } of questions) {
    answers.push(`${name}: ${question}\n${formatAnswer(await ask(warehouse, sql), 'csv')}\n`)
  }

  assertExpected('answers.txt', answers.join('\n'))
})

test('songs that were played as often are told apart by their titles', async (t) => {
  const plays = [{ ...play, song: 'Heitor', artist: 'Ana' }, play]
  const warehouse = await withPlays(t, plays)

  assert.deepEqual(await answer(warehouse, 'top_songs'), [
    ['Heitor', 'Ana', 1],
    ['Setanta matins', 'Elena', 1],
  ])
  assert.deepEqual(await answer(warehouse, 'top_song'), [['Heitor', 'Ana', 1]])
})

test('plays of songs that the catalogue lacks count as much as others', async (t) => {
  const lacking = { ...play, song: 'Undo', artist: 'Björk' }
  const warehouse = await withPlays(t, [play, lacking, lacking])

  assert.deepEqual(await answer(warehouse, 'top_songs'), [
    ['Undo', 'Björk', 2],
    ['Setanta matins', 'Elena', 1],
  ])
  assert.deepEqual(await answer(warehouse, 'top_song'), [['Undo', 'Björk', 2]])
  assert.deepEqual(await answer(warehouse, 'songs_per_user'), [
    [15, 'Lily', 'Koch', 'Undo', 'Björk', 2],
    [15, 'Lily', 'Koch', 'Setanta matins', 'Elena', 1],
  ])
})

test('the busiest hours are those of the last seven days of the log', async (t) => {
  const at = (ts: string) => ({ ...play, ts })
  const warehouse = await withPlays(t, [
    at('2018-11-23 21:00:00'),
    at('2018-11-23 21:30:00'),
    at('2018-11-30 08:00:00'),
    at('2018-11-30 22:30:00'),
  ])

  assert.deepEqual(await answer(warehouse, 'busiest_hours'), [
    [8, 1],
    [22, 1],
  ])
})

test('a browser is known by its most particular name', async (t) => {
  const agents = {
    1: '"Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/36.0.1985.143 Safari/537.36"',
    2: '"Mozilla/5.0 (Macintosh) AppleWebKit/537.78.2 (KHTML, like Gecko) Version/7.0.6 Safari/537.78.2"',
    3: 'Mozilla/5.0 (Windows NT 6.1; WOW64; rv:31.0) Gecko/20100101 Firefox/31.0',
    4: 'Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko',
    5: 'Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0)',
    6: '"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/64.0 Safari/537.36 Edge/17.17"',
    7: '"Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/36.0 Safari/537.36 OPR/23.0"',
    8: '"Mozilla/5.0 (iPhone) AppleWebKit/537.51.2 (KHTML, like Gecko) CriOS/36.0 Mobile/11D257 Safari/9537.53"',
    9: 'curl/7.0',
  }
  const plays = Object.entries(agents).map(([user, agent]) => ({
    ...play,
    user_id: Number(user),
    user_agent: agent,
  }))
  const warehouse = await withPlays(t, plays)

  assert.deepEqual(await answer(warehouse, 'browsers'), [
    ['Chrome', 2, 2],
    ['Internet Explorer', 2, 2],
    ['Edge', 1, 1],
    ['Firefox', 1, 1],
    ['Opera', 1, 1],
    ['Safari', 1, 1],
    ['other', 1, 1],
  ])
})
