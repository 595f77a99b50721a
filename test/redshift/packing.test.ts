import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { NewFile, RejectedRow } from '../../src/engine.ts'
import { listObjects, s3Client } from '../../src/lake/s3.ts'
import { SILENT } from '../../src/progress.ts'
import { type Packed, type Packing, packObjects } from '../../src/redshift/packing.ts'
import { type Bucket, startBucket } from '../lake/bucket.ts'
import { stderrOf } from '../standin/lake.ts'
import { failure, temporaryFolder } from '../warehouse.ts'

const DATA = 's3://sparkify/song_data/'
const WORK = 's3://sparkify/work'
const RUN = `${WORK}/sparkify-0123abcd/song_data/`

/** Puts objects into the lake, by name, and lists them: the numbers of their loads are 7, 8 and so on. */
async function given(
  bucket: Bucket,
  objects: Readonly<Record<string, string | Buffer>>,
): Promise<NewFile[]> {
  for (const [name, text] of Object.entries(objects))
    bucket.objects.set(`song_data/${name}`, Buffer.from(text as string))
  const client = await s3Client('us-west-2')
  const listed = await listObjects(client, { bucket: bucket.name, prefix: 'song_data/' })
  client.destroy()
  return listed.map(({ key, size, etag: version, changedAt }, index) => {
    return { uri: `s3://${bucket.name}/${key}`, size, version, changedAt, load: 7 + index }
  })
}

function pack(files: readonly NewFile[], other: Partial<Packing> = {}): Promise<Packed> {
  const packing: Packing = {
    files,
    keepsLoads: false,
    source: 'song_data',
    work: WORK,
    region: 'us-west-2',
    slices: 2,
    runId: '0123abcd',
    jsonPaths: 'auto',
    onMalformed: (row: RejectedRow) => assert.fail(row.reason),
    ...other,
  }
  return packObjects(packing, SILENT)
}

/** The URIs of what is where packs are written. */
function left(bucket: Bucket): string[] {
  return bucket.keys('work').map((key) => `s3://${bucket.name}/${key}`)
}

function bytesOf(bucket: Bucket, uri: string): Buffer {
  return bucket.objects.get(uri.replace(`s3://${bucket.name}/`, '')) ?? Buffer.alloc(0)
}

/** What a manifest names. */
function filesOf(bucket: Bucket, { manifest }: Packed): string[] {
  const { entries } = JSON.parse(bytesOf(bucket, manifest ?? '').toString())
  for (const { mandatory } of entries) assert.equal(mandatory, true)
  return entries.map(({ url }: { url: string }) => url)
}

function linesOf(bucket: Bucket, uri: string): string[] {
  return gunzipSync(bytesOf(bucket, uri)).toString().trimEnd().split('\n')
}

/** All lines of the packs. */
function packedLines(bucket: Bucket, packed: Packed): string[] {
  return filesOf(bucket, packed).flatMap((uri) => linesOf(bucket, uri))
}

test('packs are of equal size, as many as the cluster has slices, and hold each row once', async (t) => {
  const bucket = await startBucket(t)
  const text = (song: number) => `{"song":${song},"title":"${'la'.repeat(song % 40)}"}`
  const songs = Array.from({ length: 200 }, (_, song) => [`${song}.json`, text(song)])

  const packed = await pack(await given(bucket, Object.fromEntries(songs)), { slices: 4 })

  const packs = filesOf(bucket, packed)
  const sizes = packs.map((uri) => gunzipSync(bytesOf(bucket, uri)).length)
  const rows = packedLines(bucket, packed).map((line) => JSON.parse(line).song)
  assert.deepEqual(
    packs.sort(),
    [1, 2, 3, 4].map((number) => `${RUN}pack-0000${number}.json.gz`),
  )
  assert.ok(Math.max(...sizes) - Math.min(...sizes) < 0.05 * Math.min(...sizes), `${sizes}`)
  assert.deepEqual(
    rows.sort((one, other) => one - other),
    songs.map((_, song) => song),
  )
})

