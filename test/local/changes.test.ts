import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listed, refusal, warehouseOfPlays } from './plays.ts'

const ALL = 'select who, n, level from plays order by who, n'

test('keys are not enforced', async (t) => {
  const { session } = await warehouseOfPlays(t)
  await session.run('create temp table twice (id int, primary key (id), unique (id))')
  await session.run('insert into twice values (1), (1)')

  assert.deepEqual(await session.rows('select count(*) as n from twice'), [{ n: 2 }])
})

test('NOT NULL is enforced', async (t) => {
  const { session } = await warehouseOfPlays(t)

  for (const sql of ['insert into plays (who) values (null)', 'insert into plays (n) values (1)']) {
    assert.equal(
      await refusal(() => session.run(sql)),
      'Cannot insert a NULL value into column plays.who.',
    )
  }
})

// https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html
test('varchar(n) counts bytes', async (t) => {
  const { session } = await warehouseOfPlays(t)
  const tooLong = 'value too long for type character varying(3): plays.who holds 3 bytes'

  assert.equal(await session.run("insert into plays (who) values ('€'), ('abc'), ('ñb')"), 3)
  assert.equal(await refusal(() => session.run("insert into plays (who) values ('€u')")), tooLong)
  assert.equal(await refusal(() => session.run("update plays set who = 'abcd'")), tooLong)
  assert.equal(await session.run("update plays set who = 'abcd'::varchar(3)"), 3)
})

test('an identity makes its values, and takes none', async (t) => {
  const { session } = await warehouseOfPlays(t)
  const refused = [
    "insert into plays (id, who) values (7, 'a')",
    "insert into plays values (7, 'a', 1, 'free')",
    "insert into plays select 7, 'a', 1, 'free'",
    'update plays set id = 7',
  ]

  assert.equal(await session.run("insert into plays (who) values ('a'), ('b')"), 2)
  assert.equal(await session.run("insert into plays (id, who) values (default, 'c')"), 1)
  assert.equal(await session.run("insert into plays values (default, 'd', 1, default)"), 1)
  for (const sql of refused) {
    assert.equal(await refusal(() => session.run(sql)), 'cannot set an identity column to a value')
  }
  assert.deepEqual(
    await session.rows('select count(distinct id) as ids, count(id) as n from plays'),
    [{ ids: 4, n: 4 }],
  )
})

test('rows are inserted from values and from queries', async (t) => {
  const warehouse = await warehouseOfPlays(t)
  const { session } = warehouse

  assert.equal(await session.run("insert into plays (who, n) values ('a', 7), ('b', 8 / 3)"), 2)
  assert.equal(
    await session.run(
      "insert into plays (who, n, level) with few as (select n from plays) select 'c', max(n) / 2, 'paid' from few",
    ),
    1,
  )
  assert.deepEqual(await listed(warehouse, ALL), [
    ['a', 7, 'free'],
    ['b', 2, 'free'],
    ['c', 3, 'paid'],
  ])
})

test('rows are updated from other tables', async (t) => {
  const warehouse = await warehouseOfPlays(t)
  const { session } = warehouse
  await session.run("insert into plays (who, n) values ('a', 1), ('b', 2)")

  assert.equal(await session.run("update plays set n = n / 2, level = 'paid' where who = 'b'"), 1)
  assert.equal(
    await session.run(
      "update plays set n = news.n from (select 'a' as who, 9 as n) as news where plays.who = news.who",
    ),
    1,
  )
  assert.equal(await session.run('update plays as p set level = default where p.n = 1'), 1)
  assert.deepEqual(await listed(warehouse, ALL), [
    ['a', 9, 'free'],
    ['b', 1, 'free'],
  ])
})

test('rows are deleted by other tables', async (t) => {
  const warehouse = await warehouseOfPlays(t)
  const { session } = warehouse
  await session.run("insert into plays (who, n) values ('a', 1), ('b', 2), ('c', 3)")
  await session.run("create temp table gone as select 'a'::varchar(3) as who")

  assert.equal(await session.run('delete from plays using gone where plays.who = gone.who'), 1)
  assert.equal(
    await session.run(
      'with two as (select 2 as n) delete from plays using two where plays.n = two.n',
    ),
    1,
  )
  assert.deepEqual(await listed(warehouse, ALL), [['c', 3, 'free']])
})

// https://docs.aws.amazon.com/redshift/latest/dg/r_MERGE.html
test('merge updates what matches and inserts what does not', async (t) => {
  const warehouse = await warehouseOfPlays(t)
  const { session } = warehouse
  await session.run("insert into plays (who, n) values ('a', 1), ('b', 2)")
  await session.run(
    "create temp table stage as select 'b'::varchar(3) as who, 5 as n union all select 'c', 6",
  )
  const merge = (using: string, on: string, matched: string) =>
    `merge into plays using ${using} on plays.who = ${on}.who when matched then ${matched} when not matched then insert (who, n) values (${on}.who, ${on}.n)`

  assert.equal(await session.run(merge('stage', 'stage', 'update set n = stage.n')), 2)
  assert.deepEqual(await listed(warehouse, ALL), [
    ['a', 1, 'free'],
    ['b', 5, 'free'],
    ['c', 6, 'free'],
  ])

  await session.run(merge('(select * from stage where n = 5) as few', 'few', 'delete'))
  assert.deepEqual(await listed(warehouse, ALL), [
    ['a', 1, 'free'],
    ['c', 6, 'free'],
  ])
})

