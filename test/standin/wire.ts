/** PostgreSQL's wire protocol, as far as pg speaks it (https://www.postgresql.org/docs/current/protocol-message-formats.html). */

/** A message: its letter (none for the first of a connection) and what follows its length. */
export interface Message {
  readonly kind: string
  readonly body: Buffer
}

/** Reads the messages of a client from the chunks in which they come. */
export class MessageReader {
  #begun = false
  #rest: Buffer = Buffer.alloc(0);

  /** The messages that end in this chunk. */
  *read(chunk: Buffer): Generator<Message> {
    this.#rest = Buffer.concat([this.#rest, chunk])
    for (;;) {
      const letters = this.#begun ? 1 : 0
      if (this.#rest.length < letters + 4) return
      const end = letters + this.#rest.readInt32BE(letters)
      if (this.#rest.length < end) return
      const kind = this.#rest.toString('latin1', 0, letters)
      const body = this.#rest.subarray(letters + 4, end)
      this.#rest = this.#rest.subarray(end)
      this.#begun = true
      yield { kind, body }
    }
  }
}

/** A message's bytes. */
export function message(kind: string, body: Buffer | string = ''): Buffer {
  const content = Buffer.from(body as string)
  const length = Buffer.alloc(4)
  length.writeInt32BE(content.length + 4)
  return Buffer.concat([Buffer.from(kind), length, content])
}

/** The texts of a body, each of which ends with a zero. */
export function textsOf(body: Buffer): string[] {
  return body.toString('utf8').split('\0')
}

export const ASK_PASSWORD: Buffer = message('R', Buffer.from([0, 0, 0, 3]))

/** What a server says when it lets a client in. */
export const WELCOME: Buffer = Buffer.concat([
  message('R', Buffer.alloc(4)),
  message('S', 'server_version\x008.0.2\0'),
  message('S', 'client_encoding\0UTF8\0'),
  message('K', Buffer.alloc(8)),
  message('Z', 'I'),
])

/** An error after which the connection ends. */
export function fatal(code: string, text: string): Buffer {
  return message('E', `SFATAL\0C${code}\0M${text}\0\0`)
}

/** The answer to a statement that fails outside of a transaction. */
export function failed(code: string, text: string): Buffer {
  return Buffer.concat([message('E', `SERROR\0C${code}\0M${text}\0\0`), message('Z', 'I')])
}

/** The answer to a statement that has no rows. */
export function done(tag: string, state: string): Buffer {
  return Buffer.concat([message('C', `${tag}\0`), message('Z', state)])
}

/** The state after an answer: `I` outside of a transaction, `T` inside, `E` in one that failed. */
export function stateAfter(answer: Uint8Array): string {
  return String.fromCharCode(answer.at(-1) ?? 0)
}
