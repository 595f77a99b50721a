import assert from 'node:assert/strict'
import { existsSync, lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import dotenv from 'dotenv'
import { readEnvLines, removeEnvLines, writeEnvLines } from '../../src/aws/env-file.ts'
import { PROJECT, readSettings } from '../../src/settings.ts'
import { failure, temporaryFolder } from '../warehouse.ts'
import { startFakeAws } from './fake-aws.ts'
import { CLUSTER, scene } from './scene.ts'

const LINES = { REDSHIFT_HOST: 'new.example', REDSHIFT_PORT: '5439', REDSHIFT_CLUSTER: 'sparkify' }

const FILES = {
  'a usual one':
    '# mine\nLOG_DATA=seeds\n\nREDSHIFT_HOST=old.example # the other one\nLOCAL_DATABASE=w.duckdb\n',
  'one without a last newline': 'A=1\n# end',
  'one of Windows': '# mine\r\nREDSHIFT_PORT=1\r\n',
  'one of Windows without a last newline': 'A=1\r\nB=2',
  'one that ends in blank lines': 'A=1\n\n\n',
  'one that a shell reads': 'export REDSHIFT_HOST="old.example"\nexport REDSHIFT_HOST=older\n',
  'one with a value of several lines': 'KEY="a\nREDSHIFT_HOST=no\nb"\n',
}

for (const [name, before] of Object.entries(FILES)) {
  test(`.env comes back as it was: ${name}`, (t) => {
    const file = path.join(temporaryFolder(t), '.env')
    writeFileSync(file, before)

    assert.equal(writeEnvLines(file, LINES), true)
    const after = readFileSync(file, 'utf8')
    assert.equal(writeEnvLines(file, LINES), false)
    assert.equal(readFileSync(file, 'utf8'), after)
    assert.equal(writeEnvLines(file, { ...LINES, REDSHIFT_PORT: '5440' }), true)
    assert.deepEqual({ ...readEnvLines(file) }, { ...LINES, REDSHIFT_PORT: '5440' })
    assert.equal(removeEnvLines(file), true)

    assert.ok(after.startsWith(before))
    assert.equal(dotenv.parse(after).REDSHIFT_HOST, 'new.example')
    assert.equal(readFileSync(file, 'utf8'), before)
    assert.equal(removeEnvLines(file), false)
  })
}

test('.env comes back as it was, byte by byte, whatever its encoding', (t) => {
  const file = path.join(temporaryFolder(t), '.env')
  const before = Buffer.concat([Buffer.from('# für\n'), Buffer.from('# für\n', 'latin1')])
  writeFileSync(file, before)

  writeEnvLines(file, LINES)
  assert.deepEqual(readFileSync(file).subarray(0, before.length), before)
  removeEnvLines(file)

  assert.deepEqual(readFileSync(file), before)
})

test('git leaves alone what a run that was killed may leave beside .env', () => {
  const lines = readFileSync(path.join(PROJECT, '.gitignore'), 'utf8').split('\n')

  assert.deepEqual(
    lines.filter((line) => line.includes('.env')),
    ['.env', '.env.*', '!.env.example'],
  )
})

test('.env is made where there is none, for its owner alone, and goes again', (t) => {
  const file = path.join(temporaryFolder(t), '.env')

  writeEnvLines(file, LINES)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  removeEnvLines(file)

  assert.equal(existsSync(file), false)
})

test('a .env that others may read is closed to them', (t) => {
  const file = path.join(temporaryFolder(t), '.env')
  writeFileSync(file, 'A=1\n', { mode: 0o644 })

  writeEnvLines(file, LINES)

  assert.equal(statSync(file).mode & 0o777, 0o600)
})

test('a .env that is a link stays one', (t) => {
  const folder = temporaryFolder(t)
  const [file, target] = [path.join(folder, '.env'), path.join(folder, 'settings')]
  writeFileSync(target, 'A=1\n')
  symlinkSync(target, file)

  writeEnvLines(file, LINES)

  assert.ok(lstatSync(file).isSymbolicLink())
  assert.match(readFileSync(target, 'utf8'), /^A=1\n[\s\S]*REDSHIFT_HOST=new\.example\n/)
})

test('a line that somebody wrote between ours is theirs', (t) => {
  const file = path.join(temporaryFolder(t), '.env')
  writeEnvLines(file, LINES)
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace('REDSHIFT_PORT', '# why\nLOG_DATA=x\nREDSHIFT_PORT'),
  )

  removeEnvLines(file)

  assert.equal(readFileSync(file, 'utf8'), '# why\nLOG_DATA=x\n')
})

test('a .env that cannot be written is told with the lines that belong into it', async (t) => {
  const file = path.join(temporaryFolder(t), 'none', '.env')

  const message = await failure(async () => writeEnvLines(file, LINES))

  assert.match(
    message,
    /^The warehouse is there, but .*none\/\.env could not be written: ENOENT: .*\. Put these lines into it, or mend that and run npm run provision again:\nREDSHIFT_HOST=new\.example\nREDSHIFT_PORT=5439\nREDSHIFT_CLUSTER=sparkify$/,
  )
})

test("another cluster's password and workgroup are not used for this one", async (t) => {
  await startFakeAws(t)
  const user = scene(t)
  const before =
    'REDSHIFT_HOST=old.example\nREDSHIFT_USER=me\nREDSHIFT_PASSWORD=of-the-old-one\nREDSHIFT_WORKGROUP=old\n'
  writeFileSync(user.envFile, before)

  await user.provision(CLUSTER)
  assert.equal((await user.provision(CLUSTER)).changed, false)
  const settings = readSettings({ WAREHOUSE_TARGET: 'redshift' }, dotenv.parse(user.env()))
  await user.deprovision(CLUSTER)

  assert.deepEqual(
    settings.target === 'redshift' && [
      settings.redshift.host,
      settings.redshift.password,
      settings.redshift.workgroup,
      settings.redshift.clusterIdentifier,
      settings.redshift.iamRole,
    ],
    [
      'sparkify.abc.us-west-2.redshift.amazonaws.com',
      null,
      null,
      'sparkify',
      'arn:aws:iam::123456789012:role/sparkify-redshift',
    ],
  )
  assert.equal(user.env(), before)
})