test('more text than packs of a good size hold makes twice or three times as many', async (t) => {
  const bucket = await startBucket(t)
  const line = `{"title":"${'la'.repeat(5_000)}"}\n`

  const packed = await pack(await given(bucket, { 'a.json': line.repeat(8_000) }), { slices: 1 })

  const sizes = filesOf(bucket, packed).map((uri) => linesOf(bucket, uri).length)
  assert.equal(sizes.length, 3)
  assert.ok(Math.max(...sizes) - Math.min(...sizes) < 0.2 * Math.min(...sizes), `${sizes}`)
  assert.equal(
    sizes.reduce((sum, rows) => sum + rows),
    8_000,
  )
})

test('each line of a pack is found again in the file that it came from', async (t) => {
  const bucket = await startBucket(t)
  const row = (name: string, line: number) => `{"name":"${name}","line":${line}}`
  const spread = (name: string, line: number) => `{"name":"${name}",\n"line":\n${line}}`
  const plain = [1, 2, 3].map((line) => row('plain.json', line)).join('\n')
  const files = await given(bucket, {
    'empty.json': '',
    'marked.json': `\ufeff${row('marked.json', 1)}\r\n${row('marked.json', 2)}\r\n`,
    'one-line.json': row('one-line.json', 1).repeat(3),
    'plain.json': plain,
    'spread.json': `${spread('spread.json', 3)}\n${spread('spread.json', 6)}\n\n${spread('spread.json', 10)}\n`,
    'zipped.json.gz': gzipSync(`${row('zipped.json.gz', 1)}\n\n\n${row('zipped.json.gz', 4)}`),
  })

  const packed = await pack(files, { slices: 3 })

  let rows = 0
  for (const uri of filesOf(bucket, packed)) {
    for (const [index, text] of linesOf(bucket, uri).entries()) {
      const { name, line } = JSON.parse(text)
      assert.deepEqual(packed.locate(uri, index + 1), { uri: `${DATA}${name}`, line })
      rows += 1
    }
    assert.equal(packed.locate(uri, 1_000), null)
  }
  assert.equal(rows, 13)
  assert.equal(packed.locate(`${DATA}plain.json`, 1), null)
  assert.deepEqual(
    [...packed.rowsOf].map(([uri, count]) => [uri.slice(DATA.length), count]),
    [
      ['empty.json', 0],
      ['marked.json', 2],
      ['one-line.json', 3],
      ['plain.json', 3],
      ['spread.json', 3],
      ['zipped.json.gz', 2],
    ],
  )
})

test('files without a row are packed into nothing', async (t) => {
  const bucket = await startBucket(t)

  const packed = await pack(await given(bucket, { 'a.json': '', 'b.json': '\n' }))

  assert.equal(packed.manifest, null)
  assert.deepEqual([...packed.rowsOf.values()], [0, 0])
  assert.deepEqual(left(bucket), [])
})

test('rows carry the number of their load, also by a JSONPaths file of ours', async (t) => {
  const bucket = await startBucket(t)
  const files = await given(bucket, { 'a.json': '{"a":1}', 'b.json': '{ }\n{"a": 2}' })
  bucket.objects.set('brackets.json', Buffer.from(`{"jsonpaths": ["$['a']"]}`))
  bucket.objects.set('dots.json', Buffer.from('{"jsonpaths": ["$.a"]}'))
  const pathsOf = async (jsonPaths: string) => {
    const packed = await pack(files, { keepsLoads: true, jsonPaths })
    return [packed.jsonPaths, bytesOf(bucket, packed.jsonPaths).toString()]
  }

  const auto = await pack(files, { keepsLoads: true })
  const lines = packedLines(bucket, auto).sort()
  const without = await pack(files, { jsonPaths: 's3://sparkify/dots.json' })

  assert.deepEqual(lines, ['{"load_id":7,"a":1}', '{"load_id":8 }', '{"load_id":8,"a": 2}'])
  assert.equal(auto.jsonPaths, 'auto')
  assert.deepEqual(await pathsOf('s3://sparkify/brackets.json'), [
    `${RUN}jsonpaths.json`,
    `{"jsonpaths":["$['a']","$['load_id']"]}`,
  ])
  assert.deepEqual(await pathsOf('s3://sparkify/dots.json'), [
    `${RUN}jsonpaths.json`,
    '{"jsonpaths":["$.a","$.load_id"]}',
  ])
  assert.equal(without.jsonPaths, 's3://sparkify/dots.json')
})

