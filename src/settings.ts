import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import dotenv from 'dotenv'
import type * as Valibot from 'valibot'
import { addAwsVariables } from './aws-variables.ts'
import { Failure, messageOf } from './errors.ts'
import { requirePackage } from './modules.ts'
import type { Source } from './transform.ts'

const v = requirePackage('valibot') as typeof Valibot

/** The folder of the project: where migrations, transforms, queries and `.env` are. */
export const PROJECT = path.resolve(import.meta.dirname, '..')

/** Where the three parts of the lake are: absolute paths or `s3://` URIs. */
export type Lake = Readonly<Record<Source | 'log_jsonpath', string>>

/** The settings of a cluster. */
export interface RedshiftSettings {
  /** The role that COPY reads with, or `default` for the cluster's own. */
  readonly iamRole: string
  /** The region of the data bucket. */
  readonly region: string | null
  readonly host: string
  readonly port: number
  readonly database: string
  /** Null where AWS names the user, with temporary credentials. */
  readonly user: string | null
  readonly password: string | null
  /** What temporary credentials are asked for, when there is no password. */
  readonly clusterIdentifier: string | null
  readonly workgroup: string | null
  readonly ssl: 'verify-full' | 'disable'
  /** A file of certificates to trust beside Node's own. */
  readonly ca: string | null
  /** Milliseconds after which Redshift ends a statement. */
  readonly statementTimeout: number | null
}

/** Everything that the environment says, read once. */
export type Settings = {
  readonly lake: Lake
  /**
   * The `s3://` prefix, without a slash at its end, under which the files of a lake are packed before a
   * cluster loads them; null where they are loaded as they are.
   */
  readonly work: string | null
} & (
  | {
      readonly target: 'local'
      readonly database: string
      /** The region of the data bucket, when the lake is on S3. */
      readonly region: string | null
    }
  | { readonly target: 'redshift'; readonly redshift: RedshiftSettings }
)

/** The variables that are read, each with what it means: `.env.example` lists the same ones. */
const SCHEMA = v.object({
  WAREHOUSE_TARGET: v.optional(
    v.picklist(['local', 'redshift'], 'must be local or redshift'),
    'local',
  ),
  LOCAL_DATABASE: text(/^(?!.*:\/\/)/s, 'must be a path on this machine'),
  LOG_DATA: place(),
  LOG_JSONPATH: place(),
  SONG_DATA: place(),
  FRESH_HOURS: v.optional(wholeNumber(1)),
  S3_REGION: text(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be a region such as 'us-west-2'"),
  // What a run leaves there is removed: a whole bucket is too much to hand over.
  S3_WORK: text(
    /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/[\w!.*()/-]*\w[\w!.*()/-]*$/,
    'must be s3://bucket/prefix',
  ),
  REDSHIFT_IAM_ROLE_ARN: text(
    /^(default|arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+)$/,
    "must be 'default' or arn:aws:iam::<account>:role/<name>",
  ),
  REDSHIFT_HOST: v.optional(v.string()),
  REDSHIFT_PORT: v.optional(wholeNumber(1, 65_535), '5439'),
  REDSHIFT_DATABASE: v.optional(v.string(), 'dev'),
  REDSHIFT_USER: v.optional(v.string()),
  REDSHIFT_PASSWORD: v.optional(v.string()),
  REDSHIFT_CLUSTER: v.optional(v.string()),
  REDSHIFT_WORKGROUP: v.optional(v.string()),
  REDSHIFT_SSL: v.optional(
    v.picklist(['verify-full', 'disable'], 'must be verify-full or disable'),
    'verify-full',
  ),
  REDSHIFT_CA: v.optional(v.string()),
  REDSHIFT_STATEMENT_TIMEOUT: v.optional(wholeNumber(0)),
})

function text(pattern: RegExp, problem: string) {
  return v.optional(v.pipe(v.string(), v.regex(pattern, problem)))
}

function place() {
  return text(
    /^(?!.*:\/\/)|^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/.*)?$/s,
    'must be a path or s3://bucket/prefix',
  )
}

