import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listed, refusal, warehouseOfPlays } from './plays.ts'

const COUNT = 'select count(*) from plays'
const INSERT = "insert into plays (who, n) values ('a', 1)"

test('others see the rows of a transaction when it is committed', async (t) => {
  const warehouse = await warehouseOfPlays(t)
  await warehouse.session.run(INSERT)

  await warehouse.transaction(async (inside) => {
    await inside.run(INSERT)
    await inside.run("update plays set who = 'b'")
    assert.deepEqual((await inside.answer(COUNT)).rows, [[2]])
    assert.deepEqual(await listed(warehouse, 'select who from plays'), [['a']])
  })

  assert.deepEqual(await listed(warehouse, 'select who from plays'), [['b'], ['b']])
})

test('a transaction sees the rows of its start', async (t) => {
  const warehouse = await warehouseOfPlays(t)

  await warehouse.transaction(async (inside) => {
    await inside.answer(COUNT)
    await warehouse.session.run(INSERT)
    assert.deepEqual((await inside.answer(COUNT)).rows, [[0]])
  })

  assert.deepEqual(await listed(warehouse, COUNT), [[1]])
})

test('two transactions that change the same row do not both go through', async (t) => {
  const warehouse = await warehouseOfPlays(t)
  await warehouse.session.run(INSERT)

  const said = await refusal(() =>
    warehouse.transaction(async (inside) => {
      await inside.answer(COUNT)
      await warehouse.session.run('update plays set n = 2')
      await inside.run('update plays set n = 3')
    }),
  )

  assert.match(said, /conflict/i)
  assert.deepEqual(await listed(warehouse, 'select n from plays'), [[2]])
})

test('a transaction that throws leaves nothing', async (t) => {
  const warehouse = await warehouseOfPlays(t)

  await refusal(() =>
    warehouse.transaction(async (inside) => {
      await inside.run(INSERT)
      await inside.run('create temp table stage as select 1 as a')
      throw new Error('no')
    }),
  )

  assert.deepEqual(await listed(warehouse, COUNT), [[0]])
})

test('after an error a transaction takes nothing but its end', async (t) => {
  const warehouse = await warehouseOfPlays(t)
  const aborted = 'current transaction is aborted, commands ignored until end of transaction block'
  const errors = [
    'select 1 / 0',
    'select nothing',
    'select now()',
    'insert into plays (who) values (null)',
  ]

  for (const error of errors) {
    await warehouse.session.run('begin')
    await warehouse.session.run(INSERT)
    await refusal(() => warehouse.session.run(error))
    assert.equal(await refusal(() => warehouse.session.run('select 1')), aborted)
    assert.equal(await refusal(() => warehouse.session.runRendered('select 1')), aborted)
    await warehouse.session.run('commit') // which undoes, as nothing else is left to do
    assert.deepEqual(await listed(warehouse, COUNT), [[0]])
  }
})

test('a transaction goes on after its caller catches no error', async (t) => {
  const warehouse = await warehouseOfPlays(t)
  await warehouse.session.run('begin')
  await warehouse.session.run('begin') // Redshift only warns
  await warehouse.session.run(INSERT)
  await warehouse.session.run('end')
  await warehouse.session.run('commit')
  await warehouse.session.run('rollback')

  assert.deepEqual(await listed(warehouse, COUNT), [[1]])
})

// https://docs.aws.amazon.com/redshift/latest/dg/r_TRUNCATE.html
test('TRUNCATE commits the transaction that it runs in', async (t) => {
  const warehouse = await warehouseOfPlays(t)
  await warehouse.session.run(INSERT)
  await warehouse.session.run('create temp table stage as select 1 as a')

  await warehouse.session.run('begin')
  await warehouse.session.run('update stage set a = 2')
  await warehouse.session.run('truncate table plays')
  await warehouse.session.run('rollback')

  assert.deepEqual(await listed(warehouse, COUNT), [[0]])
  assert.deepEqual(await listed(warehouse, 'select a from stage'), [[2]])
  assert.equal(
    await refusal(() => warehouse.session.run('truncate nowhere')),
    'relation "nowhere" does not exist',
  )
})

test('VACUUM runs on its own', async (t) => {
  const { session, transaction } = await warehouseOfPlays(t)
  await session.run('vacuum')
  await session.run('vacuum full plays to 99 percent')
  await session.run('analyze plays')

  assert.equal(
    await refusal(() => transaction((inside) => inside.run('vacuum'))),
    'VACUUM cannot run inside a transaction block',
  )
  assert.equal(
    await refusal(() => session.run('vacuum; select 1')),
    'VACUUM cannot run inside a multiple commands statement',
  )
})

test('LOCK runs in a transaction, on tables that are there', async (t) => {
  const { session, transaction } = await warehouseOfPlays(t)
  const inside = (sql: string) => transaction((within) => within.run(sql))
  await inside('lock table plays in access exclusive mode')
  await inside('lock public.plays, "plays"')

  assert.equal(
    await refusal(() => session.run('lock plays')),
    'LOCK TABLE may only be used in transaction blocks',
  )
  assert.equal(await refusal(() => inside('lock nowhere')), 'relation "nowhere" does not exist')
})

test('savepoints are refused', async (t) => {
  const { session } = await warehouseOfPlays(t)

  assert.match(await refusal(() => session.run('savepoint a')), /Redshift has no savepoints/)
})

test('several statements in one text are one transaction', async (t) => {
  const warehouse = await warehouseOfPlays(t)

  await refusal(() => warehouse.session.run(`${INSERT}; insert into plays (who) values (null)`))
  assert.deepEqual(await listed(warehouse, COUNT), [[0]])
  await warehouse.session.run(`${INSERT}; ${INSERT};`)
  assert.deepEqual(await listed(warehouse, COUNT), [[2]])
  await refusal(() => warehouse.session.run(`${INSERT}; select from where`))
  assert.deepEqual(await listed(warehouse, COUNT), [[2]])
})

test('functions outlive the rollback of the transaction that first called them', async (t) => {
  const warehouse = await warehouseOfPlays(t)
  await warehouse.session.run('begin')
  await warehouse.session.run("insert into plays (who, n) select 'a', 7 / 2")
  await warehouse.session.run('rollback')

  assert.deepEqual(await listed(warehouse, 'select 7 / 2'), [[3]])
})
