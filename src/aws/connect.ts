import { Failure, messageOf } from '../errors.ts'
import { regionOf } from '../redshift/credentials.ts'
import { readEnvFile, readSettings } from '../settings.ts'
import { withWarehouse } from '../warehouse.ts'
import type { EnvLines } from './env-file.ts'
import type { Found } from './resource.ts'
import { roleArn } from './role.ts'
import type { Work } from './work.ts'

/** What the other commands have to know to use the warehouse: temporary credentials, and never a password. */
export function envLines(
  { account, settings }: Work,
  found: readonly Found[],
  others: Readonly<Record<string, string>>,
): EnvLines {
  const endpoint = found.find((one) => one.endpoint !== undefined)?.endpoint
  if (endpoint === undefined) throw new Failure('AWS told no endpoint of the warehouse.')
  // What there is, which may differ from what the settings say.
  const told = (parameter: string, wanted: string) =>
    found.find((one) => one.parameters[parameter])?.parameters[parameter] ?? wanted
  const [identifier, other] =
    settings.kind === 'cluster'
      ? ['REDSHIFT_CLUSTER', 'REDSHIFT_WORKGROUP']
      : ['REDSHIFT_WORKGROUP', 'REDSHIFT_CLUSTER']
  // What earlier lines say of another cluster must not be said of this one.
  const hidden = [other, 'REDSHIFT_PASSWORD', 'REDSHIFT_SSL'].filter((name) => others[name])
  return {
    REDSHIFT_HOST: endpoint.host,
    REDSHIFT_PORT: `${endpoint.port}`,
    REDSHIFT_DATABASE: told('database', settings.database),
    REDSHIFT_USER: told('admin user', settings.adminUser),
    REDSHIFT_IAM_ROLE_ARN: roleArn(account, settings),
    [identifier]: settings.name,
    ...Object.fromEntries(hidden.map((name) => [name, ''])),
  }
}

/** Whether lines tell how to reach this warehouse, and not one that has its name in another account or region. */
export function areOf(lines: EnvLines, { account, settings }: Work): boolean {
  const { REDSHIFT_CLUSTER, REDSHIFT_WORKGROUP, REDSHIFT_HOST = '', REDSHIFT_IAM_ROLE_ARN } = lines
  const region = regionOf(REDSHIFT_HOST) ?? account.region
  return (
    [REDSHIFT_CLUSTER, REDSHIFT_WORKGROUP].includes(settings.name) &&
    region === account.region &&
    REDSHIFT_IAM_ROLE_ARN === roleArn(account, settings)
  )
}

const SIGN_IN = ['REDSHIFT_CLUSTER', 'REDSHIFT_WORKGROUP', 'REDSHIFT_PASSWORD']

/** The names that the shell sets to something else than `.env`, and that win. */
export function shellWins(
  lines: EnvLines,
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  const names = new Set([...Object.keys(lines), ...SIGN_IN])
  return [...names].filter(
    (name) => (environment[name] ?? '') !== '' && environment[name] !== lines[name],
  )
}

/** Connects as `npm run migrate` would from a shell that sets nothing else, and asks for the version. @throws Failure with what to do. */
export async function connectedVersion({ settings }: Work, lines: EnvLines): Promise<string> {
  const redshift = readSettings(
    // A password of another cluster would be wrong here, and a few wrong ones lock a user.
    { ...process.env, REDSHIFT_PASSWORD: '', ...lines, WAREHOUSE_TARGET: 'redshift' },
    readEnvFile(),
  )
  try {
    return await withWarehouse(redshift, async ({ session }) => {
      const [row] = await session.rows<{ version: string }>('select version()')
      return row?.version ?? 'no version'
    })
  } catch (error) {
    const hint = settings.isPublic
      ? 'The warehouse is there.'
      : 'The warehouse is there, and not public: connect from its VPC, or set PROVISION_PUBLIC=true and run npm run provision -- --apply.'
    throw new Failure(
      `${messageOf(error)}\n${hint} To provision without connecting, add --no-connect.`,
      {
        cause: error,
      },
    )
  }
}
