import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { test } from 'node:test'
import { migrate } from '../../src/migrator.ts'
import { runSteps } from '../../src/pipeline.ts'
import { readSteps } from '../../src/steps.ts'
import { readVersions } from '../../src/versions.ts'
import { contents } from '../fingerprint.ts'
import { RUN } from '../run.ts'
import { spread } from '../spread.ts'
import { bareWarehouse, localSettings, temporaryFolder } from '../warehouse.ts'
import { type Running, startCluster } from './cluster.ts'
import { fillWith } from './lake.ts'

const versions = await readVersions()
const steps = await readSteps()
/** At how many statements a transform is killed; 1000 is at all of them. */
const KILLS = Number(process.env.KILLS ?? 2)

/** Starts a transform in a process of its own, as a user would. */
function transform({ environment }: Running): { child: ChildProcess; ended: Promise<unknown> } {
  const child = spawn(process.execPath, [RUN, 'transform'], {
    env: { ...process.env, ...environment },
    stdio: 'ignore',
  })
  const ended = new Promise((resolve) =>
    child.on('close', (code, signal) => resolve(signal ?? code)),
  )
  return { child, ended }
}

test('a transform on a cluster that is killed at any statement is made good by the next one', async (t) => {
  const cluster = await startCluster(t)
  fillWith(cluster.bucket, {})
  const warehouse = await bareWarehouse(t, cluster.settings())
  const { LOG_DATA, SONG_DATA, S3_REGION } = cluster.environment
  const local = await bareWarehouse(
    t,
    localSettings(temporaryFolder(t), { LOG_DATA, SONG_DATA, S3_REGION }),
  )
  for (const each of [warehouse, local]) await migrate(each, versions)
  let delivery = 0
  /** A new day, in which a user changes level, and a song. */
  const deliver = () => {
    delivery += 1
    const lines = [0, 1, 2].map((minute) =>
      JSON.stringify({
        page: 'NextSong',
        userId: `${delivery % 3}`,
        level: minute === 2 ? 'paid' : 'free',
        sessionId: delivery,
        ts: 1542837407796 + delivery * 86_400_000 + minute * 60_000,
        song: `Song ${delivery + minute}`,
        artist: 'Elena',
      }),
    )
    const song = {
      song_id: `SO${delivery}`,
      title: `Song ${delivery}`,
      artist_id: 'AR1',
      artist_name: 'Elena',
    }
    cluster.bucket.objects.set(`log_data/${delivery}.json`, Buffer.from(lines.join('\n')))
    cluster.bucket.objects.set(`song_data/${delivery}.json`, Buffer.from(JSON.stringify(song)))
  }
  deliver()
  await runSteps(warehouse, versions, steps)
  deliver()
  const before = cluster.sent.length
  assert.equal(await transform(cluster).ended, 0)
  const statements = cluster.sent.length - before

  for (const statement of spread(statements, KILLS)) {
    deliver()
    const { child, ended } = transform(cluster)
    // The statement reached the cluster, which goes on with it.
    cluster.disturb(
      /^/,
      async () => {
        child.kill('SIGKILL')
        await ended
      },
      statement,
    )
    assert.equal(await ended, 'SIGKILL', `statement ${statement} of ${statements}`)

    await runSteps(warehouse, versions, steps)
    await runSteps(local, versions, steps)

    assert.deepEqual(
      await contents(warehouse),
      await contents(local),
      `killed at statement ${statement} of ${statements}`,
    )
  }
})