/** A number written out, from `least` on. */
export function wholeNumber(
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
  problem = `must be a whole number from ${least}${most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`}`,
) {
  return v.pipe(
    v.string(),
    v.transform(Number),
    v.number(problem),
    v.integer(problem),
    v.minValue(least, problem),
    v.maxValue(most, problem),
  )
}

/** Reads the process's environment, and `.env` beside it for what the environment does not say. */
export function readEnvironment(use: Use = 'connect'): Settings {
  return readSettings(process.env, readCommandsFile(), use)
}

/** What `.env` says, to a command: AWS's own variables in it are from now on in the environment, where the SDK looks. */
export function readCommandsFile(): Record<string, string> {
  const file = readEnvFile()
  addAwsVariables(file, process.env)
  return file
}

/** Where settings are kept that the environment does not say. */
export const ENV_FILE: string = path.join(PROJECT, '.env')

/** What a `.env` file says; nothing where there is none. Of two lines for one name the later counts. @throws Failure when it cannot be read. */
export function readEnvFile(file = ENV_FILE): Record<string, string> {
  if (!existsSync(file)) return {}
  const text = envText(file)
  const values = dotenv.parse(text)
  checkNotCut(file, text, values)
  return values
}

function envText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const why = statSync(file).isDirectory() ? 'it is a folder' : messageOf(error)
    throw new Failure(
      `Cannot read the settings in '${file}': ${why}. Nothing was done. ` +
        'Make it a file that you may read, as .env.example is one, or move it away.',
      { cause: error },
    )
  }
}

/** Half of a password would be refused by the cluster, which locks its user after five times, and nobody knew why. */
function checkNotCut(file: string, text: string, values: Record<string, string>): void {
  for (const [, name = '', value] of text.matchAll(CUT_BY_HASH)) {
    if (values[name] !== value) continue
    throw new Failure(
      `Cannot read the settings in '${file}': what follows # in ${name} would be left out as a comment. ` +
        `Nothing was done. Put the value in quotes: ${name}='...'.`,
    )
  }
}

