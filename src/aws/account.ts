import type { EC2 } from '@aws-sdk/client-ec2'
import type { IAM } from '@aws-sdk/client-iam'
import type { Redshift } from '@aws-sdk/client-redshift'
import type { RedshiftServerless } from '@aws-sdk/client-redshift-serverless'
import { requirePackage } from '../modules.ts'
import { SILENCE, silenceSdk } from '../sdk.ts'
import { Interrupted, Refused } from './refused.ts'

/** The AWS account and region that the credentials of this shell lead to, and the services used there. */
export interface Account {
  /** Twelve digits. */
  readonly id: string
  /** `aws`, or `aws-cn` and the like. */
  readonly partition: string
  readonly region: string
  /** Who asks: the ARN of a user or of an assumed role. */
  readonly caller: string
  readonly redshift: Redshift
  readonly serverless: RedshiftServerless
  readonly iam: IAM
  readonly ec2: EC2
}

/**
 * Opens the account. Between any two calls an aborted signal stops the work, so that no call is cut in half.
 * @throws Refused when there are no credentials, or AWS does not take them.
 */
export async function openAccount(signal: AbortSignal): Promise<Account> {
  silenceSdk()
  const { Redshift } = requirePackage(
    '@aws-sdk/client-redshift',
  ) as typeof import('@aws-sdk/client-redshift')
  const { RedshiftServerless } = requirePackage(
    '@aws-sdk/client-redshift-serverless',
  ) as typeof import('@aws-sdk/client-redshift-serverless')
  const { IAM } = requirePackage('@aws-sdk/client-iam') as typeof import('@aws-sdk/client-iam')
  const { EC2 } = requirePackage('@aws-sdk/client-ec2') as typeof import('@aws-sdk/client-ec2')
  const { STS } = requirePackage('@aws-sdk/client-sts') as typeof import('@aws-sdk/client-sts')
  const sts = watched(new STS(SILENCE), 'sts', signal)
  const { Account: id = '', Arn: caller = '' } = await sts.getCallerIdentity({})
  return {
    id,
    caller,
    partition: caller.split(':')[1] || 'aws',
    region: await sts.config.region(),
    redshift: watched(new Redshift(SILENCE), 'redshift', signal),
    serverless: watched(new RedshiftServerless(SILENCE), 'redshift-serverless', signal),
    iam: watched(new IAM(SILENCE), 'iam', signal),
    ec2: watched(new EC2(SILENCE), 'ec2', signal),
  }
}

type Handler = (input: never) => Promise<unknown>

interface Stack {
  add(
    middleware: (next: Handler, context: { readonly commandName?: string }) => Handler,
    options: { readonly step: 'initialize' },
  ): void
}

/** A client whose errors name the action that was refused, as a policy writes it. */
function watched<Client extends { readonly middlewareStack: object }>(
  client: Client,
  service: string,
  signal: AbortSignal,
): Client {
  const stack = client.middlewareStack as unknown as Stack
  stack.add(
    (next, { commandName = '' }) =>
      async (input) => {
        if (signal.aborted) throw new Interrupted()
        try {
          return await next(input)
        } catch (error) {
          throw new Refused(`${service}:${commandName.replace(/Command$/, '')}`, error)
        }
      },
    { step: 'initialize' },
  )
  return client
}
