import { Failure, messageOf } from '../errors.ts'
import { silenceSdk } from '../sdk-warning.ts'
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
    const action =
      settings.workgroup === null
        ? 'redshift:GetClusterCredentialsWithIAM'
        : 'redshift-serverless:GetCredentials'
    throw new Failure(
      `Cannot get temporary credentials for the cluster: ${messageOf(error)}. Nothing was run. ` +
        `The AWS credentials of this shell need ${action}; or set REDSHIFT_USER and REDSHIFT_PASSWORD.`,
      { cause: error },
    )
  }
}

/** https://docs.aws.amazon.com/redshift/latest/APIReference/API_GetClusterCredentialsWithIAM.html */
async function ofCluster(settings: RedshiftSettings): Promise<Credentials> {
  const { GetClusterCredentialsWithIAMCommand, RedshiftClient } = await import(
    '@aws-sdk/client-redshift'
  )
  const client = new RedshiftClient({})
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
  const client = new RedshiftServerlessClient({})
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
