import { EngineError, Failure, messageOf } from '../errors.ts'
import type { RedshiftSettings } from '../settings.ts'

/** What pg throws. */
interface PgError extends Error {
  readonly code?: string
  readonly detail?: string
  readonly position?: string
}

/** knex puts the statement before an error's message: this is the message alone, and what a bare number means. */
export function saidBy(error: unknown): string {
  const message = messageOf(error)
  const at = message.lastIndexOf(' - ')
  const said = error instanceof Failure || at === -1 ? message : message.slice(at + 3)
  const { detail } = error as PgError
  return said === '1023' && detail ? `1023 (${detail})` : said
}

/** What was said at first, before others put their own words around it. */
export function saidFirst(error: unknown): string {
  return saidBy(chain(error).at(-1))
}

const LOST =
  /connection terminated|connection ended|connection error and is not queryable|ECONNRESET|EPIPE|terminating connection|server closed the connection/i
const CONFLICT =
  /^1023\b|serializable isolation violation|conflict with concurrent transaction|could not open relation with OID|deadlock detected/i

/** Whether the connection was lost: the transaction may have been committed all the same. */
export function isLost(error: unknown): boolean {
  return chain(error).some((link) => {
    const { code } = link as PgError
    return code === '57P01' || code === 'ECONNRESET' || code === 'EPIPE' || LOST.test(saidBy(link))
  })
}

/**
 * Whether the whole transaction may succeed when it is run again. Redshift reports conflicts as XX000,
 * never as 40001 (https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation.html).
 */
export function isRetryable(error: unknown): boolean {
  if (isLost(error)) return true
  return chain(error).some(
    (link) => CONFLICT.test(saidBy(link)) || CONFLICT.test((link as PgError).detail ?? ''),
  )
}

/** Whether the server refused the user: never tried again, since five such failures lock the user. */
export function isRefusedSignIn(error: unknown): boolean {
  const { code } = error as PgError
  return (
    code === '28000' ||
    code === '28P01' ||
    /password authentication failed|user is locked/i.test(saidBy(error))
  )
}

/** Whether a COPY failed on what is in its files; it says where to look and no more. */
export function isLoadFailure(error: unknown): boolean {
  return chain(error).some((link) => /stl_load_errors|sys_load_error_detail/.test(saidBy(link)))
}

/** An error and its causes. */
function chain(error: unknown): unknown[] {
  const links: unknown[] = []
  for (let link: unknown = error; link instanceof Error; link = link.cause) links.push(link)
  return links
}

const TLS_CODES = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
])

/** Why the cluster could not be reached or signed in to, and what to do. Never a password. */
export function connectFailure(error: unknown, settings: RedshiftSettings): Failure {
  if (error instanceof Failure) return error
  const { code = '' } = error as PgError
  const said = saidBy(error)
  const place = `${settings.host}:${settings.port}`
  const fail = (why: string, cure: string) =>
    new Failure(`Cannot connect to Redshift at ${place}: ${why}. Nothing was run. ${cure}`, {
      cause: error,
    })
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return fail('no such host', 'Check REDSHIFT_HOST: the endpoint without its port and database.')
  }
  if (code === 'ECONNREFUSED')
    return fail('nothing listens there', 'Check REDSHIFT_PORT, and that the cluster is not paused.')
  if (code === 'ETIMEDOUT' || /timeout/i.test(said)) {
    return fail(
      'no answer in time',
      "Let this machine's address in by the cluster's security group, and check that the cluster is reachable from here.",
    )
  }
  if (TLS_CODES.has(code)) {
    return fail(
      `its certificate is not trusted (${code})`,
      'Set REDSHIFT_CA to the file of the authority that signed it; AWS endpoints need none.',
    )
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return fail(
      'its certificate is for another host',
      'Set REDSHIFT_HOST to the endpoint that AWS shows, not to an alias of it.',
    )
  }
  if (/does not support SSL/i.test(said)) {
    return fail('it offers no TLS', 'On this machine alone, REDSHIFT_SSL=disable does without.')
  }
  if (/SSL off|no pg_hba/i.test(said))
    return fail('it takes TLS only', 'Set REDSHIFT_SSL=verify-full.')
  if (/database .* does not exist/i.test(said)) {
    return fail(`there is no database '${settings.database}'`, 'Check REDSHIFT_DATABASE.')
  }
  if (isRefusedSignIn(error)) {
    return fail(
      `it refuses the user '${settings.user ?? 'of the temporary credentials'}'`,
      'It was tried once: five failures lock a user. Check REDSHIFT_USER and REDSHIFT_PASSWORD.',
    )
  }
  return fail(said, 'Check the REDSHIFT_ settings.')
}

/** What a statement failed with, in words that say what to do where that is known. */
export function statementError(error: unknown): Error {
  if (error instanceof Failure) return error
  const said = withoutAccounts(saidBy(error))
  const { detail, position } = error as PgError
  const options = { cause: error, ...(position !== undefined && { position: Number(position) }) }
  for (const [pattern, cure] of CURES) {
    if (pattern.test(said) || pattern.test(detail ?? ''))
      return new EngineError(`${said}. ${cure}`, options)
  }
  return new EngineError(said, options)
}

/** Redshift tells users and roles in full; whose account they are of is nobody else's business. */
function withoutAccounts(text: string): string {
  return text.replace(/(arn:aws[a-z-]*:[a-z]+:[a-z0-9-]*:)\d{12}:/g, '$1...:')
}

const CURES: readonly (readonly [RegExp, string])[] = [
  [
    /not authorized to assume IAM Role/i,
    'The role of REDSHIFT_IAM_ROLE_ARN is not attached to the cluster, or does not trust redshift.amazonaws.com; ' +
      'a role that was attached a moment ago needs a minute or two.',
  ],
  [
    /no default IAM role|default_iam_role/i,
    'Set REDSHIFT_IAM_ROLE_ARN, or give the cluster a default role.',
  ],
  [
    /S3ServiceException:?\s*Access Denied|AccessDenied/i,
    "The cluster's role needs s3:GetObject on the files and s3:ListBucket on their bucket, and both on S3_WORK where it is set.",
  ],
  [
    /PermanentRedirect|must be addressed using the specified endpoint/i,
    "The bucket is in another region than the cluster: set S3_REGION to the bucket's.",
  ],
  [/Error NoSuchKey/, 'Check LOG_JSONPATH, and that nobody removes files while they are loaded.'],
  [/permission denied for/i, 'The user of REDSHIFT_USER needs that right, or must own the table.'],
]
