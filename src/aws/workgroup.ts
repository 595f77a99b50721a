import type { UsageLimit, Workgroup } from '@aws-sdk/client-redshift-serverless'
import type { Account } from './account.ts'
import { serverlessTags, stuckServerless } from './namespace.ts'
import { allPages } from './pages.ts'
import { isGone } from './refused.ts'
import { type Resource, tagsOf } from './resource.ts'
import type { SecurityGroup } from './security-group.ts'
import type { ProvisionSettings } from './settings.ts'

/** The tag of a namespace that has had a workgroup, and without one may hold rows all the same. */
export const HAD_WORKGROUP = 'had-workgroup'

/** What answers queries of a Serverless warehouse, and how much it may. */
export function workgroup(
  account: Account,
  settings: ProvisionSettings,
  group: SecurityGroup,
): Resource {
  const { serverless } = account
  const workgroupName = settings.name
  // AWS takes one change of a workgroup at a time.
  const update = (change: object) => serverless.updateWorkgroup({ workgroupName, ...change })
  const tls = [{ parameterKey: 'require_ssl', parameterValue: 'true' }]
  const amount = settings.rpuHoursPerDay
  let resourceArn = ''

  /** More than one where a call was made twice whose answer was lost. */
  async function dailyLimits(): Promise<UsageLimit[]> {
    const usageLimits = await allPages(async (nextToken) => {
      const query = { resourceArn, usageType: 'serverless-compute' } as const
      const page = await serverless.listUsageLimits({ ...query, nextToken })
      return { items: page.usageLimits, next: page.nextToken }
    })
    return usageLimits.filter(({ period }) => period === 'daily')
  }

  function isWanted(limit: UsageLimit): boolean {
    return limit.amount === amount && limit.breachAction === 'deactivate'
  }

  return {
    kind: 'workgroup',
    name: settings.name,
    wanted: {
      'base capacity': `${settings.baseCapacity} RPU`,
      'usage limit': limitText(amount, 'deactivate'),
      port: `${settings.port}`,
      public: settings.isPublic ? 'yes' : 'no',
      TLS: 'required',
      'security group': group.name,
    },
    async find() {
      try {
        const { workgroup: found } = await serverless.getWorkgroup({ workgroupName })
        if (found === undefined) return null
        resourceArn = found.workgroupArn ?? ''
        const { tags } = await serverless.listTagsForResource({ resourceArn })
        const limits = await dailyLimits()
        const limit = limits.find((one) => !isWanted(one)) ?? limits[0]
        const state = found.status ?? 'unknown'
        const groups = found.securityGroupIds ?? []
        const mine = groups.length === 1 ? await group.id().catch(() => null) : null
        const { address, port } = found.endpoint ?? {}
        return {
          state,
          tags: tagsOf(tags),
          parameters: {
            'base capacity': `${found.baseCapacity} RPU`,
            'usage limit': limit ? limitText(limit.amount ?? 0, limit.breachAction) : null,
            port: `${port ?? found.port}`,
            public: found.publiclyAccessible ? 'yes' : 'no',
            TLS: requiresTls(found) ? 'required' : 'not required',
            'security group': groups[0] === mine ? group.name : groups.join(', ') || 'none',
          },
          waitsFor:
            state === 'AVAILABLE' ? (address ? null : 'it has an endpoint') : 'it is AVAILABLE',
          stuck: stuckServerless(state),
          leaving: state === 'DELETING',
          endpoint: address ? { host: address, port: port ?? 0 } : undefined,
          size: {
            kind: 'serverless',
            baseCapacity: found.baseCapacity ?? 0,
            rpuHoursPerDay: limit?.breachAction === 'deactivate' ? (limit.amount ?? 0) : null,
          },
          since: found.creationDate,
        }
      } catch (error) {
        if (isGone(error)) return null
        throw error
      }
    },
    make: async (tags) =>
      serverless.createWorkgroup({
        workgroupName,
        namespaceName: settings.name,
        baseCapacity: settings.baseCapacity,
        port: settings.port,
        publiclyAccessible: settings.isPublic,
        configParameters: tls,
        securityGroupIds: [await group.id()],
        tags: serverlessTags(tags),
      }),
    changes: {
      'base capacity': () => update({ baseCapacity: settings.baseCapacity }),
      async 'usage limit'() {
        const limits = await dailyLimits()
        for (const { usageLimitId } of limits.filter((limit) => !isWanted(limit)))
          await serverless.updateUsageLimit({ usageLimitId, amount, breachAction: 'deactivate' })
        if (limits.length > 0) return
        // A new workgroup has no limit yet. From here on its namespace may hold rows: a removal has to know.
        const { namespace } = await serverless.getNamespace({ namespaceName: settings.name })
        const used = serverlessTags({ [HAD_WORKGROUP]: 'yes' })
        await serverless.tagResource({ resourceArn: namespace?.namespaceArn, tags: used })
        await serverless.createUsageLimit({
          resourceArn,
          usageType: 'serverless-compute',
          period: 'daily',
          amount,
          breachAction: 'deactivate',
        })
      },
      port: () => update({ port: settings.port }),
      public: () => update({ publiclyAccessible: settings.isPublic }),
      TLS: () => update({ configParameters: tls }),
      'security group': async () => update({ securityGroupIds: [await group.id()] }),
    },
    tag: (tags) => serverless.tagResource({ resourceArn, tags: serverlessTags(tags) }),
    async remove() {
      for (const { usageLimitId } of await dailyLimits())
        await serverless.deleteUsageLimit({ usageLimitId })
      await serverless.deleteWorkgroup({ workgroupName })
    },
  }
}

function requiresTls({ configParameters = [] }: Workgroup): boolean {
  return configParameters.some(
    ({ parameterKey, parameterValue }) =>
      parameterKey === 'require_ssl' && parameterValue === 'true',
  )
}

function limitText(amount: number, breachAction: string | undefined): string {
  const then = breachAction === 'deactivate' ? 'queries are turned off' : `${breachAction}`
  return `${amount} RPU-hours a day, then ${then}`
}