test('a JSONPaths file that is none is named, before COPY would load by key names', async (t) => {
  const bucket = await startBucket(t)
  const files = await given(bucket, { 'a.json': '{}' })
  bucket.objects.set('paths.json', Buffer.from('{"paths": []}'))
  const jsonPaths = 's3://sparkify/paths.json'

  assert.equal(
    await failure(() => pack(files, { keepsLoads: true, jsonPaths })),
    "Cannot use the JSONPaths file LOG_JSONPATH 's3://sparkify/paths.json': its root must be an object with the one " +
      "key 'jsonpaths', found 'paths'. Nothing was loaded. Mend the file, or set LOG_JSONPATH to the right one.",
  )
  assert.deepEqual(left(bucket), [])
})

test('what is no row is told with its place, and left out', async (t) => {
  const bucket = await startBucket(t)
  const files = await given(bucket, {
    'a.json': '{"a":1}\nnot JSON\n{"a":2}\n[{"a":3}]\n{"a":4',
    'b.json': '{"a":5, "load_id": 6}\n{"a":{"load_id":7}}',
  })
  const told: string[] = []
  const onMalformed = ({ file, line, reason, value }: RejectedRow) =>
    void told.push(`${file.slice(DATA.length)} ${line}: ${reason}: ${value}`)

  const packed = await pack(files, { keepsLoads: true, onMalformed })

  assert.deepEqual(told.sort(), [
    'a.json 2: text where an object is expected: not JSON',
    'a.json 4: an array where an object is expected: [{"a":3}]',
    'a.json 5: an object without its closing brace: {"a":4',
    'b.json 1: it has the key \'load_id\', under which packed rows carry their load: {"a":5, "load_id": 6}',
  ])
  assert.deepEqual([...packed.rowsOf.values()], [2, 1])
  assert.equal(packedLines(bucket, packed).length, 3)
})

test('the prefix of a run is removed, and nothing beside it', async (t) => {
  const bucket = await startBucket(t)
  bucket.objects.set('work/ours.txt', Buffer.from('stays'))

  const packed = await pack(await given(bucket, { 'a.json': '{"a":1}' }))
  const written = left(bucket)
  await packed.remove()

  assert.deepEqual(written, [`${WORK}/ours.txt`, `${RUN}manifest`, `${RUN}pack-00001.json.gz`])
  assert.deepEqual(left(bucket), [`${WORK}/ours.txt`])
})

/** Packs files of which one was changed after it was listed. Nothing may be left. */
async function failedPack(
  t: TestContext,
  change: (bucket: Bucket, key: string) => unknown,
  bad: string | Buffer = '{"a":2}',
  name = 'bad.json',
): Promise<string> {
  const bucket = await startBucket(t)
  const temporary = temporaryFolder(t)
  process.env.TMPDIR = temporary
  const songs = Array.from({ length: 40 }, (_, song) => [`${song}.json`, `{"song":${song}}`])
  const files = await given(bucket, { ...Object.fromEntries(songs), [name]: bad })
  change(bucket, `song_data/${name}`)

  const message = await failure(() => pack(files))

  assert.deepEqual(left(bucket), [])
  assert.deepEqual(readdirSync(temporary), [])
  return message
}

test('a file that is gone since it was listed stops the load, and nothing is left', async (t) => {
  assert.equal(
    await failedPack(t, (bucket, key) => bucket.objects.delete(key)),
    'Cannot read s3://sparkify/song_data/bad.json: it was listed, and is gone since. Nothing was loaded. Run it again.',
  )
})

