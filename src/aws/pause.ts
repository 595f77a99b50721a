import { explained } from './explain.ts'
import { Stop } from './refused.ts'
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
  const ClusterIdentifier = settings.name
  let state = UNCHANGED
  try {
    const [cluster] = resources.cluster
    const found = settings.kind === 'cluster' ? await cluster?.find() : undefined
    if (cluster === undefined || settings.kind === 'serverless') {
      throw new Stop(
        'Serverless has nothing to pause or resume: it costs nothing while no query runs',
        'For a cluster, set PROVISION_KIND=cluster.',
      )
    }
    if (found === null || found === undefined)
      throw new Stop('there is no such cluster', "'npm run provision' makes one.")
    refuseForeign(cluster, found)
    if (paused) {
      if (found.state === 'paused') return `Already paused: ${settings.name}.`
      if (found.state !== 'pausing') {
        await patiently(work, () => account.redshift.pauseCluster({ ClusterIdentifier }))
        state = ASKED
      }
      await wait(work, cluster, (now) =>
        now === null || now.state === 'paused' ? null : { state: now.state, until: 'it is paused' },
      )
      return `Paused ${settings.name}: its nodes are not billed, its tables are. 'npm run cluster:resume' wakes it.`
    }
    if (found.stuck === undefined && found.waitsFor === null)
      return `Already running: ${settings.name}.`
    if (found.state === 'paused') {
      await account.redshift.resumeCluster({ ClusterIdentifier })
      state = ASKED
    }
    await wait(work, cluster, (now) => {
      if (now?.stuck !== undefined && now.state !== 'paused') throw new Stop(...now.stuck)
      if (now === null || now.waitsFor === null) return null
      return { state: now.state, until: now.waitsFor }
    })
    return `Resumed ${settings.name}: it is billed again.`
  } catch (error) {
    const doing = `${paused ? 'pause' : 'resume'} the cluster '${settings.name}'`
    throw explained(error, { ...work, doing, state, name: settings.name })
  }
}
