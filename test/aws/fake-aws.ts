import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

export const ACCOUNT = '123456789012'
export const CALLER = `arn:aws:iam::${ACCOUNT}:user/anna`

/** What happens to a call instead of what it asks for. */
export type Fault =
  /** AWS answers with an error. */
  | { readonly code: string; readonly message?: string; readonly status?: number }
  /** The connection breaks before AWS does it. */
  | 'cut'
  /** AWS does it, and the connection breaks before it answers. */
  | 'lost'

interface Role {
  trust: string
  policies: Record<string, string>
  attached: string[]
  tags: Record<string, string>
}

interface Group {
  id: string
  tags: Record<string, string>
  rules: Record<string, string>[]
}

/** What changes of a resource each time that it is looked at. */
type Script<Thing> = Partial<Thing>[]

interface Cluster {
  status: string
  availability: string
  endpoint: boolean
  roleStatus: string
  params: Record<string, string>
  roles: string[]
  groups: string[]
  managed: boolean
  tags: Record<string, string>
  pending: boolean
  gone: boolean
  script: Script<Cluster>
}

interface Serverless {
  status: string
  body: Record<string, unknown>
  tags: Record<string, string>
  endpoint: boolean
  gone: boolean
  script: Script<Serverless>
}

interface Limit {
  id: string
  resourceArn: string
  amount: number
  period: string
  breachAction: string
}

class AwsError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, message = code, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}

/**
 * The calls of AWS that provisioning makes, with what AWS's documents say of states and errors: things take
 * several looks to be made and removed, and what does not fit is refused.
 */
export class FakeAws {
  /** Every call, as a policy names it. */
  readonly calls: string[] = []
  /** The region of each call. */
  readonly regions: string[] = []
  readonly roles = new Map<string, Role>()
  readonly groups = new Map<string, Group>()
  readonly clusters = new Map<string, Cluster>()
  readonly namespaces = new Map<string, Serverless>()
  readonly workgroups = new Map<string, Serverless>()
  readonly limits = new Map<string, Limit>()
  /** Snapshots of Serverless, as they are made. */
  readonly kept = new Map<string, Serverless>()
  readonly snapshots: { name: string; of: string; kind: 'cluster' | 'serverless' }[] = []
  /** The parameters of mutating calls, to be looked through for secrets and flags. */
  readonly sent: Record<string, Record<string, unknown>> = {}
  defaultVpc = true
  /** The zones of the default VPC's subnets. */
  subnets = ['us-west-2a', 'us-west-2b', 'us-west-2c']
  /** How many items of a list are told at once. */
  pageSize = Number.POSITIVE_INFINITY
  /** What the cluster goes through until it is there; the first is what CreateCluster leaves. */
  creation: Script<Cluster> = [
    { status: 'creating' },
    { status: 'available', availability: 'Unavailable' },
    { availability: 'Available', endpoint: true },
    { roleStatus: 'in-sync' },
  ]
  /** Where the warehouse says it listens. */
  endpoint = { host: 'sparkify.abc.us-west-2.redshift.amazonaws.com', port: 5439 }
  credentials = { user: 'IAM:anna', password: 'temporary' }
  /** Which call fails, and how. */
  fault: (action: string, call: number) => Fault | undefined = () => undefined
  private ids = 0

  /** What a caller would compare: everything there is, without what two runs may differ in. */
  summary(): unknown {
    const plain = (map: ReadonlyMap<string, unknown>) =>
      Object.fromEntries([...map].map(([name, thing]) => [name, strip(thing)]))
    return {
      roles: plain(this.roles),
      groups: plain(this.groups),
      clusters: plain(this.clusters),
      namespaces: plain(this.namespaces),
      workgroups: plain(this.workgroups),
      limits: [...this.limits.values()].map(({ amount, period, breachAction }) => ({
        amount,
        period,
        breachAction,
      })),
    }
  }

