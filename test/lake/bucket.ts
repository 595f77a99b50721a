import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { TestContext } from 'node:test'

const PAGE = 3

/** A bucket that speaks S3's HTTP: it lists by pages and serves objects, also from a byte on. */
export class Bucket {
  readonly name = 'sparkify'
  readonly region = 'us-west-2'
  readonly objects = new Map<string, Buffer>()
  readonly got: string[] = []
  signed = 0
  /** The keys that nobody may read. */
  denied: RegExp | null = null
  /** How many bytes of the next large object are sent before the connection breaks. */
  breakAfter: number | null = null

  /** Puts the files of a folder into the bucket, under their paths from there. */
  fill(folder: string): void {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const file = path.join(entry.parentPath, entry.name)
      if (entry.isFile()) this.objects.set(path.relative(folder, file), readFileSync(file))
    }
  }

  /** The keys that begin with a prefix, in their order. */
  keys(prefix: string): string[] {
    return [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort()
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', 'http://bucket')
    if (request.headers.authorization) this.signed += 1
    const [, bucket = '', ...rest] = url.pathname.split('/')
    if (bucket !== this.name) {
      response.writeHead(404).end('<Error><Code>NoSuchBucket</Code><Message>none</Message></Error>')
    } else if (rest.join('/') === '') this.list(url, response)
    else this.get(decodeURIComponent(rest.join('/')), request, response)
  }

  private list(url: URL, response: ServerResponse): void {
    const start = Number(url.searchParams.get('continuation-token') ?? 0)
    const keys = this.keys(url.searchParams.get('prefix') ?? '')
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
    if (this.denied?.test(key)) {
      response
        .writeHead(403)
        .end('<Error><Code>AccessDenied</Code><Message>denied</Message></Error>')
      return
    }
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

/** A bucket that this process reaches as S3 while the test runs. */
export async function startBucket(t: TestContext): Promise<Bucket> {
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
