import { envLines } from './connect.ts'
import { type EnvLines, readOtherLines, writeEnvLines } from './env-file.ts'
import { explained } from './explain.ts'
import { isBusy, isThere, isUnsure, Stop } from './refused.ts'
import { line } from './report.ts'
import { differences, type Found, type Resource } from './resource.ts'
import type { Resources } from './resources.ts'
import { planOf, type Step, stepOf } from './steps.ts'
import { newTags } from './tags.ts'
import { patiently, ready, refuseForeign, type Work } from './work.ts'

/** What provisioning did. */
export interface Provisioned {
  readonly steps: readonly Step[]
  /** What was written into `.env`. */
  readonly lines: EnvLines
  readonly changed: boolean
}

/**
 * Makes what is missing and finishes what was begun; changes what differs if `apply` is said. Whatever ends it,
 * the next run goes on from what there is.
 * @throws Failure that says what there is and what to do.
 */
export async function provision(
  work: Work,
  resources: Resources,
  { apply, envFile }: { readonly apply: boolean; readonly envFile: string },
): Promise<Provisioned> {
  const { settings } = work
  await checkFirst(work, resources)
  const run: Run = { apply, there: [], changed: false }
  const steps: Step[] = []
  const found: Found[] = []
  for (const resource of [...resources.shared, ...resources[settings.kind]]) {
    try {
      const done = await bring(work, resource, run)
      steps.push(done.step)
      found.push(done.found)
    } catch (error) {
      const doing = `provision the ${nameOf(resource)}`
      throw explained(error, {
        ...work,
        doing,
        state: stateText(run, error, resource),
        name: settings.name,
      })
    }
  }
  const lines = envLines(work, found, readOtherLines(envFile))
  if (writeEnvLines(envFile, lines)) {
    work.say('wrote     how to reach it into .env')
    run.changed = true
  }
  return { steps, lines, changed: run.changed }
}

/** How far a run has come. */
interface Run {
  readonly apply: boolean
  /** What there is, made now or before. */
  readonly there: string[]
  changed: boolean
}

/** Refuses before anything is made what would be refused on the way, or would be paid for twice. */
async function checkFirst(work: Work, resources: Resources): Promise<void> {
  const { settings } = work
  try {
    const { steps, second, hindrance } = await planOf(work, resources)
    for (const { resource, found } of steps) if (found) refuseForeign(resource, found)
    if (second[0] !== undefined) {
      throw new Stop(
        `there is a ${nameOf(second[0])} already, and PROVISION_KIND is ${settings.kind}`,
        'Remove it first (npm run deprovision), or set another PROVISION_NAME.',
      )
    }
    if (hindrance !== null) throw hindrance
  } catch (error) {
    const doing = `provision '${settings.name}'`
    throw explained(error, { ...work, doing, state: 'Nothing was made.', name: settings.name })
  }
}

async function bring(work: Work, resource: Resource, run: Run) {
  const before = await resource.find()
  if (before === null) await make(work, resource)
  // Made by a run that did not wait for its end.
  const begun = before !== null && before.waitsFor !== null
  if (before === null) run.changed = true
  run.there.push(nameOf(resource))
  let found = await ready(work, resource)
  if (begun) run.changed = true
  const step = stepOf(work, resource, found)
  const set = async (parameter: string) => {
    found = await changed(work, resource, parameter)
    run.changed = true
  }
  for (const { parameter } of step.unfinished) await set(parameter)
  const finished = step.unfinished.map(({ parameter }) => parameter)
  if (before === null) work.say(line('made', resource))
  else if (begun || finished.length > 0) work.say(line('finished', resource, finished.join(', ')))
  if (!run.apply) return { found, step }
  for (const { parameter, found: before, wanted } of step.drift.filter(({ inPlace }) => inPlace)) {
    await set(parameter)
    work.say(line('changed', resource, `${parameter}: ${before} -> ${wanted}`))
  }
  if (step.tags.length > 0) {
    await resource.tag(Object.fromEntries(step.tags.map((tag) => [tag.parameter, tag.wanted])))
    run.changed = true
    const tags = step.tags.map((tag) => `${tag.parameter}: ${tag.found} -> ${tag.wanted}`)
    work.say(line('tagged', resource, tags.join(', ')))
  }
  return { found, step }
}

/** Sets a parameter, and waits until it is so. */
async function changed(work: Work, resource: Resource, parameter: string): Promise<Found> {
  let busy = false
  await patiently(work, async () => {
    // It may be busy with this very change: the SDK sends a call again whose answer was lost.
    if (busy && isSet(resource, await ready(work, resource), parameter)) return
    try {
      await resource.changes[parameter]?.()
    } catch (error) {
      busy = isBusy(error)
      throw error
    }
  })
  return ready(work, resource, [parameter])
}

function isSet(resource: Resource, found: Found, parameter: string): boolean {
  return differences(resource, found).every((one) => one.parameter !== parameter)
}

async function make(work: Work, resource: Resource): Promise<void> {
  const tags = newTags(work.account, work.settings, work.clock.now())
  try {
    await patiently(work, () => resource.make(tags))
  } catch (error) {
    // Made by a call whose answer was lost, or by somebody else: `ready` tells which.
    if (!isThere(error)) throw error
  }
}

function nameOf({ kind, name }: Resource): string {
  return `${kind} '${name}'`
}

function stateText({ there, changed }: Run, error: unknown, { kind }: Resource): string {
  const unsure = isUnsure(error)
  if (!changed && !unsure) return 'Nothing was changed.'
  const so = there.length === 0 ? '' : `There is so far: ${there.join(', ')}. `
  const perhaps = unsure ? 'Whether AWS did the last call is not known. ' : ''
  const billed = there.some((name) => name.startsWith('cluster'))
  const perhapsBilled = unsure && kind === 'cluster'
  const costs = billed
    ? ' Until then the cluster is billed.'
    : perhapsBilled
      ? ' If it did, the cluster is billed until then.'
      : ''
  return `${so}${perhaps}'npm run provision' goes on from there, 'npm run deprovision' removes it.${costs}`
}
