import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import type { LakeFile } from '../../src/lake/list.ts'
import { fetchFiles, listBucket } from '../../src/lake/mirror.ts'
import { wholeTextOf } from '../../src/lake/read.ts'
import { SILENT } from '../../src/progress.ts'
import { failure, temporaryFolder } from '../warehouse.ts'

const PAGE = 3

/** A bucket that speaks S3's HTTP: it lists by pages and serves objects, also from a byte on. */
class Bucket {
  readonly objects = new Map<string, Buffer>()
  readonly got: string[] = []
  signed = 0
  /** How many bytes of the next large object are sent before the connection breaks. */
  breakAfter: number | null = null

  answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', 'http://bucket')
    if (request.headers.authorization) this.signed += 1
    const [, bucket = '', ...rest] = url.pathname.split('/')
    if (bucket !== 'sparkify') {
      response.writeHead(404).end('<Error><Code>NoSuchBucket</Code><Message>none</Message></Error>')
    } else if (rest.join('/') === '') this.list(url, response)
    else this.get(decodeURIComponent(rest.join('/')), request, response)
  }

  private list(url: URL, response: ServerResponse): void {
    const prefix = url.searchParams.get('prefix') ?? ''
    const start = Number(url.searchParams.get('continuation-token') ?? 0)
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort()
    const contents = keys.slice(start, start + PAGE).map((key) => {
      const bytes = this.objects.get(key) ?? Buffer.alloc(0)
      return `<Contents><Key>${key}</Key><Size>${bytes.length}</Size><ETag>"${etag(bytes)}"</ETag></Contents>`
    })
    const more = start + PAGE < keys.length
    const next = more ? `<NextContinuationToken>${start + PAGE}</NextContinuationToken>` : ''
    response.end(
      `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`,
    )
  }

  private get(key: string, request: IncomingMessage, response: ServerResponse): void {
    const bytes = this.objects.get(key) ?? Buffer.alloc(0)
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
    this.got.push(from === 0 ? key : `${key} from ${from}`)
    response.writeHead(from === 0 ? 200 : 206, { 'content-length': bytes.length - from })
    if (this.breakAfter === null || bytes.length < this.breakAfter) {
      response.end(bytes.subarray(from))
      return
    }
    response.write(bytes.subarray(from, this.breakAfter), () => response.destroy())
    this.breakAfter = null
  }
}

function etag(bytes: Buffer): string {
  return `${bytes.length}-${bytes.subarray(0, 8).toString('hex')}`
}

async function startBucket(t: TestContext): Promise<Bucket> {
  const bucket = new Bucket()
  const server = createServer((request, response) => bucket.answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const env = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  }
  const before = { ...process.env }
  Object.assign(process.env, env)
  t.after(() => {
    process.env = before
    server.closeAllConnections()
    server.close()
  })
  return bucket
}

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
      'these with .gz. Nothing was loaded. Set LOG_DATA to the prefix that holds the files.',
  )
})
