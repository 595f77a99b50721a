import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { cidrProblem } from '../../src/aws/cidr.ts'
import { PRICES } from '../../src/aws/prices.ts'
import { PROVISION_NAMES, readProvision } from '../../src/aws/settings.ts'
import { PROJECT, SETTING_NAMES } from '../../src/settings.ts'
import { failure } from '../warehouse.ts'

/** What is said of one wrong setting. */
async function said(
  name: string,
  value: string,
  others: Record<string, string> = {},
): Promise<string> {
  const message = await failure(() => readProvision({ ...others, [name]: value }, {}))
  const [first, problem = '', last, ...more] = message.split('\n')
  assert.equal(first, 'Cannot read the settings. In the environment or .env:')
  assert.equal(last, 'Nothing was done. .env.example says what each setting means.')
  assert.deepEqual(more, [])
  return problem.replace('  - ', '')
}

test('what costs least and is safest is made where nothing is set', () => {
  assert.deepEqual(readProvision({}, {}), {
    kind: 'serverless',
    name: 'sparkify',
    nodeType: 'rg.large',
    nodes: 1,
    baseCapacity: 8,
    rpuHoursPerDay: 16,
    cidr: null,
    isPublic: false,
    port: 5439,
    database: 'dev',
    adminUser: 'awsuser',
    adminPassword: null,
    owner: null,
    days: 7,
    reads: [],
    writes: [],
  })
})

test('a name that AWS would refuse is told with one that it takes', async () => {
  const rule =
    'must be 3 to 40 lower-case letters, digits and single hyphens, a letter first and not sg-, such as'
  for (const [name, like] of [
    ['dwhCluster', 'dwh-cluster'],
    ['my_cluster', 'my-cluster'],
    ['a--b', 'a-b'],
    ['cluster-', 'cluster'],
    ['9lives', 'lives'],
    ['x', 'sparkify'],
    ['sg-lake', 'lake'],
    [`a${'b'.repeat(50)}`, `a${'b'.repeat(39)}`],
  ] as const)
    assert.equal(
      await said('PROVISION_NAME', name),
      `PROVISION_NAME ${rule} '${like}'; found '${name}'`,
    )
})

test('a bad password is refused without being told', async () => {
  const rule =
    'must be 8 to 64 letters, digits and signs, with a capital, a small letter and a digit'
  for (const [password, why] of [
    ['Short1', rule],
    ['alllowercase1', rule],
    ['ALLUPPERCASE1', rule],
    ['NoDigitsHere', rule],
    [`Aa1${'x'.repeat(62)}`, rule],
    ['Secret/Pass1', 'must not hold any of \' " \\ / @ or a space'],
    ['Secret@Pass1', 'must not hold any of \' " \\ / @ or a space'],
  ] as const) {
    assert.equal(
      await said('PROVISION_ADMIN_PASSWORD', password),
      `PROVISION_ADMIN_PASSWORD ${why}; found ${password.length} characters`,
    )
  }
})

test('node types that AWS makes no more are refused with the reason, unknown ones with a list', async () => {
  for (const type of ['dc2.large', 'ds2.xlarge']) {
    assert.equal(
      await said('PROVISION_NODE_TYPE', type),
      `PROVISION_NODE_TYPE must not be of dc2 or ds2, of which AWS makes no new clusters: rg.large is the smallest of today; found '${type}'`,
    )
  }
  assert.equal(
    await said('PROVISION_NODE_TYPE', 'rg.small'),
    'PROVISION_NODE_TYPE must be one of rg.large, rg.xlarge, rg.4xlarge, rg.12xlarge, ra3.large, ra3.xlplus, ra3.4xlarge, ra3.16xlarge; found ' +
      "'rg.small'",
  )
  assert.match(
    await said('PROVISION_NODE_TYPE', 'constructor'),
    /^PROVISION_NODE_TYPE must be one of .*; found 'constructor'$/,
  )
})

