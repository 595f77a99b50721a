import type { Account } from './account.ts'
import { GIVEN, MANAGED } from './cluster.ts'
import { isGone } from './refused.ts'
import { type Resource, type Stuck, type Tags, tagsOf } from './resource.ts'
import { roleArn } from './role.ts'
import type { ProvisionSettings } from './settings.ts'

/** Tags as Serverless takes them. */
export function serverlessTags(tags: Tags): { key: string; value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }))
}

/** Why waiting for something of Serverless is of no use. */
export function stuckServerless(state: string): Stuck | undefined {
  if (state !== 'DELETING') return undefined
  return ['it is being deleted', 'Wait until it is gone, then run this again.']
}

/** The role in a text such as `IamRole(applyStatus=in-sync, iamRoleArn=arn:aws:iam::...)`. */
function arnIn(text: string): string {
  return /arn:[^\s,()]+/.exec(text)?.[0] ?? text
}

/** The rows of a Serverless warehouse, and who may do what with them. */
export function namespace(account: Account, settings: ProvisionSettings): Resource {
  const { serverless } = account
  const namespaceName = settings.name
  const role = roleArn(account, settings)
  const password =
    settings.adminPassword === null
      ? { manageAdminPassword: true }
      : { adminUserPassword: settings.adminPassword }
  let resourceArn = ''
  let others: readonly string[] = []
  return {
    kind: 'namespace',
    name: settings.name,
    holdsRows: true,
    wanted: {
      database: settings.database,
      'admin user': settings.adminUser,
      'admin password': settings.adminPassword === null ? MANAGED : GIVEN,
      encrypted: 'yes',
      role,
    },
    async find() {
      try {
        const { namespace: found } = await serverless.getNamespace({ namespaceName })
        if (found === undefined) return null
        resourceArn = found.namespaceArn ?? ''
        const { tags } = await serverless.listTagsForResource({ resourceArn })
        const state = found.status ?? 'unknown'
        // AWS gives a role as its ARN, or as a text that holds it.
        const roles = (found.iamRoles ?? []).filter((text) => arnIn(text) === role)
        others = (found.iamRoles ?? []).map(arnIn).filter((arn) => arn !== role)
        return {
          state,
          tags: tagsOf(tags),
          parameters: {
            database: found.dbName,
            'admin user': found.adminUsername,
            'admin password': found.adminPasswordSecretArn === undefined ? GIVEN : MANAGED,
            encrypted: 'yes',
            role: roles.length > 0 ? role : null,
          },
          waitsFor:
            state !== 'AVAILABLE'
              ? 'it is AVAILABLE'
              : roles.some((text) => /adding/i.test(text))
                ? 'its role is in-sync (now adding)'
                : null,
          stuck: stuckServerless(state),
          leaving: state === 'DELETING',
          since: found.creationDate,
        }
      } catch (error) {
        if (isGone(error)) return null
        throw error
      }
    },
    make: (tags) =>
      serverless.createNamespace({
        namespaceName,
        dbName: settings.database,
        adminUsername: settings.adminUser,
        ...password,
        iamRoles: [role],
        defaultIamRoleArn: role,
        tags: serverlessTags(tags),
      }),
    changes: {
      'admin password': () =>
        serverless.updateNamespace({
          namespaceName,
          ...(settings.adminPassword === null
            ? password
            : { manageAdminPassword: false, adminUsername: settings.adminUser, ...password }),
        }),
      // What is not named is taken away.
      role: () =>
        serverless.updateNamespace({
          namespaceName,
          iamRoles: [...others, role],
          defaultIamRoleArn: role,
        }),
    },
    tag: (tags) => serverless.tagResource({ resourceArn, tags: serverlessTags(tags) }),
    remove: () => serverless.deleteNamespace({ namespaceName }),
  }
}
