import type { IpPermission } from '@aws-sdk/client-ec2'
import type { Account } from './account.ts'
import { defaultVpc } from './network.ts'
import { allPages } from './pages.ts'
import { isThere, Stop } from './refused.ts'
import { OURS, type Resource, tagList, tagsOf } from './resource.ts'
import type { ProvisionSettings } from './settings.ts'

/** A security group, and the id by which other resources name it. */
export interface SecurityGroup extends Resource {
  /** @throws Failure when there is none. */
  id(): Promise<string>
}

export function groupName({ name }: Pick<ProvisionSettings, 'name'>): string {
  return `${name}-redshift`
}

/** The group that lets one network in, on the warehouse's port. `cidr` is null where that doesn't matter. */
export function securityGroup(
  account: Account,
  settings: ProvisionSettings,
  cidr: string | null,
): SecurityGroup {
  const { ec2 } = account
  const GroupName = groupName(settings)
  const one: IpPermission = {
    IpProtocol: 'tcp',
    FromPort: settings.port,
    ToPort: settings.port,
    IpRanges: [{ CidrIp: cidr ?? '', Description: 'to the Sparkify warehouse' }],
  }
  let known: string | undefined

  async function described() {
    const groups = await allPages(async (NextToken) => {
      const Filters = [{ Name: 'group-name', Values: [GroupName] }]
      const page = await ec2.describeSecurityGroups({ Filters, NextToken })
      return { items: page.SecurityGroups, next: page.NextToken }
    })
    // Names are unique in a VPC, and there may be several.
    const named = groups.filter((group) => group.GroupName === GroupName)
    const found = named.find(({ Tags }) => tagsOf(Tags)[OURS[0]] === OURS[1]) ?? named[0]
    known = found?.GroupId
    return found
  }

  async function id(): Promise<string> {
    const GroupId = known ?? (await described())?.GroupId
    if (GroupId === undefined) {
      throw new Stop(
        `there is no security group '${GroupName}'`,
        'Somebody removed it: run this again.',
      )
    }
    return GroupId
  }

  return {
    kind: 'security group',
    name: GroupName,
    wanted: { 'lets in': permissionText(one) },
    id,
    async find() {
      const group = await described()
      if (group === undefined) return null
      const letIn = (group.IpPermissions ?? []).map(permissionText)
      return {
        state: 'there',
        tags: tagsOf(group.Tags),
        waitsFor: null,
        parameters: { 'lets in': letIn.length === 0 ? null : letIn.join('; ') },
      }
    },
    async make(tags) {
      const VpcId = await defaultVpc(account)
      const { GroupId } = await ec2.createSecurityGroup({
        GroupName,
        VpcId,
        Description: 'Lets one network in to the Sparkify warehouse',
        TagSpecifications: [{ ResourceType: 'security-group', Tags: tagList(tags) }],
      })
      known = GroupId
    },
    changes: {
      async 'lets in'() {
        const GroupId = await id()
        const there = (await described())?.IpPermissions ?? []
        if (there.length > 0)
          await ec2.revokeSecurityGroupIngress({ GroupId, IpPermissions: there })
        try {
          await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [one] })
        } catch (error) {
          if (!isThere(error)) throw error
        }
      },
    },
    tag: async (tags) => ec2.createTags({ Resources: [await id()], Tags: tagList(tags) }),
    remove: async () => ec2.deleteSecurityGroup({ GroupId: await id() }),
    whenHeld: async () => {
      const filter = `--region ${account.region} --filters Name=group-id,Values=${await id()}`
      return `Something that this project did not make uses it: 'aws ec2 describe-network-interfaces ${filter}' shows what, or a rule of another group names it. Take it from there, and run this again.`
    },
  }
}

function permissionText(permission: IpPermission): string {
  const { IpProtocol, FromPort, ToPort } = permission
  const from = [
    ...(permission.IpRanges ?? []).map(({ CidrIp }) => CidrIp),
    ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6 }) => CidrIpv6),
    ...(permission.UserIdGroupPairs ?? []).map(({ GroupId }) => GroupId),
    ...(permission.PrefixListIds ?? []).map(({ PrefixListId }) => PrefixListId),
  ]
  const ports = FromPort === ToPort ? `port ${FromPort}` : `ports ${FromPort} to ${ToPort}`
  return `${from.sort().join(', ')} on ${IpProtocol === 'tcp' ? ports : `${IpProtocol} ${ports}`}`
}
