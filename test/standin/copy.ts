import { gunzipSync } from 'node:zlib'
import { scanObjects } from '../../src/lake/scan.ts'
import type { Bucket } from '../lake/bucket.ts'
import {
  type CopyText,
  isMisfit,
  type LoadError,
  type Row,
  rowOf,
  type Target,
} from './copy-row.ts'

/** A COPY that the cluster refuses as a whole. */
export class CopyRefused extends Error {}

/** Who may read what. */
export interface Access {
  readonly role: string
  readonly region: string
}

/** Reads the text of a COPY. */
export function readCopy(sql: string): CopyText {
  const [, table = '', list = ''] = /^\s*copy "(\w+)" \(([^)]*)\)/i.exec(sql) ?? []
  const option = (pattern: RegExp) => {
    const found = pattern.exec(sql)
    return found === null ? undefined : (found[1] ?? found[0])
  }
  return {
    table,
    columns: [...list.matchAll(/"(\w+)"/g)].map(([, name = '']) => name),
    maxErrors: Math.max(1, Number(option(/\bmaxerror (\d+)/i) ?? 0)),
    option,
  }
}

/**
 * The rows of a COPY's objects and those that do not fit, by Redshift's rules
 * (https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-json.html).
 * @throws CopyRefused in Redshift's words
 */
export function readRows(
  copy: CopyText,
  targets: readonly Target[],
  bucket: Bucket,
  access: Access,
) {
  checkAccess(copy, bucket, access)
  const format = copy.option(/\bjson '([^']*)'/i) ?? ''
  const paths = format === 'auto' ? null : pathsOf(textOf(bucket, format))
  if (paths && paths.length !== targets.length)
    throw new CopyRefused('Number of jsonpaths and the number of columns should match.')
  const rows: Row[] = []
  const errors: LoadError[] = []
  for (const uri of urisOf(copy, bucket)) {
    for (const found of scanObjects(contentOf(copy, bytesOf(bucket, uri)))) {
      const row = rowOf(found, targets, paths, copy)
      if (isMisfit(row))
        errors.push({ ...row, file: uri, line: found.line, row: found.bytes.toString() })
      else rows.push(row)
      if (errors.length >= copy.maxErrors) return { rows: [], errors }
    }
  }
  return { rows, errors }
}

function checkAccess(copy: CopyText, bucket: Bucket, access: Access): void {
  const role = copy.option(/\biam_role (?:'([^']*)'|default)/i)
  if (role !== access.role) {
    throw new CopyRefused(
      `User arn:aws:redshift:us-west-2:123456789012:dbuser:sparkify/etl is not authorized to assume IAM Role ${role}`,
    )
  }
  if ((copy.option(/\bregion '([^']*)'/i) ?? access.region) !== bucket.region) {
    throw new CopyRefused(
      'S3ServiceException:The bucket you are attempting to access must be addressed using the specified endpoint.' +
        ',Status 301,Error PermanentRedirect',
    )
  }
}

/** The objects that a prefix or a manifest names. */
function urisOf(copy: CopyText, bucket: Bucket): string[] {
  const from = copy.option(/\bfrom '([^']*)'/i) ?? ''
  if (copy.option(/\smanifest\b/i)) {
    const { entries } = JSON.parse(textOf(bucket, from)) as {
      entries: { url: string; mandatory?: boolean }[]
    }
    return entries
      .filter(({ url, mandatory }) => mandatory === true || bucket.objects.has(keyOf(bucket, url)))
      .map(({ url }) => url)
  }
  const uris = bucket.keys(keyOf(bucket, from)).map((key) => `s3://${bucket.name}/${key}`)
  if (uris.length > 0) return uris
  throw new CopyRefused(`The specified S3 prefix '${keyOf(bucket, from)}' does not exist`)
}

function keyOf(bucket: Bucket, uri: string): string {
  const start = `s3://${bucket.name}/`
  if (uri.startsWith(start)) return uri.slice(start.length)
  throw new CopyRefused(
    'S3ServiceException:The specified bucket does not exist,Status 404,Error NoSuchBucket',
  )
}

function bytesOf(bucket: Bucket, uri: string): Buffer {
  const key = keyOf(bucket, uri)
  if (bucket.denied?.test(key))
    throw new CopyRefused('S3ServiceException:Access Denied,Status 403,Error AccessDenied')
  const bytes = bucket.objects.get(key)
  if (bytes === undefined)
    throw new CopyRefused(
      'S3ServiceException:The specified key does not exist.,Status 404,Error NoSuchKey',
    )
  return bytes
}

/** Whether objects are packed is what the COPY says, whatever they are called. */
function contentOf(copy: CopyText, bytes: Buffer): Buffer {
  if (copy.option(/\sgzip\b/i) === undefined) return bytes
  try {
    return gunzipSync(bytes)
  } catch {
    throw new CopyRefused(
      'failed to inflate data: invalid or incomplete deflate data. zlib error code: -3',
    )
  }
}

function textOf(bucket: Bucket, uri: string): string {
  return bytesOf(bucket, uri).toString('utf8')
}

/** The members that the paths of a JSONPaths file name. */
function pathsOf(text: string): string[] {
  const { jsonpaths } = JSON.parse(text) as { jsonpaths: string[] }
  return jsonpaths.map((path) => /^\$(?:\['(.*)'\]|\.(.*))$/.exec(path)?.slice(1).join('') ?? '')
}
