import { Failure } from '../errors.ts'
import type { Account } from './account.ts'
import { statementsFor } from './operator-policy.ts'
import { Interrupted, isThrottled, Refused, Stop } from './refused.ts'

/** What a message needs to know besides the error. */
export interface Circumstances {
  /** What was being done: `make the cluster 'sparkify'`. */
  readonly doing: string
  /** What there is now, as sentences. */
  readonly state: string
  /** Null before AWS told whose the credentials are. */
  readonly account: Account | null
  /** What the warehouse is called. */
  readonly name: string
}

/** What went wrong in words that say what to do; a failure that is one already stays as it is. */
export function explained(error: unknown, circumstances: Circumstances): unknown {
  if (error instanceof Failure) return error
  const { doing, state } = circumstances
  const fail = (why: string, cure: string) =>
    new Failure(`Cannot ${doing}: ${why.replace(/\.$/, '')}. ${state} ${cure}`, { cause: error })
  if (error instanceof Interrupted)
    return fail('it was interrupted', 'Run the same command again to go on.')
  if (error instanceof Stop) return fail(error.message, error.cure)
  if (!(error instanceof Refused)) return error
  return fail(...reason(error, circumstances))
}

type Reason = [why: string, cure: string]

const SIGN_IN =
  "Sign in again: 'aws sso login', or new AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN."

function reason(error: Refused, { account, name }: Circumstances): Reason {
  const { code, action, message } = error
  if (/Region is missing/i.test(message))
    return ['no AWS region is set', 'Set AWS_REGION to where the lake is, such as us-west-2.']
  if (/^(CredentialsProviderError|TokenProviderError)$/.test(code) && !/expired/i.test(message)) {
    return [
      'there are no AWS credentials',
      "Sign in ('aws sso login'), or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    ]
  }
  if (
    /^(ExpiredToken|RequestExpired|TokenRefreshRequired)$/.test(code) ||
    /token.*expired/i.test(message)
  )
    return ['the AWS credentials have expired', SIGN_IN]
  if (
    /^(InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|AuthFailure|InvalidSignature)$/.test(
      code,
    )
  )
    return [
      'AWS does not know the credentials',
      'Check them: AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    ]
  if (/^(AccessDenied|UnauthorizedOperation|Unauthorized|DependentServiceAccessDenied)$/.test(code))
    return denied(error, account, name)
  if (isThrottled(error))
    return [
      `AWS asks for fewer requests (${action})`,
      'Wait a minute and run the same command again.',
    ]
  if (/^InsufficientC(luster|apacity|lusterCapacity)/.test(code))
    return [
      `AWS has no capacity left for it in ${account?.region}`,
      'Try again later, another PROVISION_NODE_TYPE, PROVISION_KIND, or another AWS_REGION.',
    ]
  if (/Quota|LimitExceeded/.test(code))
    return [
      `a quota of the account is used up (${code}): ${message}`,
      `Ask for more at https://console.aws.amazon.com/servicequotas/home?region=${account?.region}, or remove what is not needed.`,
    ]
  if (code === 'ENOTFOUND' && action.startsWith('redshift-serverless:'))
    return [
      `Redshift Serverless is not in ${account?.region}`,
      'Set PROVISION_KIND=cluster, or another AWS_REGION.',
    ]
  if (/^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|TimeoutError)$/.test(code))
    return [
      `AWS cannot be reached (${action}: ${message})`,
      'Check the network, AWS_REGION and AWS_ENDPOINT_URL.',
    ]
  return [
    `AWS refused ${action} (${code}): ${message}`,
    'Mend that and run the same command again.',
  ]
}

/** The action that is missing: of a call, AWS may refuse another action than the call's own. */
function denied(
  { action: called, message }: Refused,
  account: Account | null,
  name: string,
): Reason {
  const action = /not authorized to perform:? ([\w-]+:\w+)/.exec(message)?.[1] ?? called
  const who = account === null ? 'these credentials' : account.caller
  const why = `AWS does not allow ${action} to ${who}`
  if (/explicit deny/i.test(message)) {
    return [
      why,
      `A policy denies it, so that no other can allow it: ask whoever looks after the account. AWS said: ${message}`,
    ]
  }
  const statements = statementsFor(action, account, name)
  const these = statements.includes('\n') ? 'these statements' : 'this statement'
  return [why, `Add ${these} to a policy of theirs:\n${statements}`]
}
