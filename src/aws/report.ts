import { costLines } from './prices.ts'
import type { Difference, Resource, Tags } from './resource.ts'
import type { ProvisionSettings } from './settings.ts'
import type { Plan, Step } from './steps.ts'
import { newTags } from './tags.ts'
import type { Work } from './work.ts'

/** A line about a resource: `made      security group  sparkify-redshift`. */
export function line(did: string, { kind, name }: Resource, more = ''): string {
  return `${did.padEnd(10)}${kind.padEnd(16)}${name}${more === '' ? '' : `  ${more}`}`
}

/** Whose account it is: the first thing to look at before money is spent. */
export function accountLine({ account }: Work): string {
  return `Account ${account.id}, ${account.region}, as ${account.caller}`
}

/** What to know before anything is made. */
export function foreword(work: Work): string[] {
  const { settings } = work
  return [accountLine(work), ...cost(settings), ...reachLines(settings), '']
}

/** What a run would do, with every parameter and what it would cost. */
export function planLines(work: Work, { steps, second, hindrance, unseen }: Plan): string[] {
  const tags: Tags = newTags(work.account, work.settings, work.clock.now())
  const reach = reachLines(work.settings)
  return [
    accountLine(work),
    '',
    ...steps.flatMap((step) => [
      line(step.does, step.resource, stateText(step)),
      ...parameters(step),
    ]),
    ...second.map((resource) =>
      line('refuse', resource, 'remove it first: one name is one warehouse'),
    ),
    ...(hindrance === null ? [] : ['', `Cannot be made: ${hindrance.message}. ${hindrance.cure}`]),
    ...(unseen.length === 0 ? [] : ['', `Could not look at: ${unseen.join(', ')}.`]),
    '',
    `Tags of what is made: ${Object.entries(tags)
      .map(([key, value]) => `${key}=${value}`)
      .join(', ')}`,
    ...(reach.length === 0 ? [] : ['', ...reach]),
    '',
    ...cost(work.settings),
  ]
}

function stateText({ does, found }: Step): string {
  if (does === 'refuse') return 'not made by this project: it is never touched'
  if (found?.stuck !== undefined) return found.stuck[0]
  return found?.waitsFor ? `${found.state}, waiting until ${found.waitsFor}` : ''
}

function parameters({ resource, unfinished, drift, tags, does }: Step): string[] {
  if (does === 'refuse') return []
  const names = [...Object.keys(resource.wanted), ...tags.map(({ parameter }) => parameter)]
  const width = Math.max(...names.map((name) => name.length)) + 2
  const differing = new Map([...unfinished, ...drift].map((item) => [item.parameter, item]))
  const shown = Object.entries(resource.wanted).map(([name, value]): [string, string] => {
    const difference = differing.get(name)
    return [name, difference === undefined ? value : driftText(difference)]
  })
  const rest = tags.map((tag): [string, string] => [tag.parameter, driftText(tag)])
  return [...shown, ...rest].flatMap(([name, value]) => {
    const lines = legible(value).split('\n')
    if (lines.length === 1) return [`    ${name.padEnd(width)}${value}`]
    return [`    ${name}`, ...lines.map((text) => `      ${text}`)]
  })
}

/** A policy in lines, anything else as it is. */
function legible(value: string): string {
  return value.replace(/\{.*\}/g, (json) => {
    try {
      return JSON.stringify(JSON.parse(json), null, 2)
    } catch {
      return json
    }
  })
}

/** A difference as the drift of a plan or a run tells it. */
export function driftText({ found, wanted, inPlace }: Difference): string {
  if (found === null) return `${wanted} (not set yet)`
  const how = inPlace
    ? '--apply changes it'
    : 'only a new one can have it: deprovision, then provision'
  const separator = found.startsWith('{') || wanted.startsWith('{') ? '\n-> ' : ' -> '
  return `${found}${separator}${wanted} (${how})`
}

/** What a run left as it is, though the settings say something else. */
export function driftLines(steps: readonly Step[], applied: boolean): string[] {
  return steps.flatMap(({ resource, found, drift, tags }) => {
    // All carry the same tags: the warehouse's are told, for all of them.
    const all = found?.size === undefined ? drift : [...drift, ...tags]
    return all
      .filter(({ inPlace }) => !(applied && inPlace))
      .map((item) => line('differs', resource, `${item.parameter}: ${driftText(item)}`))
  })
}

function reachLines({ isPublic, reads }: ProvisionSettings): string[] {
  const lines: string[] = []
  if (!isPublic) {
    lines.push(
      'Not public: only machines in its VPC reach it. PROVISION_PUBLIC=true lets its one network in from outside.',
    )
  }
  if (reads.length === 0)
    lines.push(
      'COPY reads S3 alone: set LOG_DATA, LOG_JSONPATH and SONG_DATA to s3:// for the role to read them.',
    )
  return lines
}

function cost(settings: ProvisionSettings): string[] {
  const extras = { secret: settings.adminPassword === null, isPublic: settings.isPublic }
  return costLines(wantedSize(settings), extras)
}

function wantedSize(settings: ProvisionSettings) {
  return settings.kind === 'cluster'
    ? ({ kind: 'cluster', nodeType: settings.nodeType, nodes: settings.nodes } as const)
    : ({
        kind: 'serverless',
        baseCapacity: settings.baseCapacity,
        rpuHoursPerDay: settings.rpuHoursPerDay,
      } as const)
}
