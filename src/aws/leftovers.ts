import { allPages } from './pages.ts'
import { isGone } from './refused.ts'
import { isOurs, OURS, type Tags, tagsOf } from './resource.ts'
import { groupName } from './security-group.ts'
import type { Snapshot } from './snapshots.ts'
import { unseenBecause } from './steps.ts'
import type { Work } from './work.ts'

/**
 * What else of this project is in the region: `cluster 'trial' (owner anna)`. A role is not among it, which costs
 * nothing and cannot be found by its tag without reading every role of the account.
 */
export async function otherWarehouses(
  work: Work,
  snapshots: readonly Snapshot[],
): Promise<string[]> {
  const ours = (named: readonly Named[]) => named.filter(isOurs)
  const [held, served] = [ours(await clusters(work)), ours(await namespaces(work))]
  const used = new Set([...held, ...served].map(({ name }) => groupName({ name })))
  const unused = ours(await groups(work)).filter(({ name }) => !used.has(name))
  const told = (kind: string) => (one: Named) => `${kind} '${one.name}' (owner ${one.tags.owner})`
  return [
    ...held.map(told('cluster')),
    ...served.map(told('namespace')),
    ...unused.map(told('security group')),
    ...snapshots.map(({ name }) => `snapshot '${name}'`),
  ]
}

interface Named {
  readonly name: string
  readonly tags: Tags
}

const [PROJECT_KEY, PROJECT] = OURS

async function clusters({ account: { redshift }, settings }: Work): Promise<Named[]> {
  const found = await allPages(async (Marker) => {
    const query = { TagKeys: [PROJECT_KEY], TagValues: [PROJECT] }
    const page = await redshift.describeClusters({ ...query, Marker })
    return { items: page.Clusters, next: page.Marker }
  })
  return found
    .map(({ ClusterIdentifier: name = '', Tags }) => ({ name, tags: tagsOf(Tags) }))
    .filter(({ name }) => name !== settings.name)
}

async function namespaces(work: Work): Promise<Named[]> {
  const {
    account: { serverless },
    settings,
  } = work
  try {
    const found = await allPages(async (nextToken) => {
      const page = await serverless.listNamespaces({ nextToken })
      return { items: page.namespaces, next: page.nextToken }
    })
    const named: Named[] = []
    for (const { namespaceName: name = '', namespaceArn } of found) {
      if (name === settings.name) continue
      named.push({ name, tags: await namespaceTags(work, namespaceArn) })
    }
    return named
  } catch (error) {
    if (settings.kind === 'serverless') throw error
    // `lookAtAll` tells that Serverless could not be looked at.
    unseenBecause(error)
    return []
  }
}

/** None of a namespace that somebody removed since it was listed. */
async function namespaceTags(
  { account: { serverless } }: Work,
  resourceArn: string | undefined,
): Promise<Tags> {
  try {
    return tagsOf((await serverless.listTagsForResource({ resourceArn })).tags)
  } catch (error) {
    if (isGone(error)) return {}
    throw error
  }
}

async function groups({ account: { ec2 }, settings }: Work): Promise<Named[]> {
  const found = await allPages(async (NextToken) => {
    const Filters = [{ Name: `tag:${PROJECT_KEY}`, Values: [PROJECT] }]
    const page = await ec2.describeSecurityGroups({ Filters, NextToken })
    return { items: page.SecurityGroups, next: page.NextToken }
  })
  return found
    .map(({ GroupName: name = '', Tags }) => ({ name, tags: tagsOf(Tags) }))
    .filter(({ name }) => name !== groupName(settings))
}
