import { type AddressInfo, createServer } from 'node:net'
import type { TestContext } from 'node:test'
import { readSettings, type Settings } from '../../src/settings.ts'
import { type Bucket, startBucket } from '../lake/bucket.ts'
import { type Backend, emptyBackend, type Kind } from './backend.ts'
import { Client, PASSWORD } from './client.ts'

/** What happens to a statement. */
export type Disturbance =
  /** The connection is lost before the statement is run, or after that and before its answer. */
  | 'lost before'
  | 'lost after'
  /** The server ends the connection, and says so. */
  | 'terminated'
  /** The statement fails with this text and detail, as XX000. */
  | { readonly message: string; readonly detail?: string }
  /** The statement waits until this is done. */
  | (() => Promise<unknown>)

/** What Redshift says of transactions that get in each other's way. */
export const CONFLICT: Disturbance = {
  message: '1023',
  detail: 'Serializable isolation violation on table - 100',
}

interface Fault {
  readonly pattern: RegExp
  readonly disturbance: Disturbance
  nth: number
}

/** A statement that the cluster was sent. */
export interface Sent {
  readonly connection: number
  readonly application: string
  /** The query group in which it runs. */
  readonly group: string
  readonly sql: string
}

const ROLE = 'arn:aws:iam::123456789012:role/sparkify-redshift'

/** Something that behaves like a cluster as far as this project can tell. */
export class Cluster {
  readonly sent: Sent[] = []
  /** How many times somebody tried to sign in. */
  connections = 0
  /** How many of the next ones are lost before that. */
  unreachable = 0
  readonly backend: Backend
  readonly bucket: Bucket
  readonly #faults: Fault[] = []
  /** Whose transaction is open: the others wait for it to end. */
  #holder: Client | null = null
  readonly #waiting: (() => void)[] = []

  constructor(backend: Backend, bucket: Bucket) {
    this.backend = backend
    this.bucket = bucket
  }

  /** Disturbs the nth statement from now on that matches, once. */
  disturb(pattern: RegExp, disturbance: Disturbance, nth = 1): void {
    this.#faults.push({ pattern, disturbance, nth })
  }

  disturbanceOf(sql: string): Disturbance | null {
    const fault = this.#faults.find(({ pattern, nth }) => nth > 0 && pattern.test(sql))
    if (!fault) return null
    fault.nth -= 1
    return fault.nth === 0 ? fault.disturbance : null
  }

  async hold(client: Client): Promise<void> {
    while (this.#holder !== null && this.#holder !== client)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#holder = client
  }

  /** Whether the client's transaction is open. */
  isHeldBy(client: Client): boolean {
    return this.#holder === client
  }

  /** Lets the others go on, unless the client is inside a transaction. */
  release(client: Client): void {
    if (this.#holder !== client || this.backend.state !== 'I') return
    this.#holder = null
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}

/** A running cluster, and how it is reached. */
export type Running = Cluster & {
  readonly environment: ReturnType<typeof environmentOf>
  /** Ends all connections. */
  readonly disconnect: () => Promise<void>
  readonly settings: (changed?: Readonly<Record<string, string>>) => Settings
}

/** A cluster without tables, with an empty bucket to load from, that runs while the test does. */
export async function startCluster(t: TestContext, kind: Partial<Kind> = {}): Promise<Running> {
  const bucket = await startBucket(t)
  const whole = { role: ROLE, region: 'us-east-1', serverless: false, ...kind }
  const cluster = new Cluster(await emptyBackend(bucket, whole), bucket)
  const clients: Client[] = []
  const server = createServer((socket) => clients.push(new Client(cluster, socket)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const disconnect = async () => {
    for (const client of clients.splice(0)) await client.close()
  }
  t.after(async () => {
    server.close()
    await disconnect()
  })
  const environment = environmentOf((server.address() as AddressInfo).port, bucket)
  const settings: Running['settings'] = (changed) => readSettings({ ...environment, ...changed })
  return Object.assign(cluster, { environment, disconnect, settings })
}

/** The settings that reach a cluster and its bucket. */
function environmentOf(port: number, bucket: Bucket) {
  return {
    WAREHOUSE_TARGET: 'redshift',
    REDSHIFT_HOST: '127.0.0.1',
    REDSHIFT_PORT: `${port}`,
    REDSHIFT_SSL: 'disable',
    REDSHIFT_USER: 'etl',
    REDSHIFT_PASSWORD: PASSWORD,
    REDSHIFT_IAM_ROLE_ARN: ROLE,
    S3_REGION: bucket.region,
    LOG_DATA: `s3://${bucket.name}/log_data/`,
    LOG_JSONPATH: `s3://${bucket.name}/log_json_path.json`,
    SONG_DATA: `s3://${bucket.name}/song_data/`,
  }
}
