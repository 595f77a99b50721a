import { explained } from './explain.ts'
import { isUnsure, Stop } from './refused.ts'
import type { Found, Resource } from './resource.ts'
import type { Resources } from './resources.ts'
import { patiently, refuseForeign, type Work, wait } from './work.ts'

const UNCHANGED = 'Nothing was changed.'
const ASKED = 'AWS was asked and may still do it: see npm run cluster:status.'

/** Pauses the cluster, or resumes it, and waits until that is done. Resolves to what there is to say. */
export async function setPaused(
  work: Work,
  resources: Resources,
  paused: boolean,
): Promise<string> {
  const { account, settings } = work
  const { name } = settings
  const call = { ClusterIdentifier: name }
  let state = UNCHANGED
  try {
    const cluster = clusterOf(work, resources)
    const found = await there(cluster)
    if (paused) {
      if (isPaused(found)) return `Already paused: ${name}.`
      if (found.state !== 'pausing') {
        await until(work, cluster, isRunning, 'it is running')
        await ask(work, cluster, isRunning, () => account.redshift.pauseCluster(call))
        state = ASKED
      }
      await until(work, cluster, isPaused, 'it is paused')
      return `Paused ${name}: its nodes are not billed, its tables are. 'npm run cluster:resume' wakes it.`
    }
    if (isRunning(found)) return `Already running: ${name}.`
    if (found.state === 'pausing') await until(work, cluster, isPaused, 'it is paused')
    if (isPaused(await there(cluster))) {
      await ask(work, cluster, isPaused, () => account.redshift.resumeCluster(call))
      state = ASKED
    }
    await until(work, cluster, isRunning, 'it is running')
    return `Resumed ${name}: it is billed again.`
  } catch (error) {
    const doing = `${paused ? 'pause' : 'resume'} the cluster '${name}'`
    throw explained(error, { ...work, doing, state: isUnsure(error) ? ASKED : state, name })
  }
}

/** Makes a call for as long as it is due: the SDK sends one again whose answer was lost, and AWS refuses the second. */
async function ask(
  work: Work,
  cluster: Resource,
  isDue: (found: Found) => boolean,
  call: () => Promise<unknown>,
): Promise<void> {
  let asked = false
  await patiently(work, async () => {
    if (asked && !isDue(await there(cluster))) return
    asked = true
    await call()
  })
}

function clusterOf({ settings }: Work, { cluster: [cluster] }: Resources): Resource {
  if (cluster !== undefined && settings.kind === 'cluster') return cluster
  throw new Stop(
    'Serverless has nothing to pause or resume: only its tables cost while no query runs',
    'For a cluster, set PROVISION_KIND=cluster.',
  )
}

async function there(cluster: Resource): Promise<Found> {
  const found = await cluster.find()
  if (found === null) throw new Stop('there is no such cluster', "'npm run provision' makes one.")
  refuseForeign(cluster, found)
  return found
}

/** Waits for a state, unless the cluster comes into one that no waiting ends. */
function until(
  work: Work,
  cluster: Resource,
  isDone: (found: Found) => boolean,
  what: string,
): Promise<void> {
  return wait(work, cluster, (found) => {
    if (found === null) throw new Stop('it is gone', "'npm run provision' makes one.")
    if (isDone(found)) return null
    if (found.stuck !== undefined && !isPaused(found)) throw new Stop(...found.stuck)
    return { state: found.state, until: isDone === isRunning ? (found.waitsFor ?? what) : what }
  })
}

function isPaused({ state }: Found): boolean {
  return state === 'paused'
}

function isRunning({ waitsFor, stuck }: Found): boolean {
  return waitsFor === null && stuck === undefined
}
