import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { TestContext } from 'node:test'

const PAGE = 3

/** A bucket that speaks S3's HTTP: objects are listed by pages, served, also from a byte on, written and removed. */
export class Bucket {
  readonly name = 'sparkify'
  readonly region = 'us-west-2'
  readonly objects = new Map<string, Buffer>()
  readonly got: string[] = []
  signed = 0
  /** When objects were changed that were not changed just now. */
  readonly changed = new Map<string, Date>()
  /** The keys that nobody may read. */
  denied: RegExp | null = null
  /** The kinds of request that nobody may make, for example `PUT`. */
  readonly forbidden = new Set<string>()
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

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://bucket')
    const { method = '' } = request
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    if (request.headers.authorization) this.signed += 1
    const [, bucket = '', ...rest] = url.pathname.split('/')
    const key = decodeURIComponent(rest.join('/'))
    if (bucket !== this.name) refuse(response, 404, 'NoSuchBucket')
    else if (this.forbidden.has(method)) refuse(response, 403, 'AccessDenied')
    else if (method === 'PUT') {
      this.objects.set(key, body)
      response.writeHead(200, { etag: `"${etag(body)}"` }).end()
    } else if (method === 'POST') this.remove(body.toString(), response)
    else if (key === '') this.list(url, response)
    else this.get(key, request, response)
  }

  private remove(body: string, response: ServerResponse): void {
    for (const [, key = ''] of body.matchAll(/<Key>(.*?)<\/Key>/g)) this.objects.delete(key)
    response.end('<DeleteResult></DeleteResult>')
  }

  private list(url: URL, response: ServerResponse): void {
    const start = Number(url.searchParams.get('continuation-token') ?? 0)
    const keys = this.keys(url.searchParams.get('prefix') ?? '')
    const contents = keys.slice(start, start + PAGE).map((key) => {
      const bytes = this.objects.get(key) ?? Buffer.alloc(0)
      const changed = (this.changed.get(key) ?? new Date()).toISOString()
      return (
        `<Contents><Key>${key}</Key><Size>${bytes.length}</Size><ETag>"${etag(bytes)}"</ETag>` +
        `<LastModified>${changed}</LastModified></Contents>`
      )
    })
    const more = start + PAGE < keys.length
    const next = more ? `<NextContinuationToken>${start + PAGE}</NextContinuationToken>` : ''
    response.end(
      `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`,
    )
  }

  private get(key: string, request: IncomingMessage, response: ServerResponse): void {
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const refusal = this.refusal(key, request.headers['if-match'], from)
    if (refusal) refuse(response, ...refusal)
    else this.serve(key, from, response)
  }

  private refusal(
    key: string,
    expected: string | undefined,
    from: number,
  ): [number, string] | null {
    const bytes = this.objects.get(key)
    if (this.denied?.test(key)) return [403, 'AccessDenied']
    if (bytes === undefined) return [404, 'NoSuchKey']
    if (expected !== undefined && expected !== `"${etag(bytes)}"`)
      return [412, 'PreconditionFailed']
    return from > 0 && from >= bytes.length ? [416, 'InvalidRange'] : null
  }

  private serve(key: string, from: number, response: ServerResponse): void {
    const bytes = this.objects.get(key) ?? Buffer.alloc(0)
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

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status).end(`<Error><Code>${code}</Code><Message>no</Message></Error>`)
}

function etag(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex')
}

/** A bucket that this process reaches as S3 while the test runs. */
export async function startBucket(t: TestContext): Promise<Bucket> {
  const bucket = new Bucket()
  const server = createServer((request, response) => void bucket.answer(request, response))
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