/** A setting of ours or of AWS without quotes, up to a # that stands in its value. */
const CUT_BY_HASH =
  /^\s*(?:export\s+)?((?:AWS|FRESH|LOCAL|LOG|PROVISION|REDSHIFT|S3|SONG|WAREHOUSE)_\w*)\s*=\s*([^'"`\s#][^\s#]*)#/gm

/** What the settings are for: a plan needs no way into the cluster. */
export type Use = 'connect' | 'plan'

/**
 * Reads settings. A relative path is resolved against where the command was typed when the
 * environment gives it, and against the project when `.env` does.
 * @throws Failure that lists every wrong setting at once.
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  file: Readonly<Record<string, string>> = {},
  use: Use = 'connect',
): Settings {
  const said = saidIn(environment, file, SCHEMA)
  const parsed = v.safeParse(SCHEMA, said)
  const missing = said.WAREHOUSE_TARGET === 'redshift' && use === 'connect' ? missingOf(said) : []
  const problems = [...missing, ...workInsideOf(said)]
  if (!parsed.success || problems.length > 0)
    throw wrongSettings(parsed.issues ?? [], problems, said)
  const values = parsed.output
  const inEnvironment = notBlank(environment, SCHEMA)
  const resolve = (name: keyof typeof values, byDefault: string) => {
    const text = said[name]
    if (text === undefined) return path.join(PROJECT, byDefault)
    if (text.startsWith('s3://')) return text
    const absolute = path.resolve(name in inEnvironment ? callersFolder() : PROJECT, text)
    // A place that ends in a slash is a folder, and no prefix of its neighbours.
    return text.endsWith('/') && name.endsWith('_DATA') ? `${absolute}/` : absolute
  }
  const lake: Lake = {
    log_data: resolve('LOG_DATA', 'seeds/log_data'),
    log_jsonpath: resolve('LOG_JSONPATH', 'seeds/log_json_path.json'),
    song_data: resolve('SONG_DATA', 'seeds/song_data'),
  }
  const work = values.S3_WORK?.replace(/\/+$/, '') ?? null
  if (values.WAREHOUSE_TARGET === 'local') {
    return {
      target: 'local',
      lake,
      work,
      database: resolve('LOCAL_DATABASE', '.local/warehouse.duckdb'),
      region: values.S3_REGION ?? null,
    }
  }
  return {
    target: 'redshift',
    lake,
    work,
    redshift: {
      iamRole: values.REDSHIFT_IAM_ROLE_ARN ?? 'default',
      region: values.S3_REGION ?? null,
      host: values.REDSHIFT_HOST ?? '',
      port: values.REDSHIFT_PORT,
      database: values.REDSHIFT_DATABASE,
      user: values.REDSHIFT_USER ?? null,
      password: values.REDSHIFT_PASSWORD ?? null,
      clusterIdentifier: values.REDSHIFT_CLUSTER ?? null,
      workgroup: values.REDSHIFT_WORKGROUP ?? null,
      ssl: values.REDSHIFT_SSL,
      ca: values.REDSHIFT_CA === undefined ? null : resolve('REDSHIFT_CA', ''),
      statementTimeout: values.REDSHIFT_STATEMENT_TIMEOUT ?? null,
    },
  }
}

/** What a connection to the cluster needs and nobody said. */
function missingOf(said: Readonly<Record<string, string>>): string[] {
  const problems: string[] = []
  if (said.REDSHIFT_HOST === undefined) problems.push('REDSHIFT_HOST is not set')
  const temporary = said.REDSHIFT_CLUSTER !== undefined || said.REDSHIFT_WORKGROUP !== undefined
  if (said.REDSHIFT_PASSWORD === undefined && !temporary) {
    problems.push(
      'REDSHIFT_PASSWORD is not set, nor REDSHIFT_CLUSTER or REDSHIFT_WORKGROUP to ask AWS for credentials',
    )
  }
  if (said.REDSHIFT_PASSWORD !== undefined && said.REDSHIFT_USER === undefined) {
    problems.push('REDSHIFT_USER is not set, though REDSHIFT_PASSWORD is')
  }
  if (said.REDSHIFT_SSL === 'disable' && !LOOPBACK.test(said.REDSHIFT_HOST ?? '')) {
    problems.push('REDSHIFT_SSL may be disable only when REDSHIFT_HOST is this machine')
  }
  return problems
}

/** What is packed must not be taken for data by the next load. */
function workInsideOf(said: Readonly<Record<string, string>>): string[] {
  return ['LOG_DATA', 'SONG_DATA']
    .filter((name) => {
      const place = said[name]?.replace(/\/*$/, '/') ?? ''
      return place.startsWith('s3://') && `${said.S3_WORK ?? ''}/`.startsWith(place)
    })
    .map((name) => `S3_WORK must not lie under ${name}; found '${said.S3_WORK}'`)
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/

/** Where the command was typed: npm runs scripts in the project and leaves the caller's folder in INIT_CWD. */
export function callersFolder(): string {
  const folder = process.cwd()
  return (folder === PROJECT && process.env.INIT_CWD) || folder
}

/** How many hours old the newest play may be before a run warns; undefined where nobody says. */
export function freshHours(): number | undefined {
  const { FRESH_HOURS } = saidIn(process.env, readEnvFile(), SCHEMA)
  return FRESH_HOURS === undefined ? undefined : Number(FRESH_HOURS)
}

/** The names of all settings. */
export const SETTING_NAMES: readonly string[] = Object.keys(SCHEMA.entries)

/** What the environment says of a schema's variables, and a `.env` file where the environment says nothing. */
export function saidIn(
  environment: Readonly<Record<string, string | undefined>>,
  file: Readonly<Record<string, string>>,
  schema: { readonly entries: object },
): Record<string, string> {
  return { ...notBlank(file, schema), ...notBlank(environment, schema) }
}

/** Of a record, the variables of a schema that say something. */
function notBlank(
  record: Readonly<Record<string, string | undefined>>,
  schema: { readonly entries: object },
): Record<string, string> {
  const entries = Object.entries(record).filter(
    (entry): entry is [string, string] =>
      entry[0] in schema.entries && (entry[1] ?? '').trim() !== '',
  )
  return Object.fromEntries(entries)
}

/** A setting's value as messages show it: a role is never told in full, a password not at all. */
function shownValue(name: string, value: string): string {
  if (name.endsWith('PASSWORD')) return `${value.length} characters`
  const shown = name.endsWith('ARN') ? ROLE_START : value.length
  return `'${value.length <= shown ? value : `${value.slice(0, shown)}...`}'`
}

const ROLE_START = 'arn:aws:iam:'.length

/** What is wrong with the value of one setting. */
export interface Wrong {
  readonly message: string
  readonly path?: readonly { readonly key: unknown }[] | undefined
}

/** A failure that lists every wrong setting at once. */
export function wrongSettings(
  issues: readonly Wrong[],
  missing: readonly string[],
  said: Record<string, string>,
): Failure {
  const wrong = issues.map(({ path, message }) => {
    const name = String(path?.[0]?.key)
    return `${name} ${message}; found ${shownValue(name, said[name] ?? '')}`
  })
  const problems = [...wrong, ...missing].map((problem) => `  - ${problem}`)
  return new Failure(
    `Cannot read the settings. In the environment or .env:\n${problems.join('\n')}\n` +
      'Nothing was done. .env.example says what each setting means.',
  )
}
