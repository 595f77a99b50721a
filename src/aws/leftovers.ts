import { OURS, type Tags, tagsOf } from './resource.ts'
import { unseenBecause } from './steps.ts'
import type { Work } from './work.ts'

/** A snapshot that is billed until it is deleted. */
export interface Snapshot {
  readonly name: string
  /** What deletes it. */
  readonly removal: string
}

/** The snapshots of the warehouse that stay until somebody deletes them. */
export async function snapshotsOf(work: Work): Promise<Snapshot[]> {
  const { redshift, serverless } = work.account
  const { name } = work.settings
  const query = { ClusterIdentifier: name, SnapshotType: 'manual' }
  const ofCluster = await allPages(async (Marker) => {
    const page = await redshift.describeClusterSnapshots({ ...query, Marker })
    return { items: page.Snapshots, next: page.Marker }
  })
  const ofNamespaces = await where(work, () =>
    allPages(async (nextToken) => {
      const page = await serverless.listSnapshots({ nextToken })
      return { items: page.snapshots, next: page.nextToken }
    }),
  )
  return [
    ...ofCluster
      .filter((one) => one.ClusterIdentifier === name && one.SnapshotType === 'manual')
      .map(({ SnapshotIdentifier: snapshot = '' }) => ({
        name: snapshot,
        removal: `aws redshift delete-cluster-snapshot --snapshot-identifier ${snapshot}`,
      })),
    ...ofNamespaces
      .filter(({ namespaceName }) => namespaceName === name)
      .map(({ snapshotName: snapshot = '' }) => ({
        name: snapshot,
        removal: `aws redshift-serverless delete-snapshot --snapshot-name ${snapshot}`,
      })),
  ]
}

/** Other warehouses of this project in the region: `cluster 'trial' (owner anna)`. */
export async function otherWarehouses(work: Work): Promise<string[]> {
  const { redshift, serverless } = work.account
  const { name: own } = work.settings
  const others: string[] = []
  const add = (kind: string, name: string, tags: Tags) => {
    if (name !== own && tags[OURS[0]] === OURS[1])
      others.push(`${kind} '${name}' (owner ${tags.owner})`)
  }
  const clusters = await allPages(async (Marker) => {
    const query = { TagKeys: [OURS[0]], TagValues: [OURS[1]] }
    const page = await redshift.describeClusters({ ...query, Marker })
    return { items: page.Clusters, next: page.Marker }
  })
  for (const { ClusterIdentifier = '', Tags } of clusters)
    add('cluster', ClusterIdentifier, tagsOf(Tags))
  const namespaces = await where(work, () =>
    allPages(async (nextToken) => {
      const page = await serverless.listNamespaces({ nextToken })
      return { items: page.namespaces, next: page.nextToken }
    }),
  )
  for (const { namespaceName = '', namespaceArn } of namespaces) {
    const { tags } = await serverless.listTagsForResource({ resourceArn: namespaceArn })
    add('namespace', namespaceName, tagsOf(tags))
  }
  return others
}

/** What all pages of an answer hold. */
async function allPages<Item>(
  ask: (from?: string) => Promise<{ items: Item[] | undefined; next: string | undefined }>,
): Promise<Item[]> {
  const all: Item[] = []
  let from: string | undefined
  do {
    const { items = [], next } = await ask(from)
    all.push(...items)
    from = next
  } while (from)
  return all
}

/** What Serverless answers; nothing where a cluster is provisioned and Serverless is not to be had. */
async function where<Item>({ settings }: Work, ask: () => Promise<Item[]>): Promise<Item[]> {
  try {
    return await ask()
  } catch (error) {
    if (settings.kind === 'serverless') throw error
    // `lookAtAll` tells that Serverless could not be looked at.
    unseenBecause(error)
    return []
  }
}
