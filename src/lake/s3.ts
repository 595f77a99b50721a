import type { S3Client } from '@aws-sdk/client-s3'
import { Failure, messageOf } from '../errors.ts'
import { utcText } from '../moment.ts'
import { SILENCE, silenceSdk } from '../sdk.ts'

/** A bucket and the beginning of its keys. */
export interface S3Place {
  readonly bucket: string
  readonly prefix: string
}

/** An object of a bucket. */
export interface S3Object {
  readonly key: string
  /** Bytes. */
  readonly size: number
  readonly etag: string
  /** UTC. */
  readonly changedAt: string
}

/** The bucket and the key or prefix of an `s3://` URI. */
export function parseS3(uri: string): S3Place {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri) ?? []
  return { bucket, prefix }
}

/**
 * The beginning of the keys that an `s3://` place of the lake means, as a URI: a folder's ends in a slash, for
 * one that ends within a name also matches its neighbours (`log` matches `log_json_path.json`); an object's
 * key stays as it is.
 */
export function keyPrefix(uri: string): string {
  return uri.endsWith('/') || /\.(json|jsonl|ndjson|gz)$/.test(uri) ? uri : `${uri}/`
}

/** That no object of an `s3://` place is one that a load takes. */
export function noObject(setting: string, place: string): Failure {
  return new Failure(
    `Cannot read ${setting}: no object under '${keyPrefix(place)}' ends in .json, .jsonl, .ndjson or one of these ` +
      `with .gz. Nothing was loaded. Set ${setting} to the folder that holds the files.`,
  )
}

/**
 * A client for a region. Where there are no credentials, requests are anonymous, which public buckets
 * take; other endpoints than AWS's (`AWS_ENDPOINT_URL`) are addressed by path.
 */
export async function s3Client(region: string | null): Promise<S3Client> {
  silenceSdk()
  const { S3Client } = await import('@aws-sdk/client-s3')
  const endpoint = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL
  const options = {
    ...SILENCE,
    ...(region === null ? {} : { region }),
    ...(endpoint === undefined ? {} : { forcePathStyle: true }),
  }
  const client = new S3Client(options)
  const lacking = await lackingCredentials(client)
  if (lacking === null) return client
  client.destroy()
  const anonymous = new S3Client({
    ...options,
    credentials: { accessKeyId: '', secretAccessKey: '' },
    signer: { sign: async (request) => request },
  })
  // Who is signed out hears of access that is denied, and has to know that nobody was asked for.
  anonymous.middlewareStack.add((next) => async (input) => {
    try {
      return await next(input)
    } catch (error) {
      throw Object.assign(error as Error, { lacking })
    }
  })
  return anonymous
}

/** Why there are no credentials; null when there are. */
async function lackingCredentials(client: S3Client): Promise<string | null> {
  try {
    await client.config.credentials()
    return null
  } catch (error) {
    return messageOf(error).replace(/\.$/, '')
  }
}

/** All objects whose keys begin with the prefix, in the order of their keys. @throws Failure with what to do, such as to get the rights in `needs`. */
export async function listObjects(
  client: S3Client,
  place: S3Place,
  needs?: string,
): Promise<S3Object[]> {
  const { ListObjectsV2Command } = await import('@aws-sdk/client-s3')
  const objects: S3Object[] = []
  let token: string | undefined
  try {
    do {
      const page = await client.send(
        new ListObjectsV2Command({
          Bucket: place.bucket,
          Prefix: place.prefix,
          ContinuationToken: token,
        }),
      )
      for (const { Key = '', Size = 0, ETag = '', LastModified } of page.Contents ?? []) {
        const changedAt = utcText(LastModified?.getTime() ?? 0)
        objects.push({ key: Key, size: Size, etag: ETag, changedAt })
      }
      token = page.NextContinuationToken
    } while (token !== undefined)
  } catch (error) {
    throw s3Failure(`list s3://${place.bucket}/${place.prefix}`, error, needs)
  }
  return objects
}

/** The bytes of an object, of the very one that was listed where its ETag is given. @throws Failure with what to do. */
export async function readObject(
  client: S3Client,
  bucket: string,
  key: string,
  etag?: string,
): Promise<Buffer> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3')
  try {
    const { Body } = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag }),
    )
    return Buffer.from((await Body?.transformToByteArray()) ?? [])
  } catch (error) {
    const uri = `s3://${bucket}/${key}`
    throw etag === undefined ? s3Failure(`read ${uri}`, error) : listedFailure(uri, error)
  }
}

/** Why an object that was listed cannot be read, and what to do. */
export function listedFailure(uri: string, error: unknown): Failure {
  const { name = '' } = error as { name?: string }
  const why =
    name === 'NoSuchKey' || name === 'NotFound'
      ? 'it was listed, and is gone since'
      : name === 'PreconditionFailed' || name === 'InvalidRange'
        ? 'it was listed, and is another one since'
        : null
  if (why === null) return s3Failure(`read ${uri}`, error)
  return new Failure(`Cannot read ${uri}: ${why}. Nothing was loaded. Run it again.`, {
    cause: error,
  })
}

const CURES: Readonly<Record<string, string>> = {
  NoSuchBucket: 'there is no such bucket. Check the name.',
  NoSuchKey: 'there is no such object. Check the name.',
  PermanentRedirect: "the bucket is in another region. Set S3_REGION to the bucket's.",
  ExpiredToken: 'the AWS credentials have expired. Sign in again.',
  TimeoutError: 'S3 did not answer. Check the network, and run it again.',
  CredentialsProviderError:
    'there are no AWS credentials. Sign in, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
}

/** What S3 refused, and what to do; `needs` are the rights without which it refuses. */
export function s3Failure(
  doing: string,
  error: unknown,
  needs = 's3:ListBucket and s3:GetObject',
): Failure {
  const {
    name = '',
    Code = '',
    lacking,
  } = error as Partial<Record<'name' | 'Code' | 'lacking', string>>
  const denied = name === 'AccessDenied' || Code === 'AccessDenied'
  const cure = denied
    ? lacking === undefined
      ? `access is denied. The AWS credentials of this shell need ${needs} there.`
      : `access is denied, and this shell has no AWS credentials (${lacking}). Sign in, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`
    : /region is missing/i.test(messageOf(error)) // the SDK gives it no name
      ? 'no AWS region is set. Set S3_REGION or AWS_REGION.'
      : (CURES[name] ?? CURES[Code] ?? `${messageOf(error)}.`)
  return new Failure(`Cannot ${doing}: ${cure} Nothing was loaded.`, { cause: error })
}