  /** The calls that change something. */
  mutations(): string[] {
    return this.calls.filter((action) => !isReading(action))
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = ''
    for await (const chunk of request) text += chunk
    const scope = /\/\d{8}\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '')
    const [, region = '', service = ''] = scope ?? []
    const json = String(request.headers['x-amz-target'] ?? '').split('.')[1]
    const params = json
      ? (JSON.parse(text) as Record<string, unknown>)
      : Object.fromEntries(new URLSearchParams(text))
    const operation = json ?? String(params.Action)
    const action = `${service}:${operation}`
    this.calls.push(action)
    this.regions.push(region)
    const fault = this.fault(action, this.calls.length)
    const as = service === 'ec2' ? 'ec2' : json ? 'json' : 'query'
    if (fault === 'cut') {
      response.destroy()
      return
    }
    try {
      if (fault !== undefined && fault !== 'lost')
        throw new AwsError(fault.code, fault.message, fault.status)
      const handler = this.handlers[action]
      if (handler === undefined) throw new AwsError('UnknownOperation', `no fake of ${action}`, 501)
      if (!isReading(action)) this.sent[action] = params
      const { pageSize } = this
      const result = paged(handler(params as Record<string, string>), action, params, pageSize)
      if (fault === 'lost') response.destroy()
      else if (as === 'json') response.end(JSON.stringify(result))
      else if (as === 'ec2') response.end(xml({ [`${operation}Response`]: result }))
      else response.end(xml({ [`${operation}Response`]: { [`${operation}Result`]: result } }))
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      const { code, message, status } = error
      response.statusCode = status
      if (as === 'json') response.end(JSON.stringify({ __type: code, message }))
      else {
        const told = { Error: { Code: code, Message: message } }
        response.end(xml(as === 'ec2' ? { Response: { Errors: told } } : { ErrorResponse: told }))
      }
    }
  }

  private readonly handlers: Readonly<Record<string, (params: Record<string, string>) => object>> =
    {
      'sts:GetCallerIdentity': () => ({ Account: ACCOUNT, Arn: CALLER, UserId: 'A' }),

      'iam:GetRole': ({ RoleName = '' }) => {
        const role = this.role(RoleName)
        return {
          Role: {
            RoleName,
            Arn: `arn:aws:iam::${ACCOUNT}:role/${RoleName}`,
            AssumeRolePolicyDocument: encodeURIComponent(role.trust),
            CreateDate: '2026-11-21T06:00:00Z',
            Tags: { member: pairs(role.tags) },
          },
        }
      },
      'iam:CreateRole': (params) => {
        const { RoleName = '', AssumeRolePolicyDocument: trust = '' } = params
        if (this.roles.has(RoleName)) throw new AwsError('EntityAlreadyExists', 'it exists', 409)
        this.roles.set(RoleName, {
          trust,
          policies: {},
          attached: [],
          tags: tags(params, 'Tags.member'),
        })
        return { Role: { RoleName } }
      },
      'iam:UpdateAssumeRolePolicy': ({ RoleName = '', PolicyDocument = '' }) => {
        this.role(RoleName).trust = PolicyDocument
        return {}
      },
      'iam:TagRole': (params) => {
        Object.assign(this.role(params.RoleName ?? '').tags, tags(params, 'Tags.member'))
        return {}
      },
      'iam:ListAttachedRolePolicies': ({ RoleName = '' }) => ({
        AttachedPolicies: {
          member: this.role(RoleName).attached.map((name) => ({
            PolicyName: name,
            PolicyArn: `arn:aws:iam::aws:policy/${name}`,
          })),
        },
      }),
      'iam:DetachRolePolicy': ({ RoleName = '', PolicyArn = '' }) => {
        const role = this.role(RoleName)
        role.attached = role.attached.filter((name) => !PolicyArn.endsWith(`/${name}`))
        return {}
      },
      'iam:ListRolePolicies': ({ RoleName = '' }) => ({
        PolicyNames: { member: Object.keys(this.role(RoleName).policies) },
      }),
      'iam:GetRolePolicy': ({ RoleName = '', PolicyName = '' }) => ({
        RoleName,
        PolicyName,
        PolicyDocument: encodeURIComponent(this.role(RoleName).policies[PolicyName] ?? ''),
      }),
      'iam:PutRolePolicy': ({ RoleName = '', PolicyName = '', PolicyDocument = '' }) => {
        this.role(RoleName).policies[PolicyName] = PolicyDocument
        return {}
      },
      'iam:DeleteRolePolicy': ({ RoleName = '', PolicyName = '' }) => {
        delete this.role(RoleName).policies[PolicyName]
        return {}
      },
      'iam:DeleteRole': ({ RoleName = '' }) => {
        const role = this.role(RoleName)
        if (role.attached.length + Object.keys(role.policies).length > 0)
          throw new AwsError('DeleteConflict', 'it has policies', 409)
        this.roles.delete(RoleName)
        return {}
      },

      'ec2:DescribeVpcs': () => ({
        vpcSet: { item: this.defaultVpc ? [{ vpcId: 'vpc-1', isDefault: true }] : [] },
      }),
      'ec2:DescribeSubnets': () => ({
        subnetSet: {
          item: this.subnets.map((availabilityZone, index) => ({
            availabilityZone,
            subnetId: `subnet-${index}`,
          })),
        },
      }),
      'ec2:DescribeSecurityGroups': (params) => ({
        securityGroupInfo: {
          item: [...this.groups]
            .filter(([name, group]) =>
              params['Filter.1.Name'] === 'group-name'
                ? name === params['Filter.1.Value.1']
                : group.tags.project === params['Filter.1.Value.1'],
            )
            .map(([groupName, group]) => ({
              groupName,
              groupId: group.id,
              vpcId: 'vpc-1',
              ipPermissions: {
                item: group.rules.map((rule) => ({
                  ipProtocol: rule.IpProtocol,
                  fromPort: rule.FromPort,
                  toPort: rule.ToPort,
                  ipRanges: { item: [{ cidrIp: rule['IpRanges.1.CidrIp'] }] },
                })),
              },
              tagSet: {
                item: pairs(group.tags).map(({ Key, Value }) => ({ key: Key, value: Value })),
              },
            })),
        },
      }),
      'ec2:CreateSecurityGroup': (params) => {
        const { GroupName = '' } = params
        if (this.groups.has(GroupName)) throw new AwsError('InvalidGroup.Duplicate')
        this.ids += 1
        const id = `sg-${this.ids}`
        this.groups.set(GroupName, { id, rules: [], tags: tags(params, 'TagSpecification.1.Tag') })
        return { groupId: id }
      },
      'ec2:AuthorizeSecurityGroupIngress': (params) => {
        const group = this.group(params.GroupId)
        const rule = under(params, 'IpPermissions.1.')
        if (group.rules.some((other) => JSON.stringify(other) === JSON.stringify(rule)))
          throw new AwsError('InvalidPermission.Duplicate')
        group.rules.push(rule)
        return { return: true }
      },
      'ec2:RevokeSecurityGroupIngress': (params) => {
        this.group(params.GroupId).rules = []
        return { return: true }
      },
      'ec2:CreateTags': (params) => {
        Object.assign(this.group(params['ResourceId.1']).tags, tags(params, 'Tag'))
        return { return: true }
      },
      'ec2:DeleteSecurityGroup': ({ GroupId = '' }) => {
        const used = [...this.clusters.values()].some(({ groups }) => groups.includes(GroupId))
        const inUse = [...this.workgroups.values()].some(({ body }) =>
          (body.securityGroupIds as string[]).includes(GroupId),
        )
        if (used || inUse) throw new AwsError('DependencyViolation', 'it is used')
        const entry = [...this.groups].find(([, { id }]) => id === GroupId)
        if (entry === undefined) throw new AwsError('InvalidGroup.NotFound')
        this.groups.delete(entry[0])
        return { return: true }
      },

      'redshift:DescribeClusters': ({ ClusterIdentifier }) => {
        const names = ClusterIdentifier ? [ClusterIdentifier] : [...this.clusters.keys()]
        const shown = names.map((name) => {
          const cluster = this.cluster(name)
          const seen = this.clusterXml(name, cluster)
          step(cluster, () => this.clusters.delete(name))
          return seen
        })
        return { Clusters: { Cluster: shown } }
      },
      'redshift:CreateCluster': (params) => {
        const { ClusterIdentifier: name = '' } = params
        if (this.clusters.has(name)) throw new AwsError('ClusterAlreadyExists', 'it exists')
        const roles = list(params, 'IamRoles.IamRoleArn')
        for (const arn of roles) this.role(arn.split('/').at(-1) ?? '')
        const [first, ...rest] = this.creation
        const cluster: Cluster = {
          status: 'creating',
          availability: 'Unavailable',
          endpoint: false,
          roleStatus: 'adding',
          params,
          roles,
          groups: list(params, 'VpcSecurityGroupIds.VpcSecurityGroupId'),
          managed: params.ManageMasterPassword === 'true',
          tags: tags(params, 'Tags.Tag'),
          pending: false,
          gone: false,
          script: rest,
        }
        this.clusters.set(name, Object.assign(cluster, first))
        return { Cluster: this.clusterXml(name, cluster) }
      },
      'redshift:ModifyCluster': (params) => {
        const cluster = this.available(params.ClusterIdentifier)
        if (params.VpcSecurityGroupIds) cluster.groups = []
        const groups = list(params, 'VpcSecurityGroupIds.VpcSecurityGroupId')
        if (groups.length > 0) cluster.groups = groups
        if (params.ManageMasterPassword !== undefined)
          cluster.managed = params.ManageMasterPassword === 'true'
        cluster.pending = true
        cluster.script = [
          { status: 'modifying' },
          { status: 'available', pending: false, params: { ...cluster.params, ...params } },
        ]
        return {}
      },
      'redshift:ResizeCluster': (params) => {
        const cluster = this.available(params.ClusterIdentifier)
        if (
          params.Classic !== 'true' &&
          (cluster.params.ClusterType === 'single-node' || params.ClusterType === 'single-node')
        )
          throw new AwsError('InvalidParameterCombination', 'elastic resize is not for one node')
        cluster.status = 'resizing'
        cluster.script = [{ status: 'available', params: { ...cluster.params, ...params } }]
        return {}
      },
      'redshift:ModifyClusterIamRoles': (params) => {
        const cluster = this.available(params.ClusterIdentifier)
        cluster.roles.push(...list(params, 'AddIamRoles.IamRoleArn'))
        cluster.roleStatus = 'adding'
        cluster.script = [{ roleStatus: 'in-sync' }]
        return {}
      },
      'redshift:CreateTags': (params) => {
        const name = params.ResourceName?.split(':').at(-1) ?? ''
        Object.assign(this.cluster(name).tags, tags(params, 'Tags.Tag'))
        return {}
      },
      'redshift:PauseCluster': ({ ClusterIdentifier }) => {
        const cluster = this.available(ClusterIdentifier)
        cluster.status = 'pausing'
        cluster.script = [{}, { status: 'paused', availability: 'Paused' }]
        return {}
      },
      'redshift:ResumeCluster': ({ ClusterIdentifier = '' }) => {
        const cluster = this.cluster(ClusterIdentifier)
        if (cluster.status !== 'paused') throw new AwsError('InvalidClusterState', 'not paused')
        cluster.status = 'resuming'
        cluster.script = [{}, { status: 'available', availability: 'Available' }]
        return {}
      },
      'redshift:DeleteCluster': (params) => {
        const { ClusterIdentifier: name = '', FinalClusterSnapshotIdentifier: snapshot } = params
        const cluster = this.cluster(name)
        if (!/^(available|paused|incompatible|hardware)/.test(cluster.status))
          throw new AwsError('InvalidClusterState', `it is ${cluster.status}`)
        if (snapshot) {
          if (!/^(available|paused)/.test(cluster.status))
            throw new AwsError('InvalidClusterState', `it is ${cluster.status}`)
          this.snapshots.push({ name: snapshot, of: name, kind: 'cluster' })
        }
        cluster.status = snapshot ? 'final-snapshot' : 'deleting'
        cluster.endpoint = false
        cluster.script = [{ status: 'deleting' }, { gone: true }]
        return {}
      },
      'redshift:DescribeClusterSnapshots': () => ({
        Snapshots: {
          Snapshot: this.snapshots
            .filter(({ kind }) => kind === 'cluster')
            .map(({ name, of }) => ({
              Status: 'available',
              TotalBackupSizeInMegaBytes: 51_200,
              SnapshotIdentifier: name,
              ClusterIdentifier: of,
              SnapshotType: 'manual',
            })),
        },
      }),
      'redshift:GetClusterCredentialsWithIAM': () => ({
        DbUser: this.credentials.user,
        DbPassword: this.credentials.password,
        Expiration: new Date(Date.now() + 900_000).toISOString(),
      }),

      'redshift-serverless:GetCredentials': () => ({
        dbUser: this.credentials.user,
        dbPassword: this.credentials.password,
        expiration: Date.now() / 1_000 + 900,
      }),
      'redshift-serverless:GetNamespace': ({ namespaceName = '' }) => {
        const found = one(this.namespaces, namespaceName)
        const namespace = { ...found.body, status: found.status, tags: undefined }
        step(found, () => this.namespaces.delete(namespaceName))
        return { namespace }
      },
      'redshift-serverless:ListNamespaces': () => ({
        namespaces: [...this.namespaces.values()].map(({ body }) => body),
      }),
      'redshift-serverless:CreateNamespace': (params) => {
        const { namespaceName = '' } = params
        if (this.namespaces.has(namespaceName))
          throw new AwsError('ConflictException', 'namespace already exists')
        const { tags: list, adminUserPassword: _, ...body } = params as Record<string, unknown>
        for (const arn of body.iamRoles as string[]) this.role(arn.split('/').at(-1) ?? '')
        this.namespaces.set(namespaceName, {
          status: 'MODIFYING',
          body: {
            ...body,
            creationDate: '2026-11-21T06:00:00Z',
            namespaceArn: `arn:aws:redshift-serverless:us-west-2:${ACCOUNT}:namespace/${namespaceName}`,
            ...(params.manageAdminPassword ? { adminPasswordSecretArn: 'arn:secret' } : {}),
          },
          tags: lowerTags(list),
          endpoint: false,
          gone: false,
          script: [{ status: 'AVAILABLE' }],
        })
        return {}
      },
      'redshift-serverless:UpdateNamespace': (params) => {
        const { namespaceName = '', ...change } = params as Record<string, string>
        const found = one(this.namespaces, namespaceName)
        found.status = 'MODIFYING'
        const body: Record<string, unknown> = { ...found.body, ...change }
        if ('adminUserPassword' in change) delete body.adminPasswordSecretArn
        if (change.manageAdminPassword) body.adminPasswordSecretArn = 'arn:secret'
        delete body.adminUserPassword
        found.script = [{ status: 'AVAILABLE', body }]
        return {}
      },
      'redshift-serverless:DeleteNamespace': ({ namespaceName = '', finalSnapshotName }) => {
        const found = one(this.namespaces, namespaceName)
        if (this.workgroups.has(namespaceName))
          throw new AwsError('ConflictException', 'it has a workgroup')
        if (found.status !== 'AVAILABLE') throw new AwsError('ConflictException', 'it is busy')
        if (finalSnapshotName)
          throw new AwsError('ValidationException', 'there is no workgroup to make a snapshot with')
        found.status = 'DELETING'
        found.script = [{}, { gone: true }]
        return {}
      },
      'redshift-serverless:GetWorkgroup': ({ workgroupName = '' }) => {
        const found = one(this.workgroups, workgroupName)
        const endpoint = found.endpoint
          ? { address: this.endpoint.host, port: this.endpoint.port }
          : { port: found.body.port }
        const workgroup = { ...found.body, status: found.status, endpoint }
        step(found, () => this.workgroups.delete(workgroupName))
        return { workgroup }
      },
      'redshift-serverless:CreateWorkgroup': (params) => {
        const { workgroupName = '', namespaceName = '' } = params
        if (this.workgroups.has(workgroupName))
          throw new AwsError('ConflictException', 'workgroup already exists')
        if (one(this.namespaces, namespaceName).status !== 'AVAILABLE')
          throw new AwsError('ConflictException', 'the namespace is busy')
        const { tags: list, ...body } = params as Record<string, unknown>
        this.workgroups.set(workgroupName, {
          status: 'CREATING',
          body: {
            ...body,
            workgroupArn: `arn:aws:redshift-serverless:us-west-2:${ACCOUNT}:workgroup/${workgroupName}`,
          },
          tags: lowerTags(list),
          endpoint: false,
          gone: false,
          script: [{}, { status: 'AVAILABLE' }, { endpoint: true }],
        })
        return {}
      },
      'redshift-serverless:UpdateWorkgroup': (params) => {
        const { workgroupName = '', ...change } = params
        if (Object.keys(change).length !== 1)
          throw new AwsError('ValidationException', 'one change at a time')
        const found = one(this.workgroups, workgroupName)
        if (found.status !== 'AVAILABLE') throw new AwsError('ConflictException', 'it is busy')
        found.status = 'MODIFYING'
        found.script = [{ status: 'AVAILABLE', body: { ...found.body, ...change } }]
        return {}
      },
      'redshift-serverless:DeleteWorkgroup': ({ workgroupName = '' }) => {
        const found = one(this.workgroups, workgroupName)
        if (found.status !== 'AVAILABLE') throw new AwsError('ConflictException', 'it is busy')
        found.status = 'DELETING'
        found.script = [{}, { gone: true }]
        return {}
      },
      'redshift-serverless:ListTagsForResource': ({ resourceArn = '' }) => ({
        tags: pairs(this.tagged(resourceArn).tags).map(({ Key, Value }) => ({
          key: Key,
          value: Value,
        })),
      }),
      'redshift-serverless:TagResource': (params) => {
        const { resourceArn = '', tags: list } = params as Record<string, string>
        Object.assign(this.tagged(resourceArn).tags, lowerTags(list))
        return {}
      },
      'redshift-serverless:ListUsageLimits': ({ resourceArn }) => ({
        usageLimits: [...this.limits.values()]
          .filter((limit) => limit.resourceArn === resourceArn)
          .map(({ id, ...limit }) => ({
            ...limit,
            usageLimitId: id,
            usageType: 'serverless-compute',
          })),
      }),
      'redshift-serverless:CreateUsageLimit': (params) => {
        this.ids += 1
        const id = `limit-${this.ids}`
        this.limits.set(id, { id, ...(params as unknown as Omit<Limit, 'id'>) })
        return {}
      },
      'redshift-serverless:UpdateUsageLimit': (params) => {
        const limit = this.limits.get(params.usageLimitId ?? '')
        Object.assign(limit ?? {}, { amount: params.amount, breachAction: params.breachAction })
        return {}
      },
      'redshift-serverless:DeleteUsageLimit': ({ usageLimitId = '' }) => {
        if (!this.limits.delete(usageLimitId)) throw new AwsError('ResourceNotFoundException')
        return {}
      },
      'redshift-serverless:CreateSnapshot': (params) => {
        const { namespaceName = '', snapshotName = '', tags: list } = params
        if (one(this.workgroups, namespaceName).status !== 'AVAILABLE')
          throw new AwsError('ConflictException', 'the workgroup is busy')
        this.snapshots.push({ name: snapshotName, of: namespaceName, kind: 'serverless' })
        this.kept.set(snapshotName, {
          status: 'CREATING',
          body: {},
          tags: lowerTags(list),
          endpoint: false,
          gone: false,
          script: [{}, { status: 'AVAILABLE' }],
        })
        return {}
      },
      'redshift-serverless:GetSnapshot': ({ snapshotName = '' }) => {
        const found = one(this.kept, snapshotName)
        const { status } = found
        step(found, () => undefined)
        const snapshotArn = `arn:aws:redshift-serverless:us-west-2:${ACCOUNT}:snapshot/${snapshotName}`
        return { snapshot: { snapshotName, snapshotArn, status } }
      },
      'redshift-serverless:ListSnapshots': () => ({
        snapshots: this.snapshots
          .filter(({ kind }) => kind === 'serverless')
          .map(({ name, of }) => ({
            snapshotName: name,
            namespaceName: of,
            status: this.kept.get(name)?.status ?? 'AVAILABLE',
            totalBackupSizeInMegaBytes: 51_200,
          })),
      }),
    }

  private role(name: string): Role {
    const role = this.roles.get(name)
    if (role === undefined) throw new AwsError('NoSuchEntity', `no role ${name}`, 404)
    return role
  }

  private group(id: string | undefined): Group {
    const group = [...this.groups.values()].find((one) => one.id === id)
    if (group === undefined) throw new AwsError('InvalidGroup.NotFound')
    return group
  }

  private cluster(name: string): Cluster {
    const cluster = this.clusters.get(name)
    if (cluster === undefined) throw new AwsError('ClusterNotFound', 'no such cluster', 404)
    return cluster
  }

  private available(name = ''): Cluster {
    const cluster = this.cluster(name)
    if (cluster.status !== 'available')
      throw new AwsError('InvalidClusterState', `it is ${cluster.status}`)
    return cluster
  }

  private tagged(arn: string): Serverless {
    const name = arn.split('/').at(-1) ?? ''
    if (arn.includes(':snapshot/')) return one(this.kept, name)
    return one(arn.includes(':namespace/') ? this.namespaces : this.workgroups, name)
  }

  private clusterXml(name: string, cluster: Cluster): object {
    const { params } = cluster
    return {
      ClusterIdentifier: name,
      ClusterStatus: cluster.status,
      ClusterAvailabilityStatus: cluster.availability,
      NodeType: params.NodeType,
      NumberOfNodes: params.NumberOfNodes ?? 1,
      DBName: params.DBName,
      MasterUsername: params.MasterUsername,
      PubliclyAccessible: params.PubliclyAccessible,
      Encrypted: params.Encrypted,
      ClusterCreateTime: '2026-11-21T06:00:00Z',
      ...(cluster.endpoint
        ? { Endpoint: { Address: this.endpoint.host, Port: this.endpoint.port } }
        : {}),
      ...(cluster.managed ? { MasterPasswordSecretArn: 'arn:secret' } : {}),
      ...(cluster.pending ? { PendingModifiedValues: { PubliclyAccessible: true } } : {}),
      VpcSecurityGroups: {
        VpcSecurityGroup: cluster.groups.map((id) => ({ VpcSecurityGroupId: id })),
      },
      ClusterParameterGroups: {
        ClusterParameterGroup: [{ ParameterGroupName: params.ClusterParameterGroupName }],
      },
      IamRoles: {
        ClusterIamRole: cluster.roles.map((arn) => ({
          IamRoleArn: arn,
          ApplyStatus: cluster.roleStatus,
        })),
      },
      Tags: { Tag: pairs(cluster.tags) },
    }
  }
}

