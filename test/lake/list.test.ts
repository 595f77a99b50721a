import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { listFiles, shownPath } from '../../src/lake/list.ts'
import { PROJECT } from '../../src/settings.ts'
import { temporaryFolder } from '../warehouse.ts'

/** A folder with files, each holding its own name. */
function folderWith(t: TestContext, names: readonly string[]): string {
  const folder = temporaryFolder(t)
  for (const name of names) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), name)
  }
  return folder
}

function names(folder: string, place: string): string[] {
  return listFiles('LOG_DATA', `${folder}${place}`).map((file) => path.relative(folder, file.path))
}

test('files are listed by path, with their sizes', (t) => {
  const folder = folderWith(t, [
    'b.json',
    'a/2.jsonl',
    'a/10.ndjson.gz',
    'Z.json',
    'c/d/e/f.json.gz',
  ])

  assert.deepEqual(names(folder, ''), [
    'Z.json',
    'a/10.ndjson.gz',
    'a/2.jsonl',
    'b.json',
    'c/d/e/f.json.gz',
  ])
  assert.equal(listFiles('LOG_DATA', path.join(folder, 'b.json'))[0]?.size, 6)
})

test('a place that ends in a slash is that folder, and no prefix of its neighbours', (t) => {
  const folder = folderWith(t, ['log_data/a.json', 'log_data_backup/b.json'])

  assert.deepEqual(names(folder, '/log_data'), ['log_data/a.json'])
  assert.deepEqual(names(folder, '/log_data/'), ['log_data/a.json'])
  assert.deepEqual(names(folder, '/log_dat'), ['log_data/a.json', 'log_data_backup/b.json'])
  assert.throws(() => names(folder, '/log_dat/'), {
    message:
      `Cannot read LOG_DATA: '${folder}/log_dat/' does not exist. Nothing was loaded. ` +
      'Set LOG_DATA to the folder that holds the files.',
  })
})

test('links are followed, but not in a circle', (t) => {
  const folder = folderWith(t, ['data/a.json', 'elsewhere/b.json', 'elsewhere/c.json'])
  symlinkSync(path.join(folder, 'elsewhere'), path.join(folder, 'data/more'))
  symlinkSync(path.join(folder, 'elsewhere/c.json'), path.join(folder, 'data/c.json'))
  symlinkSync(path.join(folder, 'data'), path.join(folder, 'data/again'))

  assert.deepEqual(names(folder, '/data'), [
    'data/a.json',
    'data/c.json',
    'data/more/b.json',
    'data/more/c.json',
  ])
})

test('a link to nothing stops the load', (t) => {
  const folder = folderWith(t, ['data/a.json'])
  symlinkSync(path.join(folder, 'gone.json'), path.join(folder, 'data/b.json'))

  assert.throws(() => names(folder, '/data'), {
    message:
      `Cannot read LOG_DATA '${folder}/data': ENOENT: no such file or directory, stat ` +
      `'${folder}/data/b.json'. Nothing was loaded. Mend what it names, or move it out of the folder.`,
  })
})

test('a folder of many files is listed whole', (t) => {
  const many = Array.from({ length: 500 }, (_, file) => `${file % 30}/${file}.json`)
  const folder = folderWith(t, many)

  assert.equal(names(folder, '').length, 500)
})

test('a path inside of the project is shown from there, any other one whole', () => {
  assert.equal(shownPath(path.join(PROJECT, 'seeds/log_data')), 'seeds/log_data')
  assert.equal(shownPath('/data/log_data'), '/data/log_data')
  assert.equal(shownPath(PROJECT), '.')
})
