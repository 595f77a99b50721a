import { messageOf } from '../errors.ts'
import { silenceText } from '../sdk.ts'

/** Somebody pressed Ctrl-C: the work stops before its next call. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** Something that no further call mends: what is wrong, and what to do. */
export class Stop extends Error {
  override readonly name = 'Stop'
  readonly cure: string

  constructor(why: string, cure: string) {
    super(why)
    this.cure = cure
  }
}

/** AWS refused a call, or could not be asked. */
export class Refused extends Error {
  override readonly name = 'Refused'
  /** As a policy writes it: `redshift:CreateCluster`. */
  readonly action: string
  /** AWS's name of the error, without the endings that differ between services: `ClusterNotFound`. */
  readonly code: string

  constructor(action: string, error: unknown) {
    super(silenceText(error) ?? messageOf(error), { cause: error })
    this.action = action
    const { name = '', code } = error as { name?: string; code?: unknown }
    this.code = (typeof code === 'string' ? code : name).replace(/(Fault|Exception)$/, '')
  }
}

function codeOf(error: unknown): string {
  return error instanceof Refused ? error.code : ''
}

const GONE = /NotFound$|^NoSuchEntity$/

/** Whether AWS says that there is no such thing. */
export function isGone(error: unknown): boolean {
  return GONE.test(codeOf(error))
}

/** Whether somebody made it meanwhile, or AWS made it and did not show it yet. */
export function isThere(error: unknown): boolean {
  if (!(error instanceof Refused)) return false
  return (
    /AlreadyExists$|^InvalidGroup\.Duplicate$|^InvalidPermission\.Duplicate$/.test(error.code) ||
    (error.code === 'Conflict' && /already exists/i.test(error.message))
  )
}

/** Whether AWS is at work on it, and takes no other change of it meanwhile. */
export function isBusy(error: unknown): boolean {
  return /^(InvalidClusterState|Conflict)$/.test(codeOf(error)) && !isThere(error)
}

/** What AWS says of a role that it made a moment ago. */
const ROLE =
  /role.*(is not valid|not authorized to assume|cannot be assumed|does not exist|is invalid)/is

/**
 * Whether the same call may succeed in a moment: what it needs was made, changed or removed a moment ago
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency).
 */
export function isTooEarly(error: unknown): boolean {
  if (!(error instanceof Refused) || isThere(error)) return false
  const { code, message } = error
  return (
    /^(NoSuchEntity|InvalidGroup\.NotFound|InvalidGroupId\.NotFound|InvalidClusterState|DependencyViolation|DeleteConflict|Conflict)$/.test(
      code,
    ) ||
    (/^(InvalidParameterValue|Validation|InvalidParameter)$/.test(code) && ROLE.test(message))
  )
}

/** Whether AWS was not reached, or its answer did not come. */
export function isCut(error: unknown): boolean {
  return /^(ECONNRESET|ECONNREFUSED|ETIMEDOUT|EPIPE|EAI_AGAIN|TimeoutError)$/.test(codeOf(error))
}

/** Whether a service has no address: there is none in the region, or this machine has no network. */
export function isNameless(error: unknown): boolean {
  return codeOf(error) === 'ENOTFOUND'
}

/** Whether it is AWS or the network that failed, and not the request. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Refused)) return false
  const { $metadata } = (error.cause ?? {}) as { $metadata?: { httpStatusCode?: number } }
  return isCut(error) || isThrottled(error) || ($metadata?.httpStatusCode ?? 0) >= 500
}

/** Whether a call that changes something may have been done, though it failed. */
export function isUnsure(error: unknown): boolean {
  if (!(error instanceof Refused) || isThrottled(error)) return false
  return isPassing(error) && !/:(Describe|Get|List)/.test(error.action)
}

/** Whether AWS asks for fewer requests. */
export function isThrottled(error: unknown): boolean {
  return /^(Throttling|ThrottledException|RequestLimitExceeded|TooManyRequests|RequestThrottled|DependentServiceRequestThrottling|SlowDown)$/.test(
    codeOf(error),
  )
}
