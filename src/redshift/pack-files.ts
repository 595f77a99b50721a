import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { atOnce } from '../at-once.ts'
import { Output } from '../lake/pack.ts'
import { RowPlaces } from './row-places.ts'

const gzipped = promisify(gzip)

/** How many packs are compressed and sent at a time; each is held in memory. */
const SENT_AT_ONCE = 4
/** A wave may have hundreds of packs, each with a buffer of this size. */
const BUFFER_BYTES = 256 << 10
/** After as many turns round, the packs of a wave differ by little. */
const TURNS = 64
const MOST_PER_TURN = 64 << 10

/** A pack that was sent. */
export interface SentPack {
  readonly uri: string
  readonly places: RowPlaces
}

/** How much goes into packs, and into how many. */
export interface Extent {
  /** How many packs make a wave: the cluster's slices. */
  readonly slices: number
  readonly waves: number
  /** Bytes of text that are expected in all. */
  readonly bytes: number
}

interface OpenPack {
  readonly name: string
  readonly file: string
  readonly output: Output
  readonly places: RowPlaces
  bytes: number
}

/**
 * Writes rows into packs of equal size: a wave of them at a time, each row into the one that holds the
 * least, so that no more than two waves are on this machine. What is full is compressed and sent while
 * the next wave is written.
 */
export class PackFiles {
  readonly #folder: string
  readonly #extent: Extent
  readonly #send: (name: string, body: Buffer) => Promise<string>
  readonly #turnBytes: number
  readonly #sent: SentPack[] = []
  #wave: OpenPack[] = []
  #waves = 0
  #current: OpenPack | null = null
  #inTurn = 0
  #sending: Promise<void> = Promise.resolve()

  constructor(
    folder: string,
    extent: Extent,
    send: (name: string, body: Buffer) => Promise<string>,
  ) {
    this.#folder = folder
    this.#extent = extent
    this.#send = send
    const perTurn = extent.bytes / (extent.slices * extent.waves * TURNS)
    this.#turnBytes = Math.min(perTurn, MOST_PER_TURN)
  }

  /** Writes a row, which comes in pieces and ends in a line end, and keeps where it comes from. */
  add(object: number, line: number, row: readonly Buffer[]): void {
    const pack = this.#packOfTurn()
    for (const piece of row) {
      pack.output.write(piece)
      pack.bytes += piece.length
      this.#inTurn += piece.length
    }
    pack.places.add(object, line)
    if (this.#inTurn >= this.#turnBytes) this.#current = null
  }

  /** Goes on to the wave in which a share of the whole belongs, from 0 to 1. @throws Failure when packs cannot be sent. */
  async reach(share: number): Promise<void> {
    if (Math.floor(share * this.#extent.waves) < this.#waves) return
    if (this.#waves >= this.#extent.waves) return
    await this.#sending
    // Another reader of the source may have gone on meanwhile.
    if (Math.floor(share * this.#extent.waves) >= this.#waves) this.#endWave()
  }

  /** Sends what is left. Resolves to all packs; one without a row is not sent. */
  async end(): Promise<SentPack[]> {
    await this.#sending
    this.#endWave()
    await this.#sending
    return this.#sent
  }

  /** Closes the files, whatever happened. */
  async close(): Promise<void> {
    await this.#sending.catch(() => {})
    for (const { output } of this.#wave) output.close()
    this.#wave = []
  }

  #packOfTurn(): OpenPack {
    if (this.#current !== null) return this.#current
    if (this.#wave.length === 0) this.#beginWave()
    this.#inTurn = 0
    this.#current = this.#wave.reduce((least, pack) => (pack.bytes < least.bytes ? pack : least))
    return this.#current
  }

  #beginWave(): void {
    const first = this.#waves * this.#extent.slices
    this.#waves += 1
    for (let number = first + 1; number <= first + this.#extent.slices; number += 1) {
      const name = `pack-${String(number).padStart(5, '0')}.json.gz`
      const file = path.join(this.#folder, name)
      const output = new Output(file, BUFFER_BYTES)
      this.#wave.push({ name, file, output, places: new RowPlaces(), bytes: 0 })
    }
  }

  #endWave(): void {
    const wave = this.#wave
    this.#wave = []
    this.#current = null
    for (const { output } of wave) output.close()
    this.#sending = this.#sendAll(wave)
    this.#sending.catch(() => {}) // whoever waits for it throws it
  }

  async #sendAll(wave: readonly OpenPack[]): Promise<void> {
    await atOnce(SENT_AT_ONCE, wave, async ({ name, file, places }) => {
      if (places.rows > 0) {
        const uri = await this.#send(name, await gzipped(readFileSync(file)))
        this.#sent.push({ uri, places })
      }
      rmSync(file)
    })
  }
}
