import type * as Valibot from 'valibot'
import { keyPrefix, parseS3, type S3Place } from '../lake/s3.ts'
import { requirePackage } from '../modules.ts'
import { RESERVED_WORDS } from '../redshift/lint/reserved-words.ts'
import { readEnvFile, readSettings, saidIn, wholeNumber, wrongSettings } from '../settings.ts'
import { cidrProblem } from './cidr.ts'

const v = requirePackage('valibot') as typeof Valibot

/** What `provision` makes. */
export interface ProvisionSettings {
  readonly kind: 'serverless' | 'cluster'
  readonly name: string
  readonly nodeType: string
  readonly nodes: number
  /** Redshift processing units. */
  readonly baseCapacity: number
  /** RPU-hours after which queries are turned off until the next day, UTC. */
  readonly rpuHoursPerDay: number
  /** Who is let in; null for this machine's own address. */
  readonly cidr: string | null
  readonly isPublic: boolean
  readonly port: number
  readonly database: string
  readonly adminUser: string
  /** Null where AWS Secrets Manager makes and keeps it. */
  readonly adminPassword: string | null
  /** Null for the AWS identity of this shell. */
  readonly owner: string | null
  /** Days after which `cluster:status` says that it should go. */
  readonly days: number
  /** What COPY may read. */
  readonly reads: readonly S3Reach[]
  /** Where the role may write. */
  readonly writes: readonly S3Reach[]
}

/** A part of a bucket: one object, or everything whose key begins so. */
export interface S3Reach extends S3Place {
  readonly whole: boolean
}

/** How many nodes a cluster may have (https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-clusters.html). */
const NODES: Readonly<Record<string, readonly [fewest: number, most: number]>> = {
  'rg.large': [1, 16],
  'rg.xlarge': [2, 16],
  'rg.4xlarge': [2, 32],
  'rg.12xlarge': [2, 128],
  'ra3.large': [1, 16],
  'ra3.xlplus': [1, 32],
  'ra3.4xlarge': [2, 32],
  'ra3.16xlarge': [2, 128],
}

/**
 * Room for what is added to it: the longest name of a cluster is 63, of a role and of a snapshot of Serverless 64.
 * A security group's must not begin with `sg-`.
 */
const NAME = /^(?=.{3,40}$)(?!sg-)[a-z][a-z0-9]*(-[a-z0-9]+)*$/
/** https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html, MasterUserPassword */
const PASSWORD = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[!-~]{8,64}$/

