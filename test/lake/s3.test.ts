import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { pathsHere } from '../../src/lake/here.ts'
import type { LakeFile } from '../../src/lake/list.ts'
import { fetchFiles, listBucket } from '../../src/lake/mirror.ts'
import { wholeTextOf } from '../../src/lake/read.ts'
import { SILENT } from '../../src/progress.ts'
import { failure, temporaryFolder } from '../warehouse.ts'
import { startBucket } from './bucket.ts'

const LAKE = { log_data: '', song_data: '', log_jsonpath: '' }
const fetched = (folder: string) =>
  listBucket('LOG_DATA', 's3://sparkify/log_data/', 'us-west-2').then((files) =>
    fetchFiles(files, 'us-west-2', folder, SILENT),
  )
const texts = (files: readonly LakeFile[]) =>
  files.map((file) => [file.uri, wholeTextOf(file)?.toString()])

test('objects come in the order of their keys, over all pages, and each once', async (t) => {
  const bucket = await startBucket(t)
  const folder = temporaryFolder(t)
  for (let day = 1; day <= 8; day += 1)
    bucket.objects.set(`log_data/${day}.json`, Buffer.from(`{"d":${day}}`))
  bucket.objects.set('log_data/notes.txt', Buffer.from('no rows'))
  bucket.objects.set('song_data/1.json', Buffer.from('{}'))

  const first = texts(await fetched(folder))
  bucket.objects.set('log_data/3.json', Buffer.from('{"d":33}'))
  bucket.got.length = 0
  const second = texts(await fetched(folder))

  const day = (number: number, value = number) => [
    `s3://sparkify/log_data/${number}.json`,
    `{"d":${value}}`,
  ]
  assert.deepEqual(
    first,
    [1, 2, 3, 4, 5, 6, 7, 8].map((number) => day(number)),
  )
  assert.deepEqual(
    second,
    [1, 2, 3, 4, 5, 6, 7, 8].map((number) => day(number, number === 3 ? 33 : number)),
  )
  assert.deepEqual(bucket.got, ['log_data/3.json'])
})

test('a transfer that breaks off goes on where it was', async (t) => {
  const bucket = await startBucket(t)
  const folder = temporaryFolder(t)
  const bytes = randomBytes(300_000)
  bucket.objects.set('log_data/large.json', bytes)
  bucket.breakAfter = 100_000

  const message = await failure(() => fetched(folder))
  const [file] = await fetched(folder)

  assert.match(message, /^Cannot read s3:\/\/sparkify\/log_data\/large\.json: /)
  assert.match(bucket.got.at(-1) ?? '', /^log_data\/large\.json from [1-9]\d*$/)
  assert.deepEqual(file && wholeTextOf(file), bytes)
})

test('an object that is another one, or gone, since it was listed is not taken for it', async (t) => {
  const bucket = await startBucket(t)
  for (const [size, folder] of [
    [100, temporaryFolder(t)],
    [100_000, temporaryFolder(t)],
  ] as const) {
    bucket.objects.set('log_data/1.json', Buffer.alloc(size, ' '))
    const files = await listBucket('LOG_DATA', 's3://sparkify/log_data/', 'us-west-2')

    bucket.objects.set('log_data/1.json', Buffer.alloc(size + 1, ' '))
    assert.equal(
      await failure(() => fetchFiles(files, 'us-west-2', folder, SILENT)),
      'Cannot read s3://sparkify/log_data/1.json: it was listed, and is another one since. Nothing was loaded. Run it again.',
    )
    bucket.objects.clear()
    assert.equal(
      await failure(() => fetchFiles(files, 'us-west-2', folder, SILENT)),
      'Cannot read s3://sparkify/log_data/1.json: it was listed, and is gone since. Nothing was loaded. Run it again.',
    )
  }
})

test('a key may be longer than the name of a file', async (t) => {
  const bucket = await startBucket(t)
  const bytes = randomBytes(100_000)
  bucket.objects.set(`log_data/${'größer/'.repeat(120)}1.json`, bytes)

  const [file] = await fetched(temporaryFolder(t))

  assert.deepEqual(file && wholeTextOf(file), bytes)
})

test('without credentials requests are anonymous', async (t) => {
  const bucket = await startBucket(t)
  bucket.objects.set('log_data/1.json', Buffer.from('{}'))
  delete process.env.AWS_ACCESS_KEY_ID
  delete process.env.AWS_SECRET_ACCESS_KEY
  process.env.AWS_EC2_METADATA_DISABLED = 'true'
  process.env.AWS_SHARED_CREDENTIALS_FILE = '/nowhere'
  process.env.AWS_CONFIG_FILE = '/nowhere'

  assert.equal((await fetched(temporaryFolder(t))).length, 1)
  assert.equal(bucket.signed, 0)
})

