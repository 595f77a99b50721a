import { isIP } from 'node:net'
import { Failure, messageOf } from '../errors.ts'

/** A network wider than this is no one's own: the largest that were ever given out. */
const WIDEST = 8

const FORM = "must be a network such as '203.0.113.7/32'"

/** What is wrong with a network as the one that is let in; null when nothing is. */
export function cidrProblem(cidr: string): string | null {
  const [, address = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(cidr) ?? []
  const [family, length] = [isIP(address), Number(bits)]
  if (family === 0 || length > (family === 4 ? 32 : 128)) return FORM
  if (length < WIDEST)
    return `must not let in the whole internet: /${WIDEST} is the widest network that is taken`
  if (family === 6) return 'must be an IPv4 network: the warehouse has no IPv6 address'
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  // AWS cuts an address to its network, which would then never equal what was asked for.
  if (number % 2 ** (32 - length) !== 0)
    return `must be the first address of its /${length} network`
  return null
}

const TIMEOUT_MS = 5_000

/** The network of this machine alone, as AWS sees it. @throws Failure when AWS does not tell. */
export async function ownCidr(url = 'https://checkip.amazonaws.com'): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    const cidr = `${(await response.text()).trim()}/32`
    if (!response.ok || cidrProblem(cidr) !== null)
      throw new Error(`it answered ${response.status}`)
    return cidr
  } catch (error) {
    throw new Failure(
      `Cannot find out this machine's address from ${url}: ${messageOf(error)}. Nothing was made. ` +
        'Set PROVISION_CIDR to the network to let in.',
      { cause: error },
    )
  }
}