/** Whether a call changes nothing. */
export function isReading(action: string): boolean {
  return /:(Describe|Get|List)/.test(action)
}

/** Starts a fake, and leads the SDK to it while the test runs. */
export async function startFakeAws(t: TestContext): Promise<FakeAws> {
  const aws = new FakeAws()
  const server = createServer((request, response) => void aws.answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const before = { ...process.env }
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-west-2',
    // Each fault is told at once, and counted as one.
    AWS_MAX_ATTEMPTS: '1',
  })
  t.after(() => {
    process.env = before
    server.closeAllConnections()
    server.close()
  })
  return aws
}

/** One page of the list that an answer holds, and where the next begins. */
function paged(
  result: object,
  action: string,
  params: Readonly<Record<string, unknown>>,
  size: number,
): object {
  if (!/:(Describe|List)/.test(action) || action.endsWith('ListTagsForResource')) return result
  const start = Number(params.Marker ?? params.NextToken ?? params.nextToken ?? 0)
  const next = action.startsWith('ec2:') || action.includes('serverless') ? 'nextToken' : 'Marker'
  const [[name, held] = ['', []]] = Object.entries(result) as [string, unknown][]
  const [[element, items] = ['', held]] = Array.isArray(held)
    ? []
    : (Object.entries(held as object) as [string, unknown][])
  const page = (items as unknown[]).slice(start, start + size)
  const more = start + size < (items as unknown[]).length ? { [next]: `${start + size}` } : {}
  return { [name]: element === '' ? page : { [element]: page }, ...more }
}

