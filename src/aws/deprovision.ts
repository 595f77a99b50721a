import { readEnvLines, removeEnvLines } from './env-file.ts'
import { explained } from './explain.ts'
import { finalSnapshot } from './final-snapshot.ts'
import { otherWarehouses, snapshotsOf } from './leftovers.ts'
import { isThere, Stop } from './refused.ts'
import { line } from './report.ts'
import { isOurs, type Resource } from './resource.ts'
import type { Resources } from './resources.ts'
import { type Looked, lookAtAll } from './steps.ts'
import { newTags } from './tags.ts'
import { patiently, ready, remove, type Work } from './work.ts'
import { HAD_WORKGROUP } from './workgroup.ts'

/** What would be removed, in the order in which it goes, and what is not touched. */
export interface Removal {
  readonly ours: readonly Resource[]
  readonly foreign: readonly Resource[]
  /** The snapshot that keeps the rows; null for none. */
  readonly snapshot: Keeping | null
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
    there.some((one) => one.resource === resource && isOurs(one.found)),
  )
  const foreign = there.filter(({ found }) => !isOurs(found)).map(({ resource }) => resource)
  const staying = there.filter(({ resource, found }) => ours.includes(resource) && !found.leaving)
  const rows = staying.find(({ resource }) => resource.holdsRows)
  const hasWorkgroup = staying.some(({ resource }) => resource.kind === 'workgroup')
  const snapshot = options.snapshot && rows ? await keeping(work, rows, hasWorkgroup) : null
  return { ours, foreign, snapshot }
}

async function keeping(
  work: Work,
  { resource, found }: Looked['there'][number],
  hasWorkgroup: boolean,
): Promise<Keeping | null> {
  const start = `${work.settings.name}-final-`
  const time = new Date(work.clock.now()).toISOString().replace(/\D/g, '').slice(0, 14)
  const name = `${start}${time}`
  if (resource.kind === 'cluster') return { name, made: 'with' }
  if (hasWorkgroup) return { name, made: 'first' }
  // Of a namespace without a workgroup AWS makes no snapshot.
  if (found.tags[HAD_WORKGROUP] === undefined) return null
  const earlier = (await snapshotsOf(work)).findLast((one) => one.name.startsWith(start))
  return earlier === undefined ? { name, made: 'never' } : { name: earlier.name, made: 'before' }
}

/** The removal for people, before they are asked. */
export function removalLines({ ours, foreign, snapshot }: Removal): string[] {
  const kept =
    snapshot === null
      ? 'with all of its rows: no snapshot is made'
      : snapshot.made === 'before'
        ? `its rows are in a snapshot: ${snapshot.name}`
        : `after a snapshot: ${snapshot.name}`
  return [
    ...(ours.length === 0 ? ['Nothing to remove.'] : []),
    ...ours.map((resource) => line('remove', resource, resource.holdsRows ? kept : '')),
    ...foreign.map((resource) => line('keep', resource, 'not made by this project')),
  ]
}

/**
 * Removes everything of ours, waits until it is gone, and looks again. Run again after an interruption, it
 * goes on. @throws Failure that says what is left and what to do.
 */
export async function deprovision(
  work: Work,
  resources: Resources,
  { ours, snapshot }: Removal,
  envFile: string,
): Promise<void> {
  const { settings } = work
  if (snapshot?.made === 'never') {
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
  if (snapshot?.made === 'first')
    await during(`make the snapshot '${snapshot.name}'`, () => keep(work, ours, snapshot.name))
  for (const resource of ours) {
    const asked = resource.holdsRows && snapshot?.made === 'with' ? snapshot.name : null
    await during(`remove the ${resource.kind} '${resource.name}'`, () =>
      remove(work, resource, asked),
    )
    left.shift()
    work.say(line('removed', resource))
  }
  const { REDSHIFT_CLUSTER, REDSHIFT_WORKGROUP } = readEnvLines(envFile) ?? {}
  // The lines may be of another warehouse, which was provisioned after this one.
  if ([REDSHIFT_CLUSTER, REDSHIFT_WORKGROUP].includes(settings.name)) {
    removeEnvLines(envFile)
    work.say('removed   its lines in .env')
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
      line(isOurs(found) ? 'left' : 'kept', resource, isOurs(found) ? found.state : 'not ours'),
    )
  const snapshots = await snapshotsOf(work)
  const others = await otherWarehouses(work)
  work.say('')
  const left = there.filter(({ found }) => isOurs(found))
  if (left.length + snapshots.length + unseen.length === 0)
    work.say(`Nothing of '${name}' is left, and nothing of it is billed.`)
  if (snapshots.length > 0) {
    work.say(`Snapshots of '${name}' are left, and their storage is billed until they are deleted:`)
    for (const { removal } of snapshots) work.say(`  ${removal}`)
  }
  if (unseen.length > 0) work.say(`Could not look at: ${unseen.join(', ')}.`)
  if (others.length > 0) work.say(`Other warehouses of this project here: ${others.join(', ')}.`)
  if (left.length > 0) throw new Stop('something of ours is there again', 'Run this again.')
}
