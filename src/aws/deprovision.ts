import { areOf } from './connect.ts'
import { readEnvLines, removeEnvLines } from './env-file.ts'
import { explained } from './explain.ts'
import { finalSnapshot } from './final-snapshot.ts'
import { otherWarehouses } from './leftovers.ts'
import { snapshotCost } from './prices.ts'
import { isThere, Stop } from './refused.ts'
import { line } from './report.ts'
import { type Found, isMade, isOurs, type Resource } from './resource.ts'
import type { Resources } from './resources.ts'
import { finalName, isFinalSince, snapshotsOf } from './snapshots.ts'
import { type Looked, lookAtAll } from './steps.ts'
import { newTags } from './tags.ts'
import { patiently, ready, remove, type Work } from './work.ts'
import { HAD_WORKGROUP } from './workgroup.ts'

/** What would be removed, in the order in which it goes, and what is not touched. */
export interface Removal {
  readonly ours: readonly Resource[]
  readonly kept: Looked['there']
  /** The snapshots that keep rows, of a cluster, of a namespace, or of both where there are both; empty for none. */
  readonly snapshots: ReadonlyMap<Resource, Keeping>
  /** What goes for this region alone, since warehouses in others use it. */
  readonly usedIn: ReadonlyMap<Resource, string>
}

interface Keeping {
  readonly name: string
  /** Made before anything is removed, made by AWS with the removal, there since an interrupted run, or not to be had. */
  readonly made: 'first' | 'with' | 'before' | 'never'
}

/** What deprovisioning would remove. Changes nothing. */
export async function planRemoval(
  work: Work,
  resources: Resources,
  options: { readonly snapshot: boolean },
): Promise<Removal> {
  const { there } = await lookAtAll(work, resources)
  // Backwards: the warehouse before the group and the role that it uses.
  const order = [...resources.shared, ...resources.cluster, ...resources.serverless].reverse()
  const ours = order.filter((resource) =>
    there.some((one) => one.resource === resource && isMade(one.found)),
  )
  const kept = there.filter(({ found }) => !isMade(found))
  const staying = there.filter(({ resource, found }) => ours.includes(resource) && !found.leaving)
  const hasWorkgroup = staying.some(({ resource }) => resource.kind === 'workgroup')
  const snapshots = new Map<Resource, Keeping>()
  for (const one of options.snapshot ? staying : []) {
    const snapshot = one.resource.holdsRows ? await keeping(work, one, hasWorkgroup) : null
    if (snapshot !== null) snapshots.set(one.resource, snapshot)
  }
  const usedIn = there.flatMap(({ resource, found }) =>
    found.usedIn?.length ? [[resource, `used in ${found.usedIn.join(', ')}`] as const] : [],
  )
  return { ours, kept, snapshots, usedIn: new Map(usedIn) }
}

async function keeping(
  work: Work,
  { resource, found }: Looked['there'][number],
  hasWorkgroup: boolean,
): Promise<Keeping | null> {
  const name = finalName(work.settings.name, work.clock.now())
  if (resource.kind === 'cluster') return { name, made: 'with' }
  if (hasWorkgroup) return { name, made: 'first' }
  // Of a namespace without a workgroup AWS makes no snapshot.
  if (found.tags[HAD_WORKGROUP] === undefined) return null
  // One of an earlier namespace or of a cluster of this name does not hold these rows.
  const since = found.since?.getTime() ?? Number.POSITIVE_INFINITY
  const { own } = await snapshotsOf(work)
  const earlier = own
    .filter((one) => one.kind === 'serverless' && one.state === 'AVAILABLE')
    .filter((one) => isFinalSince(one, since))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .at(-1)
  return earlier === undefined ? { name, made: 'never' } : { name: earlier.name, made: 'before' }
}

/** The removal for people, before they are asked. */
export function removalLines({ ours, kept, snapshots, usedIn }: Removal): string[] {
  const more = (resource: Resource) =>
    resource.holdsRows ? rowsText(snapshots.get(resource)) : goesText(usedIn.get(resource))
  return [
    ...(ours.length === 0 ? ['Nothing to remove.'] : []),
    ...ours.map((resource) => line('remove', resource, more(resource))),
    ...kept.map(({ resource, found }) => line('keep', resource, whose(found))),
  ]
}

function goesText(used: string | undefined): string {
  return used === undefined ? '' : `from this region alone: it is ${used}`
}

function rowsText(snapshot: Keeping | undefined): string {
  if (snapshot === undefined) return 'with all of its rows: no snapshot is made'
  return snapshot.made === 'before'
    ? `its rows are in a snapshot: ${snapshot.name}`
    : `after a snapshot: ${snapshot.name}`
}

