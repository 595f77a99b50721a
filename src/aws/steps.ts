import { checkNetwork } from './network.ts'
import { isCut, Refused, Stop } from './refused.ts'
import { type Difference, differences, type Found, isOurs, type Resource } from './resource.ts'
import { otherKind, type Resources } from './resources.ts'
import { tagDifferences } from './tags.ts'
import type { Work } from './work.ts'

/** A resource, what there is of it, and what provisioning would do. */
export interface Step {
  readonly resource: Resource
  readonly found: Found | null
  readonly does: 'make' | 'finish' | 'change' | 'keep' | 'refuse'
  /** What was not set yet. */
  readonly unfinished: readonly Difference[]
  /** What is set to something else. */
  readonly drift: readonly Difference[]
  /** Tags that the settings say otherwise. */
  readonly tags: readonly Difference[]
}

/** What a run would do. */
export interface Plan {
  readonly steps: readonly Step[]
  /** Warehouses of the same name and the other kind, for which one would pay twice. */
  readonly second: readonly Resource[]
  /** Why what is missing cannot be made; null where nothing is known that would prevent it. */
  readonly hindrance: Stop | null
  readonly unseen: readonly string[]
}

/** Compares what there is with what should be. Changes nothing. */
export async function planOf(work: Work, resources: Resources): Promise<Plan> {
  const { kind } = work.settings
  const { there, unseen } = await lookAtAll(work, resources)
  const steps = [...resources.shared, ...resources[kind]].map((resource) =>
    stepOf(work, resource, there.find((one) => one.resource === resource)?.found ?? null),
  )
  const others = resources[otherKind(work.settings)]
  const second = there.filter(({ resource }) => others.includes(resource))
  const isMissing = steps.some(
    ({ resource, found }) => found === null && resources[kind].includes(resource),
  )
  const hindrance = isMissing ? await hindranceOf(work) : null
  return { steps, second: second.map(({ resource }) => resource), hindrance, unseen }
}

async function hindranceOf({ account, settings }: Work): Promise<Stop | null> {
  try {
    await checkNetwork(account, settings)
    return null
  } catch (error) {
    if (error instanceof Stop) return error
    throw error
  }
}

const NONE = { unfinished: [], drift: [], tags: [] } as const

export function stepOf({ settings }: Work, resource: Resource, found: Found | null): Step {
  if (found === null) return { resource, found, does: 'make', ...NONE }
  if (!isOurs(found)) return { resource, found, does: 'refuse', ...NONE }
  const all = differences(resource, found)
  const tags = tagDifferences(settings, found)
  const unfinished = all.filter((difference) => difference.found === null)
  const drift = all.filter((difference) => difference.found !== null)
  const waits = found.waitsFor !== null && found.stuck === undefined
  const does =
    unfinished.length > 0 || waits ? 'finish' : drift.length + tags.length > 0 ? 'change' : 'keep'
  return { resource, found, does, unfinished, drift, tags }
}

/** What there is of some resources, and why the rest could not be looked at. */
export interface Looked {
  readonly there: readonly { readonly resource: Resource; readonly found: Found }[]
  readonly unseen: readonly string[]
}

/**
 * Looks at resources of both kinds. Where the other kind than the settings' can't be looked at, as in a region
 * without Serverless, that is told and is no failure.
 */
export async function lookAtAll(work: Work, resources: Resources): Promise<Looked> {
  const { kind } = work.settings
  const there: { resource: Resource; found: Found }[] = []
  const look = async (resource: Resource) => {
    const found = await resource.find()
    if (found !== null) there.push({ resource, found })
  }
  for (const resource of [...resources.shared, ...resources[kind]]) await look(resource)
  const unseen: string[] = []
  for (const resource of resources[otherKind(work.settings)]) {
    try {
      await look(resource)
    } catch (error) {
      const why = unseenBecause(error)
      if (why !== null) unseen.push(`${resource.kind} '${resource.name}' (${why})`)
    }
  }
  return { there, unseen }
}

/**
 * Why the other kind of warehouse could not be looked at; null where it can't be at all, as in a region
 * without Serverless. @throws the error when it says nothing of that.
 */
export function unseenBecause(error: unknown): string | null {
  if (!(error instanceof Refused) || isCut(error)) throw error
  return error.code === 'ENOTFOUND' ? null : `${error.action}: ${error.code}`
}
