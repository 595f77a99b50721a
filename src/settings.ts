import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import dotenv from 'dotenv'
import { z } from 'zod'
import { Failure } from './errors.ts'
import type { Source } from './transform.ts'

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
}

/** Everything that the environment says, read once. */
export type Settings = { readonly lake: Lake } & (
  | { readonly target: 'local'; readonly database: string }
  | { readonly target: 'redshift'; readonly redshift: RedshiftSettings }
)

/** The variables that are read, each with what it means: `.env.example` lists the same ones. */
const SCHEMA = z.object({
  WAREHOUSE_TARGET: z.enum(['local', 'redshift']).default('local'),
  LOCAL_DATABASE: z.string().default('.local/warehouse.duckdb'),
  LOG_DATA: place(),
  LOG_JSONPATH: place(),
  SONG_DATA: place(),
  S3_REGION: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be a region such as 'us-west-2'")
    .optional(),
  REDSHIFT_IAM_ROLE_ARN: z
    .string()
    .regex(
      /^(default|arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+)$/,
      "must be 'default' or arn:aws:iam::<account>:role/<name>",
    )
    .optional(),
})

function place() {
  return z
    .string()
    .refine(
      (text) =>
        !text.includes('://') || /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/.*)?$/.test(text),
      'must be a path or s3://bucket/prefix',
    )
    .optional()
}

/** Reads the process's environment, and `.env` beside it for what the environment does not say. */
export function readEnvironment(): Settings {
  const file = path.join(PROJECT, '.env')
  const fromFile = existsSync(file) ? dotenv.parse(readFileSync(file)) : {}
  return readSettings(process.env, fromFile)
}

/**
 * Reads settings. A relative path is resolved against where the command was typed when the
 * environment gives it, and against the project when `.env` does.
 * @throws Failure that lists every wrong setting at once.
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  file: Readonly<Record<string, string>> = {},
): Settings {
  const said = { ...notBlank(file), ...notBlank(environment) }
  const parsed = SCHEMA.safeParse(said)
  if (!parsed.success) throw wrongSettings(parsed.error, said)
  const values = parsed.data
  const inEnvironment = notBlank(environment)
  const resolve = (name: keyof typeof values, byDefault: string) => {
    const text = values[name]
    if (text === undefined) return path.join(PROJECT, byDefault)
    if (text.startsWith('s3://')) return text
    return path.resolve(name in inEnvironment ? callersFolder() : PROJECT, text)
  }
  const lake: Lake = {
    log_data: resolve('LOG_DATA', 'seeds/log_data'),
    log_jsonpath: resolve('LOG_JSONPATH', 'seeds/log_json_path.json'),
    song_data: resolve('SONG_DATA', 'seeds/song_data'),
  }
  if (values.WAREHOUSE_TARGET === 'local') {
    return { target: 'local', lake, database: resolve('LOCAL_DATABASE', '.local/warehouse.duckdb') }
  }
  return {
    target: 'redshift',
    lake,
    redshift: {
      iamRole: values.REDSHIFT_IAM_ROLE_ARN ?? 'default',
      region: values.S3_REGION ?? null,
    },
  }
}

/** Where the command was typed: npm runs scripts in the project and leaves the caller's folder in INIT_CWD. */
export function callersFolder(): string {
  const folder = process.cwd()
  return (folder === PROJECT && process.env.INIT_CWD) || folder
}

/** The names of all settings. */
export const SETTING_NAMES: readonly string[] = Object.keys(SCHEMA.shape)

function notBlank(record: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(record).filter(
    (entry): entry is [string, string] =>
      entry[0] in SCHEMA.shape && (entry[1] ?? '').trim() !== '',
  )
  return Object.fromEntries(entries)
}

function wrongSettings(error: z.ZodError, said: Record<string, string>): Failure {
  const problems = error.issues.map((issue) => {
    const name = String(issue.path[0])
    const expected =
      issue.code === 'invalid_value' ? `must be ${issue.values.join(' or ')}` : issue.message
    return `  - ${name} ${expected}; found '${said[name]}'`
  })
  return new Failure(
    `Cannot read the settings. In the environment or .env:\n${problems.join('\n')}\n` +
      'Nothing was done. .env.example says what each setting means.',
  )
}