/** Whose a resource is that stays. */
function whose(found: Found): string {
  if (found.elsewhere) return `used in ${found.usedIn?.join(', ')}`
  return isOurs(found) ? 'made by somebody for this project' : 'not made by this project'
}

/**
 * Removes everything of ours, waits until it is gone, and looks again. Run again after an interruption, it
 * goes on. @throws Failure that says what is left and what to do.
 */
export async function deprovision(
  work: Work,
  resources: Resources,
  { ours, snapshots, usedIn }: Removal,
  envFile: string,
): Promise<void> {
  const { settings } = work
  const made = [...snapshots.values()]
  if (made.some((snapshot) => snapshot.made === 'never')) {
    throw new Stop(
      'its namespace may hold rows and has no workgroup, without which AWS makes no snapshot',
      "Give it one back ('npm run provision'), or lose the rows: npm run deprovision -- --no-snapshot",
    )
  }
  const left = [...ours]
  const during = async (doing: string, act: () => Promise<void>) => {
    try {
      await act()
    } catch (error) {
      const names = left.map(({ kind, name }) => `${kind} '${name}'`).join(', ')
      const state =
        left.length === 0
          ? 'What was found was removed.'
          : `Left so far: ${names}. 'npm run deprovision' goes on from there.`
      throw explained(error, { ...work, doing, state, name: settings.name })
    }
  }
  for (const snapshot of made.filter((one) => one.made === 'first'))
    await during(`make the snapshot '${snapshot.name}'`, () => keep(work, ours, snapshot.name))
  for (const resource of ours) {
    const snapshot = snapshots.get(resource)
    const asked = snapshot?.made === 'with' ? snapshot.name : null
    await during(`remove the ${resource.kind} '${resource.name}'`, () =>
      remove(work, resource, asked),
    )
    left.shift()
    work.say(line('removed', resource, goesText(usedIn.get(resource))))
  }
  const lines = readEnvLines(envFile)
  if (lines !== null && areOf(lines, work)) {
    await during('remove its lines from .env', async () => {
      removeEnvLines(envFile)
      work.say('removed   its lines in .env')
    })
  } else if (lines !== null) {
    // They are of another warehouse, which was provisioned after this one.
    work.say(`kept      the lines in .env, which lead to another warehouse: ${lines.REDSHIFT_HOST}`)
  }
  await during('look whether anything is left', () => verify(work, resources))
}

/** Makes the snapshot of a Serverless warehouse, which takes a workgroup that is ready. */
async function keep(work: Work, ours: readonly Resource[], name: string): Promise<void> {
  const workgroup = ours.find(({ kind }) => kind === 'workgroup')
  if (workgroup !== undefined) await ready(work, workgroup)
  const snapshot = finalSnapshot(work.account, work.settings, name)
  try {
    const tags = newTags(work.account, work.settings, work.clock.now())
    await patiently(work, () => snapshot.make(tags))
  } catch (error) {
    if (!isThere(error)) throw error
  }
  await ready(work, snapshot)
  work.say(line('made', snapshot))
}

/** Looks whether anything of ours is left, and says what is still billed. */
async function verify(work: Work, resources: Resources): Promise<void> {
  const { name } = work.settings
  const { there, unseen } = await lookAtAll(work, resources)
  for (const { resource, found } of there)
    work.say(
      isMade(found) ? line('left', resource, found.state) : line('kept', resource, whose(found)),
    )
  const snapshots = await snapshotsOf(work)
  const others = await otherWarehouses(work, snapshots.others)
  work.say('')
  const left = there.filter(({ found }) => isMade(found))
  const elsewhere = there.find(({ found }) => found.elsewhere)?.found.usedIn?.join(', ')
  if (left.length + snapshots.own.length + unseen.length === 0)
    work.say(
      elsewhere !== undefined
        ? `Nothing of '${name}' is left in ${work.account.region}. There is a warehouse of this name in ${elsewhere}: AWS_REGION leads there.`
        : there.length === 0
          ? `Nothing of '${name}' is left, and nothing of it is billed.`
          : `Nothing of '${name}' that this project made is left, and nothing of it is billed.`,
    )
  if (snapshots.own.length > 0) {
    work.say(`Snapshots of '${name}' are left, and their storage is billed until they are deleted:`)
    for (const { removal, gigabytes } of snapshots.own)
      work.say(`  ${removal}  # ${snapshotCost(gigabytes)}`)
  }
  if (unseen.length > 0) work.say(`Could not look at: ${unseen.join(', ')}.`)
  if (others.length > 0) work.say(`Of other warehouses of this project here: ${others.join(', ')}.`)
  if (left.length > 0) throw new Stop('something of ours is there again', 'Run this again.')
}