test('a file that is another one since it was listed stops the load', async (t) => {
  assert.equal(
    await failedPack(t, (bucket, key) => bucket.objects.set(key, Buffer.from('{"a":3}'))),
    'Cannot read s3://sparkify/song_data/bad.json: it was listed, and is another one since. Nothing was loaded. Run it again.',
  )
})

test('gzip data that is cut off or none stops the load', async (t) => {
  const cut = gzipSync('{"a":1}\n'.repeat(1_000)).subarray(0, -12)
  assert.equal(
    await failedPack(t, () => {}, cut, 'bad.json.gz'),
    'Cannot read s3://sparkify/song_data/bad.json.gz: its gzip data ends too early. Nothing was loaded. ' +
      'Put the whole object there, or move it away.',
  )
  assert.equal(
    await failedPack(t, () => {}, '{"a":1}', 'bad.json.gz'),
    'Cannot read s3://sparkify/song_data/bad.json.gz: it is not gzip data (incorrect header check). Nothing was loaded. ' +
      'Put the whole object there, or move it away.',
  )
})

const NEEDED =
  'access is denied. The AWS credentials of this shell need s3:ListBucket, s3:PutObject and s3:DeleteObject there. ' +
  'Nothing was loaded.'

test('without the right to write, the rights that are needed are named', async (t) => {
  const message = await failedPack(t, (bucket) => bucket.forbidden.add('PUT'))

  assert.equal(
    message.replace(/pack-0000\d/, 'pack-0000n'), // two are sent at once
    `Cannot write ${RUN}pack-0000n.json.gz: ${NEEDED}`,
  )
})

test('without the right to list, nothing else is said', async (t) => {
  const told = stderrOf(t)
  const bucket = await startBucket(t)
  const files = await given(bucket, { 'a.json': '{"a":1}' })
  bucket.forbidden.add('GET')

  assert.equal(await failure(() => pack(files)), `Cannot list ${WORK}/sparkify-: ${NEEDED}`)
  assert.deepEqual(told, [])
})

test('a transfer to the packs that breaks off goes on where it was', async (t) => {
  const bucket = await startBucket(t)
  const files = await given(bucket, { 'a.json': '{"a":1}\n'.repeat(50_000) })
  bucket.breakAfter = 150_000

  const packed = await pack(files)

  assert.deepEqual([...packed.rowsOf.values()], [50_000])
  assert.match(bucket.got.at(-1) ?? '', /^song_data\/a\.json from [1-9]\d*$/)
})

test('what a run left that ended before its time is removed after a day, and told', async (t) => {
  const bucket = await startBucket(t)
  const told = stderrOf(t)
  for (const [name, hours] of [
    ['sparkify-aaaaaaaa/song_data/manifest', 25],
    ['sparkify-bbbbbbbb/song_data/manifest', 23],
    ['sparkify-bbbbbbbb/song_data/pack-00001.json.gz', 25],
    ['sparkify-report.txt', 1_000],
  ] as const) {
    bucket.objects.set(`work/${name}`, Buffer.from('{}'))
    bucket.changed.set(`work/${name}`, new Date(Date.now() - hours * 3_600_000))
  }

  const packed = await pack(await given(bucket, { 'a.json': '{"a":1}' }))
  await packed.remove()

  assert.deepEqual(left(bucket), [
    `${WORK}/sparkify-bbbbbbbb/song_data/manifest`,
    `${WORK}/sparkify-bbbbbbbb/song_data/pack-00001.json.gz`,
    `${WORK}/sparkify-report.txt`,
  ])
  assert.deepEqual(told, [
    `Removed ${WORK}/sparkify-aaaaaaaa/, which a run left that ended before its time.\n`,
  ])
})

test('what cannot be removed is told, and is no failure', async (t) => {
  const bucket = await startBucket(t)
  const told = stderrOf(t)
  bucket.forbidden.add('POST')

  const packed = await pack(await given(bucket, { 'a.json': '{"a":1}' }))
  await packed.remove()

  assert.equal(
    told.join(''),
    `Warning: ${RUN} stays, since it could not be removed: no. This shell needs s3:ListBucket and ` +
      's3:DeleteObject there. A later run removes it when it is a day old.\n',
  )
})