/** The variables that `provision` and its like read, besides the lake's. */
const SCHEMA = v.object({
  PROVISION_KIND: v.optional(
    v.picklist(['serverless', 'cluster'], 'must be serverless or cluster'),
    'serverless',
  ),
  PROVISION_NAME: v.optional(
    checked((name) =>
      NAME.test(name)
        ? null
        : `must be 3 to 40 lower-case letters, digits and single hyphens, a letter first and not sg-, such as '${nameLike(name)}'`,
    ),
    'sparkify',
  ),
  PROVISION_NODE_TYPE: v.optional(checked(nodeTypeProblem), 'rg.large'),
  PROVISION_NODES: v.optional(wholeNumber(1, 128)),
  PROVISION_BASE_CAPACITY: v.optional(
    v.pipe(
      v.string(),
      v.transform(Number),
      v.number('must be a number of RPU'),
      v.check(isBaseCapacity, 'must be 4, a multiple of 8 up to 512, or of 32 up to 1024'),
    ),
    '8',
  ),
  PROVISION_RPU_HOURS_PER_DAY: v.optional(wholeNumber(1, 1_000_000), '16'),
  PROVISION_CIDR: v.optional(checked(cidrProblem)),
  PROVISION_PUBLIC: v.optional(v.picklist(['true', 'false'], 'must be true or false'), 'false'),
  PROVISION_ADMIN_USER: v.optional(
    notReserved(
      /^(?!public$)[a-z][a-z0-9_]{0,126}$/,
      "must be lower-case letters and digits, not 'public'",
    ),
    'awsuser',
  ),
  PROVISION_ADMIN_PASSWORD: v.optional(
    v.pipe(
      matching(
        PASSWORD,
        'must be 8 to 64 letters, digits and signs, with a capital, a small letter and a digit',
      ),
      v.regex(/^[^'"\\/@ ]*$/, 'must not hold any of \' " \\ / @ or a space'),
    ),
  ),
  PROVISION_OWNER: v.optional(
    matching(/^[\w .:/=+@-]{1,128}$/, 'must be letters, digits, spaces and . : / = + @ - _'),
  ),
  PROVISION_DAYS: v.optional(wholeNumber(1, 3650), '7'),
  REDSHIFT_PORT: v.optional(
    v.pipe(
      v.string(),
      v.transform(Number),
      v.number('must be a number'),
      v.check(isPort, 'must be from 5431 to 5455 or from 8191 to 8215'),
    ),
    '5439',
  ),
  REDSHIFT_DATABASE: v.optional(
    notReserved(/^[a-z][a-z0-9]{0,63}$/, 'must be lower-case letters and digits'),
    'dev',
  ),
})

/** A text with which nothing is wrong: null, or what is. */
function checked(problemOf: (text: string) => string | null) {
  return v.pipe(
    v.string(),
    v.check(
      (text) => problemOf(text) === null,
      ({ input }) => problemOf(input) ?? '',
    ),
  )
}

function matching(pattern: RegExp, problem: string) {
  return v.pipe(v.string(), v.regex(pattern, problem))
}

/** A name that AWS takes for a user or a database (https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html). */
function notReserved(pattern: RegExp, problem: string) {
  return v.pipe(
    matching(pattern, problem),
    v.check(
      (name) => !RESERVED_WORDS.has(name),
      'must not be a word that Redshift keeps for itself',
    ),
  )
}

function nodeTypeProblem(type: string): string | null {
  if (Object.hasOwn(NODES, type)) return null
  return /^d[cs]2\./.test(type)
    ? 'must not be of dc2 or ds2, of which AWS makes no new clusters: rg.large is the smallest of today'
    : `must be one of ${Object.keys(NODES).join(', ')}`
}

function nodesProblem(type: string, nodes: number | undefined): string | null {
  const [fewest, most] = NODES[type] ?? [1, 128]
  const fits = nodes === undefined || (nodes >= fewest && nodes <= most)
  return fits ? null : `must be from ${fewest} to ${most} for ${type}`
}

/** The names of all settings that these commands read, besides the lake's. */
export const PROVISION_NAMES: readonly string[] = Object.keys(SCHEMA.entries)

/** Reads what the process's environment and `.env` say of the cluster to make. @throws Failure that lists every wrong setting. */
export function readProvision(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  file: Readonly<Record<string, string>> = readEnvFile(),
): ProvisionSettings {
  const said = saidIn(environment, file, SCHEMA)
  const parsed = v.safeParse(SCHEMA, said)
  if (!parsed.success) throw wrongSettings(parsed.issues, [], said)
  const values = parsed.output
  const problem = nodesProblem(values.PROVISION_NODE_TYPE, values.PROVISION_NODES)
  if (problem !== null)
    throw wrongSettings([{ message: problem, path: [{ key: 'PROVISION_NODES' }] }], [], said)
  const { lake, work } = readSettings({ ...environment, WAREHOUSE_TARGET: 'local' }, file)
  const reach = (uri: string, whole: boolean) =>
    uri.startsWith('s3://') ? [{ ...parseS3(uri), whole }] : []
  const packs = work === null ? [] : reach(`${work}/`, false)
  return {
    kind: values.PROVISION_KIND,
    name: values.PROVISION_NAME,
    nodeType: values.PROVISION_NODE_TYPE,
    nodes: values.PROVISION_NODES ?? NODES[values.PROVISION_NODE_TYPE]?.[0] ?? 1,
    baseCapacity: values.PROVISION_BASE_CAPACITY,
    rpuHoursPerDay: values.PROVISION_RPU_HOURS_PER_DAY,
    cidr: values.PROVISION_CIDR ?? null,
    isPublic: values.PROVISION_PUBLIC === 'true',
    port: values.REDSHIFT_PORT,
    database: values.REDSHIFT_DATABASE,
    adminUser: values.PROVISION_ADMIN_USER,
    adminPassword: values.PROVISION_ADMIN_PASSWORD ?? null,
    owner: values.PROVISION_OWNER ?? null,
    days: values.PROVISION_DAYS,
    reads: [
      ...reach(keyPrefix(lake.log_data), false),
      ...reach(lake.log_jsonpath, true),
      ...reach(keyPrefix(lake.song_data), false),
      // What is packed for the cluster is read like the lake; whoever packs it needs more.
      ...packs,
    ],
    writes: packs,
  }
}

/** https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-capacity.html */
function isBaseCapacity(rpu: number): boolean {
  return (
    rpu === 4 ||
    (rpu > 0 && rpu <= 512 && rpu % 8 === 0) ||
    (rpu <= 1024 && rpu > 512 && rpu % 32 === 0)
  )
}

/** The ports that RG and RA3 clusters and Serverless may listen on. */
function isPort(port: number): boolean {
  return (
    Number.isInteger(port) && ((port >= 5431 && port <= 5455) || (port >= 8191 && port <= 8215))
  )
}

/** The nearest name that AWS takes: `dwh-cluster` for `dwhCluster`. */
function nameLike(name: string): string {
  const like = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 40)
    .replace(/^sg-|-$/g, '')
  return NAME.test(like) ? like : 'sparkify'
}
