import { allPages } from './pages.ts'
import { isOurs, type Tags, tagsOf } from './resource.ts'
import { unseenBecause } from './steps.ts'
import type { Work } from './work.ts'

/** A snapshot that somebody asked for, which is billed until it is deleted. */
export interface Snapshot {
  readonly name: string
  /** The cluster or the namespace that it was made of. */
  readonly of: string
  readonly kind: 'cluster' | 'serverless'
  /** AWS's word: `available`, in the spelling of either service. */
  readonly state: string
  /** Null where AWS does not tell it yet. */
  readonly gigabytes: number | null
  /** What deletes it. */
  readonly removal: string
}

/** Names of the snapshots that `deprovision` makes: of the warehouse, and when, in UTC. */
export function finalName(warehouse: string, now: number): string {
  return `${finalStart(warehouse)}${stamp(now)}`
}

/** Whether a snapshot was made by `deprovision` after some moment, in ms since 1970. */
export function isFinalSince({ name, of }: Snapshot, since: number): boolean {
  return isFinal(name, of) && name.slice(finalStart(of).length) >= stamp(since)
}

/** The snapshots of the warehouse, and those of other warehouses of this project, in the region. */
export async function snapshotsOf(
  work: Work,
): Promise<{ own: readonly Snapshot[]; others: readonly Snapshot[] }> {
  const { name } = work.settings
  const all = [...(await ofClusters(work)), ...(await ofNamespaces(work))]
  return {
    own: all.filter(({ of }) => of === name),
    others: all.filter(
      (one) => one.of !== name && (isOurs({ tags: one.tags }) || isFinal(one.name, one.of)),
    ),
  }
}

type Tagged = Snapshot & { readonly tags: Tags }

async function ofClusters({ account: { redshift } }: Work): Promise<Tagged[]> {
  const found = await allPages(async (Marker) => {
    const page = await redshift.describeClusterSnapshots({ SnapshotType: 'manual', Marker })
    return { items: page.Snapshots, next: page.Marker }
  })
  return found
    .filter(({ SnapshotType }) => SnapshotType === 'manual')
    .map(({ SnapshotIdentifier: name = '', ClusterIdentifier: of = '', ...more }) => ({
      name,
      of,
      kind: 'cluster',
      state: more.Status ?? 'unknown',
      gigabytes: gigabytes(more.TotalBackupSizeInMegaBytes),
      removal: `aws redshift delete-cluster-snapshot --snapshot-identifier ${name}`,
      tags: tagsOf(more.Tags),
    }))
}

/** Of snapshots of Serverless the name alone tells whose they are: AWS lists them without tags. */
async function ofNamespaces({ account: { serverless }, settings }: Work): Promise<Tagged[]> {
  try {
    const found = await allPages(async (nextToken) => {
      const page = await serverless.listSnapshots({ nextToken })
      return { items: page.snapshots, next: page.nextToken }
    })
    return found.map(({ snapshotName: name = '', namespaceName: of = '', ...more }) => ({
      name,
      of,
      kind: 'serverless',
      state: more.status ?? 'unknown',
      gigabytes: gigabytes(more.totalBackupSizeInMegaBytes),
      removal: `aws redshift-serverless delete-snapshot --snapshot-name ${name}`,
      tags: {},
    }))
  } catch (error) {
    if (settings.kind === 'serverless') throw error
    // `lookAtAll` tells that Serverless could not be looked at.
    unseenBecause(error)
    return []
  }
}

function gigabytes(megabytes: number | undefined): number | null {
  return megabytes === undefined || megabytes < 0 ? null : megabytes / 1024
}

function finalStart(warehouse: string): string {
  return `${warehouse}-final-`
}

function isFinal(name: string, of: string): boolean {
  return name.startsWith(finalStart(of)) && /-\d{14}$/.test(name)
}

function stamp(time: number): string {
  return new Date(time).toISOString().replace(/\D/g, '').slice(0, 14)
}
