import type { Kind } from './kinds.ts'

/** What the first bytes of a file's text say against it; `readable` where its objects can be looked at all the same. */
export interface Beginning {
  readonly kind: Kind
  readonly problem: string
  readonly readable: boolean
}

/** Looks at the first bytes of a file's text; null where there is nothing to say. */
export function beginningOf(text: Buffer): Beginning | null {
  const [first, second, third] = text
  if (first === 0xff && second === 0xfe) return utf16('little')
  if (first === 0xfe && second === 0xff) return utf16('big')
  if (first === 0x7b && second === 0x00) return utf16('little')
  if (first === 0x00 && second === 0x7b) return utf16('big')
  if (first === 0x1f && second === 0x8b) {
    const problem = 'gzip data in a file whose name does not end in .gz'
    return { kind: 'gzip without its name', problem, readable: false }
  }
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    return { kind: 'byte order mark', problem: 'begins with a byte order mark', readable: true }
  }
  return null
}

function utf16(order: 'little' | 'big'): Beginning {
  return { kind: 'UTF-16', problem: `UTF-16, ${order}-endian`, readable: false }
}