test('a user or a database that AWS would refuse by its name is refused before anything is made', async () => {
  for (const name of ['PROVISION_ADMIN_USER', 'REDSHIFT_DATABASE']) {
    assert.equal(
      await said(name, 'user'),
      `${name} must not be a word that Redshift keeps for itself; found 'user'`,
    )
  }
})

test('each node type has its own least and most nodes', async () => {
  const nodes = (type: string) => readProvision({ PROVISION_NODE_TYPE: type }, {}).nodes
  assert.deepEqual(['rg.large', 'ra3.xlplus', 'rg.xlarge', 'ra3.16xlarge'].map(nodes), [1, 1, 2, 2])
  assert.equal(
    await said('PROVISION_NODES', '1', { PROVISION_NODE_TYPE: 'rg.xlarge' }),
    "PROVISION_NODES must be from 2 to 16 for rg.xlarge; found '1'",
  )
  assert.equal(
    await said('PROVISION_NODES', 'two'),
    "PROVISION_NODES must be a whole number from 1 to 128; found 'two'",
  )
})

test('the whole internet is never let in', async () => {
  for (const cidr of ['0.0.0.0/0', '::/0', '0.0.0.0/1', '128.0.0.0/1', '2000::/3']) {
    assert.equal(
      await said('PROVISION_CIDR', cidr),
      `PROVISION_CIDR must not let in the whole internet: /8 is the widest network that is taken; found '${cidr}'`,
    )
  }
  assert.equal(cidrProblem('10.0.0.5/24'), 'must be the first address of its /24 network')
  assert.equal(
    cidrProblem('2001:db8::/48'),
    'must be an IPv4 network: the warehouse has no IPv6 address',
  )
  for (const cidr of ['10.0.0.5', 'everyone', '10.0.0.0/33', '300.0.0.0/8'])
    assert.equal(cidrProblem(cidr), "must be a network such as '203.0.113.7/32'")
  for (const cidr of ['203.0.113.7/32', '10.0.0.0/8', '198.51.100.0/24'])
    assert.equal(cidrProblem(cidr), null)
})

test('base capacity, port and the like are what AWS takes', async () => {
  for (const rpu of ['4', '8', '24', '512', '544', '1024'])
    assert.equal(readProvision({ PROVISION_BASE_CAPACITY: rpu }, {}).baseCapacity, Number(rpu))
  for (const rpu of ['0', '5', '12', '520', '1056', '-8']) {
    assert.equal(
      await said('PROVISION_BASE_CAPACITY', rpu),
      `PROVISION_BASE_CAPACITY must be 4, a multiple of 8 up to 512, or of 32 up to 1024; found '${rpu}'`,
    )
  }
  assert.equal(
    await said('REDSHIFT_PORT', '5432x'),
    "REDSHIFT_PORT must be a number; found '5432x'",
  )
  assert.equal(
    await said('REDSHIFT_PORT', '3306'),
    "REDSHIFT_PORT must be from 5431 to 5455 or from 8191 to 8215; found '3306'",
  )
})

test('every problem is told at once', async () => {
  const message = await failure(() =>
    readProvision({ PROVISION_NAME: 'A', PROVISION_KIND: 'huge', PROVISION_PUBLIC: 'yes' }, {}),
  )
  assert.deepEqual(
    message
      .split('\n')
      .slice(1, -1)
      .map((line) => line.split(' ')[3]),
    ['PROVISION_KIND', 'PROVISION_NAME', 'PROVISION_PUBLIC'],
  )
})

test('.env.example lists every setting once, and no other', () => {
  const text = readFileSync(path.join(PROJECT, '.env.example'), 'utf8')
  // AWS's own are read by its SDK.
  const listed = [...text.matchAll(/^#?(?!AWS_)([A-Z0-9_]+)=/gm)].map(([, name]) => name ?? '')

  assert.deepEqual(listed.sort(), [...new Set([...SETTING_NAMES, ...PROVISION_NAMES])].sort())
})

test('every node type that is taken has a price', () => {
  for (const type of Object.keys(PRICES.nodeHour)) {
    assert.equal(readProvision({ PROVISION_NODE_TYPE: type }, {}).nodeType, type)
  }
})
