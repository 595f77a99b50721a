import path from 'node:path'
import type { TestContext } from 'node:test'
import { PROJECT } from '../../src/settings.ts'
import type { Bucket } from '../lake/bucket.ts'

/** Puts the sample into a bucket. */
export function fillWithSample(bucket: Bucket): void {
  bucket.fill(path.join(PROJECT, 'seeds'))
}

/** Puts a song and log files into a bucket, and the paths of the sample. */
export function fillWith(bucket: Bucket, files: Readonly<Record<string, string | Buffer>>): void {
  fillWithSample(bucket)
  for (const key of bucket.keys('')) if (key !== 'log_json_path.json') bucket.objects.delete(key)
  bucket.objects.set('song_data/a.json', Buffer.from('{"song_id":"SO1","title":"Setanta matins"}'))
  for (const [name, content] of Object.entries(files))
    bucket.objects.set(`log_data/${name}`, Buffer.from(content as string))
}

/** What is written to stderr from now on, until the test ends. */
export function stderrOf(t: TestContext): string[] {
  const lines: string[] = []
  t.mock.method(process.stderr, 'write', (text: string) => lines.push(text) > 0)
  return lines
}
