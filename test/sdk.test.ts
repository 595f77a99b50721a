import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openAccount } from '../src/aws/account.ts'
import { explained } from '../src/aws/explain.ts'
import { Refused } from '../src/aws/refused.ts'
import { messageOf } from '../src/errors.ts'
import { s3Client, s3Failure } from '../src/lake/s3.ts'
import { startFakeAws } from './aws/fake-aws.ts'

/** What the SDK throws when it has waited long enough. */
const SILENT = Object.assign(
  new Error('@smithy/node-http-handler - the request socket timed out after 30000 ms'),
  { name: 'TimeoutError' },
)

interface Handler {
  readonly configProvider: Promise<{ connectionTimeout: number; socketTimeout: number }>
}

test('no call of AWS is waited for without end', async (t) => {
  await startFakeAws(t)
  const { redshift, serverless, iam, ec2 } = await openAccount(new AbortController().signal)

  for (const client of [redshift, serverless, iam, ec2, await s3Client('us-west-2')]) {
    const { requestHandler } = client.config as unknown as { requestHandler: Handler }
    const { connectionTimeout, socketTimeout } = await requestHandler.configProvider
    assert.deepEqual([connectionTimeout, socketTimeout], [10_000, 30_000])
  }
})

test('that AWS did not answer is told without the words of the SDK', () => {
  const circumstances = { doing: 'look', state: 'Nothing was changed.', account: null, name: 'x' }

  assert.equal(
    messageOf(explained(new Refused('redshift:DescribeClusters', SILENT), circumstances)),
    'Cannot look: AWS cannot be reached (redshift:DescribeClusters: AWS did not answer). Nothing was changed. Check the network, AWS_REGION ' +
      'and AWS_ENDPOINT_URL.',
  )
  assert.equal(
    s3Failure('read s3://lake/a.json', SILENT).message,
    'Cannot read s3://lake/a.json: S3 did not answer. Check the network, and run it again. Nothing was loaded.',
  )
})
