import { otherWarehouses } from './leftovers.ts'
import { costSoFar, sizeText, snapshotCost } from './prices.ts'
import { accountLine } from './report.ts'
import { type Found, isOurs, type Resource } from './resource.ts'
import type { Resources } from './resources.ts'
import { type Snapshot, snapshotsOf } from './snapshots.ts'
import { lookAtAll } from './steps.ts'
import type { Work } from './work.ts'

/** What there is of a warehouse. */
export interface WarehouseStatus {
  readonly account: string
  readonly region: string
  readonly resources: readonly Status[]
  readonly snapshots: readonly Pick<Snapshot, 'name' | 'gigabytes' | 'removal'>[]
  readonly others: readonly string[]
  readonly unseen: readonly string[]
}

/** Looks at everything of the warehouse's name. Changes nothing. */
export async function warehouseStatus(
  work: Work,
  resources: Resources,
): Promise<{ status: WarehouseStatus; lines: string[] }> {
  const now = work.clock.now()
  const { there, unseen } = await lookAtAll(work, resources)
  // The warehouse first, then what it uses.
  const shown = there
    .toSorted((a, b) => Number(b.found.size !== undefined) - Number(a.found.size !== undefined))
    .map(({ resource, found }) => ({
      found,
      status: statusOf(resource, found, isOurs(found), now),
    }))
  const { own, others: othersSnapshots } = await snapshotsOf(work)
  const snapshots = own.map(({ name, gigabytes, removal }) => ({ name, gigabytes, removal }))
  const others = await otherWarehouses(work, othersSnapshots)
  const { id: account, region } = work.account
  const status = {
    account,
    region,
    resources: shown.map((one) => one.status),
    snapshots,
    others,
    unseen,
  }
  const nothing = `There is no warehouse '${work.settings.name}'. 'npm run provision -- --plan' shows what would be made.`
  const lines = [
    accountLine(work),
    '',
    ...(shown.length === 0
      ? [nothing]
      : shown.flatMap((one) => statusLines(one.status, one.found, now))),
    ...snapshots.map(
      ({ name, gigabytes }) =>
        `${'snapshot'.padEnd(16)}${name.padEnd(24)}  billed until it is deleted: ${snapshotCost(gigabytes)}`,
    ),
    ...(unseen.length === 0 ? [] : ['', `Could not look at: ${unseen.join(', ')}.`]),
    ...(others.length === 0
      ? []
      : ['', `Of other warehouses of this project here: ${others.join(', ')}.`]),
  ]
  return { status, lines }
}

/** What there is of a resource, as data: times in ISO 8601, UTC. */
export interface Status {
  readonly kind: string
  readonly name: string
  readonly state: string
  readonly waitsFor: string | null
  readonly ours: boolean
  readonly owner: string | null
  readonly endpoint: string | null
  readonly size: string | null
  readonly createdAt: string | null
  readonly expiresAt: string | null
  readonly expired: boolean
  readonly cost: string | null
}

function statusOf(resource: Resource, found: Found, ours: boolean, now: number): Status {
  const created = found.since?.getTime() ?? Date.parse(found.tags['created-at'] ?? '')
  const expires = Date.parse(found.tags['expires-at'] ?? '')
  const iso = (time: number) => (Number.isNaN(time) ? null : new Date(time).toISOString())
  const { size, endpoint } = found
  return {
    kind: resource.kind,
    name: resource.name,
    state: found.state,
    waitsFor: found.waitsFor,
    ours,
    owner: found.tags.owner ?? null,
    endpoint: endpoint === undefined ? null : `${endpoint.host}:${endpoint.port}`,
    size: size === undefined ? null : sizeText(size),
    createdAt: iso(created),
    expiresAt: iso(expires),
    expired: expires < now,
    cost: size && !Number.isNaN(created) ? costSoFar(size, created, now) : null,
  }
}

/** A status for people. */
function statusLines(status: Status, found: Found, now: number): string[] {
  const { createdAt, expiresAt } = status
  const facts: (readonly [string, string | null])[] = [
    ['endpoint', status.endpoint],
    ['size', status.size],
    [
      'age',
      found.size && createdAt
        ? `${span(now - Date.parse(createdAt))}, since ${day(createdAt)}`
        : null,
    ],
    ['owner', found.size ? status.owner : null],
    ['expires', found.size && expiresAt ? expiryText(expiresAt, now) : null],
    ['cost so far', status.cost],
  ]
  const state = status.ours ? status.state : `${status.state}, not made by this project`
  const waits =
    status.ours && status.waitsFor !== null && found.stuck === undefined
      ? `, waiting until ${status.waitsFor}`
      : ''
  return [
    `${status.kind.padEnd(16)}${status.name.padEnd(24)}  ${state}${waits}`,
    ...facts.flatMap(([name, value]) => (value === null ? [] : [`    ${name.padEnd(13)}${value}`])),
  ]
}

function expiryText(expiresAt: string, now: number): string {
  const left = Date.parse(expiresAt) - now
  return left >= 0
    ? `in ${span(left)}, ${day(expiresAt)}`
    : `expired ${span(-left)} ago: 'npm run deprovision' removes it`
}

function day(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}

/** A span of time in its largest whole unit: `3 days`. */
function span(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000)
  const [count, unit] =
    minutes >= 2 * 24 * 60
      ? [Math.round(minutes / (24 * 60)), 'day']
      : minutes >= 120
        ? [Math.round(minutes / 60), 'hour']
        : [minutes, 'minute']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