test('merge refuses a source that matches twice, and a branch too few', async (t) => {
  const { session } = await warehouseOfPlays(t)
  await session.run("insert into plays (who, n) values ('a', 1)")
  await session.run(
    "create temp table stage as select 'a'::varchar(3) as who, 5 as n union all select 'a', 6",
  )
  const begins = 'merge into plays using stage on plays.who = stage.who when matched'

  assert.equal(
    await refusal(() =>
      session.run(
        `${begins} then update set n = stage.n when not matched then insert (who) values (stage.who)`,
      ),
    ),
    'Found multiple matches to update the same tuple',
  )
  assert.equal(
    await refusal(() => session.run(`${begins} then update set n = stage.n`)),
    'Redshift takes MERGE with both branches: when matched, and when not matched.',
  )
  assert.equal(
    await refusal(() =>
      session.run(
        `${begins} and stage.n > 5 then delete when not matched then insert (who) values (stage.who)`,
      ),
    ),
    'Redshift takes a plain WHEN MATCHED and a plain WHEN NOT MATCHED. Filter in the USING query.',
  )
})

test('a temporary table has its types, defaults and lengths', async (t) => {
  const { session } = await warehouseOfPlays(t)
  await session.run(
    "create local temporary table stage (a int not null encode az64, b varchar(3) default 'x', c decimal, d float) diststyle all",
  )
  await session.run('insert into stage (a, c, d) values (1, 2.5, 0.1)')

  assert.deepEqual(await session.rows('select * from stage'), [{ a: 1, b: 'x', c: '3', d: 0.1 }])
  assert.equal(
    await refusal(() => session.run("insert into stage (a, b) values (1, 'abcd')")),
    'value too long for type character varying(3): stage.b holds 3 bytes',
  )
  assert.equal(
    await refusal(() => session.run('insert into stage (b) values (null)')),
    'Cannot insert a NULL value into column stage.a.',
  )
  assert.equal(
    await refusal(() => session.run('create temp table stage (a int)')),
    'Relation "stage" already exists',
  )
})

test('a temporary table can be like another, or hold what a query gives', async (t) => {
  const { session } = await warehouseOfPlays(t)
  await session.run('create temp table stage (like plays)')
  await session.run('create table #few as select 7 / 2 as half')

  assert.equal(await session.run("insert into stage (who) values ('a')"), 1)
  assert.deepEqual(await session.rows('select who, level from stage'), [
    { who: 'a', level: 'free' },
  ])
  assert.equal(
    await refusal(() => session.run('insert into stage (n) values (1)')),
    'Cannot insert a NULL value into column stage.who.',
  )
  assert.deepEqual(await session.rows('select half from #few'), [{ half: 3 }])
  assert.equal(
    await refusal(() => session.run('create temp table other (like nowhere)')),
    'relation "nowhere" does not exist',
  )
})

// https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_NEW.html: the attributes of a column.
test('a temporary table may say with its columns how it is distributed and sorted', async (t) => {
  const { session } = await warehouseOfPlays(t)
  await session.run(
    'create temp table stage (who varchar(20) default \'a distkey\' distkey, n int not null sortkey, "sortkey" int) backup no',
  )
  await session.run('create temp table other (n int) distkey (n) interleaved sortkey (n)')
  await session.run('insert into stage (n, "sortkey") values (1, 2)')

  assert.deepEqual(await session.rows('select * from stage'), [
    { who: 'a distkey', n: 1, sortkey: 2 },
  ])
})

// https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_AS.html
test('a temporary table names the columns of its query', async (t) => {
  const { session } = await warehouseOfPlays(t)
  await session.run('create temp table stage (a, b) as select 1, 2')
  await session.run('create temp table other (a) as with few as (select 3 as n) select n from few')

  assert.deepEqual(await session.rows('select stage.a, b, other.a as c from stage, other'), [
    { a: 1, b: 2, c: 3 },
  ])
})

test('several tables are dropped at once', async (t) => {
  const { session } = await warehouseOfPlays(t)
  await session.run('create temp table stage (a int); create temp table other (a int)')
  await session.run('drop table stage, other')
  await session.run('drop table if exists stage, other')

  for (const table of ['stage', 'other']) {
    assert.equal(
      await refusal(() => session.rows(`select * from ${table}`)),
      `relation "${table}" does not exist`,
    )
  }
})

test('a view asks its query anew, on every connection', async (t) => {
  const warehouse = await warehouseOfPlays(t)
  await warehouse.session.run(
    'create view halves as select who, n / 2 as half from plays with no schema binding',
  )
  await warehouse.session.run("insert into plays (who, n) values ('a', 7)")

  await warehouse.transaction(async () => {
    assert.deepEqual(await listed(warehouse, 'select * from halves'), [['a', 3]]) // another connection
  })
  await warehouse.session.run('create or replace view halves (half) as select avg(n) from plays')
  assert.deepEqual(await listed(warehouse, 'select half from halves'), [[7]])
  await warehouse.session.run('drop view if exists halves cascade')
})

test('what would change the tables of migrations is refused', async (t) => {
  const { session } = await warehouseOfPlays(t)
  const made =
    "The local engine does not take 'create table x (a int)': tables are made by operations (createTable in src/migration.ts). For a step in between: create temp table."

  assert.equal(await refusal(() => session.run('create table x (a int)')), made)
  assert.match(
    await refusal(() => session.run('create table x as select 1 as a')),
    /tables are made by operations/,
  )
  assert.match(await refusal(() => session.run('select 1 as a into x')), /has no SELECT INTO/)
  assert.match(
    await refusal(() => session.run('alter table plays add column x int')),
    /Tables change by migrations/,
  )
})
