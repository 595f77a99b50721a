import type { Account } from './account.ts'
import { allPages } from './pages.ts'
import { policyText, rolePolicy, TRUST } from './policy.ts'
import { isGone } from './refused.ts'
import { isMade, type Resource, tagList, tagsOf } from './resource.ts'
import type { ProvisionSettings } from './settings.ts'

const POLICY = 'read-the-lake'
/** The tag that tells the regions with a warehouse of the role's name: a role belongs to none of them. */
const USED_IN = 'used-in'

export function roleName({ name }: Pick<ProvisionSettings, 'name'>): string {
  return `${name}-redshift`
}

export function roleArn(account: Account, settings: Pick<ProvisionSettings, 'name'>): string {
  return `arn:${account.partition}:iam::${account.id}:role/${roleName(settings)}`
}

/** The role that COPY reads the lake with: Redshift's alone, with one policy of its own. */
export function role(account: Account, settings: ProvisionSettings): Resource {
  const { iam, region } = account
  const RoleName = roleName(settings)
  const policy = rolePolicy(settings, account.partition)
  const trust = policyText(TRUST)
  let others: readonly string[] = []
  const use = (regions: readonly string[]) =>
    iam.tagRole({ RoleName, Tags: tagList({ [USED_IN]: regions.join(' ') }) })
  const allowed = policy === null ? 'nothing: no part of the lake is on S3' : policyText(policy)
  return {
    kind: 'IAM role',
    name: RoleName,
    wanted: {
      'assumed by': trust,
      'may do': allowed,
      'other policies': 'none',
      'used in': region,
    },
    async find() {
      try {
        const { Role } = await iam.getRole({ RoleName })
        const tags = tagsOf(Role?.Tags)
        const regions = (tags[USED_IN] ?? '').split(' ').filter((name) => name !== '')
        others = regions.filter((name) => name !== region)
        const isHere = regions.includes(region)
        const names = await policyNames()
        const foreign = [
          ...(await attachedPolicies()).map(({ PolicyName }) => `${PolicyName}`),
          ...names.filter((name) => name !== POLICY),
        ]
        let document: string | null = null
        if (names.includes(POLICY)) {
          const { PolicyDocument = '' } = await iam.getRolePolicy({ RoleName, PolicyName: POLICY })
          document = policyText(decodeURIComponent(PolicyDocument))
        }
        return {
          state: 'there',
          tags,
          since: Role?.CreateDate,
          waitsFor: null,
          parameters: {
            'assumed by': policyText(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '{}')),
            'may do': document ?? (policy === null ? allowed : null),
            'other policies': foreign.length === 0 ? 'none' : foreign.join(', '),
            // Nobody counts for whom an administrator made it.
            'used in': isMade({ tags }) ? (isHere ? region : null) : undefined,
          },
          usedIn: others,
          elsewhere: others.length > 0 && !isHere,
        }
      } catch (error) {
        if (isGone(error)) return null
        throw error
      }
    },
    make: (tags) =>
      iam.createRole({
        RoleName,
        AssumeRolePolicyDocument: trust,
        Description: 'COPY of the Sparkify warehouse',
        Tags: tagList({ ...tags, [USED_IN]: region }),
      }),
    changes: {
      'assumed by': () => iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: trust }),
      'may do': () =>
        policy === null
          ? iam.deleteRolePolicy({ RoleName, PolicyName: POLICY })
          : iam.putRolePolicy({ RoleName, PolicyName: POLICY, PolicyDocument: allowed }),
      'other policies': () => removePolicies((name) => name !== POLICY),
      'used in': () => use([...others, region]),
    },
    tag: (tags) => iam.tagRole({ RoleName, Tags: tagList(tags) }),
    async remove() {
      if (others.length > 0) return use(others)
      await removePolicies(() => true)
      return iam.deleteRole({ RoleName })
    },
  }

  async function removePolicies(which: (name: string) => boolean): Promise<void> {
    for (const { PolicyArn } of await attachedPolicies())
      await iam.detachRolePolicy({ RoleName, PolicyArn })
    for (const PolicyName of (await policyNames()).filter(which))
      await iam.deleteRolePolicy({ RoleName, PolicyName })
  }

  function attachedPolicies() {
    return allPages(async (Marker) => {
      const page = await iam.listAttachedRolePolicies({ RoleName, Marker })
      return { items: page.AttachedPolicies, next: page.Marker }
    })
  }

  function policyNames() {
    return allPages(async (Marker) => {
      const page = await iam.listRolePolicies({ RoleName, Marker })
      return { items: page.PolicyNames, next: page.Marker }
    })
  }
}
