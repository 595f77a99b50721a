import type { Cluster } from '@aws-sdk/client-redshift'
import type { Account } from './account.ts'
import { isGone } from './refused.ts'
import { type Found, type Resource, type Stuck, tagList, tagsOf } from './resource.ts'
import { roleArn } from './role.ts'
import type { SecurityGroup } from './security-group.ts'
import type { ProvisionSettings } from './settings.ts'

/** Its `require_ssl` is true, and a default group can't be changed (https://docs.aws.amazon.com/redshift/latest/mgmt/behavior-changes.html). */
const PARAMETER_GROUP = 'default.redshift-2.0'

export const MANAGED = 'made and kept by AWS Secrets Manager'
export const GIVEN = 'given, and not kept by AWS'

/** A provisioned cluster. */
export function cluster(
  account: Account,
  settings: ProvisionSettings,
  group: SecurityGroup,
): Resource {
  const { redshift } = account
  const ClusterIdentifier = settings.name
  const arn = `arn:${account.partition}:redshift:${account.region}:${account.id}:cluster:${settings.name}`
  const role = roleArn(account, settings)
  const size = {
    NodeType: settings.nodeType,
    NumberOfNodes: settings.nodes,
    ClusterType: settings.nodes === 1 ? 'single-node' : 'multi-node',
  }
  const password =
    settings.adminPassword === null
      ? { ManageMasterPassword: true }
      : { MasterUserPassword: settings.adminPassword }
  let classic = false
  const modify = (changes: object) => redshift.modifyCluster({ ClusterIdentifier, ...changes })

  return {
    kind: 'cluster',
    name: settings.name,
    holdsRows: true,
    wanted: {
      nodes: nodesText(settings.nodes, settings.nodeType),
      database: settings.database,
      port: `${settings.port}`,
      'admin user': settings.adminUser,
      'admin password': settings.adminPassword === null ? MANAGED : GIVEN,
      public: settings.isPublic ? 'yes' : 'no',
      encrypted: 'yes',
      'parameter group': `${PARAMETER_GROUP} (TLS required)`,
      'security group': group.name,
      role,
    },
    async find() {
      try {
        const { Clusters = [] } = await redshift.describeClusters({ ClusterIdentifier })
        const found = Clusters[0]
        if (found === undefined) return null
        // Elastic resize neither starts nor ends at one node.
        classic = settings.nodes === 1 || found.NumberOfNodes === 1
        return await read(found)
      } catch (error) {
        if (isGone(error)) return null
        throw error
      }
    },
    make: async (tags) =>
      redshift.createCluster({
        ClusterIdentifier,
        NodeType: size.NodeType,
        ClusterType: size.ClusterType,
        ...(settings.nodes === 1 ? {} : { NumberOfNodes: settings.nodes }),
        DBName: settings.database,
        Port: settings.port,
        MasterUsername: settings.adminUser,
        ...password,
        PubliclyAccessible: settings.isPublic,
        Encrypted: true,
        ClusterParameterGroupName: PARAMETER_GROUP,
        VpcSecurityGroupIds: [await group.id()],
        IamRoles: [role],
        DefaultIamRoleArn: role,
        AutomatedSnapshotRetentionPeriod: 1,
        Tags: tagList(tags),
      }),
    changes: {
      nodes: () => redshift.resizeCluster({ ClusterIdentifier, ...size, Classic: classic }),
      port: () => modify({ Port: settings.port }),
      'admin password': () =>
        modify(
          settings.adminPassword === null ? password : { ManageMasterPassword: false, ...password },
        ),
      public: () => modify({ PubliclyAccessible: settings.isPublic }),
      encrypted: () => modify({ Encrypted: true }),
      'security group': async () => modify({ VpcSecurityGroupIds: [await group.id()] }),
      role: () =>
        redshift.modifyClusterIamRoles({
          ClusterIdentifier,
          AddIamRoles: [role],
          DefaultIamRoleArn: role,
        }),
    },
    tag: (tags) => redshift.createTags({ ResourceName: arn, Tags: tagList(tags) }),
    remove: (snapshot) =>
      redshift.deleteCluster({
        ClusterIdentifier,
        SkipFinalClusterSnapshot: snapshot === null,
        ...(snapshot === null ? {} : { FinalClusterSnapshotIdentifier: snapshot }),
      }),
  }

  async function read(found: Cluster): Promise<Found> {
    const state = found.ClusterStatus ?? 'unknown'
    const { NodeType = '', NumberOfNodes = 0, Endpoint } = found
    const { ClusterAvailabilityStatus: availability } = found
    const groups = (found.VpcSecurityGroups ?? []).map((member) => member.VpcSecurityGroupId ?? '')
    const parameterGroup = found.ClusterParameterGroups?.[0]?.ParameterGroupName
    const mine = groups.length === 1 ? await group.id().catch(() => null) : null
    return {
      state,
      tags: tagsOf(found.Tags),
      parameters: {
        nodes: nodesText(NumberOfNodes, NodeType),
        database: found.DBName,
        port: Endpoint?.Port === undefined ? undefined : `${Endpoint.Port}`,
        'admin user': found.MasterUsername,
        'admin password': found.MasterPasswordSecretArn === undefined ? GIVEN : MANAGED,
        public: found.PubliclyAccessible ? 'yes' : 'no',
        encrypted: found.Encrypted ? 'yes' : 'no',
        'parameter group':
          parameterGroup === PARAMETER_GROUP ? `${parameterGroup} (TLS required)` : parameterGroup,
        'security group': groups[0] === mine ? group.name : groups.join(', ') || 'none',
        role: (found.IamRoles ?? []).some(({ IamRoleArn }) => IamRoleArn === role) ? role : null,
      },
      waitsFor: waitsFor(found, role),
      stuck: STUCK[state] ?? (availability === 'Failed' ? FAILED : undefined),
      leaving: state === 'deleting' || state === 'final-snapshot',
      endpoint: Endpoint?.Address
        ? { host: Endpoint.Address, port: Endpoint.Port ?? 0 }
        : undefined,
      size: { kind: 'cluster', nodeType: NodeType, nodes: NumberOfNodes },
      since: found.ClusterCreateTime,
    }
  }
}

