import { cpSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { PROJECT } from '../src/settings.ts'
import { temporaryFolder } from './warehouse.ts'

/** A copy of the project, with the same packages and nothing built. */
export function freshCopy(t: TestContext): string {
  const folder = path.join(temporaryFolder(t), 'project')
  const left = new Set(
    ['node_modules', '.git', '.local', '.env'].map((name) => path.join(PROJECT, name)),
  )
  cpSync(PROJECT, folder, { recursive: true, filter: (source) => !left.has(source) })
  symlinkSync(path.join(PROJECT, 'node_modules'), path.join(folder, 'node_modules'))
  return folder
}
