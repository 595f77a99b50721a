import { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import { Failure } from '../errors.ts'
import { reasonOf, unzipped } from './read.ts'
import { listedFailure, type S3Object } from './s3.ts'

type ListedObject = Pick<S3Object, 'key' | 'size' | 'etag'>

/** How often in a row a transfer may break off before anything comes. */
const ATTEMPTS = 4
/** Text is handed on in pieces of about this size: a row is looked for in each anew. */
const PIECE_BYTES = 1 << 20

/**
 * The text of a listed object in pieces, out of gzip where its key says so. A transfer that breaks off
 * goes on where it was. `onBytes` is told how much came, as stored.
 * @throws Failure when the object is not there any more, is another one by now, or cannot be had.
 */
export async function* objectText(
  client: S3Client,
  bucket: string,
  object: ListedObject,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer> {
  const stored = objectBytes(client, bucket, object, onBytes)
  try {
    yield* inPieces(object.key.endsWith('.gz') ? unzipped(Readable.from(stored)) : stored)
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure(
      `Cannot read s3://${bucket}/${object.key}: ${reasonOf(error)}. Nothing was loaded. ` +
        'Put the whole object there, or move it away.',
      { cause: error },
    )
  }
}

async function* objectBytes(
  client: S3Client,
  bucket: string,
  { key, size, etag }: ListedObject,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3')
  let got = 0
  let inVain = 0
  while (got < size && inVain < ATTEMPTS) {
    const before = got
    try {
      const { Body } = await client.send(
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          IfMatch: etag,
          ...(got > 0 ? { Range: `bytes=${got}-` } : {}),
        }),
      )
      for await (const chunk of Body as AsyncIterable<Uint8Array>) {
        got += chunk.length
        onBytes(chunk.length)
        yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
      }
    } catch (error) {
      if (isAnswer(error) || (got === before && inVain + 1 === ATTEMPTS))
        throw listedFailure(`s3://${bucket}/${key}`, error)
    }
    inVain = got === before ? inVain + 1 : 0
  }
  if (got === size) return
  throw new Failure(
    `Cannot read s3://${bucket}/${key}: ${got} of ${size} bytes came. Nothing was loaded. Run it again.`,
  )
}

/** Whether S3 answered and refused, as against a connection that broke. */
function isAnswer(error: unknown): boolean {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
  return status !== undefined && status >= 400
}

async function* inPieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let kept: Buffer[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    kept.push(chunk)
    bytes += chunk.length
    if (bytes < PIECE_BYTES) continue
    yield Buffer.concat(kept)
    kept = []
    bytes = 0
  }
  if (bytes > 0) yield Buffer.concat(kept)
}