function step<Thing extends { script: Script<Thing>; gone: boolean }>(
  thing: Thing,
  onGone: () => void,
): void {
  Object.assign(thing, thing.script.shift())
  if (thing.gone) onGone()
}

function one(map: ReadonlyMap<string, Serverless>, name: string): Serverless {
  const found = map.get(name)
  if (found === undefined) throw new AwsError('ResourceNotFoundException', `no ${name}`)
  return found
}

function strip(thing: unknown): unknown {
  return JSON.parse(
    JSON.stringify(thing, (key, value: unknown) =>
      // A tag's value among the parameters of a call.
      /^Tags\.Tag\.[34]\.Value$/.test(key) ||
      /^(created-at|expires-at|script|id|groups|securityGroupIds|MasterUserPassword)$|SecurityGroupId/.test(
        key,
      )
        ? undefined
        : value,
    ),
  )
}

function pairs(record: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(record).map(([Key, Value]) => ({ Key, Value }))
}

function lowerTags(tags: unknown): Record<string, string> {
  return Object.fromEntries(
    (tags as { key: string; value: string }[]).map(({ key, value }) => [key, value]),
  )
}

function under(params: Readonly<Record<string, string>>, start: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params)
      .filter(([key]) => key.startsWith(start))
      .map(([key, value]) => [key.slice(start.length), value]),
  )
}

function list(params: Readonly<Record<string, string>>, start: string): string[] {
  return Object.values(under(params, `${start}.`))
}

function tags(params: Readonly<Record<string, string>>, start: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (let index = 1; params[`${start}.${index}.Key`]; index += 1)
    found[params[`${start}.${index}.Key`] ?? ''] = params[`${start}.${index}.Value`] ?? ''
  return found
}

/** An array repeats its element. */
function xml(value: unknown): string {
  if (value === null || typeof value !== 'object')
    return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return Object.entries(value)
    .flatMap(([name, item]) => (Array.isArray(item) ? item : [item]).map((each) => [name, each]))
    .filter(([, item]) => item !== undefined)
    .map(([name, item]) => `<${name}>${xml(item)}</${name}>`)
    .join('')
}
