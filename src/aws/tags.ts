import type { Account } from './account.ts'
import { type Difference, type Found, OURS, type Tags } from './resource.ts'
import type { ProvisionSettings } from './settings.ts'

const DAY_MS = 24 * 60 * 60_000

/** What everything that is made at a moment is tagged with. */
export function newTags(account: Account, settings: ProvisionSettings, now: number): Tags {
  return {
    [OURS[0]]: OURS[1],
    owner: settings.owner ?? callerName(account),
    'created-at': moment(now),
    'expires-at': moment(now + settings.days * DAY_MS),
  }
}

/** Where tags are not what the settings say. An owner that nobody set is whoever came first. */
export function tagDifferences(settings: ProvisionSettings, { tags }: Found): Difference[] {
  const wanted: Record<string, string> = {}
  const created = Date.parse(tags['created-at'] ?? '')
  if (!Number.isNaN(created)) wanted['expires-at'] = moment(created + settings.days * DAY_MS)
  if (settings.owner !== null) wanted.owner = settings.owner
  return Object.entries(wanted)
    .filter(([key, value]) => tags[key] !== value)
    .map(([parameter, value]) => ({
      parameter,
      found: tags[parameter] ?? 'not set',
      wanted: value,
      inPlace: true,
    }))
}

/** The last part of the caller's ARN, in the signs that every service takes in a tag. */
function callerName({ caller }: Account): string {
  return (caller.split('/').at(-1) ?? caller).replace(/[^\w .:/=+@-]/g, '_')
}

function moment(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z')
}