test('who is denied without credentials is told that there are none', async (t) => {
  const bucket = await startBucket(t)
  bucket.forbidden.add('GET')
  delete process.env.AWS_ACCESS_KEY_ID
  delete process.env.AWS_SECRET_ACCESS_KEY
  process.env.AWS_EC2_METADATA_DISABLED = 'true'
  process.env.AWS_SHARED_CREDENTIALS_FILE = '/nowhere'
  process.env.AWS_CONFIG_FILE = '/nowhere'

  assert.equal(
    await failure(() => listBucket('LOG_DATA', 's3://sparkify/log_data/', 'us-west-2')),
    'Cannot list s3://sparkify/log_data/: access is denied, and this shell has no AWS credentials (Could not load credentials from any ' +
      'providers). Sign in, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Nothing was loaded.',
  )
})

test('a bucket or prefix that is not there is named', async (t) => {
  await startBucket(t)
  const folder = temporaryFolder(t)

  assert.equal(
    await failure(() => listBucket('LOG_DATA', 's3://other/log_data/', 'us-west-2')),
    'Cannot list s3://other/log_data/: there is no such bucket. Check the name. Nothing was loaded.',
  )
  assert.equal(
    await failure(() => fetched(folder)),
    "Cannot read LOG_DATA: no object under 's3://sparkify/log_data/' ends in .json, .jsonl, .ndjson or one of " +
      'these with .gz. Nothing was loaded. Set LOG_DATA to the folder that holds the files.',
  )
})

test('a missing region is told with the settings that say it', async (t) => {
  await startBucket(t)
  delete process.env.AWS_REGION
  delete process.env.AWS_DEFAULT_REGION
  process.env.AWS_CONFIG_FILE = '/nowhere'

  assert.equal(
    await failure(() => listBucket('LOG_DATA', 's3://sparkify/log_data/', null)),
    'Cannot list s3://sparkify/log_data/: no AWS region is set. Set S3_REGION or AWS_REGION. Nothing was loaded.',
  )
})

test('a folder of a bucket is no prefix of its neighbours, with a slash at its end and without', async (t) => {
  const bucket = await startBucket(t)
  for (const key of ['log_data/1.json', 'log_data/2018/2.json', 'log_data_old/3.json'])
    bucket.objects.set(key, Buffer.from('{}'))

  for (const place of ['s3://sparkify/log_data', 's3://sparkify/log_data/']) {
    const files = await listBucket('LOG_DATA', place, 'us-west-2')
    assert.deepEqual(
      files.map(({ uri }) => uri),
      ['s3://sparkify/log_data/1.json', 's3://sparkify/log_data/2018/2.json'],
    )
  }
  assert.equal((await listBucket('LOG_DATA', 's3://sparkify', 'us-west-2')).length, 3)
})

test('a key may hold the end of a line', async (t) => {
  const bucket = await startBucket(t)
  bucket.objects.set('log_data/a\nb.json', Buffer.from('{"a":1}'))

  assert.deepEqual(texts(await fetched(temporaryFolder(t))), [
    ['s3://sparkify/log_data/a\nb.json', '{"a":1}'],
  ])
})

test('the JSONPaths file is one key, whatever it ends in', async (t) => {
  const bucket = await startBucket(t)
  const folder = temporaryFolder(t)
  bucket.objects.set('paths.txt', Buffer.from('{"jsonpaths":[]}'))
  const here = (name: string) =>
    pathsHere({ ...LAKE, log_jsonpath: `s3://sparkify/${name}` }, 'us-west-2', folder)

  assert.equal(readFileSync(await here('paths.txt'), 'utf8'), '{"jsonpaths":[]}')
  assert.equal(
    await failure(() => here('paths.json')),
    'Cannot read LOG_JSONPATH s3://sparkify/paths.json: there is no such object. Check the name. Nothing was loaded.',
  )
})

test('the key of an object is a file', async (t) => {
  const bucket = await startBucket(t)
  bucket.objects.set('log_data/1.json', Buffer.from('{}'))

  const files = await listBucket('LOG_DATA', 's3://sparkify/log_data/1.json', 'us-west-2')

  assert.deepEqual(
    files.map(({ uri }) => uri),
    ['s3://sparkify/log_data/1.json'],
  )
})

test('where no object is found the folder is named that was looked into', async (t) => {
  const bucket = await startBucket(t)
  bucket.objects.set('log_data_old/3.json', Buffer.from('{}'))

  assert.equal(
    await failure(() => listBucket('LOG_DATA', 's3://sparkify/log_data', 'us-west-2')),
    "Cannot read LOG_DATA: no object under 's3://sparkify/log_data/' ends in .json, .jsonl, .ndjson or one of " +
      'these with .gz. Nothing was loaded. Set LOG_DATA to the folder that holds the files.',
  )
})
