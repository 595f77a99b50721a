import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { addAwsVariables } from '../../src/aws-variables.ts'
import { freshCopy } from '../project.ts'
import { run } from '../run.ts'

/** An environment after a `.env` file was read. */
function added(
  file: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>>,
): Record<string, string | undefined> {
  const after: Record<string, string | undefined> = { ...environment }
  addAwsVariables(file, after)
  return after
}

test("AWS's own variables of .env are added to the environment, and no others", () => {
  assert.deepEqual(added({ AWS_PROFILE: 'lake', AWS_REGION: ' ', S3_REGION: 'eu-west-1' }, {}), {
    AWS_PROFILE: 'lake',
  })
})

test('what the environment says stays', () => {
  assert.deepEqual(added({ AWS_REGION: 'us-west-2' }, { AWS_REGION: 'eu-west-1' }), {
    AWS_REGION: 'eu-west-1',
  })
})

test('where the environment says who asks AWS, .env does not', () => {
  const file = { AWS_PROFILE: 'lake', AWS_SESSION_TOKEN: 'old', AWS_REGION: 'us-west-2' }
  const keys = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' }

  assert.deepEqual(added(file, keys), { ...keys, AWS_REGION: 'us-west-2' })
})

const withLake = [
  ['preflight', 'list s3://lake/log_data/'],
  ['cluster-status', "look at 'sparkify'"],
] as const

for (const [command, doing] of withLake) {
  test(`${command} asks the AWS that .env names`, (t) => {
    const project = freshCopy(t)
    const lines = [
      'AWS_ENDPOINT_URL=http://127.0.0.1:1',
      'AWS_ACCESS_KEY_ID=test',
      'AWS_SECRET_ACCESS_KEY=test',
      'AWS_REGION=us-west-2',
      'AWS_MAX_ATTEMPTS=1',
      'LOG_DATA=s3://lake/log_data/',
    ]
    writeFileSync(path.join(project, '.env'), lines.join('\n'))

    const { code, stderr } = run(command, [], {}, project, project)

    assert.equal(code, 1)
    assert.ok(stderr.startsWith(`Cannot ${doing}: `), stderr)
    assert.match(stderr, /127\.0\.0\.1:1\b/)
  })
}
