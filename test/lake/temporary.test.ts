import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { makeFolder, removeFolder } from '../../src/lake/temporary.ts'
import { PROJECT } from '../../src/settings.ts'
import { temporaryFolder } from '../warehouse.ts'

test('a folder for temporary files goes with all that it holds', () => {
  const [one, other] = [makeFolder(), makeFolder()]
  writeFileSync(path.join(one, 'a.json'), '{}')

  removeFolder(one)
  removeFolder(one)

  assert.deepEqual([existsSync(one), existsSync(other)], [false, true])
  removeFolder(other)
  assert.deepEqual([existsSync(other), process.listenerCount('SIGINT')], [false, 0])
})

test('it goes as well when the process is interrupted, which then ends as it would have', async (t) => {
  const folder = temporaryFolder(t)
  const module = pathToFileURL(path.join(PROJECT, 'src/lake/temporary.ts')).href
  const child = spawn(
    process.execPath,
    [
      ...['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval'],
      `import { makeFolder } from '${module}'; console.log(makeFolder(), makeFolder()); setInterval(() => {}, 1e3)`,
    ],
    { env: { ...process.env, TMPDIR: folder } },
  )
  await once(child.stdout, 'data')
  assert.equal(readdirSync(folder).filter((name) => /^sparkify-\w{6}$/.test(name)).length, 2)

  child.kill('SIGINT')

  const [code, signal] = await once(child, 'close')
  assert.deepEqual([code, signal], [null, 'SIGINT'])
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('sparkify-')),
    [],
  )
})
