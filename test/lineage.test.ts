import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lineageOf } from '../src/lineage.ts'
import { readSettings } from '../src/settings.ts'
import { isInsert, readSteps } from '../src/steps.ts'
import { columnsOf } from '../src/table.ts'
import { readVersions } from '../src/versions.ts'
import { viewsOf } from '../src/views.ts'

const versions = await readVersions()
const schema = versions.at(-1)?.after ?? new Map()
const steps = await readSteps()
const lineage = await lineageOf(schema, steps, readSettings({}).lake, viewsOf(versions))

const of = (name: string) => {
  const found = lineage.find(({ table, column }) => `${table}.${column}` === name)
  assert.ok(found, name)
  return found
}

test('a column is followed through the steps to the field of the files', () => {
  assert.deepEqual(of('staging_events.session_id').fields, ['log_data sessionId'])
  assert.deepEqual(of('songplays.session_id'), {
    table: 'songplays',
    column: 'session_id',
    from: ['staging_events.session_id'],
    fields: ['log_data sessionId'],
  })
  assert.deepEqual(of('time.weekday').fields, ['log_data ts'])
  assert.deepEqual(of('songplays.artist_id').fields, ['song_data artist_id'])
})

test('a column that refers to another is made of the same fields', () => {
  for (const { into, promises } of steps) {
    for (const [column, to] of Object.entries(promises?.references ?? {})) {
      assert.deepEqual(of(`${into}.${column}`).fields, of(to).fields, `${into}.${column}`)
      assert.ok(of(to).fields.length > 0, to)
    }
  }
})

test('a column of which something is promised comes from a file, or the warehouse makes it', () => {
  for (const { into, promises } of steps) {
    const table = schema.get(into)
    assert.ok(table)
    const made = columnsOf(table).flatMap(([name, { identity }]) => (identity ? [name] : []))
    const promised = [
      ...(promises?.unique ?? []).flat(),
      ...(promises?.notNull ?? []),
      ...Object.keys(promises?.accepted ?? {}),
    ]
    for (const column of promised) {
      assert.equal(of(`${into}.${column}`).fields.length === 0, made.includes(column), column)
    }
  }
})

test('a table is made of the tables whose rows it promises to balance', () => {
  for (const { into, promises } of steps.filter(isInsert)) {
    const read = lineage
      .filter(({ table }) => table === into)
      .flatMap(({ from }) => from.map((name) => name.split('.')[0]))
    for (const { in: counted } of Object.values(promises?.balance ?? {})) {
      const table = /\bfrom (\w+)/.exec(counted)?.[1]
      assert.ok(read.includes(table), `${into} is made of ${read}, and balances ${table}`)
    }
  }
})

test('where the paths are on S3, the place of a field is told instead of its name', async () => {
  const lake = {
    log_data: 's3://udacity-dend/log_data',
    log_jsonpath: 's3://udacity-dend/log_json_path.json',
    song_data: 's3://udacity-dend/song_data',
  }

  const [first] = await lineageOf(schema, steps, lake, viewsOf(versions))

  assert.deepEqual(first?.fields, ['log_data path 1 of s3://udacity-dend/log_json_path.json'])
})
