import type { Size } from './prices.ts'

/** What every resource of this project is tagged with: without it, a resource is not ours. */
export const OURS: readonly [key: string, value: string] = ['project', 'sparkify-warehouse']

export type Tags = Readonly<Record<string, string>>

/** A resource as it is in the account. */
export interface Found {
  /** What AWS calls the state that it is in. */
  readonly state: string
  readonly tags: Tags
  /** By the names of `wanted`: null where it was made and not finished, left out where AWS does not tell. */
  readonly parameters: Readonly<Record<string, string | null | undefined>>
  /** What has to happen to it before it can be worked with; null when it can. */
  readonly waitsFor: string | null
  /** Why it can't be worked with however long one waits, and what to do. */
  readonly stuck?: Stuck | undefined
  /** Whether AWS is removing it. */
  readonly leaving?: boolean
  /** The other regions with a warehouse that uses it, where it belongs to no region. */
  readonly usedIn?: readonly string[]
  /** Whether it is for those alone, and not for a warehouse here. */
  readonly elsewhere?: boolean
  /** Where the warehouse listens; the resource that has it is the warehouse. */
  readonly endpoint?: { readonly host: string; readonly port: number } | undefined
  readonly size?: Size
  readonly since?: Date | undefined
}

export type Stuck = readonly [why: string, cure: string]

/** One thing that provisioning makes: what it should be, and how it is found, made, changed and removed. */
export interface Resource {
  /** In words: `security group`. */
  readonly kind: string
  readonly name: string
  /** What it should be, by names and in words that a plan prints. */
  readonly wanted: Readonly<Record<string, string>>
  /** Null when there is none. Changes nothing. */
  find(): Promise<Found | null>
  make(tags: Tags): Promise<unknown>
  /** How a parameter is set or changed in place; those that are not named here can't be. */
  readonly changes: Readonly<Record<string, () => Promise<unknown>>>
  tag(tags: Tags): Promise<unknown>
  /** @param snapshot the name of a snapshot to make first, where there are rows to keep; null for none. */
  remove(snapshot: string | null): Promise<unknown>
  /** Whether it holds rows. */
  readonly holdsRows?: boolean
  /** What to do where AWS does not let it go, since something of others uses it. */
  readonly whenHeld?: () => Promise<string>
}

/** A parameter that is not what it should be. */
export interface Difference {
  readonly parameter: string
  /** Null when it was not set yet. */
  readonly found: string | null
  readonly wanted: string
  readonly inPlace: boolean
}

/** Whether this project made it. */
export function isOurs({ tags }: Pick<Found, 'tags'>): boolean {
  return tags[OURS[0]] === OURS[1]
}

/**
 * Whether `provision` made it, and not somebody who may make roles and tagged it for this project; what is for
 * warehouses in other regions alone was not made here.
 */
export function isMade(found: Pick<Found, 'tags' | 'elsewhere'>): boolean {
  return isOurs(found) && found.tags['created-at'] !== undefined && found.elsewhere !== true
}

/** Where a resource is not what it should be. */
export function differences(resource: Resource, found: Found): Difference[] {
  return Object.entries(resource.wanted).flatMap(([parameter, wanted]) => {
    const is = found.parameters[parameter]
    if (is === undefined || is === wanted) return []
    return [{ parameter, found: is, wanted, inPlace: parameter in resource.changes }]
  })
}

/** AWS's list of tags as a record, whichever way a service spells its keys. */
export function tagsOf(
  list:
    | readonly {
        Key?: string | undefined
        Value?: string | undefined
        key?: string | undefined
        value?: string | undefined
      }[]
    | undefined,
): Tags {
  return Object.fromEntries(
    (list ?? []).map((tag) => [tag.Key ?? tag.key ?? '', tag.Value ?? tag.value ?? '']),
  )
}

/** Tags as most services take them. */
export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}
