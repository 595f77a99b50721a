import type { Socket } from 'node:net'
import type { Cluster } from './cluster.ts'
import { postgresOf } from './statement.ts'
import {
  ASK_PASSWORD,
  done,
  failed,
  fatal,
  type Message,
  MessageReader,
  message,
  textsOf,
  WELCOME,
} from './wire.ts'

/** What the cluster's one user signs in with. */
export const PASSWORD = 'Secret123'

/** What tells of all connections. */
const SYSTEM_VIEW = /\bfrom (sys_load_error_detail|stl_load_errors|stv_slices)\b/i

/** One connection. */
export class Client {
  readonly #cluster: Cluster
  readonly #socket: Socket
  readonly #number: number
  readonly #reader = new MessageReader()
  #user = ''
  #application = ''
  #group = { session: '', transaction: null as string | null }
  /** Messages of the extended protocol, until they are to be answered. */
  #unanswered: Buffer[] = []
  #parsed = ''
  #work: Promise<unknown> = Promise.resolve()

  constructor(cluster: Cluster, socket: Socket) {
    this.#cluster = cluster
    this.#socket = socket
    this.#number = cluster.connections += 1
    socket.setNoDelay(true)
    if (cluster.unreachable > 0) {
      cluster.unreachable -= 1
      socket.destroy()
    }
    socket.on('data', (chunk) => {
      for (const received of this.#reader.read(chunk)) this.#next(() => this.#receive(received))
    })
    socket.on('error', () => {})
    socket.on('close', () => this.#next(() => this.#leave()))
  }

  #next(work: () => Promise<unknown>): void {
    this.#work = this.#work.then(work).catch((error) => this.#socket.destroy(error as Error))
  }

  async #receive({ kind, body }: Message): Promise<unknown> {
    if (kind === '' && body.length === 4) return this.#socket.end('N') // no TLS here
    if (kind === '') return this.#greet(textsOf(body.subarray(4)))
    if (kind === 'p') return this.#signIn(textsOf(body)[0] ?? '')
    if (kind === 'X') return this.#socket.end()
    if (kind === 'Q') return this.#run(textsOf(body)[0] ?? '', null)
    if (kind === 'P') {
      const [name = '', sql = ''] = textsOf(body)
      this.#parsed = sql
      const parameters = body.subarray(Buffer.byteLength(`${name}${sql}`) + 2)
      const text = Buffer.from(`${name}\0${postgresOf(sql).sql}\0`)
      this.#unanswered.push(message(kind, Buffer.concat([text, parameters])))
    } else this.#unanswered.push(message(kind, body))
    if (kind === 'S') await this.#run(this.#parsed, Buffer.concat(this.#unanswered.splice(0)))
  }

  async #greet(parameters: readonly string[]): Promise<void> {
    const after = (name: string) => parameters[parameters.indexOf(name) + 1] ?? ''
    this.#user = after('user')
    this.#application = after('application_name')
    this.#socket.write(ASK_PASSWORD)
  }

  async #signIn(password: string): Promise<void> {
    if (password === PASSWORD) this.#socket.write(WELCOME)
    else this.#socket.end(fatal('28000', `password authentication failed for user "${this.#user}"`))
  }

  /** Runs a statement: its text, and the messages that ask for it when they are of the extended protocol. */
  async #run(sql: string, messages: Buffer | null): Promise<void> {
    if (this.#socket.destroyed) return
    const { backend, sent } = this.#cluster
    const { session, transaction } = this.#group
    const place = sent.push({
      connection: this.#number,
      application: this.#application,
      group: transaction ?? session,
      sql,
    })
    const disturbance = this.#cluster.disturbanceOf(sql)
    if (typeof disturbance === 'function') await disturbance()
    if (disturbance === 'lost before') return void this.#socket.destroy()
    if (disturbance === 'terminated')
      return void this.#socket.end(
        fatal('57P01', 'terminating connection due to administrator command'),
      )
    const answerNow = this.#cluster.isHeldBy(this) ? null : await this.#tell(sql)
    if (answerNow !== null) return void this.#socket.write(answerNow)
    await this.#cluster.hold(this)
    const answer =
      typeof disturbance === 'object' && disturbance !== null
        ? await this.#fail(sql, disturbance)
        : await this.#answer(sql, messages)
    await this.#keepNumber(sql, place)
    if (backend.state === 'I') this.#group.transaction = null
    this.#cluster.release(this)
    if (disturbance === 'lost after') this.#socket.destroy()
    else this.#socket.write(answer)
  }

  /** A statement that writes is known by its place among all that were sent. */
  async #keepNumber(sql: string, place: number): Promise<void> {
    const { backend } = this.#cluster
    if (backend.state === 'E' || !/^(copy|insert|delete|update)\b/i.test(sql)) return
    await backend.query(`select set_config('redshift.last_query_id', '${place}', false)`)
  }

  /** A COMMIT that fails ends its transaction; any other statement leaves that to a ROLLBACK. */
  async #fail(sql: string, { message, detail }: { message: string; detail?: string }) {
    const { backend } = this.#cluster
    if (/^commit/i.test(sql)) await backend.query('rollback')
    return backend.fail('XX000', message, detail)
  }

  async #answer(sql: string, messages: Buffer | null): Promise<Buffer> {
    const { backend } = this.#cluster
    if (/^\s*copy\b/i.test(sql)) return backend.copy(sql)
    const [, view] = SYSTEM_VIEW.exec(sql) ?? []
    if (view !== undefined && !(await backend.hasView(view)))
      return backend.fail('42501', `permission denied for relation ${view}`)
    const [, local, group] = /\bset (local )?query_group to '([^']*)'/i.exec(sql) ?? []
    if (group !== undefined) this.#group[local ? 'transaction' : 'session'] = group
    if (messages) return backend.exec(messages)
    const { sql: postgres, notes } = postgresOf(sql)
    const answer = await backend.query(postgres || 'select')
    if (answer[0] === 'E'.charCodeAt(0)) return answer
    for (const note of notes) await backend.query(note)
    return answer
  }

  /** The answer that waits for no other transaction: what a system view tells, or that a group is set; else null. */
  async #tell(sql: string): Promise<Buffer | null> {
    const { backend } = this.#cluster
    const [, zone, group] =
      /^(set timezone to 'UTC'); set query_group to '([^']*)'$/.exec(sql) ?? []
    if (zone !== undefined && group !== undefined) {
      this.#group.session = group
      await backend.query(zone)
      return done('SET', 'I')
    }
    const [, view] = SYSTEM_VIEW.exec(sql) ?? []
    if (view === undefined) return null
    if (!(await backend.hasView(view)))
      return failed('42501', `permission denied for relation ${view}`)
    const answer = await backend.query(sql)
    return Buffer.concat([answer.subarray(0, -1), Buffer.from('I')])
  }

  /** Ends the connection. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#socket.once('close', resolve))
    this.#socket.destroy()
    if (!this.#socket.closed) await closed
    await this.#work
  }

  /** What a connection leaves open is undone when it goes. */
  async #leave(): Promise<void> {
    const { backend } = this.#cluster
    await this.#cluster.hold(this)
    if (backend.state !== 'I') await backend.query('rollback')
    this.#cluster.release(this)
  }
}
