/** The browsers that listeners use, with weights. */
export type Agent = readonly [text: string, weight: number]

// A text with a comma is wrapped in quotes of its own, which the logs keep: they were once CSV.
const wrapped = (text: string): string => (text.includes(',') ? `"${text}"` : text)

const WINDOWS = [
  ['Windows NT 6.1; WOW64', 40],
  ['Windows NT 6.3; WOW64', 16],
  ['Windows NT 6.1', 12],
  ['Windows NT 5.1', 11],
  ['Windows NT 6.2; WOW64', 5],
] as const
const MACS = [
  ['Macintosh; Intel Mac OS X 10_9_4', 24],
  ['Macintosh; Intel Mac OS X 10_9_2', 4],
  ['Macintosh; Intel Mac OS X 10_8_5', 4],
  ['Macintosh; Intel Mac OS X 10_10', 3],
] as const
const LINUX = [['X11; Linux x86_64', 6]] as const
const FIREFOX_MACS = [
  ['Macintosh; Intel Mac OS X 10.9', 8],
  ['Macintosh; Intel Mac OS X 10.7', 2],
] as const
const PHONES = [
  ['iPhone; CPU iPhone OS 7_1_2 like Mac OS X', '7.0 Mobile/11D257 Safari/9537.53', 9],
  ['iPhone; CPU iPhone OS 7_0_4 like Mac OS X', '7.0 Mobile/11B554a Safari/9537.53', 2],
  ['iPhone; CPU iPhone OS 6_1_3 like Mac OS X', '6.0 Mobile/10B329 Safari/8536.25', 1],
  ['iPad; CPU OS 7_1_2 like Mac OS X', '7.0 Mobile/11D257 Safari/9537.53', 7],
  ['iPad; CPU OS 6_1_3 like Mac OS X', '6.0 Mobile/10B329 Safari/8536.25', 1],
] as const
const INTERNET_EXPLORERS = [
  ['Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko', 12],
  ['Windows NT 6.3; WOW64; Trident/7.0; rv:11.0) like Gecko', 6],
  ['Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko', 3],
  ['compatible; MSIE 10.0; Windows NT 6.2; WOW64; Trident/6.0)', 3],
  ['compatible; MSIE 10.0; Windows NT 6.1; WOW64; Trident/6.0)', 3],
  ['compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0)', 3],
  ['compatible; MSIE 9.0; Windows NT 6.0; Trident/5.0)', 1],
] as const

const webkit = (system: string, build: string, rest: string): string =>
  wrapped(`Mozilla/5.0 (${system}) AppleWebKit/${build} (KHTML, like Gecko) ${rest}`)

const CHROMES = ['36.0.1985.143', '36.0.1985.125', '37.0.2062.103'] as const
const FIREFOXES = ['31.0', '30.0', '32.0'] as const
const SAFARIS = [
  ['537.78.2', 'Version/7.0.6 Safari/537.78.2'],
  ['537.77.4', 'Version/7.0.5 Safari/537.77.4'],
] as const

// The newest version of a browser is the commonest one.
const share = (weight: number, age: number): number => Math.max(1, Math.round(weight / 2 ** age))

const chromes = [...WINDOWS, ...MACS, ...LINUX].flatMap(([system, weight]) =>
  CHROMES.map((version, age): Agent => {
    return [webkit(system, '537.36', `Chrome/${version} Safari/537.36`), share(weight, age)]
  }),
)
const firefoxes = [...WINDOWS, ...FIREFOX_MACS, ...LINUX].flatMap(([system, weight]) =>
  FIREFOXES.map((v, age): Agent => {
    return [
      `Mozilla/5.0 (${system}; rv:${v}) Gecko/20100101 Firefox/${v}`,
      share(weight * 0.5, age),
    ]
  }),
)
const safaris = MACS.flatMap(([system, weight]) =>
  SAFARIS.map(([build, rest], age): Agent => [webkit(system, build, rest), share(weight, age)]),
)
const operas = WINDOWS.slice(0, 3).map(([system]): Agent => {
  return [webkit(system, '537.36', 'Chrome/36.0.1985.125 Safari/537.36 OPR/23.0.1522.60'), 1]
})
const android = webkit(
  'Linux; Android 4.4.2; SM-G900V Build/KOT49H',
  '537.36',
  'Chrome/36.0.1985.135 Mobile Safari/537.36',
)
const chromium = webkit(
  'X11; Linux x86_64',
  '537.36',
  'Ubuntu Chromium/36.0.1985.125 Chrome/36.0.1985.125 Safari/537.36',
)

/** Every user agent in use, about eighty: Chrome, Firefox, Safari, Internet Explorer, Opera, phones. */
export const AGENTS: readonly Agent[] = [
  ...chromes,
  ...firefoxes,
  ...safaris,
  ...PHONES.map(([system, rest, weight]): Agent => {
    return [webkit(system, '537.51.2', `Version/${rest}`), weight]
  }),
  ...INTERNET_EXPLORERS.map(([rest, weight]): Agent => [`Mozilla/5.0 (${rest}`, weight]),
  ...operas,
  [android, 2],
  [chromium, 5],
]
