import { Failure, messageOf } from '../errors.ts'
import { SILENCE, silenceSdk, silenceText } from '../sdk.ts'
import type { RedshiftSettings } from '../settings.ts'

/** Who signs in. */
export interface Credentials {
  /** As AWS returns it, for example `IAMR:analyst`: it is used as it comes. */
  readonly user: string
  readonly password: string
  /** When they end, in ms since 1970; infinity for a password of one's own. */
  readonly expires: number
}

/** Credentials are renewed when they have less than this left, so that none ends while signing in. */
const SPARE_MS = 60_000

/** Gives the credentials to sign in with: the password that is set, or temporary ones, renewed before they end. */
export function credentialsOf(settings: RedshiftSettings): () => Promise<Credentials> {
  const { user, password } = settings
  if (user !== null && password !== null) return async () => ({ user, password, expires: Infinity })
  let current: Credentials | null = null
  return async () => {
    if (current === null || current.expires - Date.now() < SPARE_MS)
      current = await askAws(settings)
    return current
  }
}

async function askAws(settings: RedshiftSettings): Promise<Credentials> {
  silenceSdk()
  try {
    return settings.workgroup === null ? await ofCluster(settings) : await ofWorkgroup(settings)
  } catch (error) {
    const [why, cure] = reason(error, settings.workgroup !== null)
    throw new Failure(
      `Cannot get temporary credentials for the cluster: ${why}. Nothing was run. ` +
        `${cure}; or set REDSHIFT_USER and REDSHIFT_PASSWORD.`,
      { cause: error },
    )
  }
}

/** Why AWS gave no credentials, and what to do about it. */
function reason(error: unknown, isServerless: boolean): [why: string, cure: string] {
  const { name = '' } = error as { name?: string }
  const said = messageOf(error).replace(/\.$/, '')
  if (/region is missing/i.test(said))
    return ['no AWS region is set', "Set AWS_REGION to the cluster's"]
  if (name === 'CredentialsProviderError')
    return ['there are no AWS credentials', 'Sign in, or set AWS_PROFILE']
  if (/^ExpiredToken/.test(name) || /token.*expired/i.test(said))
    return ['the AWS credentials have expired', 'Sign in again']
  if (/^AccessDenied/.test(name)) {
    const action = isServerless
      ? 'redshift-serverless:GetCredentials'
      : 'redshift:GetClusterCredentialsWithIAM'
    return [said, `The AWS credentials of this shell need ${action}`]
  }
  const silence = silenceText(error)
  if (silence !== null) return [silence, 'Check the network']
  const setting = isServerless ? 'REDSHIFT_WORKGROUP' : 'REDSHIFT_CLUSTER'
  return [said, `Check ${setting}, and that AWS_PROFILE and AWS_REGION lead to where it is`]
}

/** The region for the SDK: of an endpoint of AWS its own; for another host the environment says it. */
function regionIn({ host }: RedshiftSettings): { region?: string } {
  const region = regionOf(host)
  return region === null ? {} : { region }
}

/** The region that an endpoint of AWS is in; null for any other host. */
export function regionOf(host: string): string | null {
  return ENDPOINT.exec(host)?.[1] ?? null
}

const ENDPOINT = /\.([a-z]{2}(?:-[a-z]+)+-\d)\.redshift(?:-serverless)?\.amazonaws\.com(?:\.cn)?$/i

/** https://docs.aws.amazon.com/redshift/latest/APIReference/API_GetClusterCredentialsWithIAM.html */
async function ofCluster(settings: RedshiftSettings): Promise<Credentials> {
  const { GetClusterCredentialsWithIAMCommand, RedshiftClient } = await import(
    '@aws-sdk/client-redshift'
  )
  const client = new RedshiftClient({ ...SILENCE, ...regionIn(settings) })
  const { DbUser, DbPassword, Expiration } = await client.send(
    new GetClusterCredentialsWithIAMCommand({
      ClusterIdentifier: settings.clusterIdentifier ?? '',
      DbName: settings.database,
    }),
  )
  return complete(DbUser, DbPassword, Expiration)
}

/** https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_GetCredentials.html */
async function ofWorkgroup(settings: RedshiftSettings): Promise<Credentials> {
  const { GetCredentialsCommand, RedshiftServerlessClient } = await import(
    '@aws-sdk/client-redshift-serverless'
  )
  const client = new RedshiftServerlessClient({ ...SILENCE, ...regionIn(settings) })
  const { dbUser, dbPassword, expiration } = await client.send(
    new GetCredentialsCommand({
      workgroupName: settings.workgroup ?? '',
      dbName: settings.database,
    }),
  )
  return complete(dbUser, dbPassword, expiration)
}

function complete(user?: string, password?: string, expiration?: Date): Credentials {
  if (!user || !password || !expiration) throw new Failure('AWS answered without credentials')
  return { user, password, expires: expiration.getTime() }
}
