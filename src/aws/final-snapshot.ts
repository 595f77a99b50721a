import type { Account } from './account.ts'
import { serverlessTags } from './namespace.ts'
import { isGone } from './refused.ts'
import { type Resource, tagsOf } from './resource.ts'
import type { ProvisionSettings } from './settings.ts'

/**
 * The snapshot of a Serverless warehouse that is made before it goes. AWS makes none once the workgroup is gone,
 * and the namespace can't go before the workgroup: so it is a step of its own.
 */
export function finalSnapshot(
  { serverless }: Account,
  { name: namespaceName }: ProvisionSettings,
  snapshotName: string,
): Resource {
  return {
    kind: 'snapshot',
    name: snapshotName,
    wanted: {},
    changes: {},
    async find() {
      try {
        const { snapshot } = await serverless.getSnapshot({ snapshotName })
        const { tags } = await serverless.listTagsForResource({
          resourceArn: snapshot?.snapshotArn,
        })
        const state = snapshot?.status ?? 'unknown'
        const failed = state === 'FAILED' || state === 'CANCELLED'
        return {
          state,
          tags: tagsOf(tags),
          parameters: {},
          waitsFor: state === 'AVAILABLE' ? null : 'it is AVAILABLE',
          stuck: failed
            ? [`it is ${state}`, 'Run the same command again, or add --no-snapshot.']
            : undefined,
        }
      } catch (error) {
        if (isGone(error)) return null
        throw error
      }
    },
    make: (tags) =>
      serverless.createSnapshot({ namespaceName, snapshotName, tags: serverlessTags(tags) }),
    tag: async () => undefined,
    remove: () => serverless.deleteSnapshot({ snapshotName }),
  }
}
