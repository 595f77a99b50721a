import type { S3Client } from '@aws-sdk/client-s3'
import { messageOf } from '../errors.ts'
import { whenStopped } from '../interrupt.ts'
import { listObjects, parseS3, s3Failure } from '../lake/s3.ts'
import { utcText } from '../moment.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const DELETED_AT_ONCE = 1_000
/** What a run's folder is called: everything under such a name is ours, and nothing else is touched. */
const RUN = 'sparkify-'
const LATER = 'A later run removes it when it is a day old.'
const NEEDED = 's3:ListBucket, s3:PutObject and s3:DeleteObject'

/** The prefix of a run's own under `S3_WORK`, for example `s3://bucket/work/sparkify-1a2b3c4d/song_data/`. */
export function workPrefix(work: string, runId: string, name: string): string {
  return `${work}/${RUN}${runId}/${name}/`
}

/** A prefix of a run's own: written, read by the cluster, and removed. */
export class WorkArea {
  readonly #client: S3Client
  readonly #work: string
  readonly #runId: string
  /** Says that nothing is here any more; null before the first object is put. */
  #forget: (() => void) | null = null
  /** Ends in a slash. */
  readonly uri: string

  constructor(client: S3Client, work: string, runId: string, name: string) {
    this.#client = client
    this.#work = work
    this.#runId = runId
    this.uri = workPrefix(work, runId, name)
  }

  /** Writes an object. Resolves to its URI. @throws Failure with what to do. */
  async put(name: string, body: Buffer | string): Promise<string> {
    const { PutObjectCommand } = await import('@aws-sdk/client-s3')
    const uri = `${this.uri}${name}`
    const { bucket, prefix: key } = parseS3(uri)
    // A process that is told to stop has no time to ask S3 for anything.
    this.#forget ??= whenStopped(() => process.stderr.write(`${this.uri} stays. ${LATER}\n`))
    try {
      await this.#client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }))
    } catch (error) {
      throw s3Failure(`write ${uri}`, error, NEEDED)
    }
    return uri
  }

  /** Removes what was put here. What cannot be removed is told on stderr, and is no failure. */
  async remove(): Promise<void> {
    if (this.#forget === null) return
    await this.#removeAll(this.uri, LATER)
    this.#forget()
    this.#forget = null
  }

  /** Removes what runs left that ended before their time: folders of runs in which nothing is younger than a day. */
  async removeAbandoned(): Promise<void> {
    const { bucket, prefix } = parseS3(`${this.#work}/${RUN}`)
    const dayAgo = utcText(Date.now() - DAY_MS)
    const newest = new Map<string, string>()
    for (const { key, changedAt } of await listObjects(this.#client, { bucket, prefix }, NEEDED)) {
      const run = /^[0-9a-f]{8}\//.exec(key.slice(prefix.length))?.[0]
      if (run !== undefined && changedAt > (newest.get(run) ?? '')) newest.set(run, changedAt)
    }
    for (const [run, changedAt] of newest) {
      if (run === `${this.#runId}/` || changedAt > dayAgo) continue
      const uri = `s3://${bucket}/${prefix}${run}`
      if (await this.#removeAll(uri, 'Remove it by hand.'))
        process.stderr.write(`Removed ${uri}, which a run left that ended before its time.\n`)
    }
  }

  async #removeAll(uri: string, otherwise: string): Promise<boolean> {
    const { DeleteObjectsCommand } = await import('@aws-sdk/client-s3')
    const { bucket, prefix } = parseS3(uri)
    try {
      const objects = await listObjects(this.#client, { bucket, prefix })
      for (let at = 0; at < objects.length; at += DELETED_AT_ONCE) {
        const Objects = objects.slice(at, at + DELETED_AT_ONCE).map(({ key }) => ({ Key: key }))
        const { Errors = [] } = await this.#client.send(
          new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
        )
        const [refused] = Errors
        if (refused) throw new Error(refused.Message ?? refused.Code ?? 'refused')
      }
      return true
    } catch (error) {
      process.stderr.write(
        `Warning: ${uri} stays, since it could not be removed: ${messageOf((error as Error).cause ?? error)}. ` +
          `This shell needs s3:ListBucket and s3:DeleteObject there. ${otherwise}\n`,
      )
      return false
    }
  }
}
