import { createReadStream, readFileSync, statSync } from 'node:fs'
import { crc32 } from 'node:zlib'

const CHUNK_BYTES = 4 << 20

/** What tells files of one size apart: CRC-32, which is read as fast as the disk gives. */
export class Hash {
  #value = 0

  add(bytes: Buffer): void {
    this.#value = crc32(bytes, this.#value)
  }

  /** Eight hexadecimal digits. */
  text(): string {
    return this.#value.toString(16).padStart(8, '0')
  }
}

/** The hash of bytes that are at hand. */
export function hashOfBytes(bytes: Buffer): string {
  const hash = new Hash()
  hash.add(bytes)
  return hash.text()
}

/** The hash of a file as it is stored. */
export async function hashOf(path: string): Promise<string> {
  // Streams cost more than what they read of small files, and those may be thousands.
  if (statSync(path).size <= CHUNK_BYTES) return hashOfBytes(readFileSync(path))
  const hash = new Hash()
  for await (const bytes of createReadStream(path, { highWaterMark: CHUNK_BYTES })) hash.add(bytes)
  return hash.text()
}
