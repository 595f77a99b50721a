import type { Operation } from '../src/migration.ts'
import { EMPTY_SCHEMA, foldOperations } from '../src/schema.ts'
import type { Version } from '../src/versions.ts'

/** Versions as a test writes them: a name and its operations. */
export function versionsOf(...written: [name: string, ...operations: Operation[]][]): Version[] {
  let before = EMPTY_SCHEMA
  return written.map(([name, ...operations]) => {
    const version = {
      name,
      checksum: name.padEnd(64, '0'),
      operations,
      before,
      after: foldOperations(before, operations),
    }
    before = version.after
    return version
  })
}
