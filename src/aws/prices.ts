/**
 * What AWS asks, in US dollars, on demand in us-east-1; other regions ask more or less. Read from copies of
 * the Price List on the day named; https://aws.amazon.com/redshift/pricing/ is the authority.
 */
export const PRICES = {
  asOf: '2026-11-20',
  region: 'us-east-1',
  /** A node, an hour, from its creation to its removal except while the cluster is paused. */
  nodeHour: {
    'rg.large': 0.3801,
    'rg.xlarge': 0.7602,
    'rg.4xlarge': 3.0427,
    'rg.12xlarge': 9.128,
    'ra3.large': 0.543,
    'ra3.xlplus': 1.086,
    'ra3.4xlarge': 3.26,
    'ra3.16xlarge': 13.04,
  },
  /** A Redshift processing unit, an hour, by the second while a query runs, 60 seconds at least. */
  rpuHour: 0.375,
  /** A gigabyte of tables, a month. */
  storageMonth: 0.024,
  /** An admin password that AWS Secrets Manager keeps, a month. */
  secretMonth: 0.4,
  /** A public address, an hour. */
  addressHour: 0.005,
} as const

/** How large a warehouse is. */
export type Size =
  | { readonly kind: 'cluster'; readonly nodeType: string; readonly nodes: number }
  | {
      readonly kind: 'serverless'
      readonly baseCapacity: number
      /** Null where nothing limits it. */
      readonly rpuHoursPerDay: number | null
    }

const HOURS_PER_MONTH = 730
const DAYS_PER_MONTH = 365 / 12

/** What costs a little, whatever the size. */
export interface Extras {
  /** Whether AWS keeps the admin password. */
  readonly secret: boolean
  /** Whether it can be reached from outside its VPC. */
  readonly isPublic: boolean
}

/** What a warehouse costs, in lines for people. */
export function costLines(size: Size, extras: Extras): string[] {
  const besides = [
    `tables ${PRICES.storageMonth} USD per GB and month`,
    ...(extras.secret ? [`its admin password ${usd(PRICES.secretMonth)} a month`] : []),
    ...(extras.isPublic ? [`each public address ${PRICES.addressHour} USD an hour`] : []),
  ].join(', ')
  const stored = `Besides: ${besides}. Prices of ${PRICES.region}, ${PRICES.asOf}.`
  if (size.kind === 'cluster') {
    const hour = clusterHour(size)
    if (hour === null) return [`No price is known for ${size.nodeType}. ${stored}`]
    return [
      `${usd(hour)} an hour, ${usd(hour * HOURS_PER_MONTH)} a month, queries or none; paused, no more than its tables.`,
      stored,
    ]
  }
  const hour = size.baseCapacity * PRICES.rpuHour
  const day = (size.rpuHoursPerDay ?? 0) * PRICES.rpuHour
  const most =
    size.rpuHoursPerDay === null
      ? 'Nothing limits it.'
      : `At most ${usd(day)} a day, ${usd(day * DAYS_PER_MONTH)} a month: ${size.rpuHoursPerDay} RPU-hours a day, then queries are turned off.`
  return [
    `${usd(hour)} an hour while queries run, more where AWS scales it up, nothing while none does. ${most}`,
    stored,
  ]
}

const HOUR_MS = 60 * 60_000

/** What a warehouse has cost from one moment to another, in ms since 1970, as far as its size tells. */
export function costSoFar(size: Size, since: number, now: number): string {
  if (size.kind === 'cluster') {
    const hour = clusterHour(size)
    return hour === null
      ? 'unknown'
      : `about ${usd((hour * (now - since)) / HOUR_MS)}, if it was never paused`
  }
  if (size.rpuHoursPerDay === null) return 'unknown: no usage limit'
  // A limit holds for a day of UTC, and the first and the last of them are days as well.
  const days = dayOf(now) - dayOf(since) + 1
  return `at most ${usd(days * size.rpuHoursPerDay * PRICES.rpuHour)}, by its limit`
}

function dayOf(time: number): number {
  return Math.floor(time / (24 * HOUR_MS))
}

/** What a snapshot costs; AWS bills them by tiers of its own, which begin near the price of tables. */
export function snapshotCost(gigabytes: number | null): string {
  if (gigabytes === null) return 'billed by its size, which AWS does not tell yet'
  const month = usd(gigabytes * PRICES.storageMonth)
  return `${gigabytes.toFixed(1)} GB, about ${month} a month`
}

/** How large a warehouse is, in words. */
export function sizeText(size: Size): string {
  return size.kind === 'cluster' ? `${size.nodes} x ${size.nodeType}` : `${size.baseCapacity} RPU`
}

function clusterHour(size: Extract<Size, { kind: 'cluster' }>): number | null {
  const node = (PRICES.nodeHour as Readonly<Record<string, number>>)[size.nodeType]
  return node === undefined ? null : node * size.nodes
}

function usd(amount: number): string {
  return `${amount.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })} USD`
}