/** A cluster is `available` before it takes queries, before it has an endpoint, and before its role works. */
function waitsFor(found: Cluster, role: string): string | null {
  if (!(found.ClusterStatus ?? '').startsWith('available')) return 'it is available'
  const availability = found.ClusterAvailabilityStatus ?? 'Available'
  if (availability !== 'Available') return `it takes queries (now ${availability})`
  if (!found.Endpoint?.Address) return 'it has an endpoint'
  const mine = (found.IamRoles ?? []).find(({ IamRoleArn }) => IamRoleArn === role)
  if (mine !== undefined && (mine.ApplyStatus ?? 'in-sync') !== 'in-sync') {
    return `its role is in-sync (now ${mine.ApplyStatus})`
  }
  const pending = found.PendingModifiedValues
  const changing = [pending?.NodeType, pending?.NumberOfNodes, pending?.PubliclyAccessible]
  const more = [pending?.MasterUserPassword, pending?.EncryptionType]
  return [...changing, ...more].some((value) => value !== undefined) ? 'its changes are made' : null
}

function nodesText(nodes: number, nodeType: string): string {
  return `${nodes} x ${nodeType}`
}

const WAIT: Stuck = ['it is being deleted', 'Wait until it is gone, then run this again.']
const SUPPORT = "Open a support case, or remove it: 'npm run deprovision'."

const FAILED: Stuck = ['AWS says that it failed', SUPPORT]

/** States that no waiting ends (https://docs.aws.amazon.com/redshift/latest/APIReference/API_Cluster.html). */
const STUCK: Readonly<Record<string, Stuck>> = {
  paused: ['it is paused', "Wake it first: 'npm run cluster:resume'."],
  deleting: WAIT,
  'final-snapshot': WAIT,
  'storage-full': ['its storage is full', 'Drop tables, or resize it in the AWS console.'],
  'hardware-failure': ['its hardware failed', SUPPORT],
  'incompatible-hsm': ['it cannot reach its hardware security module', SUPPORT],
  'incompatible-network': [
    'its network cannot hold it (incompatible-network)',
    `Look whether its subnets have free addresses. ${SUPPORT}`,
  ],
  'incompatible-parameters': ['its parameter group does not fit it', SUPPORT],
  'incompatible-restore': ['its snapshot does not fit it', SUPPORT],
}
