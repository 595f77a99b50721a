import type { ProvisionSettings, S3Reach } from './settings.ts'

/** A policy of IAM. */
export interface Policy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly object[]
}

/** Redshift alone may take the role. */
export const TRUST: Policy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: ['redshift-serverless.amazonaws.com', 'redshift.amazonaws.com'] },
      Action: 'sts:AssumeRole',
    },
  ],
}

/**
 * What the role may do: list and read the lake and S3_WORK, and write there, for an UNLOAD
 * of the operator's; null when none of it is on S3. Names are what
 * https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-access-permissions.html asks for.
 */
export function rolePolicy(
  { reads, writes }: Pick<ProvisionSettings, 'reads' | 'writes'>,
  partition: string,
): Policy | null {
  if (reads.length === 0) return null
  const arn = (bucket: string, key?: string) =>
    `arn:${partition}:s3:::${bucket}${key === undefined ? '' : `/${key}`}`
  const list = [...new Set(reads.map(({ bucket }) => bucket))].map((bucket) => {
    const prefixes = unique(reads.filter((reach) => reach.bucket === bucket).map(pattern))
    const allowed = { Effect: 'Allow', Action: 's3:ListBucket', Resource: arn(bucket) }
    // Whoever lists a whole bucket need not say a prefix, and a condition on none would refuse it.
    if (prefixes.includes('*')) return allowed
    return { ...allowed, Condition: { StringLike: { 's3:prefix': prefixes } } }
  })
  const get = {
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: unique(reads.map((reach) => arn(reach.bucket, pattern(reach)))),
  }
  const put = {
    Effect: 'Allow',
    Action: 's3:PutObject',
    Resource: unique(writes.map((reach) => arn(reach.bucket, pattern(reach)))),
  }
  return { Version: '2012-10-17', Statement: [...list, get, ...(writes.length === 0 ? [] : [put])] }
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort()
}

/** A key, or the beginning of keys, with what means something else in a policy escaped. */
function pattern({ prefix, whole }: S3Reach): string {
  const escaped = prefix.replace(/[*?$]/g, (sign) => `\${${sign}}`)
  return whole ? escaped : `${escaped}*`
}

/** The same text for policies that say the same: IAM does not keep the order of keys and names. */
export function policyText(policy: Policy | string): string {
  const parsed: unknown = typeof policy === 'string' ? JSON.parse(policy) : policy
  return JSON.stringify(parsed, (_, value: unknown) => {
    if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
      return value.length === 1 ? value[0] : [...value].sort()
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => place(a) - place(b)))
  })
}

/** The order in which people read a statement. */
const KEYS = [
  'Version',
  'Statement',
  'Sid',
  'Effect',
  'Principal',
  'Action',
  'Resource',
  'Condition',
]

function place(key: string): number {
  const index = KEYS.indexOf(key)
  return index === -1 ? KEYS.length : index
}
