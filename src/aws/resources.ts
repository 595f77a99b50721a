import type { Account } from './account.ts'
import { cluster } from './cluster.ts'
import { namespace } from './namespace.ts'
import type { Resource } from './resource.ts'
import { role } from './role.ts'
import { securityGroup } from './security-group.ts'
import type { ProvisionSettings } from './settings.ts'
import { workgroup } from './workgroup.ts'

/** Everything of one kind of warehouse, in the order in which it is made. */
export interface Resources {
  /** What both kinds have, and costs nothing. */
  readonly shared: readonly Resource[]
  readonly cluster: readonly Resource[]
  readonly serverless: readonly Resource[]
}

/** The resources that the settings name. @param cidr who is let in; null where it does not matter. */
export function resourcesOf(
  account: Account,
  settings: ProvisionSettings,
  cidr: string | null,
): Resources {
  const group = securityGroup(account, settings, cidr)
  return {
    shared: [role(account, settings), group],
    cluster: [cluster(account, settings, group)],
    serverless: [namespace(account, settings), workgroup(account, settings, group)],
  }
}

/** The other kind of warehouse. */
export function otherKind({ kind }: Pick<ProvisionSettings, 'kind'>): 'cluster' | 'serverless' {
  return kind === 'cluster' ? 'serverless' : 'cluster'
}
